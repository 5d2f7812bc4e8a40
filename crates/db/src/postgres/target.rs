//! Where and how to connect: the URL, its defaults, and TLS.

use std::future::poll_fn;
use std::time::Duration;

use ::postgres::Client;
use tokio::task::JoinSet;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};
use tokio_postgres::error::{DbError, Severity};
use tokio_postgres::{AsyncMessage, Config};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::failure::error_text;
use super::tls::{self, TlsFiles, Trust};
use crate::error::{Error, Result};

/// What every session sets. Notices of a schema that is there already mean nothing. PostgreSQL compiles a
/// statement (JIT) whose estimated cost is high, as that of each check of `verify` is, and compiling takes
/// longer than running it.
pub(super) const SETTINGS: &str = "SET client_min_messages = warning; SET jit = off";
/// The time to connect to a host, and to be signed in.
pub(super) const CONNECT: Duration = Duration::from_secs(2);
/// How long sent data may stay unacknowledged before the network counts as lost.
const UNACKNOWLEDGED: Duration = Duration::from_secs(10);
/// How long a silent connection is trusted.
const KEEPALIVE_IDLE: Duration = Duration::from_secs(15);
const KEEPALIVE_EVERY: Duration = Duration::from_secs(5);
const KEEPALIVES: u32 = 3;

/// A PostgreSQL server, or several of which one is the primary.
#[derive(Clone)]
pub(crate) struct Target {
    /// One for each host.
    hosts: Vec<Config>,
    tls: MakeRustlsConnect,
}

impl Target {
    /// Reads a URL. Beside the keys of the client it knows those of `libpq` for TLS: `sslmode` up to
    /// `verify-full`, `sslrootcert`, `sslcert` and `sslkey`.
    pub fn parse(url: &str) -> Result<Self> {
        let wrong = |reason: String| Error::Open(format!("the database URL cannot be read: {reason}"));
        let (start, query) = url.split_once('?').unwrap_or((url, ""));
        let (mut kept, mut mode, mut files) = (Vec::new(), String::new(), TlsFiles::default());
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = || percent_decoded(value).ok_or_else(|| wrong(format!("{key} is not UTF-8")));
            match key {
                "sslmode" => mode = value()?,
                "sslrootcert" => files.roots = Some(value()?.into()),
                "sslcert" => files.certificate = Some(value()?.into()),
                "sslkey" => files.key = Some(value()?.into()),
                _ => kept.push(pair),
            }
        }
        let is_given = |key: &str| kept.iter().any(|pair| pair.split('=').next() == Some(key));
        let rest = if kept.is_empty() { start.to_owned() } else { format!("{start}?{}", kept.join("&")) };
        let (ssl, trust) = match (mode.as_str(), files.roots.is_some()) {
            ("disable", _) => (SslMode::Disable, Trust::Anybody),
            ("" | "allow" | "prefer", _) => (SslMode::Prefer, Trust::Anybody),
            ("require", false) => (SslMode::Require, Trust::Anybody),
            ("require", true) | ("verify-ca", _) => (SslMode::Require, Trust::Authority),
            ("verify-full", _) => (SslMode::Require, Trust::AuthorityAndName),
            (other, _) => return Err(wrong(format!("`{other}` is no sslmode"))),
        };
        let configure = |url: &String| {
            let mut config: Config = url.parse().map_err(|error| wrong(error_text(&error)))?;
            set_defaults(&mut config, is_given);
            config.ssl_mode(ssl);
            Ok(config)
        };
        let hosts = each_host(&rest).iter().map(configure).collect::<Result<_>>()?;
        Ok(Self { hosts, tls: tls::connector(trust, &files).map_err(wrong)? })
    }

    /// Reads the URL of a standby.
    pub fn parse_replica(url: &str) -> Result<Self> {
        let mut target = Self::parse(url)?;
        for host in target.hosts.iter_mut().filter(|_| !url.contains("target_session_attrs")) {
            host.target_session_attrs(TargetSessionAttrs::Any);
        }
        Ok(target)
    }

    /// The hosts and ports, which hold no secret.
    pub fn name(&self) -> String {
        let places = self.hosts.iter().flat_map(|config| {
            let ports = config.get_ports().iter().copied().chain(std::iter::repeat(5432));
            config.get_hosts().iter().zip(ports).map(|(host, port)| match host {
                Host::Tcp(host) => format!("{host}:{port}"),
                Host::Unix(path) => format!("{}:{port}", path.display()),
            })
        });
        places.collect::<Vec<_>>().join(",")
    }

    /// Connects with the synchronous client, for the schema.
    pub fn connect(&self) -> Result<Client> {
        let mut reason = String::new();
        for config in &self.hosts {
            let mut config = ::postgres::Config::from(config.clone());
            config.notice_callback(|notice| note(&notice));
            let opened = config.connect(self.tls.clone()).and_then(|mut client| {
                client.batch_execute(SETTINGS)?;
                Ok(client)
            });
            match opened {
                Ok(client) => return Ok(client),
                Err(error) => reason = error_text(&error),
            }
        }
        Err(self.unreachable(&reason))
    }

    /// Connects to the first host that takes the session, asking all of them at once: one that is frozen
    /// delays nothing.
    pub async fn connect_to_any(&self) -> Result<tokio_postgres::Client> {
        let mut attempts = JoinSet::new();
        for config in self.hosts.clone() {
            let tls = self.tls.clone();
            attempts.spawn(async move {
                match tokio::time::timeout(CONNECT, config.connect(tls)).await {
                    Ok(connected) => connected.map_err(|error| error_text(&error)),
                    Err(_) => Err("it does not answer".to_owned()),
                }
            });
        }
        let mut reason = String::new();
        while let Some(attempt) = attempts.join_next().await {
            match attempt {
                Ok(Ok((client, mut connection))) => {
                    tokio::spawn(async move {
                        while let Some(message) = poll_fn(|context| connection.poll_message(context)).await {
                            match message {
                                Ok(AsyncMessage::Notice(notice)) => note(&notice),
                                Ok(_) => {}
                                Err(error) => {
                                    let error = error_text(&error);
                                    tracing::debug!(error, "a connection to PostgreSQL ended");
                                    return;
                                }
                            }
                        }
                    });
                    return Ok(client);
                }
                Ok(Err(error)) => reason = error,
                Err(error) => reason = error.to_string(),
            }
        }
        Err(self.unreachable(&reason))
    }

    /// The error of a connection that failed.
    pub(super) fn unreachable(&self, reason: &str) -> Error {
        let hosts = self.hosts.iter().flat_map(Config::get_hosts).map(|host| format!("{host:?}"));
        let hosts = hosts.collect::<Vec<_>>().join(", ");
        let database = self.hosts.first().and_then(Config::get_dbname).unwrap_or("the default database");
        Error::Open(format!("cannot connect to PostgreSQL ({database} on {hosts}): {reason}"))
    }
}

