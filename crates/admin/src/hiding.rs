//! What products share to hide content and to ban users: fields, labels and actions without their
//! functions.

use crate::access::Permission;
use crate::action::{Action, Run};
use crate::field::{Field, Kind};
use crate::label::Label;

/// Asks for the reason of a decision.
pub const REASON: &[Field] =
    &[Field::new("reason", Label("原因", "Reason"), Kind::Long(500)).required().with_templates("reason")];

/// The name of the action and of the field.
const HIDE: Label = Label("隐藏", "Hide");

/// Whether a thing is hidden.
pub const HIDDEN: Field = Field::new("hidden", HIDE, Kind::Flag).listed().filtered().read_only();

/// Whether a comment is hidden, by itself or with the comment that it answers.
pub const HIDDEN_UNDER: Field =
    Field::new("hidden_under", HIDE, Kind::Sql("CASE WHEN t.hidden_under IS NULL THEN '' ELSE '✓' END"))
        .listed();

/// Hides a thing, with a reason.
pub const fn hide(run: Run) -> Action {
    Action::on_rows("hide", HIDE, Permission::Moderate, run).asking(REASON)
}

/// Shows a hidden thing again.
pub const fn restore(run: Run) -> Action {
    Action::on_rows("restore", Label("恢复显示", "Show again"), Permission::Moderate, run)
}

/// Bans a user, with a reason.
pub const fn ban(run: Run) -> Action {
    Action::on_rows("ban", Label("封禁", "Ban"), Permission::Moderate, run).asking(REASON).confirmed()
}

/// Lifts a user's ban.
pub const fn unban(run: Run) -> Action {
    Action::on_rows("unban", Label("解除封禁", "Lift the ban"), Permission::Moderate, run)
}

/// Erases a user for good, with a reason.
pub const fn erase(run: Run) -> Action {
    Action::on_rows("erase", Label("注销账号", "Erase"), Permission::EraseUsers, run)
        .asking(REASON)
        .confirmed()
}
