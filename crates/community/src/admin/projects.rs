//! 达人项目: projects of masters, for which tickets are sold.

use miaohui_admin::{Area, Field, Kind, Label, Permission, Related, Resource, Searching};

/// Projects of masters.
pub static PROJECTS: Resource = Resource {
    name: "projects",
    title: Label("达人项目", "Masters' projects"),
    area: Area::Community,
    table: "co_project",
    searching: Searching::Table,
    label: "name",
    edit: Some(Permission::EditCatalogue),
    creates: true,
    deletes: true,
    fields: &[
        Field::new("image", Label("图片", "Picture"), Kind::Picture).listed(),
        Field::new("name", Label("名称", "Name"), Kind::Text(100)).listed().searched().required(),
        Field::new("master_id", Label("达人", "Master"), Kind::Relation("masters"))
            .listed()
            .filtered()
            .required(),
        Field::new("intro", Label("介绍", "Introduction"), Kind::Story),
        Field::new("ticket_count", Label("在售票数", "Tickets"), Kind::Number).listed().read_only(),
        Field::new("recommended", Label("推荐排序", "Position among the recommended"), Kind::Number),
        Field::new("created_at", Label("创建时间", "Created"), Kind::Created).listed(),
    ],
    related: &[Related::by("tickets", "project_id")],
    ..Resource::EMPTY
};
