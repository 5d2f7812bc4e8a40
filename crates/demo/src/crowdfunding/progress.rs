//! How far those are who got their money.

use miaohui_crowdfunding::Result;
use miaohui_crowdfunding::store::project::SUCCEEDED;
use miaohui_crowdfunding::store::{section, task};
use miaohui_db::Tx;

use super::projects::Made;
use crate::texts::SECTIONS;

const NOT_BEGUN: i64 = 0;
const GOING_ON: i64 = 1;
const DONE: i64 = 2;

/// Gives each project that succeeded its sections and their tasks; every one is somewhere in the middle of them.
pub fn fill(tx: &mut Tx<'_>, projects: &[Made<'_>]) -> Result<()> {
    let succeeded = projects.iter().filter(|project| project.plan.state == SUCCEEDED);
    for (n, project) in succeeded.enumerate() {
        let current = 1 + n % (SECTIONS.len() - 2);
        for (k, text) in SECTIONS.iter().enumerate() {
            let section = section::Content {
                project: project.id,
                title: text.title.to_owned(),
                description: text.description.to_owned(),
                status: status(k, current),
                order: k as i64 + 1,
            };
            let id = section::insert(tx, &section)?;
            for (t, content) in text.tasks.iter().enumerate() {
                let status = if k == current { status(t, 1) } else { section.status };
                let (content, order) = ((*content).to_owned(), t as i64 + 1);
                let task = task::Content { project: project.id, section: id, content, status, order };
                task::insert(tx, &task)?;
            }
        }
    }
    Ok(())
}

fn status(place: usize, current: usize) -> i64 {
    match place.cmp(&current) {
        std::cmp::Ordering::Less => DONE,
        std::cmp::Ordering::Equal => GOING_ON,
        std::cmp::Ordering::Greater => NOT_BEGUN,
    }
}
