//! 发件箱: messages to send. Operators send failed ones again.

use miaohui_admin::{
    Action, ActionContext, Area, Field, Kind, Label, Permission, Resource, Result, Wake, choices,
};

use crate::outbox;

/// All messages.
pub static OUTBOX: Resource = DESCRIPTION;

/// Messages that failed and can be sent again.
pub static UNSENT: Resource = Resource {
    name: "unsent",
    title: Label("发送失败", "Not sent"),
    only: "t.next_at IS NULL AND t.payload <> ''",
    ..DESCRIPTION
};

/// The description of a message, for both lists.
const DESCRIPTION: Resource = Resource {
    name: "outbox",
    title: Label("发件箱", "Outbox"),
    area: Area::System,
    table: "outbox",
    see: Permission::SeeSystem,
    fields: &[
        Field::new(
            "kind",
            Label("类型", "Kind"),
            Kind::Word(choices!("sms" => ("短信", "SMS"), "mail" => ("邮件", "Mail"))),
        )
        .listed()
        .read_only(),
        Field::new("tries", Label("次数", "Tries"), Kind::Number).listed().read_only(),
        Field::new("next_at", Label("下次", "Next"), Kind::Time).listed().read_only(),
        Field::new("last_error", Label("错误", "Error"), Kind::Text(500)).listed().read_only(),
        Field::new("created_at", Label("创建时间", "Created"), Kind::Created).listed(),
        Field::new("expires_at", Label("有效至", "Expires"), Kind::Time).read_only(),
        Field::new("ended_at", Label("结束时间", "Ended"), Kind::Time).listed().read_only(),
    ],
    actions: &[Action::on_rows("retry", Label("重新发送", "Send again"), Permission::RunSystem, retry)
        .waking(Wake::Outbox)],
    ..Resource::EMPTY
};

fn retry(context: &mut ActionContext<'_, '_>) -> Result<bool> {
    Ok(outbox::retry(context.tx, context.id.into(), context.now)?)
}
