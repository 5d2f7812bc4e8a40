//! 话题评论: comments on topics.

use miaohui_admin::hiding::{HIDDEN_UNDER, hide, restore};
use miaohui_admin::{Area, Field, Kind, Label, Resource};

use super::hiding;
use crate::operators::Subject;

/// Comments on topics.
pub static TOPIC_COMMENTS: Resource = Resource {
    name: "topic-comments",
    title: Label("话题评论", "Comments on topics"),
    area: Area::Crowdfunding,
    table: "cf_topic_comment",
    label: "content",
    fields: &[
        Field::new("content", Label("内容", "Text"), Kind::Long(2000)).listed().read_only(),
        Field::new("user_id", Label("作者", "Author"), Kind::Relation("crowdfunding-users"))
            .listed()
            .sorted()
            .read_only(),
        Field::new("topic_id", Label("话题", "Topic"), Kind::Relation("topics"))
            .listed()
            .filtered()
            .sorted()
            .read_only(),
        Field::new("created_at", Label("时间", "Written"), Kind::Created).listed(),
        HIDDEN_UNDER,
    ],
    actions: &[
        hide(|context| hiding::hide(context, Subject::TopicComment)).on("t.hidden_under IS NULL"),
        restore(|context| hiding::restore(context, Subject::TopicComment)).on("t.hidden_under IS NOT NULL"),
    ],
    ..Resource::EMPTY
};
