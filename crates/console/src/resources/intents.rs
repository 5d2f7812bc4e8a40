//! 支付: every attempt to pay for something.

use miaohui_kernel::Fen;
use miaohui_payments::RefundRequest;

use crate::choices;
use crate::resource::{Act, Action, Area, Field, Kind, Related, Resource};
use crate::{Label, Permission, Result};

/// Attempts to pay.
pub static INTENTS: Resource = Resource {
    name: "intents",
    title: Label("支付", "Payments"),
    area: Area::Money,
    table: "payment_intent",
    label: "reference",
    see: Permission::SeeMoney,
    fields: &[
        Field::new("reference", Label("单号", "Reference"), Kind::Text(64)).listed().searched().fixed(),
        Field::new("subject", Label("用途", "For"), Kind::Text(30)).listed().fixed(),
        Field::new("subject_id", Label("用途编号", "Its id"), Kind::Number).listed().filtered().fixed(),
        Field::new("user_id", Label("付款人", "Payer"), Kind::Number).fixed(),
        Field::new("channel", Label("渠道", "Channel"), Kind::Text(30)).listed().fixed(),
        Field::new("fen", Label("金额（元）", "Amount (yuan)"), Kind::Money).listed().fixed(),
        Field::new(
            "status",
            Label("状态", "State"),
            Kind::Choice(choices!(
                "0" => ("已创建", "Created"), "1" => ("等待", "Pending"), "2" => ("成功", "Succeeded"),
                "3" => ("失败", "Failed"), "4" => ("过期", "Expired"), "5" => ("已退款", "Refunded"),
            )),
        )
        .listed()
        .fixed(),
        Field::new("transaction_no", Label("渠道流水号", "Provider's number"), Kind::Text(64)).fixed(),
        Field::new("paid", Label("实付（元）", "Paid (yuan)"), Kind::Money).listed().fixed(),
        Field::new("returned", Label("退回（元）", "Returned (yuan)"), Kind::Money).listed().fixed(),
        Field::new("created_at", Label("创建时间", "Created"), Kind::Created).listed(),
        Field::new("ended_at", Label("结束时间", "Ended"), Kind::Time).fixed(),
    ],
    actions: &[Action::on_rows("refund", Label("退款", "Send money back"), Permission::MoveMoney, refund)
        .asking(&[
            Field::new(
                "fen",
                Label("金额（元，空：全部）", "Amount (yuan; none: all that is left)"),
                Kind::Money,
            ),
            Field::new("reason", Label("原因", "Why"), Kind::Text(80)).required(),
        ])
        .grave()],
    related: &[Related { resource: "refunds", field: "intent_id" }],
    ..Resource::EMPTY
};

fn refund(act: &mut Act<'_, '_>) -> Result<bool> {
    let fen = Some(Fen(act.said("fen").int())).filter(|fen| fen.is_positive());
    let (actor, reason) = (act.staff.email.clone(), act.said("reason").text().to_owned());
    let asked = RefundRequest { payment: act.key.to_owned(), fen, actor, reason };
    act.desk.start_refund(act.tx, &asked, act.now)?;
    Ok(true)
}
