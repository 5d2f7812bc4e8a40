//! 我收藏的文章列表（分页）: lists the articles that the caller collected, the last collected
//! first.

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
    my_article_collect_list: Vec<ArticleRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Paging) -> Result<Reply> {
    let viewer = Viewer { user: call.user, caches: call.articles };
    let page = params.page();
    Ok(Reply { my_article_collect_list: article_list::collected(call.tx, viewer, page)? })
}
