//! Articles, their comments and their marks.

pub mod article_collect;
pub mod article_comment_del;
pub mod article_comment_list;
pub mod article_comment_publish;
pub mod article_comment_reply;
pub mod article_comment_up;
pub mod article_del;
pub mod article_detail;
pub mod article_like;
pub mod article_list;
pub mod article_publish;
pub mod article_uncollect;
pub mod article_unlike;
pub mod following_article_list;
pub mod my_article_collect_list;
pub mod my_article_list;
