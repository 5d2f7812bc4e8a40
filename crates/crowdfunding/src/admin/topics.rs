//! 话题: topics of supporters.

use miaohui_admin::hiding::{HIDDEN, hide, restore};
use miaohui_admin::{Area, Field, Kind, Label, Related, Resource};

use super::hiding;
use crate::operators::Subject;

/// Topics.
pub static TOPICS: Resource = Resource {
    name: "topics",
    title: Label("话题", "Topics"),
    area: Area::Crowdfunding,
    table: "cf_topic",
    label: "title",
    fields: &[
        Field::new("title", Label("标题", "Title"), Kind::Text(200)).listed().read_only(),
        Field::new("content", Label("内容", "Text"), Kind::Long(10_000)).listed().read_only(),
        Field::new("user_id", Label("作者", "Author"), Kind::Relation("crowdfunding-users"))
            .listed()
            .sorted()
            .read_only(),
        Field::new("project_id", Label("项目", "Project"), Kind::Relation("crowdfunding-projects"))
            .listed()
            .filtered()
            .sorted()
            .read_only(),
        Field::new("post_datetime", Label("时间", "Written"), Kind::Time).listed().read_only(),
        HIDDEN,
    ],
    related: &[Related::by("topic-comments", "topic_id")],
    actions: &[
        hide(|context| hiding::hide(context, Subject::Topic)).on("NOT t.hidden"),
        restore(|context| hiding::restore(context, Subject::Topic)).on("t.hidden"),
    ],
    ..Resource::EMPTY
};
