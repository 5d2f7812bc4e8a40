//! The background tasks of a process.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use anyhow::Result;
use miaohui_console::running::{self, RunningSettings};
use miaohui_db::{Database, Engine, Tx};
use miaohui_gateways::mend_message_times;
use miaohui_kernel::Rng;
use miaohui_media::Bucket;
use miaohui_web::{
    Platform, forget_full_buckets, forget_past_files, forget_past_uploads, idempotency, limited_callers,
};
use miaohui_webhooks::{forget_past_deliveries, mend_delivery_times};
use tokio::task::JoinSet;

use crate::backups::Schedule;
use crate::clock_watch::ClockWatch;
use crate::lease::{self, Lease};
use crate::opening::sqlite_file;
use crate::running::Running;
use crate::{Service, data_tasks, erase_due, files};

/// How late an order or a project may end after its time.
const EXPIRE_EVERY: Duration = Duration::from_secs(5);
/// How late the mail of a forgotten password is written.
const RESETS_EVERY: Duration = Duration::from_secs(1);
/// How late the edits of words and settings by other processes take effect. One row is read of the
/// words, and the few rows of the settings.
const WORDS_EVERY: Duration = Duration::from_secs(1);
/// How often the clock is compared with the time that has passed.
const WATCH_EVERY: Duration = Duration::from_secs(1);
/// How late times take effect that were written while a clock was wrong.
const MEND_EVERY: Duration = Duration::from_secs(15);
/// How often a part of 256 of the uploads is looked through, so that a day is enough for all.
const LOOK_EVERY: Duration = Duration::from_secs(300);
/// How long the work on payments may go on after a stop.
const STOP_WITHIN: Duration = Duration::from_secs(3);
/// How often the log of changes is read, and how late what was read is shipped.
const READ_LOG_EVERY: Duration = Duration::from_secs(2);
const SHIP_EVERY: Duration = Duration::from_millis(500);
/// How late a backup may begin.
const BACKUPS_EVERY: Duration = Duration::from_secs(1);
/// How often expired rows and idle rate limits are removed.
const TIDY_EVERY: Duration = Duration::from_secs(60);

/// The background tasks of a process; dropping them ends them.
pub struct BackgroundTasks {
    tasks: JoinSet<()>,
    payments: JoinSet<()>,
    platform: Platform,
    backups: Option<Schedule>,
    holder: String,
}

impl BackgroundTasks {
    /// Ends the tasks and gives up their leases, so that another process continues at once.
    pub async fn stop(mut self) {
        self.platform.desk.stop();
        self.tasks.shutdown().await;
        let finished = async { while self.payments.join_next().await.is_some() {} };
        if tokio::time::timeout(STOP_WITHIN, finished).await.is_err() {
            tracing::warn!("a call to a payment provider was cut off; its result is asked for later");
        }
        if let Err(error) = lease::release(&self.platform.db, &self.holder).await {
            tracing::warn!(%error, "the leases were not given up; they end soon");
        }
        let Some(backups) = self.backups.filter(Schedule::is_continuous) else { return };
        let last = async { backups.read_log().await.and(backups.ship().await) };
        if let Err(error) = last.await {
            tracing::error!(error = format!("{error:#}"), "the last changes were not shipped");
        }
    }
}

