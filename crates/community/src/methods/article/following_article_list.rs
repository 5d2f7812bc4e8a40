//! 读我关注的人的文章列表（分页）: lists the articles of the users that the caller follows, the
//! newest first.

use schemars::JsonSchema;
use serde::Serialize;

use crate::Result;
use crate::call::Call;
use crate::params::Paging;
use crate::store::article_list::{self, ArticleRow, Viewer};

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The articles of the page.
    following_article_list: Vec<ArticleRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Paging) -> Result<Reply> {
    let viewer = Viewer { user: call.user, caches: call.articles };
    let page = params.page();
    Ok(Reply { following_article_list: article_list::of_followed(call.tx, viewer, page)? })
}
