//! Opens the shared services as the configuration says.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use miaohui_community::store::order_payments::OrderPayments;
use miaohui_crowdfunding::store::money::RechargePayments;
use miaohui_crowdfunding::store::support::SupportPayments;
use miaohui_db::{free_space, log_bytes};
use miaohui_gateways::mail::{MailSender, SmtpMail, SmtpSettings};
use miaohui_gateways::{Budget, Budgets, Outbox, Senders, mail};
use miaohui_kernel::{Clock, MINUTE_MS, Rng};
use miaohui_moderation::Words;
use miaohui_payments::{Desk, Payable};
use miaohui_web::{
    Bodies, BodyLimits, Live, LogSampling, LoginLock, Metrics, Passwords, Platform, RateLimits, Rates, Reads,
    TrustedProxies, UploadQuota, WorkPool, announce_files,
};
use miaohui_webhooks::Webhooks;
use tokio::runtime::Handle;

use crate::config::{Config, MailConfig, MailProvider};
use crate::machine_moderation::MachineModeration;
use crate::opening::{Opening, open_database, settle, sqlite_file};
use crate::registry::registry;
use crate::{channels, keys, logging, media_store, private_files, sms_senders};

/// Opens the database, the files and the gateways. Errors are one clear line.
pub fn open(config: &Config, clock: &Clock, rng: &Rng, opening: Opening) -> Result<Platform> {
    let db = open_database(config, clock, opening)?;
    let hash_pool = WorkPool::new(config.workers.hash_threads, config.workers.hash_queue);
    let media_pool = WorkPool::new(config.workers.media_threads, config.workers.media_queue);
    let metrics = Arc::new(Metrics::default());
    metrics.watch_database(db.clone());
    let file = sqlite_file(&config.data_dir);
    let help = "Size of SQLite's log, which a long read lets grow";
    metrics.watch_gauge("db_log_bytes", help, move || log_bytes(&file) as i64);
    let (dir, help) = (config.data_dir.clone(), "Free disk of the data directory; -1 if it cannot be told");
    let free = move || free_space(&dir).map_or(-1, |free| i64::try_from(free).unwrap_or(i64::MAX));
    metrics.watch_gauge("disk_free_bytes", help, free);
    let help = "Lines of the log that were dropped because nobody has read it";
    metrics.watch_counter("log_lines_dropped", help, logging::dropped_lines);
    metrics.watch_pool("hash", hash_pool.clone());
    metrics.watch_pool("media", media_pool.clone());
    let (announcing, time) = (db.clone(), clock.clone());
    let announce = |runtime: &Handle| announce_files(announcing, time, runtime.clone());
    let blobs = media_store::open(config, announce)?;
    let store_pool = WorkPool::new(config.media.s3.uploads, config.media.s3.uploads);
    metrics.watch_bucket(blobs.bucket().cloned());
    if blobs.bucket().is_some() {
        metrics.watch_pool("store", store_pool.clone());
    }
    let decoding = blobs.clone();
    metrics.watch_gauge("media_memory_bytes", "Memory of the pictures that are being decoded", move || {
        decoding.memory_used() as i64
    });
    let channels = channels::enabled(config, clock, rng)?;
    let payables: Vec<Arc<dyn Payable>> =
        vec![Arc::new(OrderPayments), Arc::new(SupportPayments), Arc::new(RechargePayments)];
    let desk = Desk::new(db.clone(), clock.clone(), rng.clone(), channels, payables);
    metrics.register(|registry| desk.register_metrics(registry));
    let outbox = Outbox::new(db.clone(), clock.clone(), senders(config, clock, rng)?);
    let outbox = outbox.with_budgets(budgets(config));
    metrics.register(|registry| outbox.register_metrics(registry));
    let vault = keys::open(config, &db).context("personal data cannot be decrypted")?;
    let moderator = Arc::new(MachineModeration::new(registry().reported));
    let webhooks =
        Webhooks::new(db.clone(), clock.clone(), rng.clone(), vault.clone(), config.webhooks, moderator);
    metrics.register(|registry| webhooks.register_metrics(registry));
    let platform = Platform {
        vault,
        clock: clock.clone(),
        rng: rng.clone(),
        passwords: Passwords::new(hash_pool, rng.clone()),
        blobs,
        media_pool,
        store_pool,
        reads: Arc::new(Reads::new(db.readers(), config.limits.waiting_reads as usize)),
        bodies: Bodies::new(body_limits(config), Arc::clone(&metrics)),
        limits: Arc::new(RateLimits::new(rates(config), clock, Arc::clone(&metrics)).of_all_processes(&db)),
        upload_quota: Live::new(upload_quota(config)),
        login_lock: Live::new(login_lock(config)),
        outbox,
        desk,
        words: Words::default(),
        log_sampling: Live::new(log_sampling(config)),
        webhooks,
        proxies: TrustedProxies(config.trusted_proxies.clone()),
        metrics,
        db,
    };
    keys::prepare(&platform, &sqlite_file(&config.data_dir)).context("personal data cannot be decrypted")?;
    // Before anything changes, so that no event is missed, neither by a server nor by a command.
    let webhooks = platform.webhooks.clone();
    keys::wait(async move { webhooks.reload().await })??;
    if matches!(opening, Opening::Serve(_)) {
        let db = platform.db.clone();
        let identity = keys::wait(async move { db.identity().await })??;
        settle(config, &identity)
            .with_context(|| format!("cannot write to {}", config.data_dir.display()))?;
    }
    Ok(platform)
}

