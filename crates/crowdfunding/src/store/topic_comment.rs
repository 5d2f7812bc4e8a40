//! 内部讨论区评论: comments of topics.

use miaohui_db::{Result, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use super::node::Leaf;
use super::project_status::ProjectStatus;
use super::tree::{Tree, tree};
use crate::ids::{ProjectId, TopicCommentId, TopicId, UserId};
use crate::wire::Moment;

miaohui_db::row! {
    /// A comment of a topic as the API shows it, without its answers.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    #[schemars(rename = "TopicComment")]
    pub struct TopicCommentView as topic_comment_view_columns {
        id: TopicCommentId = "c.id",
        project: ProjectId = "t.project_id",
        topic: TopicId = "c.topic_id",
        /// Its author.
        user: UserId = "c.user_id",
        /// Its text.
        content: String = "c.content",
        /// When it was written.
        datetime: Moment = "c.created_at",
        /// The comment that it answers.
        parent: Option<TopicCommentId> = "c.parent_id",
    }
}

impl Leaf for TopicCommentView {
    type Id = TopicCommentId;
    type Place = TopicId;

    fn id(&self) -> TopicCommentId {
        self.id
    }

    fn parent(&self) -> Option<TopicCommentId> {
        self.parent
    }
}

/// Trees of comments of topics.
pub const TOPIC_COMMENTS: Tree<TopicCommentView> = tree!(
    "cf_topic_comment",
    "topic_id",
    topic_comment_view_columns,
    " FROM cf_topic_comment c JOIN cf_topic t ON t.id = c.topic_id"
);

miaohui_db::row! {
    /// A comment of a topic as it is stored.
    pub struct TopicComment as topic_comment_columns {
        /// Its id.
        pub id: TopicCommentId = "c.id",
        /// Its topic.
        pub topic: TopicId = "c.topic_id",
        /// The topic's project.
        pub project: ProjectId = "t.project_id",
        /// Its author.
        pub user: UserId = "c.user_id",
        /// The comment that it answers.
        pub parent: Option<TopicCommentId> = "c.parent_id",
        /// Its text.
        pub content: String = "c.content",
        /// Owner of the project.
        pub project_owner: UserId = "p.user_id",
        /// Status of the project.
        pub project_status: ProjectStatus = "p.status",
    }
}

/// Finds a comment that is not hidden, of a topic that is not hidden.
pub fn find(tx: &mut Tx<'_>, id: TopicCommentId) -> Result<Option<TopicComment>> {
    tx.query_opt(
        concat!(
            "SELECT ",
            topic_comment_columns!(),
            " FROM cf_topic_comment c JOIN cf_topic t ON t.id = c.topic_id
             JOIN cf_project p ON p.id = t.project_id
             WHERE c.id = $1 AND c.hidden_under IS NULL AND NOT t.hidden"
        ),
        &[id.into()],
    )
}

/// Inserts a comment and returns its id. `parent`: the comment that it answers, and the top comment
/// of that one's tree.
pub fn insert(
    tx: &mut Tx<'_>,
    topic: TopicId,
    user: UserId,
    parent: Option<(TopicCommentId, TopicCommentId)>,
    content: &str,
    now: i64,
) -> Result<TopicCommentId> {
    let (parent, root) = parent.unzip();
    let (id,) = tx.query_one(
        "INSERT INTO cf_topic_comment (topic_id, user_id, parent_id, root_id, created_at, content)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
        &[topic.into(), user.into(), parent.into(), root.into(), now.into(), content.into()],
    )?;
    Ok(id)
}

/// Updates the text of a comment.
pub fn update(tx: &mut Tx<'_>, id: TopicCommentId, content: &str) -> Result<()> {
    tx.execute("UPDATE cf_topic_comment SET content = $2 WHERE id = $1", &[id.into(), content.into()])?;
    Ok(())
}
