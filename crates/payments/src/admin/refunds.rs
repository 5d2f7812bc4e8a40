//! 退款: refunds.

use miaohui_admin::{
    Action, ActionContext, Area, Field, Kind, Label, Permission, Related, Resource, Result, Services, choices,
};

use miaohui_kernel::Fen;
use miaohui_ledger::admin::LINES_OF_POSTINGS;

use super::channels::CHANNELS;
use crate::desk::Desk;
use crate::refund::{self, RefundId, refund_status};

/// Refunds that have failed.
const FAILED: &str = concat!("t.status = ", refund_status!(Failed));

/// Refunds through the channel of their payment.
pub static REFUNDS: Resource = Resource {
    name: "refunds",
    title: Label("退款", "Refunds"),
    area: Area::Money,
    table: "payment_refund",
    label: "reference",
    see: Permission::SeeMoney,
    postings: &["refund", "refund-end"],
    related: &[
        Related::on("bill-lines", "t.refund_id = {key}"),
        Related::on(
            "payment-cases",
            "t.refund_id = {key} AND t.intent_id = (SELECT r.intent_id FROM payment_refund r WHERE r.id = {key})",
        ),
        LINES_OF_POSTINGS,
    ],
    fields: &[
        Field::new("reference", Label("单号", "Reference"), Kind::Text(64)).listed().searched().sorted().read_only(),
        Field::new("intent_id", Label("支付", "Payment"), Kind::Relation("intents"))
            .listed()
            .filtered()
            .sorted()
            .read_only(),
        Field::new("fen", Label("金额（元）", "Amount (yuan)"), Kind::Money).listed().read_only(),
        Field::new("reason", Label("原因", "Reason"), Kind::Text(200)).listed().read_only(),
        Field::new(
            "status",
            Label("状态", "State"),
            Kind::Choice(
                choices!("0" => ("等待", "Pending", Wait), "1" => ("完成", "Done", Good), "2" => ("失败", "Failed", Bad)),
            ),
        )
        .listed()
        .filtered()
        .sorted()
        .read_only(),
        Field::new("channel", Label("渠道", "Channel"), Kind::Word(CHANNELS)).listed().read_only(),
        Field::new("is_foreign", Label("渠道后台退款", "Made at the provider"), Kind::Flag).read_only(),
        Field::new("is_outside", Label("线下已退", "Paid back outside"), Kind::Flag).read_only(),
        Field::new("note", Label("备注", "Note"), Kind::Text(200)).read_only(),
        Field::new("former", Label("原单号", "Earlier number"), Kind::Text(64)).read_only(),
        Field::new("tries", Label("次数", "Tries"), Kind::Number).listed().read_only(),
        Field::new("last_error", Label("错误", "Error"), Kind::Text(500)).read_only(),
        Field::new("created_at", Label("创建时间", "Created"), Kind::Created).listed(),
        Field::new("ended_at", Label("结束时间", "Ended"), Kind::Time).read_only(),
    ],
    actions: &[
        Action::on_rows("retry", Label("重试", "Try again"), Permission::MoveMoney, |context| {
            context
                .service::<Desk>()?
                .retry_refund(context.tx, RefundId(context.id), context.now)
                .map_err(Into::into)
        })
        .on(FAILED)
        .using(Services::has::<Desk>),
        Action::on_rows(
            "renew",
            Label("换号重试", "Try with a new number"),
            Permission::MoveMoney,
            |context| {
                context
                    .service::<Desk>()?
                    .renew_refund(context.tx, RefundId(context.id), context.now)
                    .map_err(Into::into)
            },
        )
        .confirmed()
        .on(FAILED)
        .using(Services::has::<Desk>),
        Action::on_rows(
            "outside",
            Label("线下已退", "Paid back outside"),
            Permission::MoveMoney,
            settle_outside,
        )
        .asking(&[Field::new("note", Label("如何退的", "How"), Kind::Text(200)).required()])
        .confirmed()
        .moving(amount)
        .on(FAILED)
        .using(Services::has::<Desk>),
    ],
    ..Resource::EMPTY
};

/// The amount of a refund.
fn amount(context: &mut ActionContext<'_, '_>) -> Result<Fen> {
    Ok(refund::amount(context.tx, RefundId(context.id))?.unwrap_or_default())
}

fn settle_outside(context: &mut ActionContext<'_, '_>) -> Result<bool> {
    let note = context.text("note");
    let desk = context.service::<Desk>()?;
    Ok(desk.settle_refund_outside(context.tx, RefundId(context.id), note, context.now)?)
}
