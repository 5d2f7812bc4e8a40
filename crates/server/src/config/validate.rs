//! Checks of values that would fail later with a less clear error.

use std::collections::BTreeSet;

use miaohui_backup::BackupKey;
use miaohui_gateways::sms::is_country_code;
use miaohui_webhooks::WebhookSettings;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

use super::backup::BackupConfig;
use super::media::{MediaConfig, MediaPlace};
use super::messages::{MailConfig, MailProvider, SmsConfig};
use super::payment::PaymentConfig;
use super::sections::CommunityApp;
use super::traces::TracesConfig;
use super::values::Config;

/// First path segments that the server itself uses.
pub const RESERVED_SEGMENTS: [&str; 9] =
    ["api", "console", "docs", "healthz", "metrics", "openapi", "pay", "readyz", "sms"];

const MAX_THREADS: usize = 1024;

/// An invalid value: its key and the error message.
pub(super) struct Violation {
    pub(super) key: String,
    pub(super) message: String,
}

impl Violation {
    fn new(key: impl Into<String>, message: impl Into<String>) -> Self {
        Self { key: key.into(), message: message.into() }
    }
}

/// Checks the whole configuration.
pub(super) fn check(config: &Config) -> Result<(), Violation> {
    if config.data_dir.as_os_str().is_empty() {
        return Err(Violation::new("data_dir", "must name a directory"));
    }
    check_listeners(config)?;
    let url = config.database_url.expose();
    if !(url.is_empty() || url.starts_with("postgres://") || url.starts_with("postgresql://")) {
        let help =
            "must be empty (SQLite in data_dir) or a URL such as postgres://user:password@host/database";
        return Err(Violation::new("database_url", help));
    }
    for replica in &config.database.replicas {
        let key = "database.replicas";
        if url.is_empty() {
            return Err(Violation::new(key, "needs database_url: SQLite has no standbys"));
        }
        if !(replica.expose().starts_with("postgres://") || replica.expose().starts_with("postgresql://")) {
            return Err(Violation::new(key, "must be URLs such as postgres://user:password@host/database"));
        }
    }
    check_log_level(&config.log.level)?;
    check_traces(&config.traces)?;
    check_numbers(config)?;
    let mut paths = BTreeSet::new();
    check_mounts("community.mounts", &config.community.mounts, &mut paths)?;
    check_mounts("community.media_mounts", &config.community.media_mounts, &mut paths)?;
    check_apps(&config.community.apps)?;
    check_sms(&config.sms)?;
    check_mail(&config.mail, &config.public_url)?;
    check_payment(&config.payment)?;
    check_webhooks(&config.webhooks)?;
    check_media(&config.media)?;
    check_backup(&config.backup)?;
    if config.media.s3.is_at(&config.backup.to) {
        return Err(Violation::new("backup.to", "must not be where media.s3 keeps the files"));
    }
    if config.backup.continuous && !config.database_url.expose().is_empty() {
        let help = "is for SQLite: for PostgreSQL see docs/backup.md";
        return Err(Violation::new("backup.continuous", help));
    }
    if config.crowdfunding.fee_per_mille > 1000 {
        return Err(Violation::new("crowdfunding.fee_per_mille", "must be from 0 to 1000"));
    }
    check_origins(&config.crowdfunding.cors_origins)
}

fn check_listeners(config: &Config) -> Result<(), Violation> {
    if config.listen.0.is_empty() {
        return Err(Violation::new("listen", "must name at least one address"));
    }
    let tls = &config.tls;
    if tls.key.as_os_str().is_empty() == tls.is_enabled() {
        return Err(Violation::new("tls.key", "must be set with tls.certificate, or neither"));
    }
    if !tls.is_enabled() && !tls.redirect_listen.0.is_empty() {
        return Err(Violation::new("tls.redirect_listen", "needs tls.certificate, to which it redirects"));
    }
    if config.connections.proxy_protocol && config.trusted_proxies.is_empty() {
        return Err(Violation::new("connections.proxy_protocol", "needs trusted_proxies"));
    }
    Ok(())
}

