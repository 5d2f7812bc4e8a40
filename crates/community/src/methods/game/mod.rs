//! Games and their comments.

pub mod game_collect;
pub mod game_comment_del;
pub mod game_comment_down;
pub mod game_comment_list;
pub mod game_comment_publish;
pub mod game_comment_up;
pub mod game_detail;
pub mod game_like;
pub mod game_recommend_list;
pub mod game_uncollect;
pub mod game_unlike;
