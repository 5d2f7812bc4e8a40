//! 达人: masters, whom operators present; they run projects.

use miaohui_admin::{Area, Field, Kind, Label, Permission, Related, Resource, Searching};

use crate::store::party_kind::party_kind;

/// Masters.
pub static MASTERS: Resource = Resource {
    name: "masters",
    title: Label("达人", "Masters"),
    area: Area::Community,
    table: "co_master",
    searching: Searching::Table,
    label: "name",
    edit: Some(Permission::EditCatalogue),
    creates: true,
    deletes: true,
    in_use: concat!(
        "EXISTS (SELECT 1 FROM co_conversation c WHERE c.kind = ",
        party_kind!(Master),
        " AND c.other_id = t.id)"
    ),
    fields: &[
        Field::new("avatar", Label("头像", "Avatar"), Kind::Picture).listed(),
        Field::new("name", Label("名称", "Name"), Kind::Text(50)).listed().searched().required(),
        Field::new("uid", Label("编号", "Public id"), Kind::Uid),
        Field::new("user_id", Label("账号", "Account"), Kind::Relation("users")),
        Field::new("intro", Label("简介", "Introduction"), Kind::Long(2000)),
        Field::new("address", Label("地址", "Address"), Kind::Text(200)).listed(),
        Field::new("birthday", Label("生日", "Birthday"), Kind::Text(20)),
        Field::new("follower_count", Label("关注者", "Followers"), Kind::Number).listed().read_only(),
        Field::new("recommended", Label("推荐排序", "Position among the recommended"), Kind::Number),
        Field::new("created_at", Label("创建时间", "Created"), Kind::Created).listed(),
    ],
    related: &[Related::by("projects", "master_id")],
    ..Resource::EMPTY
};
