//! The background work of erasures.

use crate::app::App;
use crate::error::Result;
use crate::ids::UserId;
use crate::store::erasure;
use crate::store::erasure_content::erase_some;

/// Most users that are looked up at once.
const BATCH: u32 = 20;

/// Erases the users whose erasure is due and returns their number. One process calls it every few
/// seconds. Each step is a transaction of its own; an interrupted erasure continues with the next
/// call.
pub async fn erase_due(app: &App) -> Result<usize> {
    let now = app.clock.now_ms();
    let mut count = 0;
    loop {
        let due = app.db.read(move |tx| erasure::due(tx, BATCH, now)).await?;
        if due.is_empty() {
            return Ok(count);
        }
        for user in due {
            erase(app, user, now).await?;
            count += 1;
        }
    }
}

/// Erases one user, unless the erasure was cancelled.
async fn erase(app: &App, user: UserId, now: i64) -> Result<()> {
    let vault = app.vault.clone();
    app.db.write(move |tx| erasure::begin(tx, &vault, user, now)).await?;
    // A login may have cancelled it.
    if !app.db.read(move |tx| erasure::has_begun(tx, user)).await? {
        return Ok(());
    }
    while app.db.write(move |tx| erase_some(tx, user, now)).await? {}
    Ok(app.db.write(move |tx| erasure::finish(tx, user, now)).await?)
}
