//! Projects as the API shows them.

use std::collections::{HashMap, HashSet};

use miaohui_db::{FromColumn, Result, Tx};
use miaohui_kernel::DAY_MS;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::RawValue;

use super::package::PackageKind;
use super::project_status::ProjectStatus;
use super::viewer::Viewer;
use crate::code::Code;
use crate::ids::{CategoryId, FeedbackId, ImageId, LocationId, PackageId, ProjectId, UserId};
use crate::wire::{Moment, Yuan};

/// The viewer's relation to a project; empty without a login.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct PersonalInformation {
    #[serde(skip_serializing_if = "Option::is_none")]
    is_attended: Option<bool>,
    /// -1: none, 0: ordinary, 1: partner.
    #[serde(skip_serializing_if = "Option::is_none")]
    support_type: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_supported: Option<bool>,
}

/// A project as the API shows it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ProjectView {
    id: ProjectId,
    user: UserId,
    name: String,
    cover: ImageId,
    location: LocationId,
    location_detail: String,
    category: CategoryId,
    total_money: Yuan,
    total_days: i64,
    remaining_days: i64,
    summary: String,
    content: String,
    now_money: Yuan,
    status: ProjectStatus,
    attention_count: i64,
    support_count: i64,
    normal_support_count: i64,
    partner_support_count: i64,
    #[schemars(with = "Vec<String>")]
    tags: Box<RawValue>,
    post_datetime: Moment,
    modify_datetime: Moment,
    feedback: Vec<FeedbackId>,
    package: Vec<PackageId>,
    personal_information: PersonalInformation,
}

miaohui_db::row! {
    /// The row of a project that a [`ProjectView`] is built from.
    pub(super) struct ProjectRow as project_row_columns {
        id: ProjectId = "p.id",
        user: UserId = "p.user_id",
        name: String = "p.name",
        cover: ImageId = "p.cover",
        location: LocationId = "p.location",
        location_detail: String = "p.location_detail",
        category: CategoryId = "p.category",
        total_money: Yuan = "p.total_money",
        total_days: i64 = "p.total_days",
        started_at: i64 = "p.started_at",
        summary: String = "p.summary",
        content: String = "p.content",
        now_money: Yuan = "p.now_money",
        status: ProjectStatus = "p.status",
        attention_count: i64 = "p.attention_count",
        normal_support_count: i64 = "p.normal_support_count",
        partner_support_count: i64 = "p.partner_support_count",
        tags: Box<RawValue> = "p.tags",
        post_datetime: Moment = "p.post_datetime",
        modify_datetime: Moment = "p.modify_datetime",
    }
}

/// Rows of other tables that belong to projects.
#[derive(Default)]
struct Related {
    feedback: HashMap<ProjectId, Vec<FeedbackId>>,
    packages: HashMap<ProjectId, Vec<PackageId>>,
    /// Projects that the viewer attends.
    attended: HashSet<ProjectId>,
    /// Projects that the viewer supports, with the highest kind of support.
    supported: HashMap<ProjectId, PackageKind>,
}

impl Related {
    /// Selects with one statement for each table, however many projects there are.
    fn select(tx: &mut Tx<'_>, viewer: &Viewer, ids: &[ProjectId]) -> Result<Self> {
        let mut related = Self {
            feedback: grouped(
                tx,
                "SELECT project_id, id FROM cf_feedback WHERE project_id IN LIST($1) ORDER BY id",
                ids,
            )?,
            packages: grouped(
                tx,
                "SELECT project_id, id FROM cf_package WHERE project_id IN LIST($1) ORDER BY id",
                ids,
            )?,
            ..Self::default()
        };
        if let Some(user) = viewer.user {
            let attended: Vec<(ProjectId,)> = tx.query(
                "SELECT project_id FROM cf_attention WHERE user_id = $2 AND project_id IN LIST($1)",
                &[ids.into(), user.into()],
            )?;
            related.attended = attended.into_iter().map(|(id,)| id).collect();
            let supported: Vec<(ProjectId, PackageKind)> = tx.query(
                "SELECT project_id, MAX(kind) FROM cf_support
                 WHERE paid AND user_id = $2 AND project_id IN LIST($1) GROUP BY project_id",
                &[ids.into(), user.into()],
            )?;
            related.supported = supported.into_iter().collect();
        }
        Ok(related)
    }

