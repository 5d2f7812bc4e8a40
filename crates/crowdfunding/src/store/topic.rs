//! 内部讨论区主题: what a project's owner and supporters talk about among themselves.

use miaohui_db::{FromRow, Result, Row, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use crate::access::{InProject, Load};
use crate::wire::Moment;

/// A topic as it is shown.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Topic {
    /// Its id.
    pub id: i64,
    /// Its project.
    pub project: i64,
    /// Who began it.
    pub user: i64,
    /// Its title.
    pub title: String,
    /// What it is about.
    pub content: String,
    /// When it was begun.
    pub post_datetime: Moment,
    /// When it was last changed.
    pub modify_datetime: Moment,
}

impl FromRow for Topic {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let mut c = row.columns();
        Ok(Self {
            id: c.take()?,
            project: c.take()?,
            user: c.take()?,
            title: c.take()?,
            content: c.take()?,
            post_datetime: Moment(c.take()?),
            modify_datetime: Moment(c.take()?),
        })
    }
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT id, project_id, user_id, title, content, post_datetime, modify_datetime FROM cf_topic ",
            $tail
        )
    };
}

impl Load for Topic {
    fn load(tx: &mut Tx<'_>, id: i64) -> Result<Option<Self>> {
        tx.query_opt(select!("WHERE id = $1 AND NOT hidden"), &[id.into()])
    }

    fn owner(&self) -> Option<i64> {
        Some(self.user)
    }
}

impl InProject for Topic {
    fn project(&self) -> i64 {
        self.project
    }
}

/// A page of a project's topics, the newest first, and how many there are.
pub fn list(tx: &mut Tx<'_>, project: i64, limit: i64, offset: i64) -> Result<(i64, Vec<Topic>)> {
    let (count,) = tx
        .query_one("SELECT COUNT(*) FROM cf_topic WHERE project_id = $1 AND NOT hidden", &[project.into()])?;
    let topics = tx.query(
        select!("WHERE project_id = $1 AND NOT hidden ORDER BY id DESC LIMIT $2 OFFSET $3"),
        &[project.into(), limit.into(), offset.into()],
    )?;
    Ok((count, topics))
}

/// A new topic; its id.
pub fn insert(tx: &mut Tx<'_>, project: i64, user: i64, title: &str, content: &str, now: i64) -> Result<i64> {
    let (id,) = tx.query_one(
        "INSERT INTO cf_topic (project_id, user_id, title, content, post_datetime, modify_datetime)
         VALUES ($1, $2, $3, $4, $5, $5) RETURNING id",
        &[project.into(), user.into(), title.into(), content.into(), now.into()],
    )?;
    Ok(id)
}

/// Changes a topic.
pub fn update(tx: &mut Tx<'_>, id: i64, title: &str, content: &str, now: i64) -> Result<()> {
    tx.execute(
        "UPDATE cf_topic SET title = $2, content = $3, modify_datetime = $4 WHERE id = $1",
        &[id.into(), title.into(), content.into(), now.into()],
    )?;
    Ok(())
}

/// Deletes a topic with all that was said about it.
pub fn delete(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    tx.execute("DELETE FROM cf_topic WHERE id = $1", &[id.into()])?;
    Ok(())
}

/// Hides a topic from everybody, with all that was said about it, or shows it again; `false`: it is so already, or there is
/// none.
pub fn set_hidden(tx: &mut Tx<'_>, id: i64, hidden: bool) -> Result<bool> {
    let changed = tx.execute(
        "UPDATE cf_topic SET hidden = $2 WHERE id = $1 AND hidden <> $2",
        &[id.into(), hidden.into()],
    )?;
    Ok(changed == 1)
}
