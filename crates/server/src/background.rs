//! Work that goes on behind the requests.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use miaohui_db::{Database, hold_lease};
use miaohui_kernel::MINUTE_MS;
use miaohui_moderation::Words;
use miaohui_web::{AccessLog, idempotency};
use tokio::task::JoinSet;

use crate::Service;

/// How late a line of the log may be.
const FLUSH_EVERY: Duration = Duration::from_millis(200);
/// How long an order or a project may stand after its time is over.
const EXPIRE_EVERY: Duration = Duration::from_secs(5);
/// How long words that another process has edited may go unseen.
const WORDS_EVERY: Duration = Duration::from_secs(2);
const TIDY_EVERY: Duration = Duration::from_secs(60);

/// Starts the outbox and the periodic work; dropping the set ends them.
pub(crate) fn start(service: &Service) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    tasks.spawn(service.outbox.clone().run());
    if let Some(log) = service.log.clone() {
        tasks.spawn(flush_for_ever(log));
    }
    let limits = Arc::clone(&service.community.limits);
    tasks.spawn(async move {
        let mut minutes = tokio::time::interval(TIDY_EVERY);
        loop {
            minutes.tick().await;
            limits.sweep();
        }
    });
    tasks.spawn(follow_words(service.words.clone(), service.community.db.clone()));
    let community = Arc::clone(&service.community);
    tasks.spawn(in_turns(service, "expire orders", EXPIRE_EVERY, move || {
        let community = Arc::clone(&community);
        async move {
            let orders = miaohui_community::expire_orders(&community).await?;
            if orders > 0 {
                tracing::info!(orders, "orders were not paid in time");
            }
            Ok(())
        }
    }));
    let crowdfunding = Arc::clone(&service.crowdfunding);
    tasks.spawn(in_turns(service, "close projects", EXPIRE_EVERY, move || {
        let crowdfunding = Arc::clone(&crowdfunding);
        async move {
            let projects = miaohui_crowdfunding::close_projects(&crowdfunding).await?;
            if projects > 0 {
                tracing::info!(projects, "the days of projects are over");
            }
            Ok(())
        }
    }));
    let desk = service.desk.clone();
    tasks.spawn(in_turns(service, "payments", EXPIRE_EVERY, move || {
        let desk = desk.clone();
        async move {
            while desk.tend().await? > 0 {}
            Ok(())
        }
    }));
    let (community, crowdfunding) = (Arc::clone(&service.community), Arc::clone(&service.crowdfunding));
    let console = Arc::clone(&service.console);
    tasks.spawn(in_turns(service, "tidy", TIDY_EVERY, move || {
        let (community, crowdfunding) = (Arc::clone(&community), Arc::clone(&crowdfunding));
        let console = Arc::clone(&console);
        async move {
            miaohui_console::tidy(&console).await?;
            miaohui_community::tidy(&community).await?;
            miaohui_crowdfunding::tidy(&crowdfunding).await?;
            idempotency::sweep(&community.db, community.clock.now_ms()).await?;
            Ok(())
        }
    }));
    tasks
}

async fn flush_for_ever(log: Arc<AccessLog>) {
    let mut moments = tokio::time::interval(FLUSH_EVERY);
    loop {
        moments.tick().await;
        log.flush();
    }
}

/// Every process keeps its own words, so this one takes no turns.
async fn follow_words(words: Words, db: Database) {
    let mut moments = tokio::time::interval(WORDS_EVERY);
    loop {
        moments.tick().await;
        if let Err(error) = words.reload(&db).await {
            tracing::warn!(%error, "the words could not be read again");
        }
    }
}

/// Does the work for ever, every so often, while of all processes that share the database this one holds its lease.
fn in_turns<W>(
    service: &Service,
    name: &'static str,
    every: Duration,
    work: impl Fn() -> W + Send + 'static,
) -> impl Future<Output = ()> + Send + 'static
where
    W: Future<Output = Result<()>> + Send + 'static,
{
    let (db, clock) = (service.community.db.clone(), service.community.clock.clone());
    let holder = service.community.rng.hex32();
    async move {
        let mut moments = tokio::time::interval(every);
        loop {
            moments.tick().await;
            let (own, now) = (holder.clone(), clock.now_ms());
            let lease = db.write(move |tx| hold_lease(tx, name, &own, now, 2 * MINUTE_MS)).await;
            let done = match lease {
                Ok(true) => work().await,
                Ok(false) => Ok(()),
                Err(error) => Err(error.into()),
            };
            if let Err(error) = done {
                tracing::warn!(work = name, %error, "periodic work failed and is tried again");
            }
        }
    }
}
