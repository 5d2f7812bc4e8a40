//! A request body that is answered before it was read.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use hyper::body::{Body, Incoming};
use parking_lot::Mutex;
use tokio::time::timeout;

/// How much of it is read and dropped, in bytes, and how long that may take. A client that sends more, or more
/// slowly, is told that the connection ends.
const REST: u64 = 1 << 20;
const PATIENCE: Duration = Duration::from_secs(1);

/// The body that the client of a connection may still be sending.
#[derive(Default)]
pub(super) struct Unread {
    is_sending: AtomicBool,
    body: Mutex<Option<Incoming>>,
}

impl Unread {
    /// Keeps a body that nobody reads; none if it cannot be read.
    pub fn leave(&self, body: Option<Incoming>) {
        *self.body.lock() = body;
        self.is_sending.store(true, Ordering::Relaxed);
    }

    /// Whether the client may still be sending.
    pub fn is_sending(&self) -> bool {
        self.is_sending.load(Ordering::Relaxed)
    }

    /// Reads and drops the rest of a small body. Otherwise hyper would close the connection unless the rest
    /// is there already, and the client would send its next request into a closed one. `false`: the response
    /// must say that the connection ends.
    pub async fn drain(&self) -> bool {
        if !self.is_sending() {
            return true;
        }
        let left = self.body.lock().take();
        let Some(body) = left.filter(|body| body.size_hint().lower() <= REST) else { return false };
        let is_drained = timeout(PATIENCE, read(body)).await.unwrap_or(false);
        self.is_sending.store(!is_drained, Ordering::Relaxed);
        is_drained
    }
}

/// Whether a body ends within [`REST`].
async fn read(mut body: Incoming) -> bool {
    let mut seen = 0;
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        let Ok(frame) = frame else { return false };
        seen += frame.data_ref().map_or(0, |data| data.len() as u64);
        if seen > REST {
            return false;
        }
    }
    true
}
