//! 入场: tickets that were admitted at the door, and those that a gate without network admitted a
//! second time.

use miaohui_admin::{Action, Area, Field, Kind, Label, Permission, Resource};

use crate::store::check_in::{self, CheckInId};

/// Admissions.
pub static CHECK_INS: Resource = Resource {
    name: "check-ins",
    title: Label("入场记录", "Admissions"),
    area: Area::Community,
    table: "co_check_in",
    fields: &[TICKET, PROJECT, GATE, STAFF, ADMITTED_AT, RECORDED_AT],
    actions: &[Action::on_rows(
        "undo",
        Label("撤销入场", "Take back"),
        Permission::EditCatalogue,
        |context| Ok(check_in::undo(context.tx, CheckInId(context.id))?),
    )
    .confirmed()],
    ..Resource::EMPTY
};

/// Tickets that were admitted a second time.
pub static DOUBLE_ENTRIES: Resource = Resource {
    name: "double-entries",
    title: Label("重复入场", "Double entries"),
    area: Area::Community,
    table: "co_double_entry",
    fields: &[TICKET, PROJECT, GATE, STAFF, ADMITTED_AT, RECORDED_AT],
    ..Resource::EMPTY
};

const TICKET: Field = Field::new("ticket_id", Label("门票", "Ticket"), Kind::Relation("tickets"))
    .listed()
    .filtered()
    .sorted()
    .read_only();
const PROJECT: Field = Field::new("project_id", Label("项目", "Project"), Kind::Relation("projects"))
    .listed()
    .filtered()
    .sorted()
    .read_only();
const GATE: Field = Field::new("gate", Label("入口", "Gate"), Kind::Text(40)).listed().read_only();
const STAFF: Field = Field::new("staff", Label("检票员", "Steward"), Kind::Text(100)).listed().read_only();
const ADMITTED_AT: Field =
    Field::new("admitted_at", Label("入场时间", "Admitted"), Kind::Time).listed().read_only();
const RECORDED_AT: Field = Field::new("created_at", Label("记录时间", "Recorded"), Kind::Created);
