//! 充值: recharges of balances.

use miaohui_admin::{Area, Field, Kind, Label, Permission, Rare, Resource, choices};
use miaohui_payments::admin::{CHANNELS, subject};

use crate::store::money::{RECHARGE, recharge_status};

/// Recharges.
pub static RECHARGES: Resource = Resource {
    name: "recharges",
    title: Label("充值", "Recharges"),
    area: Area::Money,
    table: "cf_recharge",
    subject: RECHARGE,
    see: Permission::SeeMoney,
    fields: &[
        Field::new("user_id", Label("用户", "User"), Kind::Relation("crowdfunding-users"))
            .listed()
            .filtered()
            .sorted()
            .read_only(),
        Field::new("money", Label("金额（元）", "Amount (yuan)"), Kind::Money).listed().read_only(),
        Field::new("channel", Label("渠道", "Channel"), Kind::Word(CHANNELS)).listed().read_only(),
        Field::new(
            "status",
            Label("状态", "State"),
            Kind::Choice(choices!("0" => ("待支付", "Pending", Wait), "1" => ("成功", "Succeeded", Good), "2" => ("失败", "Failed", Bad))),
        )
        .listed()
        .filtered_with(&[Rare { value: "2", found: concat!("s.id > 0 AND s.status = ", recharge_status!(Failed)) }])
        .read_only(),
        Field::new("created_at", Label("创建时间", "Created"), Kind::Created).listed(),
    ],
    related: &[
        subject::PAYMENTS,
        subject::REFUNDS,
        subject::CASES,
        subject::LINES,
    ],
    timeline: Some(&subject::LIFE),
    ..Resource::EMPTY
};
