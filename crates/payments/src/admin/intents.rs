//! 支付: attempts to pay.

use miaohui_admin::{
    Action, ActionContext, Area, Cell, Field, Kind, Label, Permission, Related, Resource, Result, Services,
    choices,
};

use miaohui_kernel::Fen;

use crate::desk::Desk;
use crate::intent::{self, IntentId};
use crate::operator_refund::RefundRequest;

/// Attempts to pay.
pub static INTENTS: Resource = Resource {
    name: "intents",
    title: Label("支付", "Payments"),
    area: Area::Money,
    table: "payment_intent",
    label: "reference",
    see: Permission::SeeMoney,
    fields: &[
        Field::new("reference", Label("单号", "Reference"), Kind::Text(64)).listed().searched().read_only(),
        Field::new("subject", Label("用途", "For"), Kind::Text(30)).listed().read_only(),
        Field::new("subject_id", Label("用途编号", "Its id"), Kind::Number).listed().filtered().read_only(),
        Field::new("user_id", Label("付款人", "Payer"), Kind::Number).read_only(),
        Field::new("channel", Label("渠道", "Channel"), Kind::Text(30)).listed().read_only(),
        Field::new("fen", Label("金额（元）", "Amount (yuan)"), Kind::Money).listed().read_only(),
        Field::new(
            "status",
            Label("状态", "State"),
            Kind::Choice(choices!(
                "0" => ("已创建", "Created"), "1" => ("等待", "Pending"), "2" => ("成功", "Succeeded"),
                "3" => ("失败", "Failed"), "4" => ("过期", "Expired"), "5" => ("已退款", "Refunded"),
            )),
        )
        .listed()
        .read_only(),
        Field::new("transaction_no", Label("渠道流水号", "Provider's number"), Kind::Text(64)).read_only(),
        Field::new("paid_at", Label("支付时间", "Paid at"), Kind::Time).read_only(),
        Field::new("expires_at", Label("支付期限", "Payment deadline"), Kind::Time).read_only(),
        Field::new("superseded", Label("已被替换", "Superseded"), Kind::Flag).read_only(),
        Field::new("paid", Label("实付（元）", "Paid (yuan)"), Kind::Money).listed().read_only(),
        Field::new("returned", Label("退回（元）", "Returned (yuan)"), Kind::Money).listed().read_only(),
        Field::new("created_at", Label("创建时间", "Created"), Kind::Created).listed(),
        Field::new("ended_at", Label("结束时间", "Ended"), Kind::Time).read_only(),
    ],
    actions: &[Action::on_rows("refund", Label("退款", "Refund"), Permission::MoveMoney, refund)
        .asking(&[
            Field::new(
                "fen",
                Label("金额（元，空：全部）", "Amount (yuan; empty: the remainder)"),
                Kind::Money,
            ),
            Field::new("reason", Label("原因", "Reason"), Kind::Text(80)).required(),
        ])
        .confirmed()
        .moving(amount)
        .using(Services::has::<Desk>)],
    related: &[
        Related { resource: "refunds", field: "intent_id" },
        Related { resource: "payment-cases", field: "intent_id" },
    ],
    ..Resource::EMPTY
};

/// The amount of a refund: the answer, or the remainder of the payment.
fn amount(context: &mut ActionContext<'_, '_>) -> Result<Fen> {
    match context.answer("fen") {
        Cell::Null => {
            let intent = intent::lock(context.tx, IntentId(context.id))?;
            Ok(intent.map_or(Fen::ZERO, |intent| intent.remainder()))
        }
        cell => Ok(Fen(cell.int())),
    }
}

fn refund(context: &mut ActionContext<'_, '_>) -> Result<bool> {
    let fen = match context.answer("fen") {
        Cell::Null => None,
        cell => Some(Fen(cell.int())),
    };
    let request = RefundRequest {
        payment: context.key.to_owned(),
        fen,
        actor: context.actor.to_owned(),
        reason: context.text("reason").to_owned(),
    };
    context.service::<Desk>()?.start_refund(context.tx, &request, context.now)?;
    Ok(true)
}
