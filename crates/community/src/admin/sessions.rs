//! 登录状态: where users are signed in. Operators end a session; its token works no more.

use miaohui_admin::{Action, ActionContext, Area, Field, Kind, Label, Permission, Resource, Result};

use crate::operators;

/// Sessions, by the hash of their tokens.
pub static SESSIONS: Resource = Resource {
    name: "sessions",
    title: Label("登录状态", "Sign-ins"),
    area: Area::Community,
    table: "co_session",
    key: "token_hash",
    text_key: true,
    label: "token_hash",
    in_navigation: false,
    see: Permission::Moderate,
    fields: &[
        Field::new("user_id", Label("用户", "User"), Kind::Relation("users")).listed().sorted().read_only(),
        Field::new("created_at", Label("登录时间", "Signed in"), Kind::Created).listed(),
        Field::new("expires_at", Label("有效至", "Until"), Kind::Time).listed().sorted().read_only(),
    ],
    actions: &[Action::on_rows("end", Label("强制下线", "End it"), Permission::Moderate, end)],
    ..Resource::EMPTY
};

fn end(context: &mut ActionContext<'_, '_>) -> Result<bool> {
    Ok(operators::end_session(context.tx, context.key)?)
}
