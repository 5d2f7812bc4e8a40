//! A mail server on a port of its own.

use std::io::{BufRead, BufReader, Result};
use std::net::{IpAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use mailin::{Action, AuthMechanism, Handler, Response, SessionBuilder, response};

/// What a test's server says to its clients.
#[derive(Clone, Default)]
pub struct Manners {
    /// The answer to recipients, if it is not yes.
    pub to_recipients: Option<Response>,
    /// Who may send; anybody when it is missing.
    pub account: Option<(&'static str, &'static str)>,
}

/// A mail that arrived.
#[derive(Clone, Debug, Default)]
pub struct Arrived {
    /// How the client introduced itself.
    pub hello: String,
    /// The sender of the envelope.
    pub from: String,
    /// The recipients of the envelope.
    pub to: Vec<String>,
    /// Headers and body as sent.
    pub data: Vec<u8>,
}

/// A running server; it serves until the test's process ends.
pub struct MailServer {
    /// Where it listens.
    pub port: u16,
    arrived: Arc<Mutex<Vec<Arrived>>>,
}

impl MailServer {
    pub fn start() -> Self {
        Self::start_with(Manners::default())
    }

    pub fn start_with(manners: Manners) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let arrived = Arc::default();
        let desk = Desk { manners, arrived: Arc::clone(&arrived), ..Desk::default() };
        std::thread::spawn(move || {
            for client in listener.incoming() {
                // A client that hangs up in the middle ends its own conversation only.
                let _ = serve(&client.unwrap(), desk.clone());
            }
        });
        Self { port, arrived }
    }

    /// What has arrived so far.
    pub fn arrived(&self) -> Vec<Arrived> {
        self.arrived.lock().unwrap().clone()
    }
}

fn serve(client: &TcpStream, desk: Desk) -> Result<()> {
    let mut session = SessionBuilder::new("mail.test");
    if desk.manners.account.is_some() {
        session.enable_auth(AuthMechanism::Plain).insecure_enable_plaintext_auth();
    }
    let mut session = session.build(client.peer_addr()?.ip(), desk);
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
struct Desk {
    manners: Manners,
    letter: Arrived,
    arrived: Arc<Mutex<Vec<Arrived>>>,
}

impl Handler for Desk {
    fn helo(&mut self, _: IpAddr, domain: &str) -> Response {
        self.letter.hello = domain.into();
        response::OK
    }

    fn auth_plain(&mut self, _: &str, name: &str, password: &str) -> Response {
        if self.manners.account == Some((name, password)) {
            response::AUTH_OK
        } else {
            response::INVALID_CREDENTIALS
        }
    }

    fn rcpt(&mut self, _: &str) -> Response {
        self.manners.to_recipients.clone().unwrap_or(response::OK)
    }

    fn data_start(&mut self, _: &str, from: &str, _: bool, to: &[String]) -> Response {
        self.letter.from = from.into();
        self.letter.to = to.to_vec();
        response::OK
    }

    fn data(&mut self, line: &[u8]) -> Result<()> {
        self.letter.data.extend_from_slice(line);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        self.arrived.lock().unwrap().push(std::mem::take(&mut self.letter));
        response::OK
    }
}
