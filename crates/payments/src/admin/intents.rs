//! 支付: attempts to pay.

use miaohui_admin::{
    Action, ActionContext, Area, Cell, Field, Kind, Label, Naming, Permission, Rare, Related, Resource,
    Result, Services, choices,
};

use miaohui_kernel::Fen;

use super::channels::CHANNELS;
use super::life::{ITSELF, life, lines};
use crate::desk::Desk;
use crate::intent::{self, IntentId, intent_status, open_statuses};
use crate::operator_refund::RefundRequest;

/// The rows of the index of open attempts.
const OPEN: &str = concat!("s.subject > '' AND s.status IN ", open_statuses!());
/// The rows of the console's index of attempts that bought nothing or were refunded, by status.
macro_rules! ended {
    ($status:ident) => {
        concat!(
            "s.status IN (",
            intent_status!(Failed),
            ", ",
            intent_status!(Expired),
            ", ",
            intent_status!(Refunded),
            ") AND s.status = ",
            intent_status!($status)
        )
    };
}

/// The index of the providers' numbers begins with the channel.
const BY_CHANNEL: &str = "s.channel IN ('alipay', 'balance', 'sandbox', 'wechat')";

/// Attempts to pay.
pub static INTENTS: Resource = Resource {
    name: "intents",
    title: Label("支付", "Payments"),
    area: Area::Money,
    table: "payment_intent",
    label: "reference",
    see: Permission::SeeMoney,
    fields: &[
        Field::new("reference", Label("单号", "Reference"), Kind::Text(64)).listed().searched().sorted().read_only(),
        Field::new(
            "subject_id",
            Label("用途", "For"),
            Kind::Thing { kind: "subject", naming: Naming::Subjects },
        )
        .listed()
        .filtered()
        .read_only(),
        Field::new("channel", Label("渠道", "Channel"), Kind::Word(CHANNELS)).listed().read_only(),
        Field::new("fen", Label("金额（元）", "Amount (yuan)"), Kind::Money).listed().read_only(),
        Field::new(
            "status",
            Label("状态", "State"),
            Kind::Choice(choices!(
                "0" => ("已创建", "Created"), "1" => ("等待", "Pending", Wait), "2" => ("成功", "Succeeded", Good),
                "3" => ("失败", "Failed", Bad), "4" => ("过期", "Expired"), "5" => ("已退款", "Refunded", Bad),
            )),
        )
        .listed()
        .filtered_with(&[
            Rare { value: "0", found: OPEN },
            Rare { value: "1", found: OPEN },
            Rare { value: "3", found: ended!(Failed) },
            Rare { value: "4", found: ended!(Expired) },
            Rare { value: "5", found: ended!(Refunded) },
        ])
        .read_only(),
        Field::new("transaction_no", Label("渠道流水号", "Provider's number"), Kind::Text(64))
            .searched_by(BY_CHANNEL)
            .read_only(),
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
            Field::new("reason", Label("原因", "Reason"), Kind::Text(80)).required().with_templates("refund"),
        ])
        .on(concat!(
            "t.status = ",
            intent_status!(Succeeded),
            " AND t.paid > t.returned"
        ))
        .confirmed()
        .moving(amount)
        .using(Services::has::<Desk>)],
    postings: &["payment"],
    related: &[
        Related::by("refunds", "intent_id").offering(&["retry", "renew", "outside"]),
        Related::by("payment-cases", "intent_id"),
        Related::on("bill-lines", "t.intent_id = {key}"),
        lines(ITSELF),
    ],
    timeline: Some(&life(ITSELF)),
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
