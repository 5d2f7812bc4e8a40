//! Tickets for the scenario `order`.

use anyhow::{Context, Result, bail};
use miaohui_kernel::Fen;
use miaohui_server::Service;
use miaohui_testkit::project_with_tickets;
use serde::{Deserialize, Serialize};

/// The price that tells these tickets from those of the demo.
const PRICE: Fen = Fen(1999);
/// Tickets of a project in the range that spreads over many projects.
const TICKETS_OF_A_PROJECT: u32 = 2_003;
/// Projects of an interval in that range.
const PROJECTS: i64 = 30;

/// Tickets that one load buys, each once.
#[derive(Clone, Copy, Default, Deserialize, Serialize)]
pub struct TicketRange {
    /// Id of the first ticket.
    pub first: i64,
    /// Number of tickets; their ids are consecutive.
    pub count: i64,
    /// Distance of two tickets that are bought in succession; coprime to an interval's share of
    /// `count`.
    pub step: i64,
    /// Number of intervals that share the range.
    pub intervals: i64,
}

impl TicketRange {
    /// Returns the first and the last ticket of an interval's share.
    pub fn share(&self, interval: usize) -> (i64, i64) {
        let share = self.count / self.intervals.max(1);
        let first = self.first + share * interval as i64;
        (first, first + share - 1)
    }
}

/// Inserts tickets for so many intervals: one range spreads over many projects, one is of one
/// project.
pub async fn insert(service: &Service, intervals: i64) -> Result<(TicketRange, TicketRange)> {
    let count = i64::from(TICKETS_OF_A_PROJECT) * PROJECTS * intervals;
    let all = u32::try_from(count).context("too many intervals")?;
    let inserted = service.platform.db.write(move |tx| {
        let insert = |tx: &mut miaohui_db::Tx<'_>, n: i64, tickets| {
            project_with_tickets(tx, &format!("{n:032}"), tickets, PRICE)
        };
        let mut projects = Vec::new();
        for n in 0..PROJECTS * intervals {
            projects.push(insert(tx, n, TICKETS_OF_A_PROJECT)?);
        }
        projects.push(insert(tx, -1, all)?);
        // A real database does not recommend hundreds of thousands of tickets.
        tx.execute("UPDATE co_ticket SET recommended = NULL WHERE price = 1999", &[])?;
        Ok::<_, miaohui_db::Error>(projects)
    });
    let projects = inserted.await?;
    let (Some(first), Some(last)) = (projects.first(), projects.last()) else {
        bail!("no tickets were inserted")
    };
    let many = TicketRange { first: *first.tickets.start(), count, step: 2_011, intervals };
    Ok((many, TicketRange { first: *last.tickets.start(), count, step: 1, intervals }))
}