    fn personal_information(&self, viewer: &Viewer, id: ProjectId) -> PersonalInformation {
        if viewer.user.is_none() {
            return PersonalInformation::default();
        }
        let kind = self.supported.get(&id);
        PersonalInformation {
            is_attended: Some(self.attended.contains(&id)),
            support_type: Some(kind.map_or(-1, |kind| kind.value())),
            is_supported: Some(kind.is_some()),
        }
    }
}

fn grouped<T: for<'r> FromColumn<'r>>(
    tx: &mut Tx<'_>,
    sql: &'static str,
    ids: &[ProjectId],
) -> Result<HashMap<ProjectId, Vec<T>>> {
    let mut groups: HashMap<ProjectId, Vec<T>> = HashMap::new();
    let rows: Vec<(ProjectId, T)> = tx.query(sql, &[ids.into()])?;
    for (project, id) in rows {
        groups.entry(project).or_default().push(id);
    }
    Ok(groups)
}

/// Builds the views of project rows.
pub(super) fn from_rows(tx: &mut Tx<'_>, viewer: &Viewer, rows: Vec<ProjectRow>) -> Result<Vec<ProjectView>> {
    let ids: Vec<ProjectId> = rows.iter().map(|row| row.id).collect();
    let mut related = Related::select(tx, viewer, &ids)?;
    let view = |row: ProjectRow| ProjectView {
        id: row.id,
        user: row.user,
        name: row.name,
        cover: row.cover,
        location: row.location,
        location_detail: row.location_detail,
        category: row.category,
        total_money: row.total_money,
        total_days: row.total_days,
        remaining_days: remaining_days(row.started_at + row.total_days * DAY_MS, viewer),
        summary: row.summary,
        content: row.content,
        now_money: row.now_money,
        status: row.status,
        attention_count: row.attention_count,
        support_count: row.normal_support_count + row.partner_support_count,
        normal_support_count: row.normal_support_count,
        partner_support_count: row.partner_support_count,
        tags: row.tags,
        post_datetime: row.post_datetime,
        modify_datetime: row.modify_datetime,
        feedback: related.feedback.remove(&row.id).unwrap_or_default(),
        package: related.packages.remove(&row.id).unwrap_or_default(),
        personal_information: related.personal_information(viewer, row.id),
    };
    Ok(rows.into_iter().map(view).collect())
}

/// Counts the whole days between the current day and the deadline, at least 0. As documented, a
/// project of five days begins with four.
fn remaining_days(deadline: i64, viewer: &Viewer) -> i64 {
    ((deadline - viewer.now - 1) / DAY_MS).max(0)
}

/// Selects the views of projects by their ids.
pub fn views(tx: &mut Tx<'_>, viewer: &Viewer, ids: &[ProjectId]) -> Result<HashMap<ProjectId, ProjectView>> {
    let sql = concat!("SELECT ", project_row_columns!(), " FROM cf_project p WHERE p.id IN LIST($1)");
    let rows = tx.query(sql, &[ids.into()])?;
    Ok(from_rows(tx, viewer, rows)?.into_iter().map(|view| (view.id, view)).collect())
}

/// Lists a user's projects, newest first.
pub fn list_by_user(tx: &mut Tx<'_>, viewer: &Viewer, user: UserId, most: u32) -> Result<Vec<ProjectView>> {
    let sql = concat!(
        "SELECT ",
        project_row_columns!(),
        " FROM cf_project p WHERE p.user_id = $1 ORDER BY p.id DESC LIMIT $2"
    );
    let rows = tx.query(sql, &[user.into(), i64::from(most).into()])?;
    from_rows(tx, viewer, rows)
}

/// Selects the view of a project; one that does not exist is 404.
pub fn view(tx: &mut Tx<'_>, viewer: &Viewer, id: ProjectId) -> crate::error::Result<ProjectView> {
    let found = views(tx, viewer, &[id])?.remove(&id);
    found.ok_or_else(|| Code::NotFound.into())
}
