//! 读我的文章列表（分页）: the caller's own articles, the newest first.

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::call::Call;
use crate::params::{Limit, Offset};
use crate::store::Page;
use crate::store::article::{self, ArticleRow, Viewer};

/// What the client sends.
#[derive(Deserialize)]
pub struct Params {
    #[serde(default)]
    limit: Limit,
    #[serde(default)]
    offset: Offset,
}

/// What the client gets.
#[derive(Serialize)]
pub struct Reply {
    my_article_list: Vec<ArticleRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let viewer = Viewer { id: call.me, texts: call.texts };
    let page = Page { limit: params.limit.0, offset: params.offset.0 };
    Ok(Reply { my_article_list: article::mine(call.tx, viewer, page)? })
}
