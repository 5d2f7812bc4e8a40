//! 文章. Their texts never change; what should not be seen is hidden.

use miaohui_community::operators::Subject;

use super::hiding::{self, HIDDEN, HIDE, RESTORE, WHY};
use crate::resource::{Action, Area, Field, Kind, Related, Resource};
use crate::{Label, Permission};

/// Articles.
pub static ARTICLES: Resource = Resource {
    name: "articles",
    title: Label("文章", "Articles"),
    area: Area::Community,
    table: "co_article",
    label: "content",
    fields: &[
        Field::new("images", Label("图片", "Pictures"), Kind::Pictures).listed().fixed(),
        Field::new("content", Label("内容", "Text"), Kind::Story).listed().fixed(),
        Field::new("user_id", Label("作者", "Author"), Kind::Relation("users")).listed().filtered().fixed(),
        Field::new("like_count", Label("赞", "Likes"), Kind::Number).listed().fixed(),
        Field::new("comment_count", Label("评论", "Comments"), Kind::Number).listed().fixed(),
        Field::new("created_at", Label("发布时间", "Published"), Kind::Created).listed(),
        HIDDEN,
    ],
    related: &[Related { resource: "article-comments", field: "article_id" }],
    actions: &[
        Action::on_rows("hide", HIDE, Permission::Moderate, |act| {
            hiding::community(act, Subject::Article, true)
        })
        .asking(WHY),
        Action::on_rows("restore", RESTORE, Permission::Moderate, |act| {
            hiding::community(act, Subject::Article, false)
        }),
    ],
    ..Resource::EMPTY
};
