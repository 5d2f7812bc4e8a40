//! 商家: merchants.

use miaohui_admin::{Area, Field, Kind, Label, Permission, Related, Resource, Searching};

use crate::store::party_kind::party_kind;

/// Merchants.
pub static MERCHANTS: Resource = Resource {
    name: "merchants",
    title: Label("商家", "Merchants"),
    area: Area::Community,
    table: "co_merchant",
    searching: Searching::Table,
    label: "name",
    edit: Some(Permission::EditCatalogue),
    creates: true,
    deletes: true,
    in_use: concat!(
        "EXISTS (SELECT 1 FROM co_conversation c WHERE c.kind = ",
        party_kind!(Merchant),
        " AND c.other_id = t.id)"
    ),
    fields: &[
        Field::new("logo", Label("标志", "Logo"), Kind::Picture).listed(),
        Field::new("name", Label("名称", "Name"), Kind::Text(50)).listed().searched().required(),
        Field::new("uid", Label("编号", "Public id"), Kind::Uid),
        Field::new("intro", Label("简介", "Introduction"), Kind::Long(2000)),
        Field::new("address", Label("地址", "Address"), Kind::Text(200)).listed(),
        Field::new("phone", Label("电话", "Phone"), Kind::Text(30)).listed(),
        Field::new("email", Label("邮箱", "Mail"), Kind::Text(100)),
        Field::new("follower_count", Label("关注者", "Followers"), Kind::Number).listed().read_only(),
        Field::new("created_at", Label("创建时间", "Created"), Kind::Created).listed(),
    ],
    related: &[Related::by("clothes", "merchant_id")],
    ..Resource::EMPTY
};
