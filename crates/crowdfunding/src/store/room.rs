//! How many rows a project has at most, so that every list of them is bounded.

use miaohui_db::{Result, Tx};

/// Most rows of each kind in one project or section. The lists select as many.
const MOST_ROWS: i64 = 200;

/// Rows that belong to a project, or to a section of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Feedback of a project.
    Feedback,
    /// Packages of a project.
    Packages,
    /// Sections of a project.
    Sections,
    /// Tasks of a section.
    Tasks,
}

/// Whether the project or section `parent` can have one more row.
pub fn is_left(tx: &mut Tx<'_>, rows: Rows, parent: i64) -> Result<bool> {
    let sql = match rows {
        Rows::Feedback => "SELECT COUNT(*) FROM cf_feedback WHERE project_id = $1",
        Rows::Packages => "SELECT COUNT(*) FROM cf_package WHERE project_id = $1",
        Rows::Sections => "SELECT COUNT(*) FROM cf_section WHERE project_id = $1",
        Rows::Tasks => "SELECT COUNT(*) FROM cf_task WHERE section_id = $1",
    };
    let (count,): (i64,) = tx.query_one(sql, &[parent.into()])?;
    Ok(count < MOST_ROWS)
}
