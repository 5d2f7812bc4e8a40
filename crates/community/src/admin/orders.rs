//! 订单: orders of tickets.

use miaohui_admin::{
    Action, ActionContext, Area, Field, Kind, Label, Permission, Rare, Related, Resource, Result, choices,
};
use miaohui_payments::admin::subject;

use crate::operators;
use crate::store::order::{SUBJECT, order_status};

/// Orders.
pub static ORDERS: Resource = Resource {
    name: "orders",
    title: Label("订单", "Orders"),
    area: Area::Community,
    table: "co_order",
    subject: SUBJECT,
    see: Permission::SeeMoney,
    fields: &[
        Field::new("user_id", Label("买家", "Buyer"), Kind::Relation("users")).listed().filtered().sorted().read_only(),
        Field::new("price", Label("金额（元）", "Price (yuan)"), Kind::Money).listed().read_only(),
        Field::new(
            "status",
            Label("状态", "State"),
            Kind::Choice(choices!("0" => ("待支付", "Pending", Wait), "1" => ("已完成", "Paid", Good), "2" => ("已取消", "Cancelled"))),
        )
        .listed()
        .filtered_with(&[
            Rare { value: "0", found: concat!("s.expires_at > 0 AND s.status = ", order_status!(Pending)) },
            Rare { value: "2", found: concat!("s.id > 0 AND s.status = ", order_status!(Cancelled)) },
        ])
        .read_only(),
        Field::new("created_at", Label("创建时间", "Created"), Kind::Created).listed(),
        Field::new("updated_at", Label("更新时间", "Changed"), Kind::Updated).listed(),
        Field::new("expires_at", Label("支付期限", "Payment deadline"), Kind::Time).read_only(),
    ],
    actions: &[Action::on_rows("cancel", Label("取消订单", "Cancel the order"), Permission::EditCatalogue, cancel)
        .on(concat!("t.status = ", order_status!(Pending)))
        .confirmed()],
    related: &[
        // Also those that a cancelled order has given back.
        Related::on("tickets", "t.id IN (SELECT i.ticket_id FROM co_order_item i WHERE i.order_id = {key})"),
        subject::PAYMENTS,
        subject::REFUNDS,
        subject::CASES,
        subject::LINES,
        Related::on(
            "outbox",
            "t.recipient = (SELECT '+' || u.country || u.phone FROM co_order o JOIN co_user u ON u.id = o.user_id
             WHERE o.id = {key})",
        )
        .titled("买家近两天的短信", "The buyer's messages of two days"),
    ],
    timeline: Some(&subject::LIFE),
    ..Resource::EMPTY
};

fn cancel(context: &mut ActionContext<'_, '_>) -> Result<bool> {
    Ok(operators::cancel_order(context.tx, context.id.into(), context.now)?)
}
