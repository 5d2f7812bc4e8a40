//! Projects as the API shows them.

use std::collections::HashMap;

use miaohui_db::{Result, Tx};
use miaohui_kernel::DAY_MS;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::RawValue;

use super::project_status::ProjectStatus;
use super::viewer::Viewer;
use crate::code::Code;
use crate::ids::{CategoryId, FeedbackId, ImageId, LocationId, PackageId, ProjectId, UserId};
use crate::wire::{Moment, Yuan};

/// The viewer's relation to a project; empty without a login.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct PersonalInformation {
    /// Whether the caller follows the project.
    #[serde(skip_serializing_if = "Option::is_none")]
    is_attended: Option<bool>,
    /// -1: none, 0: ordinary, 1: partner.
    #[serde(skip_serializing_if = "Option::is_none")]
    support_type: Option<i64>,
    /// Whether the caller has a paid support.
    #[serde(skip_serializing_if = "Option::is_none")]
    is_supported: Option<bool>,
}

/// A project as the API shows it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[schemars(rename = "Project")]
pub struct ProjectView {
    /// Its id.
    id: ProjectId,
    /// Its owner.
    user: UserId,
    /// Its name.
    name: String,
    /// An image of type 2.
    cover: ImageId,
    /// Where it is: a province, city or district.
    location: LocationId,
    /// Address within its location.
    location_detail: String,
    /// Its category.
    category: CategoryId,
    /// Money that it needs, in yuan.
    total_money: Yuan,
    /// Days that it runs.
    total_days: i64,
    /// Days that are left.
    remaining_days: i64,
    /// Its summary.
    summary: String,
    /// Its description.
    content: String,
    /// Money of its paid supports, in yuan.
    now_money: Yuan,
    /// 0: draft, 1: waits for review, 2: rejected, 3: under way, 4: succeeded, 5: ended, 6: stagnant.
    status: ProjectStatus,
    /// Users who follow it.
    attention_count: i64,
    /// Its paid supports.
    support_count: i64,
    /// Paid supports of ordinary packages.
    normal_support_count: i64,
    /// Paid supports of partner packages.
    partner_support_count: i64,
    /// Its tags.
    #[schemars(with = "Vec<String>")]
    tags: Box<RawValue>,
    /// When it was created.
    post_datetime: Moment,
    /// When it was last changed.
    modify_datetime: Moment,
    /// Ids of its feedback.
    feedback: Vec<FeedbackId>,
    /// Ids of its packages.
    package: Vec<PackageId>,
    /// The caller's relation to it; empty without a login.
    personal_information: PersonalInformation,
}

miaohui_db::row! {
    /// The row of a project that a [`ProjectView`] is built from.
    pub struct ProjectRow as project_row_columns {
        id: ProjectId = "p.id",
        /// Its owner.
        pub user: UserId = "p.user_id",
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
        /// Its status.
        pub status: ProjectStatus = "p.status",
        attention_count: i64 = "p.attention_count",
        normal_support_count: i64 = "p.normal_support_count",
        partner_support_count: i64 = "p.partner_support_count",
        tags: Box<RawValue> = "p.tags",
        post_datetime: Moment = "p.post_datetime",
        modify_datetime: Moment = "p.modify_datetime",
    }
}

miaohui_db::stored_enum! {
    /// A kind of rows that belong to projects.
    enum RelatedKind: i64 as related_kind {
        /// A feedback.
        Feedback = 0,
        /// A package.
        Package = 1,
        /// The viewer's attention.
        Attention = 2,
        /// The viewer's paid supports; the row holds the highest kind of package.
        Support = 3,
    }
}

/// A row that belongs to a project: its kind, the project, its id or value.
type RelatedRow = (RelatedKind, ProjectId, i64);

/// Rows of other tables that belong to projects, sorted.
struct Related(Vec<RelatedRow>);

