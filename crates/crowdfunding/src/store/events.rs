//! What webhooks are told of this product, in the transaction of the change.

use miaohui_db::{Result, Tx};
use miaohui_webhooks::{Event, EventGroup, forget_thing, record};
use serde_json::json;

use crate::ids::{ProjectId, SupportId, UserId};
use crate::subject::PRODUCT;

/// Records what has happened to a user.
pub fn user(tx: &mut Tx<'_>, kind: &'static str, id: UserId, now: i64) -> Result<()> {
    record(tx, EventGroup::Users, now, |_| {
        let data = json!({ "product": PRODUCT, "user_id": id });
        Ok(Some(Event { kind, thing: user_thing(id), data }))
    })
}

/// Records that a user is erased, and forgets earlier events of the user.
pub fn user_erased(tx: &mut Tx<'_>, id: UserId, now: i64) -> Result<()> {
    forget_thing(tx, &user_thing(id))?;
    user(tx, "user.erased", id, now)
}

fn user_thing(id: UserId) -> String {
    format!("{PRODUCT} user:{id}")
}

/// Records what has happened to a project.
pub fn project(tx: &mut Tx<'_>, kind: &'static str, id: ProjectId, now: i64) -> Result<()> {
    record(tx, EventGroup::Projects, now, |tx| {
        let sql = "SELECT user_id, status, now_money, total_money FROM cf_project WHERE id = $1";
        let row: Option<(UserId, i64, i64, i64)> = tx.query_opt(sql, &[id.into()])?;
        Ok(row.map(|(user, status, fen, goal)| Event {
            kind,
            thing: thing(id),
            data: json!({ "project_id": id, "user_id": user, "status": status, "fen": fen, "goal_fen": goal }),
        }))
    })
}

/// Records that a project was deleted.
pub fn project_deleted(tx: &mut Tx<'_>, id: ProjectId, now: i64) -> Result<()> {
    record(tx, EventGroup::Projects, now, |_| {
        let data = json!({ "project_id": id });
        Ok(Some(Event { kind: "project.deleted", thing: thing(id), data }))
    })
}

fn thing(id: ProjectId) -> String {
    format!("project:{id}")
}

/// Records what has happened to a support.
pub fn support(tx: &mut Tx<'_>, kind: &'static str, id: SupportId, now: i64) -> Result<()> {
    record(tx, EventGroup::Supports, now, |tx| {
        let sql = "SELECT project_id, package_id, user_id, money, status, paid FROM cf_support WHERE id = $1";
        let row: Option<(i64, i64, UserId, i64, i64, bool)> = tx.query_opt(sql, &[id.into()])?;
        Ok(row.map(|(project, package, user, fen, status, paid)| {
            let data = json!({
                "support_id": id, "project_id": project, "package_id": package, "user_id": user,
                "fen": fen, "status": status, "paid": paid,
            });
            Event { kind, thing: format!("support:{id}"), data }
        }))
    })
}

/// Records that a support was deleted, because it was not paid or was refunded.
pub fn support_deleted(tx: &mut Tx<'_>, id: SupportId, now: i64) -> Result<()> {
    record(tx, EventGroup::Supports, now, |_| {
        let data = json!({ "support_id": id });
        Ok(Some(Event { kind: "support.deleted", thing: format!("support:{id}"), data }))
    })
}
