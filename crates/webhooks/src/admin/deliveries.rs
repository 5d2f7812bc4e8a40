//! 回调记录: deliveries. Operators send ended ones again.

use miaohui_admin::{Action, Area, Field, Kind, Label, Permission, Resource, choices};

use crate::delivery;
use crate::ids::DeliveryId;

/// Deliveries.
pub static DELIVERIES: Resource = Resource {
    name: "webhook-deliveries",
    title: Label("回调记录", "Webhook deliveries"),
    area: Area::System,
    table: "webhook_delivery",
    see: Permission::RunSystem,
    fields: &[
        Field::new("endpoint_id", Label("回调", "Webhook"), Kind::Relation("webhooks"))
            .listed()
            .filtered()
            .sorted()
            .read_only(),
        Field::new("kind", Label("事件", "Event"), Kind::Text(50)).listed().read_only(),
        Field::new("thing", Label("对象", "Thing"), Kind::Text(100)).listed().sorted().read_only(),
        Field::new(
            "state",
            Label("状态", "State"),
            Kind::Word(choices!("waiting" => ("等待发送", "Waiting", Wait), "delivered" => ("已送达", "Delivered", Good),
                "failed" => ("被拒收", "Refused", Bad), "unanswered" => ("未及时答复", "No verdict in time", Bad))),
        )
        .listed()
        .filtered()
        .sorted()
        .read_only(),
        Field::new("tries", Label("次数", "Tries"), Kind::Number).listed().read_only(),
        Field::new("status", Label("HTTP 状态", "HTTP status"), Kind::Number).listed().read_only(),
        Field::new(
            "verdict",
            Label("审核结论", "Verdict"),
            Kind::Word(
                choices!("allow" => ("放行", "Allow", Good), "queue" => ("送人工审核", "Queue", Wait), "hide" => ("隐藏", "Hide", Bad)),
            ),
        )
        .listed()
        .read_only(),
        Field::new("last_error", Label("错误", "Error"), Kind::Text(500)).listed().read_only(),
        Field::new("next_at", Label("下次", "Next"), Kind::Time).read_only(),
        Field::new("answer_by", Label("答复期限", "Answer by"), Kind::Time).read_only(),
        Field::new("data", Label("内容", "Data"), Kind::Json),
        Field::new("created_at", Label("创建时间", "Created"), Kind::Created).listed(),
        Field::new("ended_at", Label("结束时间", "Ended"), Kind::Time).read_only(),
    ],
    actions: &[Action::on_rows("send-again", Label("重新发送", "Send again"), Permission::RunSystem, |context| {
        Ok(delivery::send_again(context.tx, DeliveryId(context.id), context.now)?)
    })
    .on("t.next_at IS NULL")],
    ..Resource::EMPTY
};
