//! 游戏: games.

use miaohui_admin::{Area, Field, Kind, Label, Permission, Related, Resource, Searching};

/// Games.
pub static GAMES: Resource = Resource {
    name: "games",
    title: Label("游戏", "Games"),
    area: Area::Community,
    table: "co_game",
    searching: Searching::Table,
    label: "name",
    edit: Some(Permission::EditCatalogue),
    creates: true,
    deletes: true,
    fields: &[
        Field::new("avatar", Label("图标", "Icon"), Kind::Picture).listed(),
        Field::new("name", Label("名称", "Name"), Kind::Text(100)).listed().searched().required(),
        Field::new("image", Label("图片", "Picture"), Kind::Picture),
        Field::new("comment_bg", Label("评论背景", "Background of comments"), Kind::Picture),
        Field::new("intro", Label("介绍", "Introduction"), Kind::Story),
        Field::new("like_count", Label("赞", "Likes"), Kind::Number).listed().read_only(),
        Field::new("collect_count", Label("收藏", "Collected"), Kind::Number).listed().read_only(),
        Field::new("recommended", Label("推荐排序", "Position among the recommended"), Kind::Number),
        Field::new("created_at", Label("创建时间", "Created"), Kind::Created).listed(),
    ],
    related: &[Related::by("game-comments", "game_id")],
    ..Resource::EMPTY
};
