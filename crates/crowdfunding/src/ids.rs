//! Ids of stored rows, one type for each table.

use miaohui_db::{FromColumn, ListItem, Value};

miaohui_db::ids! {
    /// A user (`cf_user`).
    UserId,
    /// A project (`cf_project`).
    ProjectId,
    /// A package (`cf_package`).
    PackageId,
    /// A feedback (`cf_feedback`).
    FeedbackId,
    /// A support (`cf_support`).
    SupportId,
    /// An attention (`cf_attention`).
    AttentionId,
    /// A comment of a project (`cf_comment`).
    CommentId,
    /// A topic (`cf_topic`).
    TopicId,
    /// A comment of a topic (`cf_topic_comment`).
    TopicCommentId,
    /// A section (`cf_section`).
    SectionId,
    /// A task (`cf_task`).
    TaskId,
    /// An image (`cf_image`).
    ImageId,
    /// A category (`cf_category`).
    CategoryId,
    /// A province, city or district (`cf_place`): its six-digit code.
    LocationId,
    /// A withdrawal (`cf_withdrawal`).
    WithdrawalId,
    /// A recharge (`cf_recharge`).
    RechargeId,
}

/// An id type that generic SQL code selects and binds.
pub trait Id: Copy + Ord + ListItem + for<'r> FromColumn<'r> + Into<Value<'static>> {}

impl<T: Copy + Ord + ListItem + for<'r> FromColumn<'r> + Into<Value<'static>>> Id for T {}
