//! A connection that ends when the client does not read or does not end its headers, and that closes
//! without losing the last response.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use miaohui_web::Metrics;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

use super::progress::{Pace, Progress};
use super::request_head::RequestHead;
use super::unread::Unread;

/// How long, and for how many bytes, a client may go on sending a body that was refused. Closing
/// at once would make its system drop the response.
const LINGER: Duration = Duration::from_secs(2);
const LINGER_BYTES: usize = 32 << 20;

/// A stream whose writes are under a deadline, and the headers that are read from it.
pub(super) struct GuardedStream<S> {
    stream: S,
    head: Arc<RequestHead>,
    /// The request whose headers have begun.
    begun: Option<u64>,
    /// When the client is late, and for which request that is; with its headers or with their start.
    late: Option<(u64, bool, Pin<Box<Sleep>>)>,
    writing: Progress,
    metrics: Arc<Metrics>,
    unread: Arc<Unread>,
    lingering: Option<(Pin<Box<Sleep>>, usize)>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> GuardedStream<S> {
    /// `unread` says whether the client may still be sending a refused body.
    pub fn new(
        stream: S,
        pace: Pace,
        head: Arc<RequestHead>,
        metrics: Arc<Metrics>,
        unread: Arc<Unread>,
    ) -> Self {
        Self {
            stream,
            head,
            begun: None,
            late: None,
            writing: Progress::new(pace),
            metrics,
            unread,
            lingering: None,
        }
    }

    /// Ends the connection if the headers do not end in time, or do not begin.
    fn poll_late(&mut self, request: u64, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let has_begun = self.begun == Some(request);
        let limit = if has_begun { self.head.limit } else { self.head.idle };
        let late = self.late.get_or_insert_with(|| (request, has_begun, Box::pin(sleep(limit))));
        if (late.0, late.1) != (request, has_begun) {
            (late.0, late.1) = (request, has_begun);
            late.2.as_mut().reset(Instant::now() + limit);
        }
        ready!(late.2.as_mut().poll(cx));
        if !has_begun {
            // The end of the stream.
            return Poll::Ready(Ok(()));
        }
        self.metrics.count_limit("header_time");
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the headers do not end")))
    }

    fn watch(&mut self, written: Poll<io::Result<usize>>, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        match written {
            Poll::Ready(Ok(bytes)) => self.writing.moved(bytes),
            Poll::Pending => return self.poll_stalled(cx).map(Err),
            Poll::Ready(Err(_)) => {}
        }
        written
    }

    /// The error of a client that has not read for too long.
    fn poll_stalled(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        if !self.writing.is_stalled(cx) {
            return Poll::Pending;
        }
        self.metrics.count_limit("write_time");
        Poll::Ready(io::Error::new(io::ErrorKind::TimedOut, "the client does not read"))
    }

    /// Reads and drops what the client still sends.
    fn poll_linger(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let (until, left) = self.lingering.get_or_insert_with(|| (Box::pin(sleep(LINGER)), LINGER_BYTES));
        let mut space = [0; 8192];
        loop {
            let mut buffer = ReadBuf::new(&mut space);
            match Pin::new(&mut self.stream).poll_read(cx, &mut buffer) {
                Poll::Ready(Ok(())) if !buffer.filled().is_empty() && *left >= buffer.filled().len() => {
                    *left -= buffer.filled().len();
                }
                Poll::Ready(_) => return Poll::Ready(()),
                Poll::Pending => return until.as_mut().poll(cx),
            }
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for GuardedStream<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let before = buffer.filled().len();
        let read = Pin::new(&mut this.stream).poll_read(cx, buffer);
        match this.head.awaited() {
            Some(request) if read.is_pending() => this.poll_late(request, cx),
            Some(request) if buffer.filled().len() > before => {
                this.begun = Some(request);
                read
            }
            _ => read,
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for GuardedStream<S> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let written = Pin::new(&mut this.stream).poll_write(cx, bytes);
        this.watch(written, cx)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let written = Pin::new(&mut this.stream).poll_write_vectored(cx, slices);
        this.watch(written, cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        match Pin::new(&mut this.stream).poll_flush(cx) {
            Poll::Ready(flushed) => {
                this.writing.reset();
                Poll::Ready(flushed)
            }
            // A stream with TLS holds bytes that the client must read.
            Poll::Pending => this.poll_stalled(cx).map(Err),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.lingering.is_none() {
            match Pin::new(&mut this.stream).poll_shutdown(cx) {
                Poll::Ready(ended) => ended?,
                Poll::Pending => return this.poll_stalled(cx).map(Err),
            }
            if !this.unread.is_sending() {
                return Poll::Ready(Ok(()));
            }
        }
        this.poll_linger(cx).map(Ok)
    }
}
