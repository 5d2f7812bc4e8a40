//! What products share to take files down: a field, and actions without their functions.

use crate::access::Permission;
use crate::action::{Action, Run};
use crate::field::{Field, Kind};
use crate::hiding::REASON;
use crate::label::Label;

/// Why a file is taken down; empty while it is not. The table has the column `blob`.
pub const TAKEN_DOWN: Field = Field::new(
    "taken_down",
    Label("下架原因", "Reason for taking it down"),
    Kind::Sql("COALESCE((SELECT d.reason FROM taken_down_blob d WHERE d.blob = t.blob), '')"),
)
.listed();

/// Takes a file down wherever it is shown, with a reason.
pub const fn take_down(run: Run) -> Action {
    Action::on_rows("take-down", Label("全站下架", "Take down everywhere"), Permission::Moderate, run)
        .on("NOT EXISTS (SELECT 1 FROM taken_down_blob d WHERE d.blob = t.blob)")
        .asking(REASON)
        .confirmed()
}

/// Puts a file back.
pub const fn put_back(run: Run) -> Action {
    Action::on_rows("put-back", Label("恢复上架", "Put back"), Permission::Moderate, run)
        .on("EXISTS (SELECT 1 FROM taken_down_blob d WHERE d.blob = t.blob)")
}