/// Starts the outbox and the periodic work.
pub fn start(service: &Service) -> BackgroundTasks {
    let platform = &service.platform;
    let holder = platform.rng.hex32();
    let leased = |name, every, work| {
        service.measures.watch_work(name);
        leased(platform, &holder, name, every, work)
    };
    let mut tasks = JoinSet::new();
    tasks.spawn(platform.outbox.clone().run());
    if platform.db.engine() == Engine::Sqlite {
        // A log that is shipped is cut by who ships it.
        if !service.backups.as_ref().is_some_and(Schedule::is_continuous) {
            tasks.spawn(data_tasks::cut_log(sqlite_file(&service.data_dir)));
        }
        tasks.spawn(data_tasks::count_commits(platform.db.clone(), service.data_dir.clone()));
    }
    tasks.spawn(service.measures.clone().run(platform.db.clone()));
    if platform.db.stats().replicas.1 > 0 {
        tasks.spawn(service.replica_lags.clone().run(platform.db.clone()));
    }
    tasks.spawn(watch_clock(service.clock_watch.clone()));
    let own = (Arc::clone(&service.community), platform.clone());
    tasks.spawn(leased("mend times", MEND_EVERY, work(move || mend_due(own.clone()))));
    if let Some(bucket) = platform.blobs.bucket().cloned() {
        tasks.spawn(probe(bucket, platform.rng.clone()));
    }
    tasks.spawn(sweep_limits(platform.clone()));
    tasks.spawn(reload_words(platform.clone()));
    // Webhooks need no lease: each delivery is claimed before it is sent.
    tasks.spawn(platform.webhooks.clone().run());
    tasks.spawn(keep_settings(platform.db.clone(), Arc::clone(&service.running)));
    tasks.spawn(send_resets(Arc::clone(&service.crowdfunding)));
    let app = Arc::clone(&service.community);
    tasks.spawn(leased("expire orders", EXPIRE_EVERY, work(move || expire_orders(Arc::clone(&app)))));
    let app = Arc::clone(&service.crowdfunding);
    tasks.spawn(leased("close projects", EXPIRE_EVERY, work(move || close_projects(Arc::clone(&app)))));
    let (community, crowdfunding) = (Arc::clone(&service.community), Arc::clone(&service.crowdfunding));
    tasks.spawn(leased(
        "erase",
        EXPIRE_EVERY,
        work(move || erase(Arc::clone(&community), Arc::clone(&crowdfunding))),
    ));
    let (community, crowdfunding) = (Arc::clone(&service.community), Arc::clone(&service.crowdfunding));
    let console = Arc::clone(&service.console);
    tasks.spawn(leased(
        "tidy",
        TIDY_EVERY,
        work(move || tidy(Arc::clone(&community), Arc::clone(&crowdfunding), Arc::clone(&console))),
    ));
    let app = Arc::clone(&service.community);
    let next = Arc::new(AtomicU8::new(platform.rng.below(256) as u8));
    tasks.spawn(leased(
        "look through files",
        LOOK_EVERY,
        work(move || look_through(Arc::clone(&app), next.fetch_add(1, Ordering::Relaxed))),
    ));
    if let Some(backups) = service.backups.clone() {
        let run = work(move || {
            let backups = backups.clone();
            async move { backups.run_due().await }
        });
        tasks.spawn(leased("schedule of backups", BACKUPS_EVERY, run));
    }
    if let Some(backups) = service.backups.clone().filter(Schedule::is_continuous) {
        tasks.spawn(read_log(backups.clone()));
        tasks.spawn(ship_log(backups));
    }
    // Payments need no lease: each row is claimed before its provider is called.
    let mut payments = JoinSet::new();
    payments.spawn(platform.desk.clone().run());
    BackgroundTasks { tasks, payments, platform: platform.clone(), backups: service.backups.clone(), holder }
}

async fn expire_orders(app: Arc<miaohui_community::App>) -> Result<()> {
    let orders = miaohui_community::expire_orders(&app).await?;
    miaohui_trace::did(orders);
    if orders > 0 {
        tracing::info!(orders, "orders expired unpaid");
    }
    Ok(())
}

async fn mend_due((community, platform): (Arc<miaohui_community::App>, Platform)) -> Result<()> {
    mend_times(&community, &platform).await
}

/// Brings times back that lie further ahead than they can, because a clock was wrong, so that nothing
/// waits for them.
pub async fn mend_times(community: &miaohui_community::App, platform: &Platform) -> Result<()> {
    let now = platform.clock.now_ms();
    let verdict_ms = platform.webhooks.answer_by(now) - now;
    let mend = move |tx: &mut Tx<'_>| {
        Ok::<_, miaohui_db::Error>(mend_message_times(tx, now)? + mend_delivery_times(tx, verdict_ms, now)?)
    };
    let messages = platform.db.write(mend).await?;
    let payments = platform.desk.mend_times().await?;
    let orders = miaohui_community::mend_order_times(community).await?;
    miaohui_trace::did((messages + payments + orders) as usize);
    if messages + payments + orders > 0 {
        tracing::warn!(
            messages,
            payments,
            orders,
            "times that a wrong clock had set too far ahead were mended"
        );
    }
    Ok(())
}

async fn watch_clock(mut watch: ClockWatch) {
    let mut ticks = tokio::time::interval(WATCH_EVERY);
    loop {
        ticks.tick().await;
        watch.look();
    }
}

async fn close_projects(app: Arc<miaohui_crowdfunding::App>) -> Result<()> {
    let projects = miaohui_crowdfunding::close_projects(&app).await?;
    if projects > 0 {
        tracing::info!(projects, "projects reached their deadline");
    }
    Ok(())
}

async fn erase(
    community: Arc<miaohui_community::App>,
    crowdfunding: Arc<miaohui_crowdfunding::App>,
) -> Result<()> {
    let users = erase_due(&community, &crowdfunding).await?;
    miaohui_trace::did(users);
    if users > 0 {
        tracing::info!(users, "users were erased");
    }
    Ok(())
}

async fn look_through(app: Arc<miaohui_community::App>, part: u8) -> Result<()> {
    files::look_through(&app, part).await
}

