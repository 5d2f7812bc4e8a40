//! 菜系分类: categories, ordered by dragging.

use miaohui_admin::{Area, Field, Kind, Label, Order, Permission, Related, Resource, Searching};

/// Categories of projects.
pub static CATEGORIES: Resource = Resource {
    name: "categories",
    title: Label("分类", "Categories"),
    area: Area::Crowdfunding,
    table: "cf_category",
    searching: Searching::Table,
    label: "name",
    order: Order::Position("position"),
    edit: Some(Permission::EditCatalogue),
    creates: true,
    deletes: true,
    fields: &[Field::new("name", Label("名称", "Name"), Kind::Text(20)).listed().required()],
    related: &[Related::by("crowdfunding-projects", "category")],
    ..Resource::EMPTY
};
