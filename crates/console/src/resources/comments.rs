//! 项目评论.

use miaohui_crowdfunding::operators::Subject;

use super::hiding::{self, HIDDEN_UNDER, HIDE, RESTORE, WHY};
use crate::resource::{Action, Area, Field, Kind, Resource};
use crate::{Label, Permission};

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
        HIDDEN_UNDER,
    ],
    actions: &[
        Action::on_rows("hide", HIDE, Permission::Moderate, |act| {
            hiding::crowdfunding(act, Subject::Comment, true)
        })
        .asking(WHY),
        Action::on_rows("restore", RESTORE, Permission::Moderate, |act| {
            hiding::crowdfunding(act, Subject::Comment, false)
        }),
    ],
    ..Resource::EMPTY
};
