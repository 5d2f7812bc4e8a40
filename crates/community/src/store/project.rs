//! Projects of masters.

use miaohui_db::{Result, Sql, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use super::Page;
use super::master::{MasterRow, master_columns};
use crate::ids::{MasterId, ProjectId, UserId};

miaohui_db::row! {
    /// A project with its master, as the caller sees them.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    #[schemars(rename = "Project")]
    pub struct ProjectRow as project_columns {
        project_id: ProjectId = "p.id",
        /// Name.
        name: String = "p.name",
        /// Media id of the picture.
        image: Option<String> = "p.image",
        /// Introduction.
        intro: Option<String> = "p.intro",
        /// When it was created, in Unix ms.
        created_at: i64 = "p.created_at",
        /// The master.
        master: MasterRow => master_columns!(),
    }
}

miaohui_db::row! {
    /// A project with the number of its tickets, sold or not.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    pub struct ProjectDetail as project_detail_columns {
        #[serde(flatten)]
        project: ProjectRow => project_columns!(),
        /// Tickets of the project, sold or not.
        ticket_count: i64 = "p.ticket_count",
    }
}

macro_rules! select_projects {
    ($from:literal, $tail:literal) => {
        concat!(
            "SELECT ",
            project_columns!(),
            " FROM ",
            $from,
            " JOIN co_master m ON m.id = p.master_id ",
            $tail
        )
    };
}

fn list(
    tx: &mut Tx<'_>,
    sql: impl Into<Sql<'static>>,
    viewer: UserId,
    page: Page,
) -> Result<Vec<ProjectRow>> {
    tx.query(sql, &[viewer.into(), page.limit.into(), page.offset.into()])
}

/// Lists all projects, the newest first.
pub fn newest(tx: &mut Tx<'_>, viewer: UserId, page: Page) -> Result<Vec<ProjectRow>> {
    list(tx, select_projects!("co_project p", "ORDER BY p.id DESC LIMIT $2 OFFSET $3"), viewer, page)
}

/// Lists the projects of a master, the newest first.
pub fn of_master(
    tx: &mut Tx<'_>,
    viewer: UserId,
    master_id: MasterId,
    page: Page,
) -> Result<Vec<ProjectRow>> {
    tx.query(
        select_projects!("co_project p", "WHERE p.master_id = $4 ORDER BY p.id DESC LIMIT $2 OFFSET $3"),
        &[viewer.into(), page.limit.into(), page.offset.into(), master_id.into()],
    )
}

/// Lists the recommended projects, in the operators' order.
pub fn recommended(tx: &mut Tx<'_>, viewer: UserId, page: Page) -> Result<Vec<ProjectRow>> {
    let sql = select_projects!(
        "co_project p",
        "WHERE p.recommended IS NOT NULL ORDER BY p.recommended, p.id DESC LIMIT $2 OFFSET $3"
    );
    list(tx, sql, viewer, page)
}

/// Lists the projects of the masters that the viewer follows, the newest first.
///
/// Of each master it reads only as many projects as the page can need.
pub fn of_followed(tx: &mut Tx<'_>, viewer: UserId, page: Page) -> Result<Vec<ProjectRow>> {
    let sql = Sql::Pair {
        sqlite: select_projects!(
            "co_master_follow f JOIN co_project p ON p.id IN (
               SELECT id FROM co_project WHERE master_id = f.target_id
               ORDER BY id DESC LIMIT CAST($2 AS BIGINT) + CAST($3 AS BIGINT))",
            "WHERE f.user_id = $1 ORDER BY p.id DESC LIMIT $2 OFFSET $3"
        ),
        postgres: select_projects!(
            "co_master_follow f CROSS JOIN LATERAL (
               SELECT * FROM co_project WHERE master_id = f.target_id
               ORDER BY id DESC LIMIT CAST($2 AS BIGINT) + CAST($3 AS BIGINT)) p",
            "WHERE f.user_id = $1 ORDER BY p.id DESC LIMIT $2 OFFSET $3"
        ),
    };
    list(tx, sql, viewer, page)
}

/// Reads one project.
pub fn find(tx: &mut Tx<'_>, viewer: UserId, id: ProjectId) -> Result<Option<ProjectDetail>> {
    tx.query_opt(
        concat!(
            "SELECT ",
            project_detail_columns!(),
            " FROM co_project p JOIN co_master m ON m.id = p.master_id WHERE p.id = $2"
        ),
        &[viewer.into(), id.into()],
    )
}

/// A new project.
pub struct NewProject<'a> {
    /// Its master.
    pub master_id: MasterId,
    /// Shown name.
    pub name: &'a str,
    /// A media name.
    pub image: &'a str,
    /// JSON list of paragraphs and media names, as a text.
    pub intro: &'a str,
    /// Position among the recommended, if it is one.
    pub recommended: Option<i64>,
    /// Unix ms.
    pub created_at: i64,
}

/// Stores a new project without tickets.
pub fn insert(tx: &mut Tx<'_>, new: &NewProject<'_>) -> Result<ProjectId> {
    let (id,) = tx.query_one(
        "INSERT INTO co_project (master_id, name, image, intro, recommended, created_at)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
        &[
            new.master_id.into(),
            new.name.into(),
            new.image.into(),
            new.intro.into(),
            new.recommended.into(),
            new.created_at.into(),
        ],
    )?;
    Ok(id)
}
