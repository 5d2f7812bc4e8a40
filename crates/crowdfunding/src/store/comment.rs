//! 项目评论: what anybody says of a project.

use miaohui_db::{FromRow, Result, Row, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use super::row;
use super::tree::{Leaf, Tree, tree};
use crate::access::Load;
use crate::wire::Moment;

/// A comment as it is shown, without its answers.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct CommentView {
    id: i64,
    project: i64,
    user: Option<i64>,
    email: Option<String>,
    content: String,
    datetime: Moment,
    parent: Option<i64>,
}

impl FromRow for CommentView {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let mut c = row.columns();
        Ok(Self {
            id: c.take()?,
            project: c.take()?,
            user: c.take()?,
            email: c.take()?,
            content: c.take()?,
            datetime: Moment(c.take()?),
            parent: c.take()?,
        })
    }
}

impl Leaf for CommentView {
    fn id(&self) -> i64 {
        self.id
    }

    fn parent(&self) -> Option<i64> {
        self.parent
    }
}

/// Comments of projects.
pub const COMMENTS: Tree = tree!(
    "cf_comment",
    "project_id",
    "SELECT c.id, c.project_id, c.user_id, u.email, c.content, c.created_at, c.parent_id
     FROM cf_comment c LEFT JOIN cf_user u ON u.id = c.user_id"
);

/// A comment as it is kept.
pub struct Comment {
    /// Its id.
    pub id: i64,
    /// Its project.
    pub project: i64,
    /// Who wrote it; nobody in particular when it is anonymous.
    pub user: Option<i64>,
    /// The comment it answers.
    pub parent: Option<i64>,
    /// What it says.
    pub content: String,
}

row!(Comment { id, project, user, parent, content });

impl Load for Comment {
    fn load(tx: &mut Tx<'_>, id: i64) -> Result<Option<Self>> {
        tx.query_opt(
            "SELECT id, project_id, user_id, parent_id, content FROM cf_comment WHERE id = $1 AND hidden_under IS NULL",
            &[id.into()],
        )
    }

    fn owner(&self) -> Option<i64> {
        self.user
    }
}

/// A new comment.
pub struct NewComment<'a> {
    /// Its project.
    pub project: i64,
    /// Who writes it; `None`: anonymous.
    pub user: Option<i64>,
    /// The comment it answers, and the top comment that one hangs under.
    pub parent: Option<(i64, i64)>,
    /// What it says.
    pub content: &'a str,
}

/// Stores a comment; its id.
pub fn insert(tx: &mut Tx<'_>, new: &NewComment<'_>, now: i64) -> Result<i64> {
    let (parent, root) = new.parent.unzip();
    let (id,) = tx.query_one(
        "INSERT INTO cf_comment (project_id, user_id, parent_id, root_id, created_at, content)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
        &[new.project.into(), new.user.into(), parent.into(), root.into(), now.into(), new.content.into()],
    )?;
    Ok(id)
}

/// Changes what a comment says, and whether it says by whom.
pub fn update(tx: &mut Tx<'_>, id: i64, user: Option<i64>, content: &str) -> Result<()> {
    tx.execute(
        "UPDATE cf_comment SET user_id = $2, content = $3 WHERE id = $1",
        &[id.into(), user.into(), content.into()],
    )?;
    Ok(())
}
