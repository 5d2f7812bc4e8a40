//! 发件箱: messages on their way out. What failed can be sent again.

use crate::choices;
use crate::resource::{Act, Action, Area, Field, Kind, Resource, Wakes};
use crate::{Label, Permission, Result};

/// Messages on their way out.
pub static OUTBOX: Resource = DESCRIPTION;

/// Those that failed for good and can still be sent again.
pub static UNSENT: Resource = Resource {
    name: "unsent",
    title: Label("发送失败", "Not sent"),
    only: "t.next_at IS NULL AND t.payload <> ''",
    ..DESCRIPTION
};

/// What a message has.
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
        .fixed(),
        Field::new("tries", Label("次数", "Tries"), Kind::Number).listed().fixed(),
        Field::new("next_at", Label("下次", "Next"), Kind::Time).listed().fixed(),
        Field::new("last_error", Label("错误", "Error"), Kind::Text(500)).listed().fixed(),
        Field::new("created_at", Label("创建时间", "Created"), Kind::Created).listed(),
        Field::new("expires_at", Label("有效至", "Good until"), Kind::Time).fixed(),
        Field::new("ended_at", Label("结束时间", "Ended"), Kind::Time).listed().fixed(),
    ],
    actions: &[Action::on_rows("retry", Label("重新发送", "Send again"), Permission::RunSystem, retry)
        .waking(Wakes::Outbox)],
    ..Resource::EMPTY
};

fn retry(act: &mut Act<'_, '_>) -> Result<bool> {
    Ok(miaohui_gateways::retry(act.tx, miaohui_gateways::OutboxId(act.id), act.now)?)
}
