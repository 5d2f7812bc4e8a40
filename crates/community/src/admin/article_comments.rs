//! 文章评论: comments on articles.

use miaohui_admin::hiding::{HIDDEN, hide, restore};
use miaohui_admin::{Area, Field, Kind, Label, Resource};

use super::hiding;
use crate::operators::Subject;

/// Comments on articles.
pub static ARTICLE_COMMENTS: Resource = Resource {
    name: "article-comments",
    title: Label("文章评论", "Comments on articles"),
    area: Area::Community,
    table: "co_article_comment",
    label: "content",
    fields: &[
        Field::new("content", Label("内容", "Text"), Kind::Long(2000)).listed().read_only(),
        Field::new("user_id", Label("作者", "Author"), Kind::Relation("users")).listed().sorted().read_only(),
        Field::new("article_id", Label("文章", "Article"), Kind::Relation("articles"))
            .listed()
            .filtered()
            .sorted()
            .read_only(),
        Field::new("up_count", Label("顶", "Ups"), Kind::Number).listed().read_only(),
        Field::new("created_at", Label("时间", "Written"), Kind::Created).listed(),
        HIDDEN,
    ],
    actions: &[
        hide(|context| hiding::hide(context, Subject::ArticleComment)).on("NOT t.hidden"),
        restore(|context| hiding::restore(context, Subject::ArticleComment)).on("t.hidden"),
    ],
    ..Resource::EMPTY
};
