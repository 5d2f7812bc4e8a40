//! 登录状态: where users are signed in. Operators end a login; its tokens work no more.

use miaohui_admin::{Action, ActionContext, Area, Field, Kind, Label, Permission, Resource, Result};

use crate::operators;

/// Sessions, by the hash of their tokens.
pub static SESSIONS: Resource = Resource {
    name: "crowdfunding-sessions",
    title: Label("登录状态", "Sign-ins"),
    area: Area::Crowdfunding,
    table: "cf_session",
    key: "token_hash",
    text_key: true,
    label: "token_hash",
    in_navigation: false,
    see: Permission::Moderate,
    fields: &[
        Field::new("user_id", Label("用户", "User"), Kind::Relation("crowdfunding-users"))
            .listed()
            .sorted()
            .read_only(),
        Field::new("created_at", Label("登录或续期时间", "Signed in or renewed"), Kind::Created).listed(),
        Field::new("refresh_expires_at", Label("有效至", "Until"), Kind::Time).listed().sorted().read_only(),
    ],
    actions: &[Action::on_rows("end", Label("强制下线", "End it"), Permission::Moderate, end)],
    ..Resource::EMPTY
};

fn end(context: &mut ActionContext<'_, '_>) -> Result<bool> {
    Ok(operators::end_session(context.tx, context.key)?)
}
