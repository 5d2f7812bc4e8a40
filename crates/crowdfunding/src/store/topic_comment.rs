//! 内部讨论区评论: what is said about a topic.

use miaohui_db::{FromRow, Result, Row, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use super::row;
use super::tree::{Leaf, Tree, tree};
use crate::access::{InProject, Load};
use crate::wire::Moment;

/// A comment of a topic as it is shown, without its answers.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct TopicCommentView {
    id: i64,
    project: i64,
    topic: i64,
    user: i64,
    content: String,
    datetime: Moment,
    parent: Option<i64>,
}

impl FromRow for TopicCommentView {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let mut c = row.columns();
        Ok(Self {
            id: c.take()?,
            project: c.take()?,
            topic: c.take()?,
            user: c.take()?,
            content: c.take()?,
            datetime: Moment(c.take()?),
            parent: c.take()?,
        })
    }
}

impl Leaf for TopicCommentView {
    fn id(&self) -> i64 {
        self.id
    }

    fn parent(&self) -> Option<i64> {
        self.parent
    }
}

/// Comments of topics.
pub const TOPIC_COMMENTS: Tree = tree!(
    "cf_topic_comment",
    "topic_id",
    "SELECT c.id, t.project_id, c.topic_id, c.user_id, c.content, c.created_at, c.parent_id
     FROM cf_topic_comment c JOIN cf_topic t ON t.id = c.topic_id"
);

/// A comment of a topic as it is kept.
pub struct TopicComment {
    /// Its id.
    pub id: i64,
    /// Its topic.
    pub topic: i64,
    /// The topic's project.
    pub project: i64,
    /// Who wrote it.
    pub user: i64,
    /// The comment it answers.
    pub parent: Option<i64>,
    /// What it says.
    pub content: String,
}

row!(TopicComment { id, topic, project, user, parent, content });

impl Load for TopicComment {
    fn load(tx: &mut Tx<'_>, id: i64) -> Result<Option<Self>> {
        tx.query_opt(
            "SELECT c.id, c.topic_id, t.project_id, c.user_id, c.parent_id, c.content
             FROM cf_topic_comment c JOIN cf_topic t ON t.id = c.topic_id
             WHERE c.id = $1 AND c.hidden_under IS NULL AND NOT t.hidden",
            &[id.into()],
        )
    }

    fn owner(&self) -> Option<i64> {
        Some(self.user)
    }
}

impl InProject for TopicComment {
    fn project(&self) -> i64 {
        self.project
    }
}

/// A new comment of a topic, as an answer to another or not; its id.
pub fn insert(
    tx: &mut Tx<'_>,
    topic: i64,
    user: i64,
    parent: Option<(i64, i64)>,
    content: &str,
    now: i64,
) -> Result<i64> {
    let (parent, root) = parent.unzip();
    let (id,) = tx.query_one(
        "INSERT INTO cf_topic_comment (topic_id, user_id, parent_id, root_id, created_at, content)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
        &[topic.into(), user.into(), parent.into(), root.into(), now.into(), content.into()],
    )?;
    Ok(id)
}

/// Changes what a comment says.
pub fn update(tx: &mut Tx<'_>, id: i64, content: &str) -> Result<()> {
    tx.execute("UPDATE cf_topic_comment SET content = $2 WHERE id = $1", &[id.into(), content.into()])?;
    Ok(())
}
