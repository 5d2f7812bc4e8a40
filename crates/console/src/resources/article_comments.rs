//! 文章评论.

use miaohui_community::operators::Subject;

use super::hiding::{self, HIDDEN, HIDE, RESTORE, WHY};
use crate::resource::{Action, Area, Field, Kind, Resource};
use crate::{Label, Permission};

/// Comments on articles.
pub static ARTICLE_COMMENTS: Resource = Resource {
    name: "article-comments",
    title: Label("文章评论", "Comments on articles"),
    area: Area::Community,
    table: "co_article_comment",
    label: "content",
    fields: &[
        Field::new("content", Label("内容", "Text"), Kind::Long(2000)).listed().fixed(),
        Field::new("user_id", Label("作者", "Author"), Kind::Relation("users")).listed().fixed(),
        Field::new("article_id", Label("文章", "Article"), Kind::Relation("articles"))
            .listed()
            .filtered()
            .fixed(),
        Field::new("up_count", Label("顶", "Ups"), Kind::Number).listed().fixed(),
        Field::new("created_at", Label("时间", "Written"), Kind::Created).listed(),
        HIDDEN,
    ],
    actions: &[
        Action::on_rows("hide", HIDE, Permission::Moderate, |act| {
            hiding::community(act, Subject::ArticleComment, true)
        })
        .asking(WHY),
        Action::on_rows("restore", RESTORE, Permission::Moderate, |act| {
            hiding::community(act, Subject::ArticleComment, false)
        }),
    ],
    ..Resource::EMPTY
};
