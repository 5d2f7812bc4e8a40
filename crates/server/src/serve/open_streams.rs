//! The requests of an HTTP/2 connection: whether one is open, and whether the client takes the responses.
//! While the client gives a response no room, nothing polls it, so the connection looks by itself.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes};
use hyper::body::{Frame, SizeHint};
use parking_lot::Mutex;
use tokio::time::{Instant, sleep};

use super::progress::Pace;

/// How often a connection looks, in parts of a period.
const LOOKS: u32 = 4;

/// Why a connection ends.
pub(super) enum Overdue {
    /// It has had no request for too long.
    Idle,
    /// The client does not read a response.
    Unread,
}

/// The open requests of a connection.
pub(super) struct OpenStreams {
    idle: Duration,
    pace: Pace,
    state: Mutex<State>,
}

struct State {
    next: u64,
    open: usize,
    idle_since: Instant,
    /// Until when clients must have read what was handed over last.
    unread: HashMap<u64, Instant>,
}

/// A request, open until it is dropped.
pub(super) struct OpenStream {
    streams: Arc<OpenStreams>,
    number: u64,
}

impl OpenStreams {
    pub fn new(idle: Duration, pace: Pace) -> Self {
        let state = State { next: 0, open: 0, idle_since: Instant::now(), unread: HashMap::new() };
        Self { idle, pace, state: Mutex::new(state) }
    }

    /// A request has come.
    pub fn open(self: &Arc<Self>) -> OpenStream {
        let mut state = self.state.lock();
        state.open += 1;
        state.next += 1;
        OpenStream { streams: Arc::clone(self), number: state.next }
    }

    /// Begins the time without a request.
    pub fn begin_idle(&self) {
        self.state.lock().idle_since = Instant::now();
    }

    /// Waits until the client is late.
    pub async fn overdue(&self) -> Overdue {
        loop {
            {
                let (state, now) = (self.state.lock(), Instant::now());
                if state.unread.values().any(|until| *until <= now) {
                    return Overdue::Unread;
                }
                if state.open == 0 && state.idle_since + self.idle <= now {
                    return Overdue::Idle;
                }
            }
            sleep(self.pace.period.min(self.idle) / LOOKS).await;
        }
    }
}

impl OpenStream {
    /// Bytes were handed over, which the client must read at its pace.
    fn wait(&self, bytes: usize) {
        let pace = self.streams.pace;
        let periods = 1 + (bytes as u64 / pace.bytes.max(1)) as u32;
        self.streams.state.lock().unread.insert(self.number, Instant::now() + pace.period * periods);
    }

    fn is_read(&self) {
        self.streams.state.lock().unread.remove(&self.number);
    }
}

impl Drop for OpenStream {
    fn drop(&mut self) {
        let mut state = self.streams.state.lock();
        state.unread.remove(&self.number);
        state.open -= 1;
        state.idle_since = Instant::now();
    }
}

/// The body of a response. The last byte of each part is handed over by itself: it needs room, which there
/// is when the client has taken what came before. So the body is at its end when the client has read it.
pub(super) struct WatchedBody {
    body: Body,
    stream: OpenStream,
    /// The last byte of a part of so many bytes.
    last: Option<(Bytes, usize)>,
}

impl WatchedBody {
    pub fn new(body: Body, stream: OpenStream) -> Self {
        Self { body, stream, last: None }
    }
}

impl hyper::body::Body for WatchedBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let this = self.get_mut();
        if let Some((byte, bytes)) = this.last.take() {
            this.stream.wait(bytes);
            return Poll::Ready(Some(Ok(Frame::data(byte))));
        }
        this.stream.is_read();
        let frame = match ready!(Pin::new(&mut this.body).poll_frame(cx)) {
            Some(Ok(frame)) => frame,
            end => return Poll::Ready(end),
        };
        let frame = match frame.into_data() {
            Ok(mut part) if part.len() > 1 => {
                let bytes = part.len();
                this.last = Some((part.split_off(bytes - 1), bytes));
                this.stream.wait(bytes);
                Frame::data(part)
            }
            Ok(part) => Frame::data(part),
            Err(other) => other,
        };
        Poll::Ready(Some(Ok(frame)))
    }

    fn is_end_stream(&self) -> bool {
        self.last.is_none() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let mut hint = self.body.size_hint();
        if let Some(exact) = hint.exact() {
            hint.set_exact(exact + self.last.as_ref().map_or(0, |(byte, _)| byte.len() as u64));
        }
        hint
    }
}
