//! Mail over SMTP, through a relay.

use std::time::{Duration, SystemTime};

use lettre::message::{Mailbox, Message, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, SmtpTransport, Transport};
use miaohui_kernel::{Secret, sha256_hex};
use serde::{Deserialize, Serialize};

use crate::mail::message::{Mail, MailSender};
use crate::send_error::SendError;

/// The last second of the year 9999, the latest that a `Date` header can contain, in Unix ms.
const LAST_DATE_MS: i64 = 253_402_300_799_000;

/// The encryption of the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SmtpTls {
    /// None, for a relay on the same machine or in a private network.
    None,
    /// `STARTTLS`, usually on port 587. A relay that does not offer it gets no mail.
    StartTls,
    /// Implicit TLS, usually on port 465.
    Tls,
}

/// The settings of a relay.
#[derive(Clone, Debug)]
pub struct SmtpSettings {
    /// The relay's host name, which its certificate must contain, or its IP address.
    pub host: String,
    /// The relay's port.
    pub port: u16,
    /// The encryption. Certificates are verified by the system's certificate authorities.
    pub tls: SmtpTls,
    /// The user name; `None` to send without authentication.
    pub username: Option<String>,
    /// The password of `username`.
    pub password: Option<Secret>,
    /// The sender: `name@example.com` or `Name <name@example.com>`.
    pub from: String,
    /// The timeout of each command in ms, at most ten seconds: the outbox's claims assume that.
    pub timeout_ms: u64,
}

/// Why settings are invalid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SmtpSettingsError {
    /// The sender's address is invalid.
    #[error("the sender {from:?} is neither an address nor \"Name <address>\": {reason}")]
    From {
        /// The sender in the settings.
        from: String,
        /// The reason.
        reason: String,
    },
    /// Only one of `username` and `password` is set.
    #[error("a user name and a password are needed together")]
    Credentials,
    /// The timeout is zero.
    #[error("the timeout is 0 ms, which leaves no time to send anything")]
    Timeout,
    /// TLS cannot be configured.
    #[error("TLS with {host} cannot be set up: {reason}")]
    Tls {
        /// The relay.
        host: String,
        /// The reason.
        reason: String,
    },
}

/// Sends mail to a relay, with a new connection for each mail.
#[derive(Debug)]
pub struct SmtpMail {
    relay: String,
    from: Mailbox,
    transport: SmtpTransport,
}

impl SmtpMail {
    /// Creates a sender. It does not connect yet.
    pub fn new(settings: &SmtpSettings) -> Result<Self, SmtpSettingsError> {
        let from: Mailbox = settings.from.parse().map_err(|error: lettre::address::AddressError| {
            SmtpSettingsError::From { from: settings.from.clone(), reason: error.to_string() }
        })?;
        if settings.timeout_ms == 0 {
            return Err(SmtpSettingsError::Timeout);
        }
        let encrypted = || {
            TlsParameters::new(settings.host.clone()).map_err(|error| SmtpSettingsError::Tls {
                host: settings.host.clone(),
                reason: error.to_string(),
            })
        };
        let tls = match settings.tls {
            SmtpTls::None => Tls::None,
            SmtpTls::StartTls => Tls::Required(encrypted()?),
            SmtpTls::Tls => Tls::Wrapper(encrypted()?),
        };
        let mut builder = SmtpTransport::builder_dangerous(&settings.host)
            .port(settings.port)
            .tls(tls)
            .timeout(Some(Duration::from_millis(settings.timeout_ms)));
        // Some relays refuse clients that say HELO 127.0.0.1, the default.
        if from.email.domain().is_ascii() {
            builder = builder.hello_name(ClientId::Domain(from.email.domain().to_owned()));
        }
        builder = match (&settings.username, &settings.password) {
            (Some(name), Some(password)) => {
                builder.credentials(Credentials::new(name.clone(), password.expose().to_owned()))
            }
            (None, None) => builder,
            _ => return Err(SmtpSettingsError::Credentials),
        };
        let relay = format!("{}:{}", settings.host, settings.port);
        Ok(Self { relay, from, transport: builder.build() })
    }

    /// Connects and signs in, and sends nothing.
    pub fn probe(&self) -> Result<(), SendError> {
        match self.transport.test_connection() {
            Ok(true) => Ok(()),
            Ok(false) => Err(SendError::Transient(format!("{}: it does not answer", self.relay))),
            Err(error) => Err(self.failure(&error)),
        }
    }

    fn message(&self, mail: &Mail) -> Result<Message, SendError> {
        let to: Address = mail
            .to
            .parse()
            .map_err(|error| SendError::Permanent(format!("the recipient's address: {error}")))?;
        let date = SystemTime::UNIX_EPOCH + Duration::from_millis(mail.at.clamp(0, LAST_DATE_MS) as u64);
        // Equal for each attempt, so that a mail that arrives twice has one id.
        let digest = sha256_hex([&*mail.to, &*mail.subject, &*mail.text].join("\0"));
        let id = format!("<{}.{}@{}>", mail.at, &digest[..32], self.from.email.domain());
        let builder = Message::builder()
            .from(self.from.clone())
            .to(to.into())
            .subject(mail.subject.as_str())
            .date(date)
            .message_id(Some(id));
        let message = if mail.html.is_empty() {
            builder.singlepart(SinglePart::plain(mail.text.clone()))
        } else {
            builder.multipart(MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone()))
        };
        message.map_err(|error| SendError::Permanent(format!("the mail cannot be written: {error}")))
    }

    fn failure(&self, error: &lettre::transport::smtp::Error) -> SendError {
        let text = format!("{}: {error}", self.relay);
        // These codes mean that the mailbox does not exist. Other errors of class 5 may come from
        // settings that an operator corrects.
        match error.status().map(u16::from) {
            Some(550 | 551 | 553) => SendError::Permanent(text),
            _ => SendError::Transient(text),
        }
    }
}

impl MailSender for SmtpMail {
    fn send(&self, mail: &Mail) -> Result<(), SendError> {
        let message = self.message(mail)?;
        let _step = miaohui_trace::begin("provider.call").map(|step| step.asking(&self.relay));
        self.transport.send(&message).map(drop).map_err(|error| self.failure(&error))
    }
}
