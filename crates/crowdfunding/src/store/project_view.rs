//! Projects as they are shown.

use std::collections::HashMap;

use miaohui_db::{FromRow, Result, Row, Tx};
use miaohui_kernel::DAY_MS;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::call::Call;
use crate::wire::{Moment, Yuan};

/// What the caller has to do with a project; nothing without a login.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Personal {
    #[serde(skip_serializing_if = "Option::is_none")]
    is_attended: Option<bool>,
    /// -1: none, 0: ordinary, 1: partner.
    #[serde(skip_serializing_if = "Option::is_none")]
    support_type: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_supported: Option<bool>,
}

/// A project as it is shown.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ProjectView {
    id: i64,
    user: i64,
    name: String,
    cover: i64,
    location: i64,
    location_detail: String,
    category: i64,
    total_money: Yuan,
    total_days: i64,
    remaining_days: i64,
    summary: String,
    content: String,
    now_money: Yuan,
    status: i64,
    attention_count: i64,
    support_count: i64,
    normal_support_count: i64,
    partner_support_count: i64,
    #[schemars(with = "Vec<String>")]
    tags: Box<RawValue>,
    post_datetime: Moment,
    modify_datetime: Moment,
    feedback: Vec<i64>,
    package: Vec<i64>,
    personal_information: Personal,
}

/// The columns of a [`ProjectView`]'s own row.
macro_rules! view_columns {
    () => {
        "p.id, p.user_id, p.name, p.cover, p.location, p.location_detail, p.category, p.total_money, p.total_days,
         p.started_at, p.summary, p.content, p.now_money, p.status, p.attention_count, p.normal_support_count,
         p.partner_support_count, p.tags, p.post_datetime, p.modify_datetime"
    };
}
pub(super) use view_columns;

/// A [`ProjectView`] whose `remaining_days` is the start of its days until [`complete`] has been at it.
pub(super) struct Bare(pub ProjectView);

impl FromRow for Bare {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let mut c = row.columns();
        Ok(Self(ProjectView {
            id: c.take()?,
            user: c.take()?,
            name: c.take()?,
            cover: c.take()?,
            location: c.take()?,
            location_detail: c.take()?,
            category: c.take()?,
            total_money: Yuan(c.take()?),
            total_days: c.take()?,
            remaining_days: c.take()?,
            summary: c.take()?,
            content: c.take()?,
            now_money: Yuan(c.take()?),
            status: c.take()?,
            attention_count: c.take()?,
            support_count: 0,
            normal_support_count: c.take()?,
            partner_support_count: c.take()?,
            tags: RawValue::from_string(c.take()?).unwrap_or_default(),
            post_datetime: Moment(c.take()?),
            modify_datetime: Moment(c.take()?),
            feedback: Vec::new(),
            package: Vec::new(),
            personal_information: Personal::default(),
        }))
    }
}

/// Fills in what lies in other tables: a statement a table, however many projects there are.
pub(super) fn complete(call: &mut Call<'_, '_>, rows: Vec<Bare>) -> Result<Vec<ProjectView>> {
    let ids: Vec<i64> = rows.iter().map(|Bare(row)| row.id).collect();
    let mut feedback = grouped(
        call.tx,
        "SELECT project_id, id FROM cf_feedback WHERE project_id IN LIST($1) ORDER BY id",
        &ids,
    )?;
    let mut package = grouped(
        call.tx,
        "SELECT project_id, id FROM cf_package WHERE project_id IN LIST($1) ORDER BY id",
        &ids,
    )?;
    let mut attended = HashMap::new();
    let mut supported: HashMap<i64, i64> = HashMap::new();
    if let Some(me) = call.user {
        let attentions: Vec<(i64,)> = call.tx.query(
            "SELECT project_id FROM cf_attention WHERE user_id = $2 AND project_id IN LIST($1)",
            &[(&ids).into(), me.into()],
        )?;
        attended = attentions.into_iter().map(|(id,)| (id, true)).collect();
        let supports: Vec<(i64, i64)> = call.tx.query(
            "SELECT project_id, MAX(kind) FROM cf_support
             WHERE paid AND user_id = $2 AND project_id IN LIST($1) GROUP BY project_id",
            &[(&ids).into(), me.into()],
        )?;
        supported = supports.into_iter().collect();
    }
    let complete = |Bare(row): Bare| {
        let kind = supported.get(&row.id).copied();
        let known = call.user.is_some();
        ProjectView {
            remaining_days: remaining_days(row.remaining_days, row.total_days, call.now),
            support_count: row.normal_support_count + row.partner_support_count,
            feedback: feedback.remove(&row.id).unwrap_or_default(),
            package: package.remove(&row.id).unwrap_or_default(),
            personal_information: Personal {
                is_attended: known.then(|| attended.contains_key(&row.id)),
                support_type: known.then(|| kind.unwrap_or(-1)),
                is_supported: known.then_some(kind.is_some()),
            },
            ..row
        }
    };
    Ok(rows.into_iter().map(complete).collect())
}

fn grouped(tx: &mut Tx<'_>, sql: &'static str, ids: &[i64]) -> Result<HashMap<i64, Vec<i64>>> {
    let mut groups: HashMap<i64, Vec<i64>> = HashMap::new();
    let rows: Vec<(i64, i64)> = tx.query(sql, &[ids.into()])?;
    for (project, id) in rows {
        groups.entry(project).or_default().push(id);
    }
    Ok(groups)
}

/// Whole days after this one until the deadline, at least 0: a project of five days begins with four, as documented.
fn remaining_days(started_at: i64, total_days: i64, now: i64) -> i64 {
    ((started_at + total_days * DAY_MS - now - 1) / DAY_MS).max(0)
}

/// Projects as they are shown, by their ids.
pub fn views(call: &mut Call<'_, '_>, ids: &[i64]) -> Result<HashMap<i64, ProjectView>> {
    let sql = concat!("SELECT ", view_columns!(), " FROM cf_project p WHERE p.id IN LIST($1)");
    let rows: Vec<Bare> = call.tx.query(sql, &[ids.into()])?;
    Ok(complete(call, rows)?.into_iter().map(|view| (view.id, view)).collect())
}

/// A user's projects, the newest first.
pub fn of_user(call: &mut Call<'_, '_>, user: i64, most: i64) -> Result<Vec<ProjectView>> {
    let sql = concat!(
        "SELECT ",
        view_columns!(),
        " FROM cf_project p WHERE p.user_id = $1 ORDER BY p.id DESC LIMIT $2"
    );
    let rows: Vec<Bare> = call.tx.query(sql, &[user.into(), most.into()])?;
    complete(call, rows)
}

/// A project as it is shown.
pub fn view(call: &mut Call<'_, '_>, id: i64) -> crate::Result<ProjectView> {
    let found = views(call, &[id])?.remove(&id);
    found.ok_or_else(|| crate::Code::NotFound.into())
}
