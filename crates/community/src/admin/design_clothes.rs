//! 设计圈服饰: clothes of the design circle.

use miaohui_admin::{Area, Field, Kind, Label, Permission, Resource, Searching};

/// Clothes of the design circle.
pub static DESIGN_CLOTHES: Resource = Resource {
    name: "design-clothes",
    title: Label("设计圈", "Design circle"),
    area: Area::Community,
    table: "co_design_cloth",
    searching: Searching::Table,
    label: "name",
    edit: Some(Permission::EditCatalogue),
    creates: true,
    deletes: true,
    fields: &[
        Field::new("image", Label("图片", "Picture"), Kind::Picture).listed(),
        Field::new("name", Label("名称", "Name"), Kind::Text(100)).listed().searched().required(),
        Field::new("price", Label("价格（元）", "Price (yuan)"), Kind::Money).listed().required(),
        Field::new("dynasty", Label("朝代", "Dynasty"), Kind::Number).required(),
        Field::new("images", Label("图集", "Pictures"), Kind::Pictures),
        Field::new("intro", Label("介绍", "Introduction"), Kind::Story),
        Field::new("designer_intro", Label("设计师介绍", "About the designer"), Kind::Long(2000)),
        Field::new("collect_count", Label("收藏", "Collected"), Kind::Number).listed().read_only(),
        Field::new("created_at", Label("创建时间", "Created"), Kind::Created).listed(),
    ],
    ..Resource::EMPTY
};
