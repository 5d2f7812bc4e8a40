//! 退款.

use crate::choices;
use crate::resource::{Area, Field, Kind, Resource};
use crate::{Label, Permission};

/// Money on its way back through its channel.
pub static REFUNDS: Resource = Resource {
    name: "refunds",
    title: Label("退款", "Refunds"),
    area: Area::Money,
    table: "payment_refund",
    label: "reference",
    see: Permission::SeeMoney,
    fields: &[
        Field::new("reference", Label("单号", "Reference"), Kind::Text(64)).listed().searched().fixed(),
        Field::new("intent_id", Label("支付", "Payment"), Kind::Relation("intents"))
            .listed()
            .filtered()
            .fixed(),
        Field::new("fen", Label("金额（元）", "Amount (yuan)"), Kind::Money).listed().fixed(),
        Field::new("reason", Label("原因", "Why"), Kind::Text(200)).listed().fixed(),
        Field::new(
            "status",
            Label("状态", "State"),
            Kind::Choice(
                choices!("0" => ("等待", "Waits"), "1" => ("完成", "Done"), "2" => ("失败", "Failed")),
            ),
        )
        .listed()
        .filtered()
        .fixed(),
        Field::new("tries", Label("次数", "Tries"), Kind::Number).listed().fixed(),
        Field::new("last_error", Label("错误", "Error"), Kind::Text(500)).fixed(),
        Field::new("created_at", Label("创建时间", "Created"), Kind::Created).listed(),
        Field::new("ended_at", Label("结束时间", "Ended"), Kind::Time).fixed(),
    ],
    ..Resource::EMPTY
};
