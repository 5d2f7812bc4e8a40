//! The wiring: from a configuration to a router and the work that goes on behind it.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use axum::Router;
use axum::middleware::from_fn_with_state;
use miaohui_community::Lock;
use miaohui_community::store::article_text::ArticleTexts;
use miaohui_community::store::order::OrderPayments;
use miaohui_crowdfunding::store::money::RechargePayments;
use miaohui_crowdfunding::store::settlement::Fee;
use miaohui_crowdfunding::store::support::SupportPayments;
use miaohui_db::{Database, Migrations, Options};
use miaohui_gateways::mail::{MailSender, SmtpMail, SmtpSettings};
use miaohui_gateways::{Outbox, Senders, mail, sms};
use miaohui_kernel::{Clock, DAY_MS, HOUR_MS, MINUTE_MS, Rng, SECOND_MS};
use miaohui_media::{BlobStore, Limits};
use miaohui_moderation::Words;
use miaohui_payments::{Desk, Payable};
use miaohui_web::{
    AccessLog, Metrics, Observer, Passwords, RateLimits, Rates, TrustedProxies, WorkPool, observe,
};

use crate::config::{Config, MailConfig, MailProvider, SmsProvider};
use crate::{channels, docs, logging, operations};

/// Every component's schema, in the order in which they build on one another.
pub const SCHEMA: &[Migrations] = &[
    miaohui_gateways::MIGRATIONS,
    miaohui_web::MIGRATIONS,
    miaohui_ledger::MIGRATIONS,
    miaohui_payments::MIGRATIONS,
    miaohui_moderation::MIGRATIONS,
    miaohui_community::MIGRATIONS,
    miaohui_crowdfunding::MIGRATIONS,
    miaohui_console::MIGRATIONS,
];

/// The whole service, ready to be served.
pub struct Service {
    /// All routes.
    pub router: Router,
    /// The Community API.
    pub community: Arc<miaohui_community::App>,
    /// The Crowdfunding API.
    pub crowdfunding: Arc<miaohui_crowdfunding::App>,
    /// The console.
    pub console: Arc<miaohui_console::App>,
    /// Where everything is paid.
    pub desk: Desk,
    /// What texts may not hold.
    pub words: Words,
    /// Sends what must go out.
    pub outbox: Outbox,
    /// The log of requests, if they are logged.
    pub log: Option<Arc<AccessLog>>,
}

/// Opens what the configuration names and wires it. Errors are one clear line.
pub fn assemble(config: &Config, clock: &Clock, rng: &Rng) -> Result<Service> {
    make_data_dir(&config.data_dir)?;
    let db = Database::open(&database_options(config, clock), SCHEMA)?;
    let media = Limits {
        image_bytes: config.media.image_max_bytes(),
        video_bytes: config.media.video_max_bytes(),
        max_pixels: config.media.max_pixels(),
        ..Limits::default()
    };
    let blobs = BlobStore::open(&config.data_dir.join("media"), media)?;
    let outbox = Outbox::new(db.clone(), clock.clone(), senders(config)?);
    let rates = Rates {
        login: config.limits.login_per_minute,
        signup: config.limits.signup_per_minute,
        sms: config.limits.sms_per_minute,
        upload: config.limits.upload_per_minute,
        publish: config.limits.publish_per_minute,
    };
    let hash_pool = WorkPool::new(config.workers.hash_threads, config.workers.hash_queue);
    let media_pool = WorkPool::new(config.workers.media_threads, config.workers.media_queue);
    let metrics = Arc::new(Metrics::default());
    metrics.watch_database(db.clone());
    metrics.watch_pool("hash", hash_pool.clone());
    metrics.watch_pool("media", media_pool.clone());
    let passwords = Passwords::new(hash_pool, rng.clone());
    let limits = Arc::new(RateLimits::new(rates, clock));
    let proxies = TrustedProxies(config.trusted_proxies.clone());
    let payables: Vec<Arc<dyn Payable>> =
        vec![Arc::new(OrderPayments), Arc::new(SupportPayments), Arc::new(RechargePayments)];
    let desk =
        Desk::new(db.clone(), clock.clone(), rng.clone(), channels::enabled(config, clock, rng)?, payables);
    let words = Words::default();
    let crowdfunding = Arc::new(miaohui_crowdfunding::App {
        db: db.clone(),
        clock: clock.clone(),
        rng: rng.clone(),
        passwords: passwords.clone(),
        blobs: blobs.clone(),
        media_pool: media_pool.clone(),
        limits: Arc::clone(&limits),
        outbox: outbox.clone(),
        desk: desk.clone(),
        words: words.clone(),
        settings: crowdfunding_settings(config, &proxies),
    });
    let community = Arc::new(miaohui_community::App {
        db: db.clone(),
        clock: clock.clone(),
        rng: rng.clone(),
        passwords,
        blobs,
        media_pool,
        limits,
        texts: ArticleTexts::default(),
        outbox: outbox.clone(),
        desk: desk.clone(),
        words: words.clone(),
        settings: community_settings(config),
    });
    let console = Arc::new(miaohui_console::App {
        db: db.clone(),
        clock: clock.clone(),
        rng: rng.clone(),
        passwords: crowdfunding.passwords.clone(),
        blobs: crowdfunding.blobs.clone(),
        media_pool: crowdfunding.media_pool.clone(),
        limits: Arc::clone(&crowdfunding.limits),
        proxies: proxies.clone(),
        desk: desk.clone(),
        outbox: outbox.clone(),
        words: words.clone(),
        metrics: Arc::clone(&metrics),
        media: community.settings.media_mounts.first().cloned().unwrap_or_default(),
        settings: config.to_toml_redacted().context("the configuration cannot be written")?,
    });
    let log = config.log.requests.then(|| Arc::new(AccessLog::new(logging::format(&config.log))));
    let observer = Observer::new(Arc::clone(&metrics), clock.clone(), rng, proxies, log.clone());
    let router = miaohui_community::router(Arc::clone(&community))
        .merge(miaohui_crowdfunding::router(Arc::clone(&crowdfunding)))
        .merge(miaohui_payments::router(desk.clone()))
        .merge(miaohui_console::router(Arc::clone(&console)))
        .layer(from_fn_with_state(Arc::new(observer), observe))
        .merge(operations::router(db, metrics))
        .merge(docs::router());
    Ok(Service { router, community, crowdfunding, console, desk, words, outbox, log })
}

