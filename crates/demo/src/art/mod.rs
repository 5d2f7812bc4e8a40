//! The pictures of the demo data, drawn by the program.

mod blur;
mod craft;
mod dice;
mod face;
mod fair;
mod food;
mod glyph;
mod ink;
mod light;
mod nature;
mod pattern;
mod robe;
mod scenery;
mod season;
mod shape;
mod sheet;
mod table;
mod water;

use dice::Dice;
use sheet::Sheet;

/// Draws a motif as a JPEG of the given size; the same arguments give the same bytes.
pub fn picture(motif: Motif, seed: u64, width: u32, height: u32) -> Vec<u8> {
    let (width, height) = (width.clamp(16, 4096), height.clamp(16, 4096));
    let Some(mut sheet) = Sheet::new(width, height) else { return Vec::new() };
    let dice = Dice::new(seed.wrapping_mul(31).wrapping_add(motif as u64));
    motif.draw()(&mut sheet, &dice);
    sheet.finish(seed)
}

/// Names the motifs once: the enum, the list of all, and who draws each.
macro_rules! motifs {
    ($($(#[$doc:meta])* $name:ident => $draw:path,)*) => {
        /// What a picture shows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Motif {
            $($(#[$doc])* $name,)*
        }

        impl Motif {
            /// Every motif, in a fixed order.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            fn draw(self) -> fn(&mut Sheet, &Dice) {
                match self {
                    $(Self::$name => $draw,)*
                }
            }
        }
    };
}

motifs! {
    /// Strings of lanterns over the roofs of a street (灯笼夜).
    LanternNight => fair::lantern_night,
    /// Fireworks over the roofs and the river (烟火).
    Fireworks => fair::fireworks,
    /// A plum branch before the moon (梅).
    PlumBlossom => nature::plum,
    /// A bamboo grove in morning mist (竹).
    Bamboo => nature::bamboo,
    /// Ridge behind ridge over a river (远山).
    MistyMountains => nature::mountains,
    /// Waves, cliff, clouds and cranes, as on the hem of a court robe (海水江崖).
    WavesAndClouds => water::waves,
    /// Koi among lily pads (锦鲤).
    KoiPond => water::koi_pond,
    /// Lotus over misty water (荷).
    Lotus => water::lotus,
    /// Maple or ginkgo before autumn hills (秋叶).
    AutumnLeaves => season::autumn,
    /// A pagoda or a temple gate in the snow (雪).
    SnowTemple => season::snow,
    /// A hanfu robe on a clothes rail (汉服).
    Hanfu => robe::hanfu,
    /// The painted mask of an opera role (脸谱).
    OperaMask => face::opera_mask,
    /// A portrait for an avatar: seven ways to wear one's hair (头像).
    Avatar => face::avatar,
    /// An open folding fan with a painted leaf (折扇).
    FoldingFan => craft::fan,
    /// A blue-and-white plate (青花).
    Porcelain => craft::porcelain,
    /// A paper-cut window flower (窗花).
    PaperCut => craft::paper_cut,
    /// Oil-paper umbrellas on wet flagstones (油纸伞).
    Umbrella => craft::umbrella,
    /// A bowl of noodles (面).
    Noodles => food::noodles,
    /// A two-flavour hotpot among its plates (火锅).
    HotPot => food::hotpot,
    /// Mooncakes and osmanthus (月饼).
    MoonCakes => food::mooncakes,
    /// A steamer of soup dumplings (小笼).
    Dumplings => table::dumplings,
    /// Candied haws before the lights of a winter street (糖葫芦).
    CandiedHaws => table::candied_haws,
    /// A tea set on its tray (茶).
    TeaSet => table::tea,
    /// An enamelled vase with gold wires (景泰蓝).
    Cloisonne => table::cloisonne,
}
