//! Mail over SMTP, through a relay that takes it from there.

use std::time::{Duration, SystemTime};

use lettre::message::{Mailbox, Message, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, SmtpTransport, Transport};
use miaohui_kernel::{Secret, sha256_hex};
use serde::{Deserialize, Serialize};

use crate::SendError;
use crate::mail::{Mail, MailSender};

/// The last second that a `Date` can name, that of the year 9999, in Unix ms.
const LAST_DATE_MS: i64 = 253_402_300_799_000;

/// How the connection is kept from being read and forged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SmtpTls {
    /// Not at all: for a relay on the same machine or in a private network.
    None,
    /// `STARTTLS`, usually on port 587; a relay that does not offer it is told nothing.
    StartTls,
    /// TLS from the first byte, usually on port 465.
    Tls,
}

/// Which relay takes the mail, and on whose behalf.
#[derive(Clone, Debug)]
pub struct SmtpSettings {
    /// Name of the relay, which its certificate must bear, or its IP address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Whether the connection is encrypted. Certificates are judged by the machine's own store of authorities.
    pub tls: SmtpTls,
    /// Who signs in; nobody when it is missing.
    pub username: Option<String>,
    /// The password of `username`.
    pub password: Option<Secret>,
    /// Whom the mail is from: `name@example.com` or `Name <name@example.com>`.
    pub from: String,
    /// Time for each step of the conversation, in ms. Up to ten seconds: the outbox reckons with no more.
    pub timeout_ms: u64,
}

/// Why settings cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SmtpSettingsError {
    /// The sender's address cannot be read.
    #[error("the sender {from:?} is neither an address nor \"Name <address>\": {reason}")]
    From {
        /// What was given.
        from: String,
        /// What is wrong with it.
        reason: String,
    },
    /// One of `username` and `password` is missing.
    #[error("a user name and a password are needed together")]
    Credentials,
    /// No time at all.
    #[error("the timeout is 0 ms, which leaves no time to send anything")]
    Timeout,
    /// TLS could not be set up.
    #[error("TLS with {host} cannot be set up: {reason}")]
    Tls {
        /// The relay.
        host: String,
        /// Why not.
        reason: String,
    },
}

/// Hands mail to a relay, over a connection for each.
#[derive(Debug)]
pub struct SmtpMail {
    relay: String,
    from: Mailbox,
    transport: SmtpTransport,
}

impl SmtpMail {
    /// A sender with these settings. Does not connect yet.
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
        // Some relays turn away who introduces itself as 127.0.0.1, which is what is said otherwise.
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

    fn message(&self, mail: &Mail) -> Result<Message, SendError> {
        let to: Address = mail
            .to
            .parse()
            .map_err(|error| SendError::Permanent(format!("the recipient's address: {error}")))?;
        let date = SystemTime::UNIX_EPOCH + Duration::from_millis(mail.at.clamp(0, LAST_DATE_MS) as u64);
        // The same for each try, so that a mail that arrives twice can be told from two mails.
        let digest = sha256_hex([&*mail.to, &*mail.subject, &*mail.text].join("\0"));
        let id = format!("<{}.{}@{}>", mail.at, &digest[..32], self.from.email.domain());
        Message::builder()
            .from(self.from.clone())
            .to(to.into())
            .subject(mail.subject.as_str())
            .date(date)
            .message_id(Some(id))
            .singlepart(SinglePart::plain(mail.text.clone()))
            .map_err(|error| SendError::Permanent(format!("the mail cannot be written: {error}")))
    }

    fn failure(&self, error: &lettre::transport::smtp::Error) -> SendError {
        let text = format!("{}: {error}", self.relay);
        // These say that there is no such mailbox. Behind the other refusals of class 5 may be a setting that somebody
        // is about to mend.
        match error.status().map(u16::from) {
            Some(550 | 551 | 553) => SendError::Permanent(text),
            _ => SendError::Transient(text),
        }
    }
}

impl MailSender for SmtpMail {
    fn send(&self, mail: &Mail) -> Result<(), SendError> {
        let message = self.message(mail)?;
        self.transport.send(&message).map(drop).map_err(|error| self.failure(&error))
    }
}
