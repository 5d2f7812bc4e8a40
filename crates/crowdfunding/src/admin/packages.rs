//! 套餐: packages of projects.

use miaohui_admin::{Area, Choice, Field, Kind, Label, Resource, choices};

/// The kinds of packages and supports.
pub const KINDS: &[Choice] = choices!("0" => ("普通", "Normal"), "1" => ("合伙人", "Partner"));

/// Packages of projects.
pub static PACKAGES: Resource = Resource {
    name: "packages",
    title: Label("套餐", "Packages"),
    area: Area::Crowdfunding,
    table: "cf_package",
    label: "name",
    fields: &[
        Field::new("name", Label("名称", "Name"), Kind::Text(100)).listed().read_only(),
        Field::new("project_id", Label("项目", "Project"), Kind::Relation("crowdfunding-projects"))
            .listed()
            .filtered()
            .sorted()
            .read_only(),
        Field::new("money", Label("金额（元）", "Price (yuan)"), Kind::Money).listed().read_only(),
        Field::new("kind", Label("类型", "Kind"), Kind::Choice(KINDS)).listed().read_only(),
        Field::new("places", Label("名额（0 不限）", "Places (0: unlimited)"), Kind::Number)
            .listed()
            .read_only(),
        Field::new("taken", Label("已占", "Taken"), Kind::Number).listed().read_only(),
    ],
    ..Resource::EMPTY
};
