//! 项目评论: comments of projects.

use miaohui_db::{Result, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use super::node::Leaf;
use super::project_status::ProjectStatus;
use super::tree::{Tree, tree};
use crate::ids::{CommentId, ProjectId, UserId};
use crate::wire::Moment;

miaohui_db::row! {
    /// A comment as the API shows it, without its answers.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    #[schemars(rename = "Comment")]
    pub struct CommentView as comment_view_columns {
        id: CommentId = "c.id",
        project: ProjectId = "c.project_id",
        /// Its author; null if it is anonymous.
        user: Option<UserId> = "c.user_id",
        /// Mail address of its author; null if it is anonymous.
        email: Option<String> = "u.email",
        /// Its text.
        content: String = "c.content",
        /// When it was written.
        datetime: Moment = "c.created_at",
        /// The comment that it answers.
        parent: Option<CommentId> = "c.parent_id",
    }
}

impl Leaf for CommentView {
    type Id = CommentId;
    type Place = ProjectId;

    fn id(&self) -> CommentId {
        self.id
    }

    fn parent(&self) -> Option<CommentId> {
        self.parent
    }
}

/// Trees of comments of projects.
pub const COMMENTS: Tree<CommentView> = tree!(
    "cf_comment",
    "project_id",
    comment_view_columns,
    " FROM cf_comment c LEFT JOIN cf_user u ON u.id = c.user_id"
);

miaohui_db::row! {
    /// A comment as it is stored.
    pub struct Comment as comment_columns {
        /// Its id.
        pub id: CommentId = "c.id",
        /// Its project.
        pub project: ProjectId = "c.project_id",
        /// Its author; `None` when it is anonymous.
        pub user: Option<UserId> = "c.user_id",
        /// The comment that it answers.
        pub parent: Option<CommentId> = "c.parent_id",
        /// Its text.
        pub content: String = "c.content",
        /// Owner of the project.
        pub project_owner: UserId = "p.user_id",
        /// Status of the project.
        pub project_status: ProjectStatus = "p.status",
    }
}

/// Finds a comment that is not hidden.
pub fn find(tx: &mut Tx<'_>, id: CommentId) -> Result<Option<Comment>> {
    tx.query_opt(
        concat!(
            "SELECT ",
            comment_columns!(),
            " FROM cf_comment c JOIN cf_project p ON p.id = c.project_id
             WHERE c.id = $1 AND c.hidden_under IS NULL"
        ),
        &[id.into()],
    )
}

/// A new comment.
pub struct NewComment<'a> {
    /// Its project.
    pub project: ProjectId,
    /// Its author; `None` for an anonymous comment.
    pub user: Option<UserId>,
    /// The comment that it answers, and the top comment of that one's tree.
    pub parent: Option<(CommentId, CommentId)>,
    /// Its text.
    pub content: &'a str,
}

/// Inserts a comment and returns its id.
pub fn insert(tx: &mut Tx<'_>, new: &NewComment<'_>, now: i64) -> Result<CommentId> {
    let (parent, root) = new.parent.unzip();
    let (id,) = tx.query_one(
        "INSERT INTO cf_comment (project_id, user_id, parent_id, root_id, created_at, content)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
        &[new.project.into(), new.user.into(), parent.into(), root.into(), now.into(), new.content.into()],
    )?;
    Ok(id)
}

/// Updates the text of a comment and its author, who is `None` once it is anonymous.
pub fn update(tx: &mut Tx<'_>, id: CommentId, user: Option<UserId>, content: &str) -> Result<()> {
    tx.execute(
        "UPDATE cf_comment SET user_id = $2, content = $3 WHERE id = $1",
        &[id.into(), user.into(), content.into()],
    )?;
    Ok(())
}
