//! 提现: withdrawals. Finance pays them out by hand and confirms it.

use miaohui_admin::hiding::REASON;
use miaohui_admin::{Action, ActionContext, Area, Field, Kind, Label, Permission, Resource, Result, choices};
use miaohui_ledger::admin::LINES_OF_POSTINGS;

use miaohui_kernel::Fen;

use crate::operators;
use crate::store::money::{self, withdrawal_status};

/// Withdrawals that wait.
const WAITS: &str = concat!("t.status = ", withdrawal_status!(Pending));

/// Withdrawals.
pub static WITHDRAWALS: Resource = Resource {
    name: "withdrawals",
    title: Label("提现", "Withdrawals"),
    area: Area::Money,
    table: "cf_withdrawal",
    see: Permission::SeeMoney,
    postings: &["withdrawal", "withdrawal-end"],
    related: &[LINES_OF_POSTINGS],
    fields: &[
        Field::new("user_id", Label("用户", "User"), Kind::Relation("crowdfunding-users")).listed().filtered().sorted().read_only(),
        Field::new("money", Label("金额（元）", "Amount (yuan)"), Kind::Money).listed().read_only(),
        Field::new("target", Label("收款账号", "To"), Kind::Text(300)).listed().read_only().only_for(Permission::SeeIdentity).sealed("cf_withdrawal.target"),
        Field::new(
            "status",
            Label("状态", "State"),
            Kind::Choice(choices!("0" => ("待处理", "Pending", Wait), "1" => ("已打款", "Paid out", Good), "2" => ("已驳回", "Rejected", Bad))),
        )
        .listed()
        .filtered()
        .sorted()
        .read_only(),
        Field::new("created_at", Label("申请时间", "Requested"), Kind::Created).listed(),
        Field::new("decided_at", Label("处理时间", "Decided"), Kind::Time).listed().read_only(),
    ],
    actions: &[
        Action::on_rows("confirm", Label("已打款", "Mark as paid out"), Permission::MoveMoney, |context| decide(context, true))
            .on(WAITS)
            .confirmed()
            .moving(amount),
        Action::on_rows("refuse", Label("驳回", "Reject"), Permission::MoveMoney, |context| decide(context, false))
            .on(WAITS)
            .asking(REASON),
    ],
    ..Resource::EMPTY
};

/// The amount of a withdrawal.
fn amount(context: &mut ActionContext<'_, '_>) -> Result<Fen> {
    Ok(money::withdrawal_amount(context.tx, context.id.into())?.unwrap_or_default())
}

fn decide(context: &mut ActionContext<'_, '_>, paid: bool) -> Result<bool> {
    let reason = context.text("reason");
    Ok(operators::decide_withdrawal(context.tx, context.id.into(), paid, context.actor, reason, context.now)?)
}
