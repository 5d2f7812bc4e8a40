//! A request body that ends with an error when the client stalls.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use miaohui_web::Metrics;

use super::progress::{Pace, Progress};

/// Why a body ends early.
#[derive(Debug, thiserror::Error)]
pub(super) enum BodyFailure {
    #[error("the body arrives too slowly")]
    Stalled,
    #[error(transparent)]
    Connection(#[from] hyper::Error),
}

/// A body under a deadline.
pub(super) struct GuardedBody {
    body: Incoming,
    progress: Progress,
    metrics: Arc<Metrics>,
    /// Set when the body is dropped before its end, so that the client may still be sending.
    unread: Arc<AtomicBool>,
}

impl GuardedBody {
    pub fn new(body: Incoming, pace: Pace, metrics: Arc<Metrics>, unread: Arc<AtomicBool>) -> Self {
        Self { body, progress: Progress::new(pace), metrics, unread }
    }
}

impl Body for GuardedBody {
    type Data = Bytes;
    type Error = BodyFailure;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyFailure>>> {
        let this = self.get_mut();
        match Pin::new(&mut this.body).poll_frame(cx) {
            Poll::Ready(Some(Ok(frame))) => {
                this.progress.moved(frame.data_ref().map_or(0, Bytes::len));
                Poll::Ready(Some(Ok(frame)))
            }
            Poll::Ready(end) => Poll::Ready(end.map(|frame| frame.map_err(BodyFailure::from))),
            Poll::Pending if this.progress.is_stalled(cx) => {
                this.metrics.count_limit("body_time");
                Poll::Ready(Some(Err(BodyFailure::Stalled)))
            }
            Poll::Pending => Poll::Pending,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for GuardedBody {
    fn drop(&mut self) {
        if !self.body.is_end_stream() {
            self.unread.store(true, Ordering::Relaxed);
        }
    }
}
