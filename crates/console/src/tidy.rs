//! Work of the console beside its pages.

use std::sync::Arc;

use miaohui_db::Tx;
use miaohui_kernel::DAY_MS;
use miaohui_web::{limited_callers, logins};

use crate::app::App;
use crate::error::Result;
use crate::sign_in::login_account;
use crate::{audit, daily_counts, staff};

/// How long the audit is kept, in ms: three years.
const AUDIT_MS: i64 = 3 * 365 * DAY_MS;

/// The limit of audit entries deleted at once.
const SWEPT: u32 = 1000;

/// Deletes expired sessions, old entries of the audit and the text of expired messages; counts new
/// rows for the dashboard. Runs about once a minute in one process.
pub async fn tidy(app: &App) -> Result<()> {
    let (now, lock) = (app.clock.now_ms(), app.login_lock.get());
    let job = move |tx: &mut Tx<'_>| -> miaohui_db::Result<()> {
        staff::delete_expired_sessions(tx, now)?;
        logins::delete_old(tx, lock, now)?;
        limited_callers::delete_old(tx, now)?;
        audit::delete_before(tx, now - AUDIT_MS, SWEPT)?;
        miaohui_gateways::forget_failed(tx, now)?;
        Ok(())
    };
    app.db.write(job).await?;
    loop {
        let registry = Arc::clone(&app.registry);
        if !app.db.write(move |tx| daily_counts::count(tx, &registry, now)).await? {
            return Ok(());
        }
    }
}

/// Ends the locks of an account that failed sign-ins have locked; `false`: there is no such account.
pub async fn unlock_staff(app: &App, email: &str) -> Result<bool> {
    let email = email.to_lowercase();
    let unlock = move |tx: &mut Tx<'_>| {
        logins::forget_failures(tx, &login_account(&email))?;
        staff::unlock(tx, &email)
    };
    Ok(app.db.write(unlock).await?)
}

/// Whether there is any staff member.
pub async fn is_staffed(app: &App) -> Result<bool> {
    Ok(app.db.read(staff::exists_any).await?)
}
