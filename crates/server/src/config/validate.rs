//! What types cannot say: values that would fail later, and less clearly.

use std::collections::BTreeSet;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

use super::{CommunityApp, Config, MailConfig};

/// First path segments that the server itself answers under.
const TAKEN: [&str; 7] = ["api", "console", "docs", "healthz", "metrics", "openapi", "readyz"];

const MOST_THREADS: usize = 1024;

/// A key and what is wrong with it.
pub(super) struct Complaint {
    pub(super) key: String,
    pub(super) message: String,
}

impl Complaint {
    fn new(key: impl Into<String>, message: impl Into<String>) -> Self {
        Self { key: key.into(), message: message.into() }
    }
}

pub(super) fn check(config: &Config) -> Result<(), Complaint> {
    if config.data_dir.as_os_str().is_empty() {
        return Err(Complaint::new("data_dir", "must name a directory"));
    }
    let url = config.database_url.expose();
    if !(url.is_empty() || url.starts_with("postgres://") || url.starts_with("postgresql://")) {
        let help =
            "must be empty (SQLite in data_dir) or a URL such as postgres://user:password@host/database";
        return Err(Complaint::new("database_url", help));
    }
    log_level(&config.log.level)?;
    numbers(config)?;
    let mut paths = BTreeSet::new();
    mounts("community.mounts", &config.community.mounts, &mut paths)?;
    mounts("community.media_mounts", &config.community.media_mounts, &mut paths)?;
    apps(&config.community.apps)?;
    mail(&config.mail)?;
    if config.crowdfunding.fee_per_mille > 1000 {
        return Err(Complaint::new("crowdfunding.fee_per_mille", "must be from 0 to 1000"));
    }
    origins(&config.crowdfunding.cors_origins)
}

fn mail(mail: &MailConfig) -> Result<(), Complaint> {
    if !matches!(u16::try_from(mail.smtp_port), Ok(1..)) {
        return Err(Complaint::new("mail.smtp_port", "must be from 1 to 65535"));
    }
    if !(1..=10).contains(&mail.smtp_timeout_seconds) {
        return Err(Complaint::new("mail.smtp_timeout_seconds", "must be from 1 to 10"));
    }
    Ok(())
}

/// Checks web origins, which browsers compare letter by letter.
fn origins(list: &[String]) -> Result<(), Complaint> {
    for origin in list {
        let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.:[]".contains(c);
        let fits = host.is_some_and(|host| !host.is_empty() && host.chars().all(plain));
        if !fits && list != ["*"] {
            let help =
                format!("`{origin}` is no origin such as https://www.example.com (and `*` stands alone)");
            return Err(Complaint::new("crowdfunding.cors_origins", help));
        }
    }
    Ok(())
}

fn log_level(level: &str) -> Result<(), Complaint> {
    // To the filter a lone misspelled level is the name of a module, and everything else goes silent.
    let lone_word = level.chars().all(|c| c.is_ascii_alphanumeric());
    if EnvFilter::try_new(level).is_err() || lone_word && level.parse::<LevelFilter>().is_err() {
        let help = "must be error, warn, info, debug, trace, off or a filter such as info,miaohui_db=debug";
        return Err(Complaint::new("log.level", help));
    }
    Ok(())
}

fn numbers(config: &Config) -> Result<(), Complaint> {
    let Config { database, community, crowdfunding, media, sms, limits, workers, .. } = config;
    let most = [
        ("database.readers", database.readers),
        ("database.connections", database.connections),
        ("workers.hash_threads", workers.hash_threads),
        ("workers.media_threads", workers.media_threads),
    ];
    if let Some((key, _)) = most.iter().find(|(_, number)| *number > MOST_THREADS) {
        return Err(Complaint::new(*key, format!("must be at most {MOST_THREADS}")));
    }
    // SQLite reads the size of its cache as a signed number of 32 bits.
    if i32::try_from(database.cache_kib).is_err() {
        return Err(Complaint::new("database.cache_kib", format!("must be at most {}", i32::MAX)));
    }
    let at_least_one = [
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
        ("media.unused_hours", media.unused_hours as usize),
        ("sms.code_minutes", sms.code_minutes as usize),
        ("sms.per_phone_per_day", sms.per_phone_per_day as usize),
        ("sms.per_address_per_hour", sms.per_address_per_hour as usize),
        ("limits.lock_minutes", limits.lock_minutes as usize),
        ("workers.hash_queue", workers.hash_queue),
        ("workers.media_queue", workers.media_queue),
    ];
    match at_least_one.iter().find(|(_, number)| *number == 0) {
        Some((key, _)) => Err(Complaint::new(*key, "must be at least 1")),
        None => Ok(()),
    }
}

/// Checks paths that become routes, where a bad or repeated one would end the program at its start.
fn mounts<'a>(key: &str, list: &'a [String], seen: &mut BTreeSet<&'a str>) -> Result<(), Complaint> {
    if list.is_empty() {
        return Err(Complaint::new(key, "must name at least one path"));
    }
    for path in list {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_.~".contains(c);
        let segment =
            |part: &str| !part.is_empty() && part.chars().all(plain) && part.chars().any(|c| c != '.');
        let Some(inner) = path.strip_prefix('/').filter(|inner| inner.split('/').all(segment)) else {
            let help = format!(
                "`{path}` is no path such as /community: a leading slash, none at the end, plain letters"
            );
            return Err(Complaint::new(key, help));
        };
        if inner.split('/').next().is_some_and(|first| TAKEN.contains(&first)) {
            return Err(Complaint::new(key, format!("`{path}` is taken by the server itself")));
        }
        if !seen.insert(path) {
            return Err(Complaint::new(key, format!("`{path}` is mounted twice")));
        }
    }
    Ok(())
}

fn apps(apps: &[CommunityApp]) -> Result<(), Complaint> {
    let mut names = BTreeSet::new();
    for (at, app) in apps.iter().enumerate() {
        let complaint =
            |column: &str, message: &str| Complaint::new(format!("community.apps[{at}].{column}"), message);
        if app.name.is_empty() {
            return Err(complaint("name", "must not be empty"));
        }
        if app.secret.expose().is_empty() {
            return Err(complaint("secret", "must not be empty"));
        }
        if !names.insert(&app.name) {
            return Err(complaint("name", "is the name of two applications"));
        }
    }
    Ok(())
}
