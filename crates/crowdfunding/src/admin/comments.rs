//! 项目评论: comments on projects.

use miaohui_admin::hiding::{HIDDEN_UNDER, hide, restore};
use miaohui_admin::{Area, Field, Kind, Label, Resource};

use super::hiding;
use crate::operators::Subject;

/// Comments on projects.
pub static COMMENTS: Resource = Resource {
    name: "comments",
    title: Label("项目评论", "Comments"),
    area: Area::Crowdfunding,
    table: "cf_comment",
    label: "content",
    fields: &[
        Field::new("content", Label("内容", "Text"), Kind::Long(2000)).listed().read_only(),
        Field::new("user_id", Label("作者", "Author"), Kind::Relation("crowdfunding-users"))
            .listed()
            .filtered()
            .read_only(),
        Field::new("project_id", Label("项目", "Project"), Kind::Relation("crowdfunding-projects"))
            .listed()
            .filtered()
            .sorted()
            .read_only(),
        Field::new("created_at", Label("时间", "Written"), Kind::Created).listed(),
        HIDDEN_UNDER,
    ],
    actions: &[
        hide(|context| hiding::hide(context, Subject::Comment)).on("t.hidden_under IS NULL"),
        restore(|context| hiding::restore(context, Subject::Comment)).on("t.hidden_under IS NOT NULL"),
    ],
    ..Resource::EMPTY
};
