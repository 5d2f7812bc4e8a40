//! 提现: somebody in finance pays it out by hand and says so.

use miaohui_crowdfunding::operators;

use super::hiding::WHY;
use crate::choices;
use crate::resource::{Act, Action, Area, Field, Kind, Resource};
use crate::{Label, Permission, Result};

/// Withdrawals.
pub static WITHDRAWALS: Resource = Resource {
    name: "withdrawals",
    title: Label("提现", "Withdrawals"),
    area: Area::Money,
    table: "cf_withdrawal",
    see: Permission::SeeMoney,
    fields: &[
        Field::new("user_id", Label("用户", "User"), Kind::Relation("people")).listed().filtered().fixed(),
        Field::new("money", Label("金额（元）", "Amount (yuan)"), Kind::Money).listed().fixed(),
        Field::new("target", Label("收款账号", "To"), Kind::Text(300)).listed().fixed().only_for(Permission::SeeIdentity),
        Field::new(
            "status",
            Label("状态", "State"),
            Kind::Choice(choices!("0" => ("待处理", "Waits"), "1" => ("已打款", "Paid out"), "2" => ("已拒绝", "Refused"))),
        )
        .listed()
        .filtered()
        .fixed(),
        Field::new("created_at", Label("申请时间", "Asked"), Kind::Created).listed(),
        Field::new("decided_at", Label("处理时间", "Decided"), Kind::Time).listed().fixed(),
    ],
    actions: &[
        Action::on_rows("confirm", Label("已打款", "It was paid out"), Permission::MoveMoney, |act| decide(act, true)).grave(),
        Action::on_rows("refuse", Label("拒绝", "Refuse"), Permission::MoveMoney, |act| decide(act, false))
            .asking(WHY),
    ],
    ..Resource::EMPTY
};

fn decide(act: &mut Act<'_, '_>, paid: bool) -> Result<bool> {
    let reason = act.said("reason").text().to_owned();
    Ok(operators::decide_withdrawal(act.tx, act.id.into(), paid, &act.staff.email, &reason, act.now)?)
}
