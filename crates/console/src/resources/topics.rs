//! 话题.

use miaohui_crowdfunding::operators::Subject;

use super::hiding::{self, HIDDEN, HIDE, RESTORE, WHY};
use crate::resource::{Action, Area, Field, Kind, Related, Resource};
use crate::{Label, Permission};

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
        HIDDEN,
    ],
    related: &[Related { resource: "topic-comments", field: "topic_id" }],
    actions: &[
        Action::on_rows("hide", HIDE, Permission::Moderate, |act| {
            hiding::crowdfunding(act, Subject::Topic, true)
        })
        .asking(WHY),
        Action::on_rows("restore", RESTORE, Permission::Moderate, |act| {
            hiding::crowdfunding(act, Subject::Topic, false)
        }),
    ],
    ..Resource::EMPTY
};
