//! 事件回调: endpoints, what they want, and their secrets.

use miaohui_admin::{
    Action, ActionContext, Area, Field, Kind, Label, Permission, Related, Resource, Result, Searching,
    Services, choices,
};

use crate::delivery;
use crate::endpoint;
use crate::ids::EndpointId;
use crate::sender::Webhooks;

/// Whoever sees endpoints sees their secrets.
const NEED: Permission = Permission::RunSystem;

/// Whether an endpoint works.
const STATE: &str =
    "CASE WHEN t.paused_at IS NOT NULL THEN 'paused' WHEN t.failures > 0 THEN 'failing' ELSE 'working' END";

/// A flag for a group of events.
const fn wants(column: &'static str, label: Label) -> Field {
    Field::new(column, label, Kind::Flag)
}

/// Endpoints.
pub static ENDPOINTS: Resource = Resource {
    name: "webhooks",
    title: Label("事件回调", "Webhooks"),
    area: Area::System,
    table: "webhook_endpoint",
    label: "url",
    searching: Searching::Table,
    see: NEED,
    edit: Some(NEED),
    creates: true,
    fields: &[
        Field::new("url", Label("地址", "URL"), Kind::Link(500)).listed().required(),
        Field::new("note", Label("备注", "Note"), Kind::Text(100)).listed(),
        wants("wants_users", Label("用户", "Users")),
        wants("wants_orders", Label("订单", "Orders")),
        wants("wants_payments", Label("支付", "Payments")),
        wants("wants_refunds", Label("退款", "Refunds")),
        wants("wants_messages", Label("私信", "Messages")),
        wants("wants_reports", Label("举报", "Reports")),
        wants("wants_projects", Label("众筹项目", "Projects")),
        wants("wants_supports", Label("众筹支持", "Supports")),
        wants("moderates", Label("审核新内容", "Moderates new texts")),
        Field::new(
            "state",
            Label("状态", "State"),
            Kind::SqlWord(
                STATE,
                choices!("working" => ("正常", "Works", Good), "failing" => ("送达失败，自动重试", "Fails, tried again", Wait),
                    "paused" => ("已暂停", "Paused", Bad)),
            ),
        )
        .listed(),
        Field::new("last_error", Label("最近错误", "Last error"), Kind::Text(500)).listed().read_only(),
        Field::new("failing_since", Label("开始失败", "Failing since"), Kind::Time).read_only(),
        Field::new("paused_at", Label("暂停时间", "Paused"), Kind::Time).read_only(),
        Field::new("secret", Label("签名密钥", "Secret"), Kind::Text(500))
            .read_only()
            .only_for(NEED)
            .sealed("webhook_endpoint.secret"),
        Field::new("former_until", Label("旧密钥有效至", "The former secret signs until"), Kind::Time).read_only(),
        Field::new("created_at", Label("创建时间", "Created"), Kind::Created).listed(),
    ],
    actions: &[
        Action::on_rows("ping", Label("发送测试事件", "Send a test event"), NEED, |context| {
            Ok(delivery::send_ping(context.tx, EndpointId(context.id), context.now)?)
        }),
        Action::on_rows("rotate", Label("更换密钥", "Rotate the secret"), NEED, rotate)
            .on("t.secret <> ''")
            .confirmed()
            .using(Services::has::<Webhooks>),
        Action::on_rows("pause", Label("暂停", "Pause"), NEED, |context| {
            Ok(endpoint::pause(context.tx, EndpointId(context.id), context.now)?)
        })
        .on("t.paused_at IS NULL"),
        Action::on_rows("resume", Label("恢复发送", "Send again"), NEED, |context| {
            Ok(endpoint::resume(context.tx, EndpointId(context.id), context.now)?)
        })
        .on("t.paused_at IS NOT NULL"),
        Action::on_rows("remove", Label("删除", "Remove"), NEED, |context| {
            Ok(endpoint::remove(context.tx, EndpointId(context.id))?)
        })
        .confirmed(),
    ],
    related: &[Related::by("webhook-deliveries", "endpoint_id")],
    ..Resource::EMPTY
};

/// Replaces the secret; the former one signs as well for a day.
fn rotate(context: &mut ActionContext<'_, '_>) -> Result<bool> {
    let webhooks = context.service::<Webhooks>()?;
    webhooks.rotate(context.tx, EndpointId(context.id), context.now)
}
