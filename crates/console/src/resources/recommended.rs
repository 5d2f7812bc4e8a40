//! 推荐: what the recommended lists show, in the order of dragging. What is recommended is set on the thing itself.

use crate::resource::{Area, Field, Kind, Order, Resource};
use crate::{Label, Permission};

const NAME: Field = Field::new("name", Label("名称", "Name"), Kind::Text(100)).listed().fixed();
const PLACE: Field = Field::new("recommended", Label("推荐位", "Place"), Kind::Number).listed();
const IMAGE: Field = Field::new("image", Label("图片", "Picture"), Kind::Picture).listed().fixed();

const LIST: Resource = Resource {
    area: Area::Community,
    label: "name",
    only: "t.recommended IS NOT NULL",
    order: Order::Position("recommended"),
    edit: Some(Permission::EditCatalogue),
    fields: &[IMAGE, NAME, PLACE],
    ..Resource::EMPTY
};

/// Recommended masters.
pub static MASTERS: Resource = Resource {
    name: "recommended-masters",
    title: Label("推荐达人", "Recommended masters"),
    table: "co_master",
    fields: &[Field::new("avatar", Label("头像", "Avatar"), Kind::Picture).listed().fixed(), NAME, PLACE],
    ..LIST
};

/// Recommended projects of masters.
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
