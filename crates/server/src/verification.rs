//! What must always hold, of all components.

use miaohui_db::{Database, Finding};

/// Checks what must always hold, and with `repair` puts counters right. Safe on a live database.
pub async fn verify(db: &Database, repair: bool) -> miaohui_db::Result<Vec<Finding>> {
    let mut findings = miaohui_db::verify(db, miaohui_community::verify::CHECKS, repair).await?;
    findings.extend(miaohui_db::verify(db, miaohui_crowdfunding::verify::CHECKS, repair).await?);
    findings.extend(miaohui_db::verify(db, miaohui_ledger::verify::CHECKS, repair).await?);
    findings.extend(miaohui_db::verify(db, miaohui_payments::verify::CHECKS, repair).await?);
    findings.extend(miaohui_db::verify(db, miaohui_payments::verify_bills::BILL_CHECKS, repair).await?);
    Ok(findings)
}
