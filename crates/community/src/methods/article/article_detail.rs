//! 读文章详情 + 100条评论 收藏点赞: reads an article with its author, the last users who like or
//! collected it, and its first 100 comments, flat, the oldest first. Errors: 301 unknown article.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::ids::ArticleId;
use crate::params::Id;
use crate::store::article_comment::{self, CommentRow};
use crate::store::json::StoredJson;
use crate::store::profile::{self, Author, AuthorProfile};
use crate::store::{Page, article, block};
use crate::{Code, Result};

const COMMENTS: Page = Page { limit: 100, offset: 0 };
const USERS: u32 = 20;

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    article_id: Id<ArticleId>,
}

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The article.
    article_detail: ArticleDetail,
}

/// An article with its first comments.
#[derive(JsonSchema, Serialize)]
struct ArticleDetail {
    article_id: ArticleId,
    /// Text.
    content: String,
    /// Media ids of pictures.
    #[schemars(with = "Vec<String>")]
    images: StoredJson,
    /// When it was created, in Unix ms.
    created_at: i64,
    /// Likes.
    like_count: i64,
    /// Collects.
    collect_count: i64,
    /// Comments, with replies.
    comment_count: i64,
    /// The last users who like it.
    like_user_list: Vec<Author>,
    /// The last users who collected it.
    collect_user_list: Vec<Author>,
    /// Its first 100 comments, the oldest first.
    comment_list: Vec<CommentRow>,
    /// The author.
    author: AuthorProfile,
    /// Whether the caller likes it.
    is_like: bool,
    /// Whether the caller collected it.
    is_collect: bool,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let Id(article_id) = params.article_id;
    let found = article::find(call.tx, call.user, article_id)?.ok_or(Code::NoArticle)?;
    let (counts, marks) = (found.counts, found.marks);
    let hidden = block::hidden_from(call.tx, call.user)?;
    Ok(Reply {
        article_detail: ArticleDetail {
            article_id,
            content: found.content,
            images: found.images,
            created_at: found.created_at,
            like_count: counts.like_count,
            collect_count: counts.collect_count,
            comment_count: counts.comment_count,
            like_user_list: article::likers(call.tx, article_id, &hidden, USERS)?,
            collect_user_list: article::collectors(call.tx, article_id, &hidden, USERS)?,
            comment_list: article_comment::list(call.tx, call.user, article_id, COMMENTS)?,
            author: profile::author(call.tx, call.user, found.user_id)?,
            is_like: marks.is_like,
            is_collect: marks.is_collect,
        },
    })
}
