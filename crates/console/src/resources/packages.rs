//! 套餐.

use crate::Label;
use crate::choices;
use crate::resource::{Area, Choice, Field, Kind, Resource};

/// What a package or a support is.
pub const KINDS: &[Choice] = choices!("0" => ("普通", "Normal"), "1" => ("合伙人", "Partner"));

/// Packages of projects.
pub static PACKAGES: Resource = Resource {
    name: "packages",
    title: Label("套餐", "Packages"),
    area: Area::Crowdfunding,
    table: "cf_package",
    label: "name",
    fields: &[
        Field::new("name", Label("名称", "Name"), Kind::Text(100)).listed().fixed(),
        Field::new("project_id", Label("项目", "Project"), Kind::Relation("projects"))
            .listed()
            .filtered()
            .fixed(),
        Field::new("money", Label("金额（元）", "Price (yuan)"), Kind::Money).listed().fixed(),
        Field::new("kind", Label("类型", "Kind"), Kind::Choice(KINDS)).listed().fixed(),
        Field::new("places", Label("名额（0 不限）", "Places (0: any number)"), Kind::Number)
            .listed()
            .fixed(),
        Field::new("taken", Label("已占", "Taken"), Kind::Number).listed().fixed(),
    ],
    ..Resource::EMPTY
};
