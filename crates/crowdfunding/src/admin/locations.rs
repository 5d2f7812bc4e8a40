//! 地区: provinces, cities and counties, ordered by dragging within one parent.

use miaohui_admin::{Area, Field, Kind, Label, Order, Permission, Related, Resource, Searching, choices};

/// Locations.
pub static LOCATIONS: Resource = Resource {
    name: "locations",
    title: Label("地区", "Locations"),
    area: Area::Crowdfunding,
    table: "cf_place",
    searching: Searching::Table,
    label: "name",
    order: Order::Position("position"),
    default_filter: Some(("parent_id", "none")),
    edit: Some(Permission::EditCatalogue),
    fields: &[
        Field::new("name", Label("名称", "Name"), Kind::Text(50)).listed().required(),
        Field::new("parent_id", Label("上级", "Within"), Kind::Relation("locations"))
            .listed()
            .filtered()
            .read_only(),
        Field::new(
            "level",
            Label("级别", "Level"),
            Kind::Choice(choices!("1" => ("省", "Province"), "2" => ("市", "City"), "3" => ("县", "County"))),
        )
        .listed()
        .read_only(),
    ],
    related: &[Related::by("locations", "parent_id")],
    ..Resource::EMPTY
};
