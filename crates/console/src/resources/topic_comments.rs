//! 话题评论.

use miaohui_crowdfunding::operators::Subject;

use super::hiding::{self, HIDDEN_UNDER, HIDE, RESTORE, WHY};
use crate::resource::{Action, Area, Field, Kind, Resource};
use crate::{Label, Permission};

/// Comments on topics.
pub static TOPIC_COMMENTS: Resource = Resource {
    name: "topic-comments",
    title: Label("话题评论", "Comments on topics"),
    area: Area::Crowdfunding,
    table: "cf_topic_comment",
    label: "content",
    fields: &[
        Field::new("content", Label("内容", "Text"), Kind::Long(2000)).listed().fixed(),
        Field::new("user_id", Label("作者", "Author"), Kind::Relation("people")).listed().fixed(),
        Field::new("topic_id", Label("话题", "Topic"), Kind::Relation("topics")).listed().filtered().fixed(),
        Field::new("created_at", Label("时间", "Written"), Kind::Created).listed(),
        HIDDEN_UNDER,
    ],
    actions: &[
        Action::on_rows("hide", HIDE, Permission::Moderate, |act| {
            hiding::crowdfunding(act, Subject::TopicComment, true)
        })
        .asking(WHY),
        Action::on_rows("restore", RESTORE, Permission::Moderate, |act| {
            hiding::crowdfunding(act, Subject::TopicComment, false)
        }),
    ],
    ..Resource::EMPTY
};
