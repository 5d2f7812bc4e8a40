//! The search index of project names: every run of one to three characters of a folded name.

use miaohui_db::{Result, Tx};

use crate::ids::ProjectId;

/// Longest gram in characters.
pub const LONGEST_GRAM: usize = 3;

pub use miaohui_kernel::fold;

/// Lists the distinct runs of one, two or three adjacent characters of a folded text.
pub fn grams(folded: &str) -> Vec<String> {
    let chars: Vec<char> = folded.chars().collect();
    let mut grams: Vec<String> = (1..=LONGEST_GRAM)
        .flat_map(|length| chars.windows(length))
        .map(|piece| piece.iter().collect())
        .collect();
    grams.sort_unstable();
    grams.dedup();
    grams
}

/// Adds the grams of a project's folded name.
pub(super) fn insert(tx: &mut Tx<'_>, project: ProjectId, folded: &str) -> Result<()> {
    for gram in grams(folded) {
        tx.execute(
            "INSERT INTO cf_project_gram (gram, project_id) VALUES ($1, $2)",
            &[(&gram).into(), project.into()],
        )?;
    }
    Ok(())
}

/// Deletes the grams of a project.
pub(super) fn delete(tx: &mut Tx<'_>, project: ProjectId) -> Result<()> {
    tx.execute("DELETE FROM cf_project_gram WHERE project_id = $1", &[project.into()])?;
    Ok(())
}
