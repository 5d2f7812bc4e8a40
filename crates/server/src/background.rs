//! The background tasks of a process.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use miaohui_db::hold_lease;
use miaohui_kernel::MINUTE_MS;
use miaohui_web::{AccessLog, Platform, idempotency};
use tokio::task::JoinSet;

use crate::Service;

/// How late a line of the access log may be written.
const FLUSH_EVERY: Duration = Duration::from_millis(200);
/// How late an order or a project may end after its time.
const EXPIRE_EVERY: Duration = Duration::from_secs(5);
/// How late the edits of words by other processes take effect.
const WORDS_EVERY: Duration = Duration::from_secs(2);
/// How often expired rows and idle rate limits are removed.
const TIDY_EVERY: Duration = Duration::from_secs(60);

/// Starts the outbox and the periodic work; dropping the set ends them.
pub(crate) fn start(service: &Service) -> JoinSet<()> {
    let platform = &service.platform;
    let mut tasks = JoinSet::new();
    tasks.spawn(platform.outbox.clone().run());
    if let Some(log) = service.log.clone() {
        tasks.spawn(flush_log(log));
    }
    tasks.spawn(sweep_limits(platform.clone()));
    tasks.spawn(reload_words(platform.clone()));
    let app = Arc::clone(&service.community);
    tasks.spawn(leased(platform, "expire orders", EXPIRE_EVERY, move || expire_orders(Arc::clone(&app))));
    let app = Arc::clone(&service.crowdfunding);
    tasks.spawn(leased(platform, "close projects", EXPIRE_EVERY, move || close_projects(Arc::clone(&app))));
    let own = platform.clone();
    tasks.spawn(leased(platform, "payments", EXPIRE_EVERY, move || reconcile_payments(own.clone())));
    let (community, crowdfunding) = (Arc::clone(&service.community), Arc::clone(&service.crowdfunding));
    let console = Arc::clone(&service.console);
    tasks.spawn(leased(platform, "tidy", TIDY_EVERY, move || {
        tidy(Arc::clone(&community), Arc::clone(&crowdfunding), Arc::clone(&console))
    }));
    tasks
}

async fn expire_orders(app: Arc<miaohui_community::App>) -> Result<()> {
    let orders = miaohui_community::expire_orders(&app).await?;
    if orders > 0 {
        tracing::info!(orders, "orders expired unpaid");
    }
    Ok(())
}

async fn close_projects(app: Arc<miaohui_crowdfunding::App>) -> Result<()> {
    let projects = miaohui_crowdfunding::close_projects(&app).await?;
    if projects > 0 {
        tracing::info!(projects, "projects reached their deadline");
    }
    Ok(())
}

async fn reconcile_payments(platform: Platform) -> Result<()> {
    while platform.desk.reconcile().await? > 0 {}
    Ok(())
}

async fn tidy(
    community: Arc<miaohui_community::App>,
    crowdfunding: Arc<miaohui_crowdfunding::App>,
    console: Arc<miaohui_console::App>,
) -> Result<()> {
    miaohui_console::tidy(&console).await?;
    miaohui_community::tidy(&community).await?;
    miaohui_crowdfunding::tidy(&crowdfunding).await?;
    idempotency::sweep(&console.db, console.clock.now_ms()).await?;
    Ok(())
}

async fn flush_log(log: Arc<AccessLog>) {
    let mut ticks = tokio::time::interval(FLUSH_EVERY);
    loop {
        ticks.tick().await;
        log.flush();
    }
}

async fn sweep_limits(platform: Platform) {
    let mut ticks = tokio::time::interval(TIDY_EVERY);
    loop {
        ticks.tick().await;
        platform.limits.sweep();
    }
}

/// Reloads the words; every process does, because each keeps its own in memory.
async fn reload_words(platform: Platform) {
    let mut ticks = tokio::time::interval(WORDS_EVERY);
    loop {
        ticks.tick().await;
        if let Err(error) = platform.words.reload(&platform.db).await {
            tracing::warn!(%error, "the words could not be reloaded");
        }
    }
}

/// Repeats the work for ever, while this process holds the lease of its name.
fn leased<W>(
    platform: &Platform,
    name: &'static str,
    every: Duration,
    work: impl Fn() -> W + Send + 'static,
) -> impl Future<Output = ()> + Send + 'static
where
    W: Future<Output = Result<()>> + Send + 'static,
{
    let (db, clock, holder) = (platform.db.clone(), platform.clock.clone(), platform.rng.hex32());
    async move {
        let mut ticks = tokio::time::interval(every);
        loop {
            ticks.tick().await;
            let (own, now) = (holder.clone(), clock.now_ms());
            let lease = db.write(move |tx| hold_lease(tx, name, &own, now, 2 * MINUTE_MS)).await;
            let done = match lease {
                Ok(true) => work().await,
                Ok(false) => Ok(()),
                Err(error) => Err(error.into()),
            };
            if let Err(error) = done {
                tracing::warn!(work = name, %error, "periodic work failed and will be retried");
            }
        }
    }
}
