//! Work that goes on behind the requests.

use std::sync::Arc;
use std::time::Duration;

use miaohui_community::App;
use miaohui_db::hold_lease;
use miaohui_kernel::MINUTE_MS;
use miaohui_web::AccessLog;
use tokio::task::JoinSet;

use crate::Service;

/// How late a line of the log may be.
const FLUSH_EVERY: Duration = Duration::from_millis(200);
/// How long an order may stand after its time is over.
const EXPIRE_EVERY: Duration = Duration::from_secs(5);
const EVERY: Duration = Duration::from_secs(60);

/// Starts the outbox and the periodic work; dropping the set ends them.
pub(crate) fn start(service: &Service) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    tasks.spawn(service.outbox.clone().run());
    if let Some(log) = service.log.clone() {
        tasks.spawn(flush_for_ever(log));
    }
    tasks.spawn(tidy_for_ever(Arc::clone(&service.community)));
    tasks.spawn(expire_for_ever(Arc::clone(&service.community)));
    tasks
}

async fn flush_for_ever(log: Arc<AccessLog>) {
    let mut moments = tokio::time::interval(FLUSH_EVERY);
    loop {
        moments.tick().await;
        log.flush();
    }
}

/// Every minute: this process's own memory, and what of all processes one does for the rest.
async fn tidy_for_ever(app: Arc<App>) {
    let holder = app.rng.hex32();
    let mut minutes = tokio::time::interval(EVERY);
    loop {
        minutes.tick().await;
        app.limits.sweep();
        if let Err(error) = tidy(&app, &holder).await {
            tracing::warn!(%error, "the periodic work failed and is tried again");
        }
    }
}

/// Every few seconds one of all processes gives up the orders that were not paid in time.
async fn expire_for_ever(app: Arc<App>) {
    let holder = app.rng.hex32();
    let mut moments = tokio::time::interval(EXPIRE_EVERY);
    loop {
        moments.tick().await;
        let expired = match is_mine(&app, "expire orders", &holder).await {
            Ok(true) => miaohui_community::expire_orders(&app).await,
            Ok(false) => Ok(0),
            Err(error) => Err(error),
        };
        match expired {
            Ok(0) => {}
            Ok(orders) => tracing::info!(orders, "orders were not paid in time"),
            Err(error) => tracing::warn!(%error, "expired orders could not be given up and are tried again"),
        }
    }
}

async fn tidy(app: &App, holder: &str) -> miaohui_community::Result<()> {
    if is_mine(app, "tidy", holder).await? { miaohui_community::tidy(app).await } else { Ok(()) }
}

/// Whether this process does the work, of all that share the database.
async fn is_mine(app: &App, work: &'static str, holder: &str) -> miaohui_community::Result<bool> {
    let (holder, now) = (holder.to_owned(), app.clock.now_ms());
    Ok(app.db.write(move |tx| hold_lease(tx, work, &holder, now, 2 * MINUTE_MS)).await?)
}
