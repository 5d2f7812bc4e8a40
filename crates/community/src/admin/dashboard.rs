//! What the dashboard shows of the community.

use miaohui_admin::{Label, Ranking, Series};

/// The daily counts.
pub static SERIES: &[&Series] = &[
    &Series::of_rows("sign-ups", Label("社区注册", "Community sign-ups"), "co_user t", "t.created_at"),
    &Series::of_rows("posts", Label("文章", "Articles"), "co_article t", "t.created_at"),
    &Series {
        fen: "t.price",
        ..Series::of_rows("orders", Label("订单", "Orders"), "co_order t", "t.created_at")
    },
];

/// The rankings.
pub static RANKINGS: &[&Ranking] = &[
    &Ranking {
        title: Label("最多人关注的达人", "Most followed masters"),
        resource: "masters",
        sql: "SELECT id, name, follower_count FROM co_master ORDER BY follower_count DESC, id DESC LIMIT $1",
    },
    &Ranking {
        title: Label("最受欢迎的游戏", "Most liked games"),
        resource: "games",
        sql: "SELECT id, name, like_count FROM co_game ORDER BY like_count DESC, id DESC LIMIT $1",
    },
];
