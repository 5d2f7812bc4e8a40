//! 员工. New ones come by `miaohui staff add` or the button; roles and who is let in are changed here.

use miaohui_db::Tx;

use crate::choices;
use crate::resource::{Act, Action, Area, Choice, Field, Kind, Related, Resource};
use crate::{Label, Permission, Result, staff};

/// The roles, as forms offer them.
pub const ROLES: &[Choice] = choices!(
    "owner" => ("所有者", "Owner"), "operator" => ("运营", "Operator"), "reviewer" => ("审核", "Reviewer"),
    "finance" => ("财务", "Finance"), "service" => ("客服", "Customer service"), "reader" => ("只读", "Read only"),
);

/// The staff.
pub static STAFF: Resource = Resource {
    name: "staff",
    title: Label("员工", "Staff"),
    area: Area::System,
    table: "console_staff",
    label: "name",
    see: Permission::ManageStaff,
    edit: Some(Permission::ManageStaff),
    new_page: Some("/console/staff/new"),
    holds: Some(has_owner),
    fields: &[
        Field::new("name", Label("姓名", "Name"), Kind::Text(50)).listed().required(),
        Field::new("email", Label("邮箱", "Mail"), Kind::Text(100)).listed().searched().fixed(),
        Field::new("role", Label("角色", "Role"), Kind::Word(ROLES)).listed().required(),
        Field::new("disabled", Label("停用", "Disabled"), Kind::Flag).listed(),
        Field::new(
            "second_factor",
            Label("第二步验证", "Second factor"),
            Kind::Sql("CASE WHEN t.totp_secret <> '' THEN '✓' ELSE '' END"),
        )
        .listed(),
        Field::new("seen_at", Label("上次登录", "Last seen"), Kind::Time).listed().fixed(),
        Field::new("created_at", Label("创建时间", "Created"), Kind::Created).listed(),
    ],
    actions: &[
        Action::on_rows(
            "end-sessions",
            Label("强制退出", "End their sessions"),
            Permission::ManageStaff,
            |act| Ok(staff::end_sessions(act.tx, act.id, "")? > 0),
        ),
        Action::on_rows(
            "reset-totp",
            Label("重置第二步验证", "Reset the second factor"),
            Permission::ManageStaff,
            reset,
        )
        .grave(),
    ],
    related: &[Related { resource: "audit", field: "staff_id" }],
    ..Resource::EMPTY
};

fn reset(act: &mut Act<'_, '_>) -> Result<bool> {
    staff::end_sessions(act.tx, act.id, "")?;
    Ok(staff::set_totp(act.tx, act.id, "", 0)?)
}

/// Without an owner nobody could let anybody in again.
fn has_owner(tx: &mut Tx<'_>) -> miaohui_db::Result<Option<Label>> {
    let owner: Option<(i64,)> =
        tx.query_opt("SELECT id FROM console_staff WHERE role = 'owner' AND NOT disabled LIMIT 1", &[])?;
    Ok(owner.is_none().then_some(Label("至少要有一位所有者", "There must be an owner")))
}
