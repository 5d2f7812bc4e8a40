//! A request body that ends with an error when the client stalls.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use miaohui_web::Metrics;

use super::progress::{Pace, Progress};
use super::unread::Unread;

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
    /// None after its end.
    body: Option<Incoming>,
    has_failed: bool,
    progress: Progress,
    metrics: Arc<Metrics>,
    /// Gets the body when it is dropped before its end.
    unread: Arc<Unread>,
}

impl GuardedBody {
    pub fn new(body: Incoming, pace: Pace, metrics: Arc<Metrics>, unread: Arc<Unread>) -> Self {
        Self { body: Some(body), has_failed: false, progress: Progress::new(pace), metrics, unread }
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
        let Some(body) = &mut this.body else { return Poll::Ready(None) };
        match Pin::new(body).poll_frame(cx) {
            Poll::Ready(Some(Ok(frame))) => {
                this.progress.moved(frame.data_ref().map_or(0, Bytes::len));
                Poll::Ready(Some(Ok(frame)))
            }
            Poll::Ready(Some(Err(error))) => {
                this.has_failed = true;
                Poll::Ready(Some(Err(error.into())))
            }
            Poll::Ready(None) => {
                this.body = None;
                Poll::Ready(None)
            }
            Poll::Pending if this.progress.is_stalled(cx) => {
                this.has_failed = true;
                this.metrics.count_limit("body_time");
                Poll::Ready(Some(Err(BodyFailure::Stalled)))
            }
            Poll::Pending => Poll::Pending,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map_or_else(|| SizeHint::with_exact(0), Body::size_hint)
    }
}

impl Drop for GuardedBody {
    fn drop(&mut self) {
        if !self.is_end_stream() {
            self.unread.leave(self.body.take().filter(|_| !self.has_failed));
        }
    }
}
