//! Cuisines, and what describes a food project.

use miaohui_demo_art::Motif;

/// The nine cuisines, in the order of the API document.
pub const CUISINES: [&str; 9] = ["闽菜", "徽菜", "湘菜", "浙菜", "粤菜", "苏菜", "川菜", "鲁菜", "其他"];

/// A crowdfunding project about food.
#[derive(Clone, Copy, Debug)]
pub struct FoodProject {
    /// Its name.
    pub name: &'static str,
    /// The cuisine, an index into [`CUISINES`].
    pub cuisine: usize,
    /// The motif of its cover.
    pub motif: Motif,
    /// The summary, one or two sentences.
    pub summary: &'static str,
    /// Province and city.
    pub place: (&'static str, &'static str),
    /// The address in the city.
    pub address: &'static str,
    /// Two tags.
    pub tags: [&'static str; 2],
}

/// Makes a food project.
pub(super) const fn food(
    cuisine: usize,
    motif: Motif,
    name: &'static str,
    place: (&'static str, &'static str),
    address: &'static str,
    tags: [&'static str; 2],
    summary: &'static str,
) -> FoodProject {
    FoodProject { name, cuisine, motif, summary, place, address, tags }
}
