//! 轮播图: banners. Those of the design circle open one of its clothes, those of the home page one of a
//! merchant's, so that each has a list of its own.

use miaohui_admin::{Area, Field, Kind, Label, Order, Permission, Resource, choices};

const BASE: Resource = Resource {
    area: Area::Community,
    table: "co_banner",
    edit: Some(Permission::EditCatalogue),
    creates: true,
    deletes: true,
    order: Order::Position("position"),
    ..Resource::EMPTY
};

const IMAGE: Field = Field::new("image", Label("图片", "Picture"), Kind::Picture).listed().required();
const LINK: Field = Field::new("url", Label("链接", "Link"), Kind::Link(500)).listed();
const CREATED: Field = Field::new("created_at", Label("创建时间", "Created"), Kind::Created).listed();
const TARGET: Label = Label("打开的服饰", "Clothing that it opens");

/// Banners of the home page, the tickets' page and the games' page.
pub static BANNERS: Resource = Resource {
    name: "banners",
    title: Label("轮播图", "Banners"),
    only: "t.kind <> 'design_circle'",
    default_filter: Some(("kind", "home")),
    fields: &[
        IMAGE,
        Field::new(
            "kind",
            Label("位置", "Place"),
            Kind::Word(
                choices!("home" => ("首页", "Home"), "ticket" => ("票务", "Tickets"), "game" => ("游戏", "Games")),
            ),
        )
        .listed()
        .filtered()
        .required(),
        LINK,
        Field::new("target_id", TARGET, Kind::Relation("clothes")).listed(),
        CREATED,
    ],
    ..BASE
};

/// Banners of the design circle.
pub static DESIGN_BANNERS: Resource = Resource {
    name: "design-banners",
    title: Label("设计圈轮播图", "Banners of the design circle"),
    only: "t.kind = 'design_circle'",
    fields: &[
        IMAGE,
        Field::new(
            "kind",
            Label("位置", "Place"),
            Kind::Word(choices!("design_circle" => ("设计圈", "Design circle"))),
        )
        .required(),
        LINK,
        Field::new("target_id", TARGET, Kind::Relation("design-clothes")).listed(),
        CREATED,
    ],
    ..BASE
};
