//! 话题评论.

use crate::Label;
use crate::resource::{Area, Field, Kind, Resource};

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
    ],
    ..Resource::EMPTY
};
