//! Masters with their projects and tickets.

use miaohui_community::Result;
use miaohui_community::ids::{MasterId, TicketId};
use miaohui_community::store::master::{self, NewMaster};
use miaohui_community::store::project::{self, NewProject};
use miaohui_community::store::ticket::{self, NewTickets};
use miaohui_db::Tx;
use miaohui_kernel::{DAY_MS, Fen, HOUR_MS};
use serde_json::json;

use super::images::{self, AVATAR, USERS, scene};
use crate::generator::Generator;
use crate::sandbox::declined_price;
use crate::texts::{CRAFTS, Craft, MASTERS, PROJECT_NOTES, TICKETS, project_name, ticket_name};

const PROJECTS_OF_A_MASTER: usize = 10;
/// Tickets of each of the two kinds of a project.
const TICKETS_OF_A_KIND: i64 = 5;
/// The project with free tickets.
const FREE_PROJECT: usize = 7;
/// The project with prices that the sandbox declines.
const DECLINED_PROJECT: usize = 13;

/// Inserts the masters with their projects; returns the masters and all tickets.
pub fn fill(tx: &mut Tx<'_>, generator: &Generator<'_>) -> Result<(Vec<MasterId>, Vec<TicketId>)> {
    let (mut ids, mut tickets) = (Vec::new(), Vec::new());
    for (n, text) in MASTERS.iter().enumerate() {
        let created_at = generator.now - (90 - n as i64) * DAY_MS;
        let avatar = images::insert(tx, generator, (AVATAR, USERS + n), None, created_at)?;
        let new = NewMaster {
            uid: &generator.rng.hex32(),
            user_id: None,
            name: text.name,
            avatar: &avatar,
            intro: text.intro,
            address: text.address,
            birthday: text.birthday,
            recommended: recommended(n, 3),
            created_at,
        };
        let master_id = master::insert(tx, &new)?;
        let craft = &CRAFTS[text.craft % CRAFTS.len()];
        for k in 0..PROJECTS_OF_A_MASTER {
            let number = n * PROJECTS_OF_A_MASTER + k;
            tickets.extend(insert_project(tx, generator, number, master_id, (craft, k))?);
        }
        ids.push(master_id);
    }
    Ok((ids, tickets))
}

/// Returns the position in a list of recommendations that takes every `every`th.
pub fn recommended(n: usize, every: usize) -> Option<i64> {
    n.is_multiple_of(every).then_some((n / every) as i64)
}

/// Inserts project `number`, the `k`th of its master, and its tickets.
fn insert_project(
    tx: &mut Tx<'_>,
    generator: &Generator<'_>,
    number: usize,
    master_id: MasterId,
    (craft, k): (&Craft, usize),
) -> Result<Vec<TicketId>> {
    let (name, about) = (project_name(craft, k), craft.projects[k % craft.projects.len()].about);
    let created_at = generator.now - 60 * DAY_MS + number as i64 * 7 * HOUR_MS;
    let image = images::insert_any(tx, generator, scene(craft.motif))?;
    let second_image = images::insert_any(tx, generator, scene(craft.motif))?;
    let intro = json!([about, second_image, PROJECT_NOTES[number % PROJECT_NOTES.len()]]).to_string();
    let recommended = recommended(number, 16);
    let new = NewProject { master_id, name: &name, image: &image, intro: &intro, recommended, created_at };
    let project_id = project::insert(tx, &new)?;
    let mut tickets = Vec::new();
    for n in [number, number + 5] {
        let kind = &TICKETS[n % TICKETS.len()];
        let price = match number {
            FREE_PROJECT => Fen(0),
            DECLINED_PROJECT => declined_price(kind.price),
            _ => kind.price,
        };
        let new = NewTickets {
            project_id,
            master_id,
            name: &ticket_name(&name, n),
            image: &image,
            images: &json!([image, second_image]).to_string(),
            intro: &json!([kind.about, second_image, about]).to_string(),
            price,
            count: TICKETS_OF_A_KIND,
            recommended: recommended.filter(|_| n == number),
            created_at,
        };
        let (first, last) = ticket::issue(tx, &new)?;
        tickets.extend((first.get()..=last.get()).map(TicketId));
    }
    Ok(tickets)
}
