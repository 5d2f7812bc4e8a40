//! 结算: what became of the money of projects whose days are over.

use miaohui_admin::{Area, Field, Kind, Label, Permission, Resource, choices};

/// Settlements, by their projects.
pub static SETTLEMENTS: Resource = Resource {
    name: "settlements",
    title: Label("项目结算", "Settlements"),
    area: Area::Money,
    table: "cf_settlement",
    key: "project_id",
    label: "project_id",
    see: Permission::SeeMoney,
    fields: &[
        Field::new("project_id", Label("项目", "Project"), Kind::Relation("crowdfunding-projects"))
            .listed()
            .read_only(),
        Field::new(
            "outcome",
            Label("结果", "Outcome"),
            Kind::Choice(choices!(
                "4" => ("付给发起人", "Paid to the owner", Good), "5" => ("退回支持者", "Back to the supporters", Bad),
            )),
        )
        .listed()
        .read_only(),
        Field::new("fen", Label("金额（元）", "Amount (yuan)"), Kind::Money).listed().read_only(),
        Field::new("fee", Label("平台服务费（元）", "Platform's fee (yuan)"), Kind::Money)
            .listed()
            .read_only(),
        Field::new("created_at", Label("结算时间", "Decided"), Kind::Time).listed().read_only(),
        Field::new("ended_at", Label("完成时间", "Done"), Kind::Time).listed().read_only(),
    ],
    ..Resource::EMPTY
};
