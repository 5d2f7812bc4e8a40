//! 项目评论.

use crate::Label;
use crate::resource::{Area, Field, Kind, Resource};

/// Comments on projects.
pub static COMMENTS: Resource = Resource {
    name: "comments",
    title: Label("项目评论", "Comments"),
    area: Area::Crowdfunding,
    table: "cf_comment",
    label: "content",
    fields: &[
        Field::new("content", Label("内容", "Text"), Kind::Long(2000)).listed().fixed(),
        Field::new("user_id", Label("作者", "Author"), Kind::Relation("people")).listed().filtered().fixed(),
        Field::new("project_id", Label("项目", "Project"), Kind::Relation("projects"))
            .listed()
            .filtered()
            .fixed(),
        Field::new("created_at", Label("时间", "Written"), Kind::Created).listed(),
    ],
    ..Resource::EMPTY
};
