//! 事件回调: endpoints, what they want, and their secrets.

use miaohui_admin::{
    Action, ActionContext, Area, Field, Kind, Label, Permission, Related, Resource, Result, Searching,
    Services, choices,
};

use crate::delivery;
use crate::endpoint::{self, MOST_URL_CHARS};
use crate::group::EventGroup;
use crate::ids::EndpointId;
use crate::sender::Webhooks;

/// Whoever sees endpoints sees their secrets.
const NEED: Permission = Permission::RunSystem;

/// Whether an endpoint works.
const STATE: &str =
    "CASE WHEN t.paused_at IS NOT NULL THEN 'paused' WHEN t.failures > 0 THEN 'failing' ELSE 'working' END";

/// What operators enter before the groups of events.
const ENTERED: [Field; 2] = [
    Field::new("url", Label("地址", "URL"), Kind::Link(MOST_URL_CHARS)).listed().required(),
    Field::new("note", Label("备注", "Note"), Kind::Text(100)).listed(),
];

/// What becomes of an endpoint.
const KEPT: [Field; 7] = [
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
];

/// What operators enter, a flag for each group of events, and what becomes of the endpoint.
static FIELDS: [Field; ENTERED.len() + EventGroup::ALL.len() + KEPT.len()] = fields();

const fn fields<const N: usize>() -> [Field; N] {
    let (groups, kept) = (ENTERED.len(), ENTERED.len() + EventGroup::ALL.len());
    let mut fields = [ENTERED[0]; N];
    let mut n = 0;
    while n < N {
        fields[n] = if n < groups {
            ENTERED[n]
        } else if n < kept {
            let group = EventGroup::ALL[n - groups];
            Field::new(group.column(), group.label(), Kind::Flag)
        } else {
            KEPT[n - kept]
        };
        n += 1;
    }
    fields
}

/// Endpoints.
pub static ENDPOINTS: Resource = Resource {
    name: "webhooks",
    title: Label("事件回调", "Webhooks"),
    area: Area::System,
    table: "webhook_endpoint",
    label: "url",
    searching: Searching::Table,
    only: "t.removed_at IS NULL",
    see: NEED,
    edit: Some(NEED),
    creates: true,
    fields: &FIELDS,
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
        Action::on_rows("resume", Label("恢复发送", "Resume"), NEED, |context| {
            Ok(endpoint::resume(context.tx, EndpointId(context.id), context.now)?)
        })
        .on("t.paused_at IS NOT NULL"),
        Action::on_rows("remove", Label("删除", "Remove"), NEED, |context| {
            Ok(endpoint::remove(context.tx, EndpointId(context.id), context.now)?)
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
