//! 短信邮件记录: messages to send. Operators send failed ones again.

use miaohui_admin::{
    Action, ActionContext, Area, Choice, Field, Kind, Label, Permission, Resource, Result, Wake, choices,
};

use crate::messages;
use crate::outbox_kind::message_state;

/// A phone with its first six and last two digits, a mail address with its first letter.
const MASKED: &str = "CASE WHEN t.recipient LIKE '+%'
      THEN substr(t.recipient, 1, 6) || '****' || substr(t.recipient, length(t.recipient) - 1)
    ELSE substr(t.recipient, 1, 1) || '***' || substr(t.recipient, length(t.recipient) - 3) END";

/// The states in plain words.
pub static STATES: &[Choice] = choices!(
    "queued" => ("等待发送", "Waiting", Wait),
    "retrying" => ("稍后重发", "Sent again later", Wait),
    "sent" => ("已交给服务商", "Taken by the provider"),
    "delivered" => ("已送达", "Arrived", Good),
    "undelivered" => ("未送达", "Did not arrive", Bad),
    "failed" => ("未发出", "Not sent", Bad),
);

/// The reasons in plain words.
pub static REASONS: &[Choice] = choices!(
    "unreachable" => ("服务商联系不上或出错", "The provider cannot be reached or failed"),
    "recipient" => ("号码或地址不存在", "The number or the address does not exist"),
    "off" => ("手机关机、停机或无信号", "The phone is off, suspended or without a signal"),
    "blocked" => ("收件人或运营商拦截", "The recipient or the network blocks such messages"),
    "limited" => ("服务商的频率限制", "The provider's limit"),
    "balance" => ("服务商账户余额不足", "The account at the provider has no money left"),
    "credentials" => ("服务商密钥或权限不对", "The key or a permission at the provider is wrong"),
    "template" => ("短信签名或模板未通过", "The sign name or template is not approved"),
    "content" => ("内容被拦截", "The text was refused"),
    "country" => ("不支持该国家或地区", "The country is not supported or has no template"),
    "expired" => ("发出前已过期", "It expired before it could be sent"),
    "phone_gap" => ("同一手机请求太快", "Asked again too soon for the same phone"),
    "phone_day" => ("同一收件人次数用完", "The recipient's number of messages is used up"),
    "address" => ("同一网络地址次数用完", "The network address's number of messages is used up"),
    "budget" => ("总发送预算用完", "The budget of all messages is used up"),
    "other" => ("其他原因", "Another reason"),
);

/// All messages.
pub static OUTBOX: Resource = DESCRIPTION;

/// Messages that failed lately: those whose recipients are still known, or that can be sent again.
pub static UNSENT: Resource = Resource {
    name: "unsent",
    title: Label("发送失败", "Not sent"),
    only: concat!("t.state = ", message_state!(Failed), " AND (t.recipient IS NOT NULL OR t.payload <> '')"),
    ..DESCRIPTION
};

/// The description of a message, for both lists.
const DESCRIPTION: Resource = Resource {
    name: "outbox",
    title: Label("短信邮件记录", "Messages"),
    area: Area::System,
    table: "outbox",
    see: Permission::SeeMessages,
    is_record: true,
    fields: &[
        Field::new(
            "kind",
            Label("类型", "Kind"),
            Kind::Word(choices!("sms" => ("短信", "SMS"), "mail" => ("邮件", "Mail"))),
        )
        .listed()
        .read_only(),
        Field::new("masked", Label("收件人", "Recipient"), Kind::Sql(MASKED)).listed(),
        Field::new("recipient", Label("完整收件人", "Full recipient"), Kind::Text(254))
            .searched()
            .recipient()
            .read_only()
            .only_for(Permission::SeeIdentity),
        Field::new("state", Label("状态", "State"), Kind::Word(STATES))
            .listed()
            .filtered()
            .sorted()
            .read_only(),
        Field::new("reason", Label("原因", "Reason"), Kind::Word(REASONS)).listed().read_only(),
        Field::new("provider", Label("服务商", "Provider"), Kind::Text(20)).listed().read_only(),
        Field::new("tries", Label("次数", "Tries"), Kind::Number).listed().read_only(),
        Field::new("next_at", Label("下次", "Next"), Kind::Time).read_only(),
        Field::new("last_error", Label("服务商原文", "Provider's words"), Kind::Text(500))
            .listed()
            .read_only(),
        Field::new("created_at", Label("创建时间", "Created"), Kind::Created).listed(),
        Field::new("expires_at", Label("有效至", "Expires"), Kind::Time).read_only(),
        Field::new("reported_at", Label("回执时间", "Receipt"), Kind::Time).read_only(),
        Field::new("ended_at", Label("结束时间", "Ended"), Kind::Time).listed().read_only(),
    ],
    actions: &[Action::on_rows("retry", Label("重新发送", "Send again"), Permission::RunSystem, retry)
        .on("t.next_at IS NULL AND t.payload <> ''")
        .waking(Wake::Outbox)],
    ..Resource::EMPTY
};

fn retry(context: &mut ActionContext<'_, '_>) -> Result<bool> {
    Ok(messages::retry(context.tx, context.id.into(), context.now)?)
}
