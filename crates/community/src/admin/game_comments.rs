//! 游戏评论: comments on games.

use miaohui_admin::hiding::{HIDDEN, hide, restore};
use miaohui_admin::{Area, Field, Kind, Label, Resource};

use super::hiding;
use crate::operators::Subject;

/// Comments on games.
pub static GAME_COMMENTS: Resource = Resource {
    name: "game-comments",
    title: Label("游戏评论", "Comments on games"),
    area: Area::Community,
    table: "co_game_comment",
    label: "content",
    fields: &[
        Field::new("content", Label("内容", "Text"), Kind::Long(2000)).listed().read_only(),
        Field::new("user_id", Label("作者", "Author"), Kind::Relation("users")).listed().sorted().read_only(),
        Field::new("game_id", Label("游戏", "Game"), Kind::Relation("games"))
            .listed()
            .filtered()
            .sorted()
            .read_only(),
        Field::new("up_count", Label("顶", "Ups"), Kind::Number).listed().read_only(),
        Field::new("down_count", Label("踩", "Downs"), Kind::Number).listed().read_only(),
        Field::new("created_at", Label("时间", "Written"), Kind::Created).listed(),
        HIDDEN,
    ],
    actions: &[
        hide(|context| hiding::hide(context, Subject::GameComment)).on("NOT t.hidden"),
        restore(|context| hiding::restore(context, Subject::GameComment)).on("t.hidden"),
    ],
    ..Resource::EMPTY
};