impl Service {
    /// The addresses that the start-up lines show.
    pub fn addresses(&self, listen: SocketAddr) -> Vec<(&'static str, String)> {
        let settings = &self.community.settings;
        let urls = |paths: &[String]| {
            let urls: Vec<String> = paths.iter().map(|path| format!("http://{listen}{path}/")).collect();
            urls.join("  ")
        };
        vec![
            ("Community API", urls(&settings.mounts)),
            ("Crowdfunding", format!("http://{listen}/api/")),
            ("Media", urls(&settings.media_mounts)),
            ("Console", format!("http://{listen}/console/")),
            ("API reference", format!("http://{listen}/docs")),
            ("Health", format!("http://{listen}/healthz  /readyz  /metrics")),
        ]
    }
}

fn make_data_dir(dir: &Path) -> Result<()> {
    let unwritable = || format!("cannot write to the data directory {}", dir.display());
    std::fs::create_dir_all(dir).with_context(unwritable)?;
    // Existing directories may still refuse; better now than with the first upload.
    let probe = dir.join(".writable");
    std::fs::write(&probe, b"").and_then(|()| std::fs::remove_file(&probe)).with_context(unwritable)
}

fn database_options(config: &Config, clock: &Clock) -> Options {
    let url = config.database_url.expose();
    let sqlite = url.is_empty();
    let file = config.data_dir.join("miaohui.db");
    Options {
        url: if sqlite { file.to_string_lossy().into_owned() } else { url.to_owned() },
        readers: if sqlite { config.database.readers } else { config.database.connections },
        queue: config.database.queue,
        group_commit: config.database.group_commit,
        cache_kib: config.database.cache_kib,
        now_ms: clock.now_ms(),
    }
}

/// Who carries short messages and mail.
fn senders(config: &Config) -> Result<Senders> {
    let dir = config.data_dir.join("outbox");
    let unwritable = || format!("cannot write to {}", dir.display());
    let sms = match config.sms.provider {
        SmsProvider::Outbox => sms::OutboxFile::open(&dir).with_context(unwritable)?,
    };
    let mail: Arc<dyn MailSender> = match config.mail.provider {
        MailProvider::Outbox => Arc::new(mail::OutboxFile::open(&dir).with_context(unwritable)?),
        MailProvider::Smtp => Arc::new(SmtpMail::new(&smtp(&config.mail)).context("[mail]")?),
    };
    Ok(Senders { sms: Arc::new(sms), mail })
}

fn smtp(mail: &MailConfig) -> SmtpSettings {
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

fn crowdfunding_settings(config: &Config, proxies: &TrustedProxies) -> miaohui_crowdfunding::Settings {
    miaohui_crowdfunding::Settings {
        token_ms: i64::from(config.crowdfunding.token_seconds) * SECOND_MS,
        refresh_ms: i64::from(config.crowdfunding.refresh_days) * DAY_MS,
        hide_drafts: config.crowdfunding.hide_drafts,
        fee: Fee { per_mille: config.crowdfunding.fee_per_mille.into() },
        public_url: config.public_url.clone(),
        cors_origins: config.crowdfunding.cors_origins.clone(),
        proxies: proxies.clone(),
    }
}

fn community_settings(config: &Config) -> miaohui_community::Settings {
    let apps = config.community.apps.iter().map(|app| (app.name.clone(), app.secret.clone()));
    let lock_after = match config.limits.lock_after_failures {
        0 => i64::MAX,
        failures => failures.into(),
    };
    miaohui_community::Settings {
        mounts: config.community.mounts.clone(),
        media_mounts: config.community.media_mounts.clone(),
        apps: apps.collect(),
        signature_skew_ms: i64::from(config.community.signature_skew_seconds) * SECOND_MS,
        token_ms: i64::from(config.community.token_days) * DAY_MS,
        sms_code_ms: i64::from(config.sms.code_minutes) * MINUTE_MS,
        sms_gap_ms: i64::from(config.sms.per_phone_gap_seconds) * SECOND_MS,
        sms_per_day: config.sms.per_phone_per_day.into(),
        sms_per_address_hour: config.sms.per_address_per_hour.into(),
        order_ms: i64::from(config.orders.pay_within_minutes) * MINUTE_MS,
        lock: Lock { after: lock_after, for_ms: i64::from(config.limits.lock_minutes) * MINUTE_MS },
        unused_media_ms: i64::from(config.media.unused_hours) * HOUR_MS,
    }
}
