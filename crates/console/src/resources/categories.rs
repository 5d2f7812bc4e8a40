//! 菜系分类, in the order of dragging.

use crate::resource::{Area, Field, Kind, Order, Related, Resource};
use crate::{Label, Permission};

/// Categories of projects.
pub static CATEGORIES: Resource = Resource {
    name: "categories",
    title: Label("分类", "Categories"),
    area: Area::Crowdfunding,
    table: "cf_category",
    label: "name",
    order: Order::Position("position"),
    edit: Some(Permission::EditCatalogue),
    creates: true,
    deletes: true,
    fields: &[Field::new("name", Label("名称", "Name"), Kind::Text(20)).listed().required()],
    related: &[Related { resource: "projects", field: "category" }],
    ..Resource::EMPTY
};