fn check_sms(sms: &SmsConfig) -> Result<(), Violation> {
    if sms.countries.is_empty() {
        return Err(Violation::new("sms.countries", "must name at least one country code"));
    }
    if let Some(country) =
        sms.countries.iter().find(|country| country.starts_with('+') || !is_country_code(country))
    {
        let help = format!("`{country}` is no country code such as \"86\"");
        return Err(Violation::new("sms.countries", help));
    }
    let proxy = sms.proxy.expose();
    if !(proxy.is_empty() || proxy.starts_with("http://")) {
        return Err(Violation::new("sms.proxy", "must be empty or a URL such as http://proxy:3128"));
    }
    if sms.fallback.provider() == Some(sms.provider) {
        return Err(Violation::new("sms.fallback", "must be another provider than sms.provider"));
    }
    Ok(())
}

fn check_mail(mail: &MailConfig, public_url: &str) -> Result<(), Violation> {
    if mail.provider == MailProvider::Smtp && public_url.is_empty() {
        let help = "must be set where mail.provider is \"smtp\": mailed links begin with it";
        return Err(Violation::new("public_url", help));
    }
    if !matches!(u16::try_from(mail.smtp_port), Ok(1..)) {
        return Err(Violation::new("mail.smtp_port", "must be from 1 to 65535"));
    }
    if !(1..=10).contains(&mail.smtp_timeout_seconds) {
        return Err(Violation::new("mail.smtp_timeout_seconds", "must be from 1 to 10"));
    }
    Ok(())
}

fn check_payment(payment: &PaymentConfig) -> Result<(), Violation> {
    let proxy = payment.proxy.expose();
    if !(proxy.is_empty() || proxy.starts_with("http://")) {
        return Err(Violation::new("payment.proxy", "must be empty or a URL such as http://proxy:3128"));
    }
    if !(1..=1024).contains(&payment.bill_max_mb) {
        return Err(Violation::new("payment.bill_max_mb", "must be from 1 to 1024"));
    }
    Ok(())
}

fn check_traces(traces: &TracesConfig) -> Result<(), Violation> {
    let endpoint = traces.endpoint.as_str();
    if !(endpoint.is_empty() || endpoint.starts_with("http://") || endpoint.starts_with("https://")) {
        let help = "must be empty or a URL such as http://127.0.0.1:4318/v1/traces";
        return Err(Violation::new("traces.endpoint", help));
    }
    if traces.sample_per_mille > 1000 {
        return Err(Violation::new("traces.sample_per_mille", "must be from 0 to 1000"));
    }
    Ok(())
}

fn check_webhooks(webhooks: &WebhookSettings) -> Result<(), Violation> {
    let numbers = [
        ("webhooks.timeout_seconds", webhooks.timeout_seconds, 30),
        ("webhooks.pause_after_days", webhooks.pause_after_days, 365),
        ("webhooks.keep_days", webhooks.keep_days, 365),
        ("webhooks.verdict_seconds", webhooks.verdict_seconds, 3600),
    ];
    match numbers.iter().find(|(_, number, most)| !(1..=*most).contains(number)) {
        Some((key, _, most)) => Err(Violation::new(*key, format!("must be from 1 to {most}"))),
        None => Ok(()),
    }
}