fn body_limits(config: &Config) -> BodyLimits {
    let requests = &config.requests;
    BodyLimits {
        bytes: (requests.body_max_kb as usize) << 10,
        fields: requests.fields_max as usize,
        part_header: (requests.part_header_max_kb as usize) << 10,
        memory: (requests.memory_mb as usize) << 20,
    }
}

fn log_sampling(config: &Config) -> LogSampling {
    let slow = Duration::from_millis(config.log.slow_ms.into());
    LogSampling { one_in: config.log.sample, slow }
}

/// Applies what can change of a configuration while the server runs.
pub(crate) fn change_settings(platform: &Platform, config: &Config) {
    platform.limits.change(rates(config));
    platform.upload_quota.set(upload_quota(config));
    platform.login_lock.set(login_lock(config));
    platform.log_sampling.set(log_sampling(config));
}

fn rates(config: &Config) -> Rates {
    Rates {
        login: config.limits.login_per_minute,
        signup: config.limits.signup_per_minute,
        sms: config.limits.sms_per_minute,
        upload: config.limits.upload_per_minute,
        anonymous_upload: config.limits.anonymous_images_per_hour,
        publish: config.limits.publish_per_minute,
        order: config.limits.order_per_minute,
        lookup: config.limits.lookup_per_minute,
    }
}

fn upload_quota(config: &Config) -> UploadQuota {
    UploadQuota {
        files: config.limits.uploads_per_day.into(),
        bytes: i64::from(config.limits.upload_mb_per_day) << 20,
    }
}

fn login_lock(config: &Config) -> LoginLock {
    let count = |number: u32| if number == 0 { i64::MAX } else { number.into() };
    LoginLock {
        after: count(config.limits.lock_after_failures),
        account_after: count(config.limits.lock_account_after_failures),
        for_ms: i64::from(config.limits.lock_minutes) * MINUTE_MS,
    }
}

/// Creates the files of the outbox before the senders do, so that nobody else can read them.
fn make_outbox(dir: &Path) -> std::io::Result<()> {
    private_files::make_dir(dir)?;
    for name in ["sms.jsonl", "mail.jsonl"] {
        private_files::make_file(&dir.join(name))?;
    }
    private_files::tighten_files(dir)
}

fn budgets(config: &Config) -> Budgets {
    let budget = |per_hour: u32, per_day: u32| Budget { per_hour: per_hour.into(), per_day: per_day.into() };
    Budgets {
        sms: budget(config.sms.budget_per_hour, config.sms.budget_per_day),
        mail: budget(config.mail.budget_per_hour, config.mail.budget_per_day),
        mail_per_address_hour: config.mail.per_address_per_hour.into(),
    }
}

/// The senders of text messages and mail.
fn senders(config: &Config, clock: &Clock, rng: &Rng) -> Result<Senders> {
    let dir = config.data_dir.join("outbox");
    let unwritable = || format!("cannot write to {}", dir.display());
    make_outbox(&dir).with_context(unwritable)?;
    let sms = sms_senders::open(&config.sms, &dir, clock, rng)?;
    let mail: Arc<dyn MailSender> = match config.mail.provider {
        MailProvider::Outbox => Arc::new(mail::OutboxFile::open(&dir).with_context(unwritable)?),
        MailProvider::Smtp => Arc::new(SmtpMail::new(&smtp(&config.mail)).context("[mail]")?),
    };
    Ok(Senders { sms, mail })
}

/// The settings of the relay.
pub fn smtp(mail: &MailConfig) -> SmtpSettings {
    let signs_in = !mail.smtp_username.is_empty();
    SmtpSettings {
        host: mail.smtp_host.clone(),
        // Checked with the configuration.
        port: u16::try_from(mail.smtp_port).unwrap_or(587),
        tls: mail.smtp_tls,
        username: signs_in.then(|| mail.smtp_username.clone()),
        password: signs_in.then(|| mail.smtp_password.clone()),
        from: mail.from.clone(),
        timeout_ms: u64::from(mail.smtp_timeout_seconds) * 1000,
    }
}
