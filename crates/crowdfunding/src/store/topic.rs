//! 内部讨论区主题: topics that a project's owner and supporters discuss.

use miaohui_db::{Result, Slice, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use super::project_status::ProjectStatus;
use crate::ids::{ProjectId, TopicId, UserId};
use crate::wire::Moment;

miaohui_db::row! {
    /// A topic as the API shows it.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    pub struct Topic as topic_columns {
        /// Its id.
        pub id: TopicId = "id",
        /// Its project.
        pub project: ProjectId = "project_id",
        /// Its author.
        pub user: UserId = "user_id",
        /// Its title.
        pub title: String = "title",
        /// Its text.
        pub content: String = "content",
        /// When it was created.
        pub post_datetime: Moment = "post_datetime",
        /// When it was last changed.
        pub modify_datetime: Moment = "modify_datetime",
        /// Owner of the project.
        #[serde(skip)]
        pub project_owner: UserId = "(SELECT p.user_id FROM cf_project p WHERE p.id = project_id)",
        /// Status of the project.
        #[serde(skip)]
        pub project_status: ProjectStatus = "(SELECT p.status FROM cf_project p WHERE p.id = project_id)",
    }
}

macro_rules! select {
    ($tail:literal) => {
        concat!("SELECT ", topic_columns!(), " FROM cf_topic ", $tail)
    };
}

/// Finds a topic that is not hidden.
pub fn find(tx: &mut Tx<'_>, id: TopicId) -> Result<Option<Topic>> {
    tx.query_opt(select!("WHERE id = $1 AND NOT hidden"), &[id.into()])
}

/// Lists a page of a project's topics, newest first, and counts them all.
pub fn list(tx: &mut Tx<'_>, project: ProjectId, slice: Slice) -> Result<(i64, Vec<Topic>)> {
    let (count,) = tx
        .query_one("SELECT COUNT(*) FROM cf_topic WHERE project_id = $1 AND NOT hidden", &[project.into()])?;
    let topics = tx.query(
        select!("WHERE project_id = $1 AND NOT hidden ORDER BY id DESC LIMIT $2 OFFSET $3"),
        &[project.into(), slice.limit.into(), slice.offset.into()],
    )?;
    Ok((count, topics))
}

/// Inserts a topic and returns its id.
pub fn insert(
    tx: &mut Tx<'_>,
    project: ProjectId,
    user: UserId,
    title: &str,
    content: &str,
    now: i64,
) -> Result<TopicId> {
    let (id,) = tx.query_one(
        "INSERT INTO cf_topic (project_id, user_id, title, content, post_datetime, modify_datetime)
         VALUES ($1, $2, $3, $4, $5, $5) RETURNING id",
        &[project.into(), user.into(), title.into(), content.into(), now.into()],
    )?;
    Ok(id)
}

/// Updates a topic.
pub fn update(tx: &mut Tx<'_>, id: TopicId, title: &str, content: &str, now: i64) -> Result<()> {
    tx.execute(
        "UPDATE cf_topic SET title = $2, content = $3, modify_datetime = $4 WHERE id = $1",
        &[id.into(), title.into(), content.into(), now.into()],
    )?;
    Ok(())
}

/// Deletes a topic with its comments.
pub fn delete(tx: &mut Tx<'_>, id: TopicId) -> Result<()> {
    tx.execute("DELETE FROM cf_topic WHERE id = $1", &[id.into()])?;
    Ok(())
}

/// Hides a topic with its comments, or shows it again; `false` when nothing changes or there is
/// no such topic.
pub fn set_hidden(tx: &mut Tx<'_>, id: TopicId, hidden: bool) -> Result<bool> {
    let changed = tx.execute(
        "UPDATE cf_topic SET hidden = $2 WHERE id = $1 AND hidden <> $2",
        &[id.into(), hidden.into()],
    )?;
    Ok(changed == 1)
}
