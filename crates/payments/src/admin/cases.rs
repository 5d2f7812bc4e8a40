//! 支付异常: cases that need an operator, such as refunds made at a provider and complaints.

use miaohui_admin::{
    Action, ActionContext, Area, Field, Kind, Label, Permission, Resource, Result, Services, choices,
};
use miaohui_kernel::Fen;

use super::channels::CHANNELS;
use crate::case::{self, CaseId, case_status};
use crate::case_decision::{Decider, ForeignRefundDecision};
use crate::desk::Desk;

/// Asks for a note.
const NOTE: Field = Field::new("note", Label("说明", "Note"), Kind::Text(200)).required();

/// Cases that are open.
const OPEN: &str = concat!("t.status = ", case_status!(Open));

/// Cases.
pub static CASES: Resource = Resource {
    name: "payment-cases",
    title: Label("支付异常", "Payment cases"),
    area: Area::Money,
    table: "payment_case",
    label: "key",
    see: Permission::SeeMoney,
    postings: &["foreign-refund"],
    fields: &[
        Field::new(
            "kind",
            Label("类型", "Kind"),
            Kind::Word(choices!(
                "foreign refund" => ("渠道后台退款", "Refund made at the provider"),
                "refunded" => ("入账前已退款", "Refunded before it was recorded"),
                "unknown payment" => ("未知支付", "Unknown payment"),
                "missing here" => ("本地缺失", "Missing here"),
                "missing there" => ("账单缺失", "Missing in the bill"),
                "other amount" => ("金额不符", "Other amount"),
                "other state" => ("状态不符", "Other state"),
                "complaint" => ("投诉", "Complaint"),
                "chargeback" => ("拒付", "Chargeback"),
            )),
        )
        .listed()
        .filtered()
        .sorted()
        .read_only(),
        Field::new("channel", Label("渠道", "Channel"), Kind::Word(CHANNELS)).listed().read_only(),
        Field::new("intent_id", Label("支付", "Payment"), Kind::Relation("intents"))
            .listed()
            .filtered()
            .sorted()
            .read_only(),
        Field::new("refund_id", Label("退款", "Refund"), Kind::Relation("refunds")).read_only(),
        Field::new("fen", Label("金额（元）", "Amount (yuan)"), Kind::Money).listed().read_only(),
        Field::new("detail", Label("详情", "Detail"), Kind::Long(2000)).listed().read_only(),
        Field::new("key", Label("编号", "Number"), Kind::Text(200)).searched().sorted().read_only(),
        Field::new("deadline_at", Label("处理期限", "Deadline"), Kind::Time).listed().read_only(),
        Field::new(
            "status",
            Label("状态", "State"),
            Kind::Choice(choices!("0" => ("待处理", "Open", Wait), "1" => ("已处理", "Settled", Good))),
        )
        .listed()
        .filtered()
        .sorted()
        .read_only(),
        Field::new("note", Label("处理说明", "Note"), Kind::Text(200)).read_only(),
        Field::new("settled_by", Label("处理人", "Settled by"), Kind::Text(200)).read_only(),
        Field::new("created_at", Label("发现时间", "Found"), Kind::Created).listed(),
        Field::new("ended_at", Label("处理时间", "Settled"), Kind::Time).read_only(),
    ],
    actions: &[
        Action::on_rows(
            "reverse",
            Label("退款：取消购买", "Reverse the purchase"),
            Permission::MoveMoney,
            |context| decide(context, ForeignRefundDecision::Reverse),
        )
        .asking(&[NOTE])
        .confirmed()
        .moving(amount)
        .on(OPEN)
        .using(Services::has::<Desk>),
        Action::on_rows(
            "bear",
            Label("退款：平台承担", "Refund at the platform's cost"),
            Permission::MoveMoney,
            |context| decide(context, ForeignRefundDecision::Bear),
        )
        .asking(&[NOTE])
        .confirmed()
        .moving(amount)
        .on(OPEN)
        .using(Services::has::<Desk>),
        Action::on_rows(
            "refunded",
            Label("填写已退金额", "Enter what was refunded"),
            Permission::MoveMoney,
            decide_refunded,
        )
        .asking(&[
            Field::new("fen", Label("渠道已退（元）", "Refunded at the provider (yuan)"), Kind::Money)
                .required(),
            NOTE,
        ])
        .confirmed()
        .moving(amount)
        .on(OPEN)
        .using(Services::has::<Desk>),
        Action::on_rows("record", Label("本地入账", "Record here"), Permission::MoveMoney, record)
            .asking(&[
                Field::new(
                    "reference",
                    Label("支付单号（空：该支付）", "Payment's reference (empty: the one of the case)"),
                    Kind::Text(64),
                ),
                NOTE,
            ])
            .confirmed()
            .on(OPEN)
            .using(Services::has::<Desk>),
        Action::on_rows(
            "fetch-bill",
            Label("重新拉取账单", "Fetch the bill again"),
            Permission::MoveMoney,
            fetch_bill,
        )
        .on(OPEN)
        .using(Services::has::<Desk>),
        Action::on_rows("settle", Label("标为已处理", "Mark as settled"), Permission::MoveMoney, settle)
            .on(OPEN)
            .asking(&[NOTE]),
    ],
    ..Resource::EMPTY
};

/// The amount that a case is about.
fn amount(context: &mut ActionContext<'_, '_>) -> Result<Fen> {
    Ok(case::amount(context.tx, CaseId(context.id))?)
}

fn decide(context: &mut ActionContext<'_, '_>, decision: ForeignRefundDecision) -> Result<bool> {
    let by = Decider { actor: context.actor, note: context.text("note") };
    let desk = context.service::<Desk>()?;
    Ok(desk.decide_foreign_refund(context.tx, CaseId(context.id), decision, by, context.now)?)
}

fn decide_refunded(context: &mut ActionContext<'_, '_>) -> Result<bool> {
    let by = Decider { actor: context.actor, note: context.text("note") };
    let (refunded, desk) = (Fen(context.answer("fen").int()), context.service::<Desk>()?);
    Ok(desk.decide_refunded(context.tx, CaseId(context.id), refunded, by, context.now)?)
}

fn record(context: &mut ActionContext<'_, '_>) -> Result<bool> {
    let by = Decider { actor: context.actor, note: context.text("note") };
    let (reference, desk) = (context.text("reference"), context.service::<Desk>()?);
    Ok(desk.record_missing_here(context.tx, CaseId(context.id), reference, by, context.now)?)
}

fn fetch_bill(context: &mut ActionContext<'_, '_>) -> Result<bool> {
    let desk = context.service::<Desk>()?;
    Ok(desk.fetch_bill_of_case(context.tx, CaseId(context.id), context.now)?)
}

/// Settles a case that needs no booking. Those that do are settled by their decision.
fn settle(context: &mut ActionContext<'_, '_>) -> Result<bool> {
    let note = context.text("note");
    Ok(case::settle_unbooked(context.tx, CaseId(context.id), note, context.actor, context.now)?)
}
