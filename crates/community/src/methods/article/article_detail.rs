//! 读文章详情 + 100条评论 收藏点赞: one article with its author, the newest people who like or collected it, and its first 100
//! comments, the oldest first, flat.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::call::Call;
use crate::params::Id;
use crate::store::article_comment::{self, CommentRow};
use crate::store::user::{self, Author, PublicUser};
use crate::store::{Page, article};
use crate::{Code, Result};

const COMMENTS: Page = Page { limit: 100, offset: 0 };
const PEOPLE: i64 = 20;

/// What the client sends.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    article_id: Id,
}

/// What the client gets.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    article_detail: Detail,
}

#[derive(JsonSchema, Serialize)]
struct Detail {
    article_id: i64,
    content: String,
    #[schemars(with = "Vec<String>")]
    images: Box<RawValue>,
    created_at: i64,
    like_count: i64,
    collect_count: i64,
    comment_count: i64,
    like_user_list: Vec<Author>,
    collect_user_list: Vec<Author>,
    comment_list: Vec<CommentRow>,
    author: DetailAuthor,
    is_like: bool,
    is_collect: bool,
}

#[derive(JsonSchema, Serialize)]
struct DetailAuthor {
    #[serde(flatten)]
    user: PublicUser,
    is_follow: bool,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let Id(article_id) = params.article_id;
    let found = article::find(call.tx, call.me, article_id)?.ok_or(Code::NoArticle)?;
    let (user, is_follow) = user::author(call.tx, call.me, found.user_id)?;
    Ok(Reply {
        article_detail: Detail {
            article_id,
            content: found.content,
            images: found.images,
            created_at: found.created_at,
            like_count: found.like_count,
            collect_count: found.collect_count,
            comment_count: found.comment_count,
            like_user_list: article::likers(call.tx, article_id, PEOPLE)?,
            collect_user_list: article::collectors(call.tx, article_id, PEOPLE)?,
            comment_list: article_comment::list(call.tx, call.me, article_id, COMMENTS)?,
            author: DetailAuthor { user, is_follow },
            is_like: found.is_like,
            is_collect: found.is_collect,
        },
    })
}
