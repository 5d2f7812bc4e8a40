//! 话题.

use crate::Label;
use crate::resource::{Area, Field, Kind, Related, Resource};

/// Topics of supporters.
pub static TOPICS: Resource = Resource {
    name: "topics",
    title: Label("话题", "Topics"),
    area: Area::Crowdfunding,
    table: "cf_topic",
    label: "title",
    fields: &[
        Field::new("title", Label("标题", "Title"), Kind::Text(200)).listed().fixed(),
        Field::new("content", Label("内容", "Text"), Kind::Long(10_000)).listed().fixed(),
        Field::new("user_id", Label("作者", "Author"), Kind::Relation("people")).listed().fixed(),
        Field::new("project_id", Label("项目", "Project"), Kind::Relation("projects"))
            .listed()
            .filtered()
            .fixed(),
        Field::new("post_datetime", Label("时间", "Written"), Kind::Time).listed().fixed(),
    ],
    related: &[Related { resource: "topic-comments", field: "topic_id" }],
    ..Resource::EMPTY
};
