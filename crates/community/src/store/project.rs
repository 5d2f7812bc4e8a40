//! Projects of masters.

use miaohui_db::{FromRow, Result, Row, Sql, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use super::Page;
use super::master::{MASTER_COLUMNS, MasterRow, master_columns};

/// A project with its master.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ProjectRow {
    project_id: i64,
    name: String,
    image: Option<String>,
    intro: Option<String>,
    created_at: i64,
    master: MasterRow,
}

impl FromRow for ProjectRow {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let at = |n| MASTER_COLUMNS + n;
        Ok(Self {
            master: MasterRow::at(row, 0)?,
            project_id: row.get(at(0))?,
            name: row.get(at(1))?,
            image: row.get(at(2))?,
            intro: row.get(at(3))?,
            created_at: row.get(at(4))?,
        })
    }
}

/// A project with the number of its tickets, sold or not.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ProjectDetail {
    #[serde(flatten)]
    project: ProjectRow,
    ticket_count: i64,
}

impl FromRow for ProjectDetail {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { project: ProjectRow::from_row(row)?, ticket_count: row.get(MASTER_COLUMNS + 5)? })
    }
}

macro_rules! select_projects {
    ($from:literal, $tail:literal) => {
        concat!(
            "SELECT ",
            master_columns!(),
            ", p.id, p.name, p.image, p.intro, p.created_at, p.ticket_count FROM ",
            $from,
            " JOIN co_master m ON m.id = p.master_id ",
            $tail
        )
    };
}

fn list(tx: &mut Tx<'_>, sql: impl Into<Sql<'static>>, viewer: i64, page: Page) -> Result<Vec<ProjectRow>> {
    tx.query(sql, &[viewer.into(), page.limit.into(), page.offset.into()])
}

/// All projects, the newest first.
pub fn newest(tx: &mut Tx<'_>, viewer: i64, page: Page) -> Result<Vec<ProjectRow>> {
    list(tx, select_projects!("co_project p", "ORDER BY p.id DESC LIMIT $2 OFFSET $3"), viewer, page)
}

/// One master's projects, the newest first.
pub fn of_master(tx: &mut Tx<'_>, viewer: i64, master_id: i64, page: Page) -> Result<Vec<ProjectRow>> {
    tx.query(
        select_projects!("co_project p", "WHERE p.master_id = $4 ORDER BY p.id DESC LIMIT $2 OFFSET $3"),
        &[viewer.into(), page.limit.into(), page.offset.into(), master_id.into()],
    )
}

/// The recommended projects, in the operators' order.
pub fn recommended(tx: &mut Tx<'_>, viewer: i64, page: Page) -> Result<Vec<ProjectRow>> {
    let sql = select_projects!(
        "co_project p",
        "WHERE p.recommended IS NOT NULL ORDER BY p.recommended, p.id DESC LIMIT $2 OFFSET $3"
    );
    list(tx, sql, viewer, page)
}

/// Projects of the masters that the viewer follows, the newest first; of each master only as many are looked at as the
/// page can need.
pub fn of_followed(tx: &mut Tx<'_>, viewer: i64, page: Page) -> Result<Vec<ProjectRow>> {
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

/// One project.
pub fn find(tx: &mut Tx<'_>, viewer: i64, id: i64) -> Result<Option<ProjectDetail>> {
    tx.query_opt(select_projects!("co_project p", "WHERE p.id = $2"), &[viewer.into(), id.into()])
}

/// A new project.
pub struct NewProject<'a> {
    /// Internal id of its master.
    pub master_id: i64,
    /// Shown name.
    pub name: &'a str,
    /// A media name.
    pub image: &'a str,
    /// JSON list of paragraphs and media names, as a text.
    pub intro: &'a str,
    /// Place among the recommended, if it is.
    pub recommended: Option<i64>,
    /// Unix ms.
    pub created_at: i64,
}

/// Stores a new project without tickets.
pub fn insert(tx: &mut Tx<'_>, new: &NewProject<'_>) -> Result<i64> {
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
