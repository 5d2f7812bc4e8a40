//! 退款: refunds.

use miaohui_admin::{Area, Field, Kind, Label, Permission, Resource, choices};

/// Refunds through the channel of their payment.
pub static REFUNDS: Resource = Resource {
    name: "refunds",
    title: Label("退款", "Refunds"),
    area: Area::Money,
    table: "payment_refund",
    label: "reference",
    see: Permission::SeeMoney,
    fields: &[
        Field::new("reference", Label("单号", "Reference"), Kind::Text(64)).listed().searched().read_only(),
        Field::new("intent_id", Label("支付", "Payment"), Kind::Relation("intents"))
            .listed()
            .filtered()
            .read_only(),
        Field::new("fen", Label("金额（元）", "Amount (yuan)"), Kind::Money).listed().read_only(),
        Field::new("reason", Label("原因", "Reason"), Kind::Text(200)).listed().read_only(),
        Field::new(
            "status",
            Label("状态", "State"),
            Kind::Choice(
                choices!("0" => ("等待", "Pending"), "1" => ("完成", "Done"), "2" => ("失败", "Failed")),
            ),
        )
        .listed()
        .filtered()
        .read_only(),
        Field::new("tries", Label("次数", "Tries"), Kind::Number).listed().read_only(),
        Field::new("last_error", Label("错误", "Error"), Kind::Text(500)).read_only(),
        Field::new("created_at", Label("创建时间", "Created"), Kind::Created).listed(),
        Field::new("ended_at", Label("结束时间", "Ended"), Kind::Time).read_only(),
    ],
    ..Resource::EMPTY
};