async fn tidy(
    community: Arc<miaohui_community::App>,
    crowdfunding: Arc<miaohui_crowdfunding::App>,
    console: Arc<miaohui_console::App>,
) -> Result<()> {
    miaohui_console::tidy(&console).await?;
    miaohui_community::tidy(&community).await?;
    miaohui_crowdfunding::tidy(&crowdfunding).await?;
    let now = console.clock.now_ms();
    idempotency::sweep(&console.db, now).await?;
    let keep_days = console.webhooks.settings().keep_days;
    let forget = move |tx: &mut Tx<'_>| {
        forget_past_uploads(tx, now)?;
        forget_past_files(tx, now)?;
        forget_full_buckets(tx, now)
    };
    console.db.write(forget).await?;
    // Piece by piece, so that no write waits long.
    while console.db.write(move |tx| forget_past_deliveries(tx, keep_days, now)).await? {}
    Ok(())
}

/// Tells at the start, and not with the first upload, that a bucket cannot be written.
async fn probe(bucket: Bucket, rng: Rng) {
    if let Err(error) = bucket.probe(&rng).await {
        tracing::error!(%error, "no file can be stored in {}: see `miaohui doctor`", bucket.address());
    }
}

/// Writes the mails of forgotten passwords; several processes can do so, because each takes a
/// request out of the table.
async fn send_resets(app: Arc<miaohui_crowdfunding::App>) {
    let mut ticks = tokio::time::interval(RESETS_EVERY);
    loop {
        ticks.tick().await;
        let write = async {
            let mails = miaohui_crowdfunding::send_resets(&app).await?;
            miaohui_trace::did(mails);
            Ok::<_, miaohui_crowdfunding::Error>(())
        };
        if let Err(error) = miaohui_trace::run("write reset mails", write).await {
            tracing::warn!(%error, "the mails of forgotten passwords could not be written");
        }
    }
}

/// Reads the log of changes, also while the target does not answer, so that it does not grow; the process that serves a SQLite file is the only one that does.
async fn read_log(backups: Schedule) {
    let mut ticks = tokio::time::interval(READ_LOG_EVERY);
    loop {
        ticks.tick().await;
        if let Err(error) = backups.read_log().await {
            tracing::error!(error = format!("{error:#}"), "the log of changes could not be read");
        }
    }
}

/// Ships what was read.
async fn ship_log(backups: Schedule) {
    let mut ticks = tokio::time::interval(SHIP_EVERY);
    loop {
        ticks.tick().await;
        if let Err(error) = miaohui_trace::run("ship log", backups.ship()).await {
            tracing::warn!(error = format!("{error:#}"), "changes could not be shipped; they wait");
        }
    }
}

/// Stores who exceeded limits since the last time; every process does, because each counts its own.
pub async fn store_limited_callers(platform: &Platform) -> miaohui_db::Result<()> {
    let (counts, now) = (platform.metrics.limited_callers.take(), platform.clock.now_ms());
    if counts.is_empty() {
        return Ok(());
    }
    platform.db.write(move |tx| limited_callers::store(tx, &counts, now)).await
}

async fn sweep_limits(platform: Platform) {
    let mut ticks = tokio::time::interval(TIDY_EVERY);
    loop {
        ticks.tick().await;
        platform.limits.sweep();
        if let Err(error) = store_limited_callers(&platform).await {
            tracing::warn!(%error, "who exceeded limits could not be stored");
        }
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

/// Takes the settings that the console has changed.
pub async fn take_settings(service: &Service) -> Result<()> {
    let stored = service.platform.db.read(running::stored).await?;
    service.running.take(&stored);
    Ok(())
}

/// Takes the changed settings; every process does, as it does the words.
async fn keep_settings(db: Database, running: Arc<Running>) {
    let mut ticks = tokio::time::interval(WORDS_EVERY);
    loop {
        ticks.tick().await;
        match db.read(running::stored).await {
            Ok(stored) => running.take(&stored),
            Err(error) => tracing::warn!(%error, "the changed settings could not be read"),
        }
    }
}

/// Work that can be repeated.
type Work = Box<dyn Fn() -> Pin<Box<dyn Future<Output = Result<()>> + Send>> + Send>;

fn work<W: Future<Output = Result<()>> + Send + 'static>(make: impl Fn() -> W + Send + 'static) -> Work {
    Box::new(move || Box::pin(make()))
}

/// Repeats the work for ever, while this process holds the lease of its name.
fn leased(
    platform: &Platform,
    holder: &str,
    name: &'static str,
    every: Duration,
    work: Work,
) -> impl Future<Output = ()> + Send + 'static {
    let lease = Lease::new(platform, name, holder);
    async move {
        let mut ticks = tokio::time::interval(every);
        loop {
            ticks.tick().await;
            let done = match lease.hold().await {
                Ok(true) => lease.renew_while(miaohui_trace::run(name, work())).await,
                Ok(false) => Ok(()),
                Err(error) => Err(error),
            };
            if let Err(error) = done {
                tracing::warn!(work = name, %error, "periodic work failed and will be retried");
            }
        }
    }
}
