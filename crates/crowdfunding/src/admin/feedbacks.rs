//! 回报: what projects promise to their supporters.

use miaohui_admin::{Area, Field, Kind, Label, Resource};

/// Promises of projects.
pub static FEEDBACKS: Resource = Resource {
    name: "feedbacks",
    title: Label("回报", "Feedback"),
    area: Area::Crowdfunding,
    table: "cf_feedback",
    label: "content",
    fields: &[
        Field::new("image", Label("图片", "Picture"), Kind::Image).listed().read_only(),
        Field::new("content", Label("内容", "Text"), Kind::Long(2000)).listed().read_only(),
        Field::new("project_id", Label("项目", "Project"), Kind::Relation("crowdfunding-projects"))
            .listed()
            .filtered()
            .sorted()
            .read_only(),
    ],
    ..Resource::EMPTY
};
