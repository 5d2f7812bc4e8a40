//! 商家服饰: clothes of merchants.

use miaohui_admin::{Area, Field, Kind, Label, Permission, Resource, Searching};

/// Clothes of merchants.
pub static CLOTHES: Resource = Resource {
    name: "clothes",
    title: Label("商家服饰", "Clothes"),
    area: Area::Community,
    table: "co_merchant_cloth",
    searching: Searching::Table,
    label: "name",
    edit: Some(Permission::EditCatalogue),
    creates: true,
    deletes: true,
    fields: &[
        Field::new("image", Label("图片", "Picture"), Kind::Picture).listed(),
        Field::new("name", Label("名称", "Name"), Kind::Text(100)).listed().searched().required(),
        Field::new("merchant_id", Label("商家", "Merchant"), Kind::Relation("merchants"))
            .listed()
            .filtered()
            .required(),
        Field::new("price", Label("价格（元）", "Price (yuan)"), Kind::Money).listed().required(),
        Field::new("dynasty", Label("朝代", "Dynasty"), Kind::Number).required(),
        Field::new("images", Label("图集", "Pictures"), Kind::Pictures),
        Field::new("intro", Label("介绍", "Introduction"), Kind::Story),
        Field::new("collect_count", Label("收藏", "Collected"), Kind::Number).listed().read_only(),
        Field::new("recommended", Label("推荐排序", "Position among the recommended"), Kind::Number),
        Field::new("created_at", Label("创建时间", "Created"), Kind::Created).listed(),
    ],
    ..Resource::EMPTY
};