/// Logs a warning of the server, and what is less for whoever looks for it.
fn note(notice: &DbError) {
    let (code, message) = (notice.code().code(), notice.message());
    if notice.parsed_severity() == Some(Severity::Warning) {
        tracing::warn!(code, message, "PostgreSQL warns");
    } else {
        tracing::debug!(code, message, "PostgreSQL notes");
    }
}

/// Sets what bounds each wait, and that a session must be able to write, unless the URL says otherwise.
fn set_defaults(config: &mut Config, is_given: impl Fn(&str) -> bool) {
    if !is_given("target_session_attrs") {
        config.target_session_attrs(TargetSessionAttrs::ReadWrite);
    }
    if !is_given("connect_timeout") {
        config.connect_timeout(CONNECT);
    }
    if !is_given("tcp_user_timeout") {
        config.tcp_user_timeout(UNACKNOWLEDGED);
    }
    if !is_given("keepalives_idle") {
        config.keepalives_idle(KEEPALIVE_IDLE);
    }
    if !is_given("keepalives_interval") {
        config.keepalives_interval(KEEPALIVE_EVERY);
    }
    if !is_given("keepalives_retries") {
        config.keepalives_retries(KEEPALIVES);
    }
    if !is_given("application_name") {
        config.application_name("miaohui");
    }
}

/// The URLs of the single hosts of a URL with several.
fn each_host(url: &str) -> Vec<String> {
    let start = url.find("://").map_or(0, |at| at + 3);
    let end = url[start..].find(['/', '?']).map_or(url.len(), |at| start + at);
    let hosts = url[start..end].rfind('@').map_or(start, |at| start + at + 1);
    url[hosts..end].split(',').map(|host| format!("{}{host}{}", &url[..hosts], &url[end..])).collect()
}

/// Decodes `%2F` and the like.
fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, others)) = rest.split_first() {
        let code = (*first == b'%').then(|| others.get(..2)).flatten();
        let decoded = code.and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        bytes.push(decoded.unwrap_or(*first));
        rest = if decoded.is_some() { &others[2..] } else { others };
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_look_for_the_primary_unless_told_otherwise() {
        let of = |url: &str| Target::parse(url).unwrap().hosts[1].get_target_session_attrs();
        assert_eq!(of("postgres://u@a,b/d"), TargetSessionAttrs::ReadWrite);
        assert_eq!(of("postgres://u@a,b/d?target_session_attrs=any"), TargetSessionAttrs::Any);
    }

    #[test]
    fn waiting_is_bounded_unless_told_otherwise() {
        let target = Target::parse("postgres://u@a/d").unwrap();
        assert_eq!(target.hosts[0].get_connect_timeout(), Some(&CONNECT));
        assert_eq!(target.hosts[0].get_tcp_user_timeout(), Some(&UNACKNOWLEDGED));
        let target = Target::parse("postgres://u@a/d?connect_timeout=7&sslmode=disable").unwrap();
        assert_eq!(target.hosts[0].get_connect_timeout(), Some(&Duration::from_secs(7)));
    }

    #[test]
    fn each_host_has_the_whole_rest_of_the_url() {
        let of = |url: &str| each_host(url).join(" ");
        assert_eq!(
            of("postgres://u:p%40@a:1,[::1]:2/d?k=v"),
            "postgres://u:p%40@a:1/d?k=v postgres://u:p%40@[::1]:2/d?k=v"
        );
        assert_eq!(of("postgres://a,b"), "postgres://a postgres://b");
        assert_eq!(of("postgres://%2Frun/d"), "postgres://%2Frun/d");
    }

    #[test]
    fn a_wrong_mode_or_file_is_an_error_of_the_url() {
        let error = |url: &str| Target::parse(url).err().unwrap().to_string();
        assert!(error("postgres://u@a/d?sslmode=verified").contains("`verified` is no sslmode"));
        let missing = error("postgres://u@a/d?sslmode=verify-full&sslrootcert=%2Fnowhere%2Fca.pem");
        assert!(missing.contains("/nowhere/ca.pem"), "{missing}");
    }
}
