//! Sockets that systemd has opened and hands over, so that a restart refuses no connection.

use std::io;
use std::net::TcpListener;
use std::os::unix::net::UnixListener;

use anyhow::{Context, Result};
use listenfd::ListenFd;

use super::listener::Listener;

/// `FileDescriptorName=` of the socket unit with the operators' endpoints.
const OPERATIONS: &str = "operations";
/// `FileDescriptorName=` of the socket unit whose calls are redirected to https.
const REDIRECT: &str = "redirect";

/// The sockets, by their use.
#[derive(Debug, Default)]
pub struct Inherited {
    /// Every socket without one of the other names.
    pub public: Vec<Listener>,
    /// Named `operations`.
    pub operations: Vec<Listener>,
    /// Named `redirect`.
    pub redirect: Vec<Listener>,
}

impl Inherited {
    /// Takes the sockets of `LISTEN_FDS` with their names in `LISTEN_FDNAMES`. Needs the runtime.
    pub fn take() -> Result<Self> {
        let names = std::env::var("LISTEN_FDNAMES").unwrap_or_default();
        let names: Vec<&str> = names.split(':').collect();
        let mut sockets = ListenFd::from_env();
        let mut all = Self::default();
        for at in 0..sockets.len() {
            let name = names.get(at).copied().unwrap_or_default();
            let listener = take(&mut sockets, at).with_context(|| format!("the socket {name} of systemd"))?;
            match name {
                OPERATIONS => all.operations.extend(listener),
                REDIRECT => all.redirect.extend(listener),
                _ => all.public.extend(listener),
            }
        }
        Ok(all)
    }
}

fn take(sockets: &mut ListenFd, at: usize) -> io::Result<Option<Listener>> {
    if let Ok(unix) = sockets.take_unix_listener(at) {
        return unix.map(of_unix).transpose();
    }
    sockets.take_tcp_listener(at)?.map(of_tcp).transpose()
}

fn of_unix(listener: UnixListener) -> io::Result<Listener> {
    listener.set_nonblocking(true)?;
    tokio::net::UnixListener::from_std(listener).map(Listener::Unix)
}

fn of_tcp(listener: TcpListener) -> io::Result<Listener> {
    listener.set_nonblocking(true)?;
    tokio::net::TcpListener::from_std(listener).map(Listener::Tcp)
}
