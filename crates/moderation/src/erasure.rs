//! What the erasure of a user leaves of reports: who decided what about which id, without texts.

use miaohui_db::{Result, Tx};

use crate::report::ReporterId;

/// Empties the copied texts of the reports about things of one kind.
pub fn forget_things(tx: &mut Tx<'_>, product: &str, kind: &str, ids: &[i64]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    tx.execute(
        "UPDATE moderation_report SET text = ''
         WHERE product = $1 AND kind = $2 AND thing_id IN LIST($3) AND text <> ''",
        &[product.into(), kind.into(), ids.into()],
    )?;
    Ok(())
}

/// Empties the details that a reporter has written.
pub fn forget_reporter(tx: &mut Tx<'_>, product: &str, reporter: ReporterId) -> Result<()> {
    tx.execute(
        "UPDATE moderation_report SET text = '' WHERE product = $1 AND reporter = $2 AND text <> ''",
        &[product.into(), reporter.into()],
    )?;
    Ok(())
}