/// Selects what belongs to the projects of a condition: for everybody, and for a viewer.
macro_rules! select_related {
    ($condition:literal) => {
        concat!(
            "SELECT ",
            related_kind!(Feedback),
            ", project_id, id FROM cf_feedback WHERE ",
            $condition,
            " UNION ALL SELECT ",
            related_kind!(Package),
            ", project_id, id FROM cf_package WHERE ",
            $condition
        )
    };
    ($condition:literal for $viewer:literal) => {
        concat!(
            select_related!($condition),
            " UNION ALL SELECT ",
            related_kind!(Attention),
            ", project_id, id FROM cf_attention WHERE user_id = ",
            $viewer,
            " AND ",
            $condition,
            " UNION ALL SELECT ",
            related_kind!(Support),
            ", project_id, MAX(kind) FROM cf_support WHERE paid AND user_id = ",
            $viewer,
            " AND ",
            $condition,
            " GROUP BY project_id"
        )
    };
}

/// The distance of neighbouring projects up to which what belongs to them is read as one range.
const NEAR: i64 = 4;

impl Related {
    /// Selects with one statement, however many projects there are.
    fn select(tx: &mut Tx<'_>, viewer: &Viewer, ids: &[ProjectId]) -> Result<Self> {
        let (Some(least), Some(greatest)) = (ids.iter().min(), ids.iter().max()) else {
            return Ok(Self(Vec::new()));
        };
        let mut rows: Vec<RelatedRow> = if greatest.get() - least.get() <= ids.len() as i64 * NEAR {
            let ends = [(*least).into(), (*greatest).into()];
            match viewer.user {
                None => tx.query(select_related!("project_id BETWEEN $1 AND $2"), &ends)?,
                Some(user) => {
                    let [first, last] = ends;
                    let sql = select_related!("project_id BETWEEN $1 AND $2" for "$3");
                    tx.query(sql, &[first, last, user.into()])?
                }
            }
        } else {
            match viewer.user {
                None => tx.query(select_related!("project_id IN LIST($1)"), &[ids.into()])?,
                Some(user) => {
                    let sql = select_related!("project_id IN LIST($1)" for "$2");
                    tx.query(sql, &[ids.into(), user.into()])?
                }
            }
        };
        rows.sort_unstable();
        Ok(Self(rows))
    }

    /// The ids or values of a kind that belong to a project, in order.
    fn of(&self, kind: RelatedKind, project: ProjectId) -> impl Iterator<Item = i64> {
        let start = self.0.partition_point(|row| *row < (kind, project, i64::MIN));
        let own = self.0[start..].iter().take_while(move |(k, p, _)| (*k, *p) == (kind, project));
        own.map(|(_, _, value)| *value)
    }

    fn personal_information(&self, viewer: &Viewer, id: ProjectId) -> PersonalInformation {
        if viewer.user.is_none() {
            return PersonalInformation::default();
        }
        let kind = self.of(RelatedKind::Support, id).next();
        PersonalInformation {
            is_attended: Some(self.of(RelatedKind::Attention, id).next().is_some()),
            support_type: Some(kind.unwrap_or(-1)),
            is_supported: Some(kind.is_some()),
        }
    }
}

/// Builds the views of project rows.
pub(super) fn from_rows(tx: &mut Tx<'_>, viewer: &Viewer, rows: Vec<ProjectRow>) -> Result<Vec<ProjectView>> {
    let ids: Vec<ProjectId> = rows.iter().map(|row| row.id).collect();
    let related = Related::select(tx, viewer, &ids)?;
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
        feedback: related.of(RelatedKind::Feedback, row.id).map(FeedbackId).collect(),
        package: related.of(RelatedKind::Package, row.id).map(PackageId).collect(),
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

/// Finds the row of a project.
pub(crate) fn find(tx: &mut Tx<'_>, id: ProjectId) -> Result<Option<ProjectRow>> {
    tx.query_opt(
        concat!("SELECT ", project_row_columns!(), " FROM cf_project p WHERE p.id = $1"),
        &[id.into()],
    )
}

/// Builds the view of a project row.
pub(crate) fn from_row(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    row: ProjectRow,
) -> crate::error::Result<ProjectView> {
    from_rows(tx, viewer, vec![row])?.pop().ok_or_else(|| Code::NotFound.into())
}

/// Selects the view of a project; one that does not exist is 404.
pub fn view(tx: &mut Tx<'_>, viewer: &Viewer, id: ProjectId) -> crate::error::Result<ProjectView> {
    let row = find(tx, id)?.ok_or(Code::NotFound)?;
    from_row(tx, viewer, row)
}
