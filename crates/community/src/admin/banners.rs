//! 轮播图: banners.

use miaohui_admin::{Area, Field, Kind, Label, Order, Permission, Resource, choices};

/// Banners.
pub static BANNERS: Resource = Resource {
    name: "banners",
    title: Label("轮播图", "Banners"),
    area: Area::Community,
    table: "co_banner",
    edit: Some(Permission::EditCatalogue),
    creates: true,
    deletes: true,
    order: Order::Position("position"),
    default_filter: Some(("kind", "home")),
    fields: &[
        Field::new("image", Label("图片", "Picture"), Kind::Picture).listed().required(),
        Field::new(
            "kind",
            Label("位置", "Place"),
            Kind::Word(choices!(
                "home" => ("首页", "Home"), "ticket" => ("票务", "Tickets"),
                "design_circle" => ("设计圈", "Design circle"), "game" => ("游戏", "Games"),
            )),
        )
        .listed()
        .filtered()
        .required(),
        Field::new("url", Label("链接", "Link"), Kind::Link(500)).listed(),
        Field::new("target_id", Label("打开的服饰", "Clothing that it opens"), Kind::Relation("clothes"))
            .listed(),
        Field::new("created_at", Label("创建时间", "Created"), Kind::Created).listed(),
    ],
    ..Resource::EMPTY
};
