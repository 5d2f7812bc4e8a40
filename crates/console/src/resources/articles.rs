//! 文章. Their texts never change; what should not be seen is hidden.

use crate::Label;
use crate::resource::{Area, Field, Kind, Related, Resource};

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
    ],
    related: &[Related { resource: "article-comments", field: "article_id" }],
    ..Resource::EMPTY
};
