//! A mail server for tests.

use std::io::{BufRead, BufReader, Result};
use std::net::{IpAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use mailin::{Action, AuthMechanism, Handler, Response, SessionBuilder, response};

/// The configuration of a server.
#[derive(Clone, Default)]
pub struct ServerConfig {
    /// The answer to `RCPT TO`; the default accepts.
    pub to_recipients: Option<Response>,
    /// The required credentials; none by default.
    pub account: Option<(&'static str, &'static str)>,
}

/// A received mail.
#[derive(Clone, Debug, Default)]
pub struct ReceivedMail {
    /// The client's `EHLO` name.
    pub hello: String,
    /// The sender of the envelope.
    pub from: String,
    /// The recipients of the envelope.
    pub to: Vec<String>,
    /// The headers and the body.
    pub data: Vec<u8>,
}

/// A running server, which serves until the test process ends.
pub struct MailServer {
    /// The port.
    pub port: u16,
    received: Arc<Mutex<Vec<ReceivedMail>>>,
}

impl MailServer {
    pub fn start() -> Self {
        Self::start_with(ServerConfig::default())
    }

    pub fn start_with(config: ServerConfig) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let received = Arc::default();
        let handler = MailHandler { config, received: Arc::clone(&received), ..MailHandler::default() };
        std::thread::spawn(move || {
            for client in listener.incoming() {
                // A client that disconnects early ends its own session only.
                let _ = serve(&client.unwrap(), handler.clone());
            }
        });
        Self { port, received }
    }

    /// The mails received so far.
    pub fn received(&self) -> Vec<ReceivedMail> {
        self.received.lock().unwrap().clone()
    }
}

fn serve(client: &TcpStream, handler: MailHandler) -> Result<()> {
    let mut builder = SessionBuilder::new("mail.test");
    if handler.config.account.is_some() {
        builder.enable_auth(AuthMechanism::Plain).insecure_enable_plaintext_auth();
    }
    let mut session = builder.build(client.peer_addr()?.ip(), handler);
    let (mut lines, mut out) = (BufReader::new(client), client);
    session.greeting().write_to(&mut out)?;
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line)? > 0 {
        let answer = session.process(&line);
        line.clear();
        match answer.action {
            Action::NoReply => {}
            Action::Reply => answer.write_to(&mut out)?,
            Action::Close | Action::UpgradeTls => return answer.write_to(&mut out),
        }
    }
    Ok(())
}

#[derive(Clone, Default)]
struct MailHandler {
    config: ServerConfig,
    mail: ReceivedMail,
    received: Arc<Mutex<Vec<ReceivedMail>>>,
}

impl Handler for MailHandler {
    fn helo(&mut self, _: IpAddr, domain: &str) -> Response {
        self.mail.hello = domain.into();
        response::OK
    }

    fn auth_plain(&mut self, _: &str, name: &str, password: &str) -> Response {
        if self.config.account == Some((name, password)) {
            response::AUTH_OK
        } else {
            response::INVALID_CREDENTIALS
        }
    }

    fn rcpt(&mut self, _: &str) -> Response {
        self.config.to_recipients.clone().unwrap_or(response::OK)
    }

    fn data_start(&mut self, _: &str, from: &str, _: bool, to: &[String]) -> Response {
        self.mail.from = from.into();
        self.mail.to = to.to_vec();
        response::OK
    }

    fn data(&mut self, line: &[u8]) -> Result<()> {
        self.mail.data.extend_from_slice(line);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        self.received.lock().unwrap().push(std::mem::take(&mut self.mail));
        response::OK
    }
}
