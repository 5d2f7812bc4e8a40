//! 审计: what the staff did.

use crate::resource::{Area, Field, Kind, Resource};
use crate::{Label, Permission};

/// What was done in the console.
pub static AUDIT: Resource = Resource {
    name: "audit",
    title: Label("审计", "Audit"),
    area: Area::System,
    table: "console_audit",
    see: Permission::SeeAudit,
    fields: &[
        Field::new("created_at", Label("时间", "When"), Kind::Created).listed(),
        Field::new("actor", Label("谁", "Who"), Kind::Text(100)).listed().fixed(),
        Field::new("staff_id", Label("员工编号", "Staff id"), Kind::Number).filtered().fixed(),
        Field::new("address", Label("来自", "From"), Kind::Text(60)).listed().fixed(),
        Field::new("action", Label("动作", "What"), Kind::Text(60)).listed().fixed(),
        Field::new("resource", Label("对象", "Of"), Kind::Text(60)).listed().filtered().fixed(),
        Field::new("subject", Label("编号", "Which"), Kind::Text(60)).listed().fixed(),
        Field::new("changes", Label("改动", "Changes"), Kind::Changes).listed(),
    ],
    ..Resource::EMPTY
};
