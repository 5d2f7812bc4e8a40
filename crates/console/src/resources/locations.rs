//! 地区: provinces, their cities, their counties; in the order of dragging among those of one parent.

use crate::choices;
use crate::resource::{Area, Field, Kind, Order, Related, Resource};
use crate::{Label, Permission};

/// Places.
pub static LOCATIONS: Resource = Resource {
    name: "locations",
    title: Label("地区", "Locations"),
    area: Area::Crowdfunding,
    table: "cf_place",
    label: "name",
    order: Order::Position("position"),
    first_filter: Some(("parent_id", "none")),
    edit: Some(Permission::EditCatalogue),
    fields: &[
        Field::new("name", Label("名称", "Name"), Kind::Text(50)).listed().required(),
        Field::new("parent_id", Label("上级", "Within"), Kind::Relation("locations"))
            .listed()
            .filtered()
            .fixed(),
        Field::new(
            "level",
            Label("级别", "Level"),
            Kind::Choice(choices!("1" => ("省", "Province"), "2" => ("市", "City"), "3" => ("县", "County"))),
        )
        .listed()
        .fixed(),
    ],
    related: &[Related { resource: "locations", field: "parent_id" }],
    ..Resource::EMPTY
};
