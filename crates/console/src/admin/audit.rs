//! 审计: the audit.

use miaohui_admin::{Area, Field, Kind, Label, Naming, Permission, Resource};

/// The changes of the staff.
pub static AUDIT: Resource = Resource {
    name: "audit",
    title: Label("操作日志", "Audit log"),
    area: Area::System,
    table: "console_audit",
    see: Permission::SeeAudit,
    fields: &[
        Field::new("created_at", Label("时间", "When"), Kind::Created).listed(),
        Field::new("actor", Label("谁", "Who"), Kind::Text(100)).listed().read_only(),
        Field::new("staff_id", Label("员工编号", "Staff id"), Kind::Number).filtered().sorted().read_only(),
        Field::new("address", Label("来自", "Address"), Kind::Text(60)).listed().read_only(),
        Field::new("action", Label("动作", "Action"), Kind::ActionName).listed().read_only(),
        Field::new("resource", Label("对象", "Kind"), Kind::ResourceName)
            .listed()
            .filtered()
            .sorted()
            .read_only(),
        Field::new(
            "subject",
            Label("记录", "Record"),
            Kind::Thing { kind: "resource", naming: Naming::Resources },
        )
        .listed()
        .filtered()
        .read_only(),
        Field::new("changes", Label("改动", "Changes"), Kind::Changes).listed(),
    ],
    ..Resource::EMPTY
};
