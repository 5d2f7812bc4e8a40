//! 游戏评论.

use miaohui_community::operators::Subject;

use super::hiding::{self, HIDDEN, HIDE, RESTORE, WHY};
use crate::resource::{Action, Area, Field, Kind, Resource};
use crate::{Label, Permission};

/// Comments on games.
pub static GAME_COMMENTS: Resource = Resource {
    name: "game-comments",
    title: Label("游戏评论", "Comments on games"),
    area: Area::Community,
    table: "co_game_comment",
    label: "content",
    fields: &[
        Field::new("content", Label("内容", "Text"), Kind::Long(2000)).listed().fixed(),
        Field::new("user_id", Label("作者", "Author"), Kind::Relation("users")).listed().fixed(),
        Field::new("game_id", Label("游戏", "Game"), Kind::Relation("games")).listed().filtered().fixed(),
        Field::new("up_count", Label("顶", "Ups"), Kind::Number).listed().fixed(),
        Field::new("down_count", Label("踩", "Downs"), Kind::Number).listed().fixed(),
        Field::new("created_at", Label("时间", "Written"), Kind::Created).listed(),
        HIDDEN,
    ],
    actions: &[
        Action::on_rows("hide", HIDE, Permission::Moderate, |act| {
            hiding::community(act, Subject::GameComment, true)
        })
        .asking(WHY),
        Action::on_rows("restore", RESTORE, Permission::Moderate, |act| {
            hiding::community(act, Subject::GameComment, false)
        }),
    ],
    ..Resource::EMPTY
};
