//! 文章: articles. Their texts never change; operators hide them.

use miaohui_admin::hiding::{HIDDEN, hide, restore};
use miaohui_admin::{Area, Field, Kind, Label, Related, Resource};

use super::hiding;
use crate::operators::Subject;

/// Articles.
pub static ARTICLES: Resource = Resource {
    name: "articles",
    title: Label("文章", "Articles"),
    area: Area::Community,
    table: "co_article",
    label: "content",
    fields: &[
        Field::new("images", Label("图片", "Pictures"), Kind::Pictures).listed().read_only(),
        Field::new("content", Label("内容", "Text"), Kind::Story).listed().read_only(),
        Field::new("user_id", Label("作者", "Author"), Kind::Relation("users"))
            .listed()
            .filtered()
            .sorted()
            .read_only(),
        Field::new("like_count", Label("赞", "Likes"), Kind::Number).listed().read_only(),
        Field::new("comment_count", Label("评论", "Comments"), Kind::Number).listed().read_only(),
        Field::new("created_at", Label("发布时间", "Published"), Kind::Created).listed(),
        HIDDEN,
    ],
    related: &[Related::by("article-comments", "article_id")],
    actions: &[
        hide(|context| hiding::hide(context, Subject::Article)).on("NOT t.hidden"),
        restore(|context| hiding::restore(context, Subject::Article)).on("t.hidden"),
    ],
    ..Resource::EMPTY
};
