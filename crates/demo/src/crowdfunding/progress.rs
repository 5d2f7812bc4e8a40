//! How far those are who got their money.

use miaohui_crowdfunding::Result;
use miaohui_crowdfunding::store::progress::Progress;
use miaohui_crowdfunding::store::project_status::ProjectStatus;
use miaohui_crowdfunding::store::section::{self, SectionContent};
use miaohui_crowdfunding::store::task::{self, TaskContent};
use miaohui_db::Tx;

use super::projects::Made;
use crate::texts::SECTIONS;

/// Gives each project that succeeded its sections and their tasks; every one is somewhere in the middle of them.
pub fn fill(tx: &mut Tx<'_>, projects: &[Made<'_>]) -> Result<()> {
    let succeeded = projects.iter().filter(|project| project.plan.state == ProjectStatus::Succeeded);
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

fn status(place: usize, current: usize) -> Progress {
    match place.cmp(&current) {
        std::cmp::Ordering::Less => Progress::Done,
        std::cmp::Ordering::Equal => Progress::UnderWay,
        std::cmp::Ordering::Greater => Progress::NotBegun,
    }
}
