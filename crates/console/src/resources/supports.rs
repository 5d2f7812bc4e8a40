//! 支持.

use super::packages::KINDS;
use crate::choices;
use crate::resource::{Area, Field, Kind, Resource};
use crate::{Label, Permission};

/// Supports of projects.
pub static SUPPORTS: Resource = Resource {
    name: "supports",
    title: Label("支持", "Supports"),
    area: Area::Crowdfunding,
    table: "cf_support",
    see: Permission::SeeMoney,
    fields: &[
        Field::new("project_id", Label("项目", "Project"), Kind::Relation("projects")).listed().filtered().fixed(),
        Field::new("package_id", Label("套餐", "Package"), Kind::Relation("packages")).listed().fixed(),
        Field::new("user_id", Label("支持者", "Supporter"), Kind::Relation("people")).listed().filtered().fixed(),
        Field::new("money", Label("金额（元）", "Money (yuan)"), Kind::Money).listed().fixed(),
        Field::new("kind", Label("类型", "Kind"), Kind::Choice(KINDS)).listed().fixed(),
        Field::new("paid", Label("已支付", "Paid"), Kind::Flag).listed().fixed(),
        Field::new(
            "status",
            Label("状态", "State"),
            Kind::Choice(choices!("0" => ("进行中", "Under way"), "1" => ("成功", "Succeeded"), "2" => ("失败", "Failed"))),
        )
        .listed()
        .fixed(),
        Field::new("created_at", Label("创建时间", "Created"), Kind::Created).listed(),
        Field::new("paid_at", Label("支付时间", "Paid at"), Kind::Time).fixed(),
    ],
    ..Resource::EMPTY
};
