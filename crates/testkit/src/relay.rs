//! A relay between a server and what it needs, which a test interrupts.

use std::net::SocketAddr;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// What a relay does with its connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Open,
    Closed,
    Silent,
}

/// A relay, which ends on drop. It needs a runtime with several threads, because the start of a server
/// blocks one.
pub struct Relay {
    /// The address that it listens on.
    pub address: SocketAddr,
    state: watch::Sender<State>,
    accepting: JoinHandle<()>,
}

impl Relay {
    /// Starts a relay to an address, such as `127.0.0.1:5432`.
    pub async fn start(to: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (state, seen) = watch::channel(State::Open);
        let to = to.to_owned();
        let accepting = tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(relay(near, to.clone(), seen.clone()));
            }
        });
        Self { address, state, accepting }
    }

    /// Ends all connections and refuses others.
    pub fn close(&self) {
        self.state.send_replace(State::Closed);
    }

    /// Passes nothing on any more, and keeps the connections.
    pub fn hush(&self) {
        self.state.send_replace(State::Silent);
    }

    /// Takes connections again. Those that were there have ended.
    pub fn open(&self) {
        self.state.send_replace(State::Open);
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// Relays a connection until the state changes, and keeps it as long as it says nothing.
async fn relay(mut near: TcpStream, to: String, mut state: watch::Receiver<State>) {
    if *state.borrow_and_update() == State::Open {
        let Ok(mut far) = TcpStream::connect(to).await else { return };
        tokio::select! {
            _ = copy_bidirectional(&mut near, &mut far) => return,
            _ = state.changed() => {}
        }
    }
    // Whatever was on its way is lost, so that a connection never becomes usable again.
    let _ = state.wait_for(|state| *state != State::Silent).await;
}
