//! The progress of projects that succeeded: sections with tasks.

use miaohui_crowdfunding::Result;
use miaohui_crowdfunding::store::progress::Progress;
use miaohui_crowdfunding::store::project_status::ProjectStatus;
use miaohui_crowdfunding::store::section::{self, SectionContent};
use miaohui_crowdfunding::store::task::{self, TaskContent};
use miaohui_db::Tx;

use super::projects::InsertedProject;
use crate::texts::SECTIONS;

/// Inserts the sections and tasks of each project that succeeded; one of its middle sections is
/// under way.
pub fn fill(tx: &mut Tx<'_>, projects: &[InsertedProject<'_>]) -> Result<()> {
    let succeeded = projects.iter().filter(|project| project.plan.status == ProjectStatus::Succeeded);
    for (n, project) in succeeded.enumerate() {
        let current = 1 + n % (SECTIONS.len() - 2);
        for (k, text) in SECTIONS.iter().enumerate() {
            let section = SectionContent {
                title: text.title.to_owned(),
                description: text.description.to_owned(),
                status: status(k, current),
                order: k as i64 + 1,
            };
            let id = section::insert(tx, project.id, &section)?;
            for (t, content) in text.tasks.iter().enumerate() {
                let status = if k == current { status(t, 1) } else { section.status };
                let (content, order) = ((*content).to_owned(), t as i64 + 1);
                task::insert(tx, project.id, id, &TaskContent { content, status, order })?;
            }
        }
    }
    Ok(())
}

/// Returns the progress of the step at a position.
fn status(position: usize, current: usize) -> Progress {
    match position.cmp(&current) {
        std::cmp::Ordering::Less => Progress::Done,
        std::cmp::Ordering::Equal => Progress::UnderWay,
        std::cmp::Ordering::Greater => Progress::NotBegun,
    }
}