fn check_media(media: &MediaConfig) -> Result<(), Violation> {
    let s3 = &media.s3;
    if media.store == MediaPlace::S3 && s3.bucket.is_empty() {
        return Err(Violation::new("media.s3.bucket", "must name a bucket where media.store is \"s3\""));
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if !s3.bucket.chars().all(plain) {
        return Err(Violation::new("media.s3.bucket", "must be a name of letters, digits, `-`, `_` and `.`"));
    }
    let is_part = |part: &str| !part.is_empty() && part.chars().all(plain) && part.chars().any(|c| c != '.');
    if !s3.prefix.is_empty() && !s3.prefix.split('/').all(is_part) {
        return Err(Violation::new("media.s3.prefix", "must be empty or a path such as \"miaohui/media\""));
    }
    check_endpoint("media.s3.endpoint", &s3.endpoint)?;
    if s3.access_key_id.is_empty() != s3.secret_access_key.expose().is_empty() {
        let help = "must be set with media.s3.access_key_id, or neither";
        return Err(Violation::new("media.s3.secret_access_key", help));
    }
    if !(1..=60).contains(&s3.timeout_seconds) {
        return Err(Violation::new("media.s3.timeout_seconds", "must be from 1 to 60"));
    }
    for (key, number, most) in [("media.s3.calls", s3.calls, 256), ("media.s3.uploads", s3.uploads, 64)] {
        if !(1..=most).contains(&number) {
            return Err(Violation::new(key, format!("must be from 1 to {most}")));
        }
    }
    Ok(())
}

fn check_endpoint(key: &str, endpoint: &str) -> Result<(), Violation> {
    if endpoint.is_empty() || endpoint.starts_with("https://") || endpoint.starts_with("http://") {
        return Ok(());
    }
    Err(Violation::new(key, "must be empty or a URL such as https://s3.oss-cn-hangzhou.aliyuncs.com"))
}

fn check_backup(backup: &BackupConfig) -> Result<(), Violation> {
    if backup.to.contains("://") && !backup.to.starts_with("s3://") {
        return Err(Violation::new("backup.to", "must be a directory or s3://bucket/prefix"));
    }
    check_endpoint("backup.s3.endpoint", &backup.s3.endpoint)?;
    if !backup.at.is_empty() && backup.at_minutes().is_none() {
        return Err(Violation::new("backup.at", "must be empty or a time such as \"03:30\""));
    }
    if backup.continuous && (backup.to.is_empty() || backup.every_seconds == 0 && backup.at.is_empty()) {
        return Err(Violation::new("backup.continuous", "needs backup.to and a schedule"));
    }
    if !backup.key.expose().is_empty() {
        BackupKey::parse(&backup.key).map_err(|error| Violation::new("backup.key", error.to_string()))?;
    }
    Ok(())
}

/// Checks web origins, which browsers compare character by character.
fn check_origins(list: &[String]) -> Result<(), Violation> {
    for origin in list {
        let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.:[]".contains(c);
        let is_origin = host.is_some_and(|host| !host.is_empty() && host.chars().all(allowed));
        if !is_origin && list != ["*"] {
            let help =
                format!("`{origin}` is no origin such as https://www.example.com (and `*` stands alone)");
            return Err(Violation::new("crowdfunding.cors_origins", help));
        }
    }
    Ok(())
}

fn check_log_level(level: &str) -> Result<(), Violation> {
    // The filter takes a misspelled level for a module's name and logs nothing else.
    let is_word = level.chars().all(|c| c.is_ascii_alphanumeric());
    if EnvFilter::try_new(level).is_err() || is_word && level.parse::<LevelFilter>().is_err() {
        let help = "must be error, warn, info, debug, trace, off or a filter such as info,miaohui_db=debug";
        return Err(Violation::new("log.level", help));
    }
    Ok(())
}

fn check_numbers(config: &Config) -> Result<(), Violation> {
    let Config { connections, requests, database, community, crowdfunding, media, .. } = config;
    let Config { sms, orders, limits, workers, .. } = config;
    let at_most = [
        ("database.readers", database.readers),
        ("database.connections", database.connections),
        ("database.heavy_readers", database.heavy_readers),
        ("workers.hash_threads", workers.hash_threads),
        ("workers.media_threads", workers.media_threads),
    ];
    if let Some((key, _)) = at_most.iter().find(|(_, number)| *number > MAX_THREADS) {
        return Err(Violation::new(*key, format!("must be at most {MAX_THREADS}")));
    }
    // SQLite's cache size is a signed 32-bit integer.
    if i32::try_from(database.cache_kib).is_err() {
        return Err(Violation::new("database.cache_kib", format!("must be at most {}", i32::MAX)));
    }
    // The HTTP library's own least buffer.
    if connections.header_max_kb < 8 {
        return Err(Violation::new("connections.header_max_kb", "must be at least 8"));
    }
    let at_least_one = [
        ("log.sample", config.log.sample as usize),
        ("connections.max_total", connections.max_total),
        ("connections.max_per_address", connections.max_per_address),
        ("connections.header_seconds", connections.header_seconds as usize),
        ("connections.idle_seconds", connections.idle_seconds as usize),
        ("connections.progress_seconds", connections.progress_seconds as usize),
        ("connections.progress_kb", connections.progress_kb as usize),
        ("requests.body_max_kb", requests.body_max_kb as usize),
        ("requests.fields_max", requests.fields_max as usize),
        ("requests.part_header_max_kb", requests.part_header_max_kb as usize),
        ("requests.memory_mb", requests.memory_mb as usize),
        ("database.queue", database.queue),
        ("database.group_commit", database.group_commit),
        ("database.cache_kib", database.cache_kib as usize),
        ("community.signature_skew_seconds", community.signature_skew_seconds as usize),
        ("community.token_days", community.token_days as usize),
        ("crowdfunding.token_seconds", crowdfunding.token_seconds as usize),
        ("crowdfunding.refresh_days", crowdfunding.refresh_days as usize),
        ("media.image_max_mb", media.image_max_mb as usize),
        ("media.video_max_mb", media.video_max_mb as usize),
        ("media.max_megapixels", media.max_megapixels as usize),
        ("media.max_side_pixels", media.max_side_pixels as usize),
        ("media.memory_mb", media.memory_mb as usize),
        ("media.unused_hours", media.unused_hours as usize),
        ("sms.code_minutes", sms.code_minutes as usize),
        ("sms.per_phone_per_day", sms.per_phone_per_day as usize),
        ("sms.per_address_per_hour", sms.per_address_per_hour as usize),
        ("limits.deepest_offset", limits.deepest_offset as usize),
        ("limits.waiting_reads", limits.waiting_reads as usize),
        ("orders.pause_minutes", orders.pause_minutes as usize),
        ("limits.lock_minutes", limits.lock_minutes as usize),
        ("workers.hash_queue", workers.hash_queue),
        ("workers.media_queue", workers.media_queue),
    ];
    // Otherwise nobody could upload a video that is not too large.
    if (1..media.video_max_mb).contains(&limits.upload_mb_per_day) {
        let help = format!("must be 0 or at least media.video_max_mb, {}", media.video_max_mb);
        return Err(Violation::new("limits.upload_mb_per_day", help));
    }
    match at_least_one.iter().find(|(_, number)| *number == 0) {
        Some((key, _)) => Err(Violation::new(*key, "must be at least 1")),
        None => Ok(()),
    }
}

/// Checks paths of routes; an invalid or repeated route would panic at the start.
fn check_mounts<'a>(key: &str, list: &'a [String], seen: &mut BTreeSet<&'a str>) -> Result<(), Violation> {
    if list.is_empty() {
        return Err(Violation::new(key, "must name at least one path"));
    }
    for path in list {
        let allowed = |c: char| c.is_ascii_alphanumeric() || "-_.~".contains(c);
        let segment =
            |part: &str| !part.is_empty() && part.chars().all(allowed) && part.chars().any(|c| c != '.');
        let Some(inner) = path.strip_prefix('/').filter(|inner| inner.split('/').all(segment)) else {
            let help = format!(
                "`{path}` is no path such as /community: a leading slash, none at the end, plain letters"
            );
            return Err(Violation::new(key, help));
        };
        if inner.split('/').next().is_some_and(|first| RESERVED_SEGMENTS.contains(&first)) {
            return Err(Violation::new(key, format!("`{path}` is taken by the server itself")));
        }
        if !seen.insert(path) {
            return Err(Violation::new(key, format!("`{path}` is mounted twice")));
        }
    }
    Ok(())
}

fn check_apps(apps: &[CommunityApp]) -> Result<(), Violation> {
    let mut names = BTreeSet::new();
    for (at, app) in apps.iter().enumerate() {
        let violation =
            |name: &str, message: &str| Violation::new(format!("community.apps[{at}].{name}"), message);
        if app.name.is_empty() {
            return Err(violation("name", "must not be empty"));
        }
        if app.secret.expose().is_empty() {
            return Err(violation("secret", "must not be empty"));
        }
        if !names.insert(&app.name) {
            return Err(violation("name", "is the name of two applications"));
        }
    }
    Ok(())
}
