//! 员工: the staff. `miaohui staff add` and the button add members; the form changes roles and
//! disables accounts.

use miaohui_admin::{
    Action, ActionContext, Area, Choice, Field, Kind, Label, Permission, Related, Resource, Result, Role,
    Searching, Tone,
};
use miaohui_db::Tx;

use crate::recovery;
use crate::staff::{self, StaffId};
use crate::totp::TotpStep;

/// The roles.
const ROLES: &[Choice] = &[
    choice(Role::Owner),
    choice(Role::Operator),
    choice(Role::Reviewer),
    choice(Role::Finance),
    choice(Role::Service),
    choice(Role::Reader),
    choice(Role::Steward),
];

const fn choice(role: Role) -> Choice {
    Choice { value: role.value(), label: role.title(), tone: Tone::Plain }
}

/// The staff.
pub static STAFF: Resource = Resource {
    name: "staff",
    title: Label("员工", "Staff"),
    area: Area::System,
    table: "console_staff",
    searching: Searching::Table,
    label: "name",
    see: Permission::ManageStaff,
    edit: Some(Permission::ManageStaff),
    new_page: Some("/console/staff/new"),
    invariant: Some(has_owner),
    fields: &[
        Field::new("name", Label("姓名", "Name"), Kind::Text(50)).listed().required(),
        Field::new("email", Label("邮箱", "Mail"), Kind::Text(100))
            .listed()
            .searched()
            .read_only()
            .personal(),
        Field::new("role", Label("角色", "Role"), Kind::Word(ROLES)).listed().required(),
        Field::new("disabled", Label("停用", "Disabled"), Kind::Flag).listed(),
        Field::new(
            "second_factor",
            Label("两步验证", "Two-step verification"),
            Kind::Sql("CASE WHEN t.totp_secret <> '' THEN '✓' ELSE '' END"),
        )
        .listed(),
        Field::new("seen_at", Label("上次登录", "Last seen"), Kind::Time).listed().read_only(),
        Field::new("created_at", Label("创建时间", "Created"), Kind::Created).listed(),
    ],
    actions: &[
        Action::on_rows(
            "end-sessions",
            Label("强制下线", "End their sessions"),
            Permission::ManageStaff,
            |context| Ok(staff::end_sessions(context.tx, StaffId(context.id), "")? > 0),
        )
        .on("EXISTS (SELECT 1 FROM console_session e WHERE e.staff_id = t.id)"),
        Action::on_rows(
            "reset-totp",
            Label("重置两步验证", "Reset two-step verification"),
            Permission::ManageStaff,
            reset,
        )
        .on("t.totp_secret <> ''")
        .confirmed(),
    ],
    related: &[Related::by("audit", "staff_id")],
    ..Resource::EMPTY
};

/// Ends the sessions and removes the second factor.
fn reset(context: &mut ActionContext<'_, '_>) -> Result<bool> {
    let id = StaffId(context.id);
    staff::end_sessions(context.tx, id, "")?;
    recovery::replace(context.tx, id, &[])?;
    Ok(staff::set_totp(context.tx, id, "", TotpStep::default())?)
}

/// Checks that an owner is left: only an owner adds staff.
fn has_owner(tx: &mut Tx<'_>) -> miaohui_db::Result<Option<Label>> {
    let broken = Label("至少要有一位超级管理员", "There must be an owner");
    Ok(if staff::has_owner(tx)? { None } else { Some(broken) })
}
