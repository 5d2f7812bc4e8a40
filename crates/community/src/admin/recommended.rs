//! 推荐: the recommended lists, ordered by dragging. The form of a master, project, clothing or
//! game sets whether it is recommended.

use miaohui_admin::{Area, Field, Kind, Label, Order, Permission, Resource};

const NAME: Field = Field::new("name", Label("名称", "Name"), Kind::Text(100)).listed().read_only();
const POSITION: Field = Field::new("recommended", Label("推荐排序", "Position"), Kind::Number).listed();
const IMAGE: Field = Field::new("image", Label("图片", "Picture"), Kind::Picture).listed().read_only();

const LIST: Resource = Resource {
    area: Area::Community,
    label: "name",
    only: "t.recommended IS NOT NULL",
    order: Order::Position("recommended"),
    edit: Some(Permission::EditCatalogue),
    fields: &[IMAGE, NAME, POSITION],
    ..Resource::EMPTY
};

/// Recommended masters.
pub static MASTERS: Resource = Resource {
    name: "recommended-masters",
    title: Label("推荐达人", "Recommended masters"),
    table: "co_master",
    fields: &[
        Field::new("avatar", Label("头像", "Avatar"), Kind::Picture).listed().read_only(),
        NAME,
        POSITION,
    ],
    ..LIST
};

/// Recommended projects.
pub static PROJECTS: Resource = Resource {
    name: "recommended-projects",
    title: Label("推荐项目", "Recommended projects"),
    table: "co_project",
    ..LIST
};

/// Recommended clothes.
pub static CLOTHES: Resource = Resource {
    name: "recommended-clothes",
    title: Label("推荐服饰", "Recommended clothes"),
    table: "co_merchant_cloth",
    ..LIST
};

/// Recommended games.
pub static GAMES: Resource = Resource {
    name: "recommended-games",
    title: Label("推荐游戏", "Recommended games"),
    table: "co_game",
    ..LIST
};
