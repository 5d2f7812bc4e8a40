//! 回报.

use crate::Label;
use crate::resource::{Area, Field, Kind, Resource};

/// What projects promise their supporters.
pub static FEEDBACKS: Resource = Resource {
    name: "feedbacks",
    title: Label("回报", "Feedback"),
    area: Area::Crowdfunding,
    table: "cf_feedback",
    label: "content",
    fields: &[
        Field::new("image", Label("图片", "Picture"), Kind::Image).listed().fixed(),
        Field::new("content", Label("内容", "Text"), Kind::Long(2000)).listed().fixed(),
        Field::new("project_id", Label("项目", "Project"), Kind::Relation("projects"))
            .listed()
            .filtered()
            .fixed(),
    ],
    ..Resource::EMPTY
};
