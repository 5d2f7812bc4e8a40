//! Request bodies of bounded size, which share a bounded amount of memory while they arrive.

use std::sync::Arc;

use axum::body::{Body, HttpBody};
use bytes::Bytes;
use http_body_util::BodyExt;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::Metrics;

/// Memory that each body may use whatever the others use, in bytes. Most calls need no more.
const OWN_MEMORY: usize = 16 << 10;

/// The unit of the shared memory, in bytes.
const MEMORY_UNIT: usize = 16 << 10;

/// How much the space of a body grows at once, in bytes.
const SPACE: usize = 64 << 10;

/// Limits of request bodies.
#[derive(Clone, Copy, Debug)]
pub struct BodyLimits {
    /// Largest body in bytes, without files.
    pub bytes: usize,
    /// Most fields of a form, files included, and most keys of a JSON object.
    pub fields: usize,
    /// Largest header of a part of a multipart form, in bytes.
    pub part_header: usize,
    /// Memory of all bodies that are being received, in bytes.
    pub memory: usize,
}

/// A body could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// It is larger than allowed.
    #[error("the body is larger than {0} bytes")]
    TooLarge(u64),
    /// It has more fields than allowed.
    #[error("the body has more than {0} fields")]
    TooManyFields(usize),
    /// A part of a multipart form has a larger header than allowed.
    #[error("the header of a part is larger than {0} bytes")]
    HeaderTooLarge(usize),
    /// It is not the multipart form that it should be.
    #[error("the body is not multipart/form-data")]
    NotMultipart,
    /// A form that does not follow its format, or is not UTF-8.
    #[error("the form cannot be read")]
    Malformed,
    /// The bodies of other requests use the memory.
    #[error("too many bodies are being received")]
    Busy,
    /// The client disconnected or stalled before the end.
    #[error("the body did not arrive whole")]
    Broken,
}

impl BodyError {
    /// The name of the exceeded limit in the metrics.
    fn limit(self) -> Option<&'static str> {
        match self {
            Self::TooLarge(_) => Some("body_bytes"),
            Self::TooManyFields(_) => Some("body_fields"),
            Self::HeaderTooLarge(_) => Some("part_header_bytes"),
            Self::Busy => Some("body_memory"),
            Self::NotMultipart | Self::Malformed | Self::Broken => None,
        }
    }
}

/// Reads request bodies within limits. Cheap to clone: clones share the memory.
#[derive(Clone)]
pub struct Bodies {
    limits: BodyLimits,
    memory: Arc<Semaphore>,
    metrics: Arc<Metrics>,
}

impl Bodies {
    /// Creates a reader; `metrics` counts what it refuses.
    pub fn new(limits: BodyLimits, metrics: Arc<Metrics>) -> Self {
        let units = (limits.memory / MEMORY_UNIT).min(Semaphore::MAX_PERMITS);
        Self { limits, memory: Arc::new(Semaphore::new(units)), metrics }
    }

    /// The limits.
    pub fn limits(&self) -> &BodyLimits {
        &self.limits
    }

    /// Reads a body without files.
    pub async fn read(&self, body: Body) -> Result<Bytes, BodyError> {
        self.read_at_most(body, self.limits.bytes).await
    }

    /// Reads a body of at most `limit` bytes. The rest of a refused one is left to the connection.
    pub async fn read_at_most(&self, body: Body, limit: usize) -> Result<Bytes, BodyError> {
        self.check_announced(&body, limit as u64)?;
        self.counted(self.collect(body, limit).await)
    }

    /// Refuses a body whose announced size is above the limit, before any of it is read: a client that waits
    /// for `100 Continue` then sends nothing.
    pub(crate) fn check_announced(&self, body: &Body, limit: u64) -> Result<(), BodyError> {
        let within = HttpBody::size_hint(body).lower() <= limit;
        self.counted(if within { Ok(()) } else { Err(BodyError::TooLarge(limit)) })
    }

    /// Decodes the fields of a urlencoded form. One in another character set than UTF-8 is refused, because
    /// its texts would be stored as replacement characters.
    pub fn urlencoded(&self, body: &[u8]) -> Result<Vec<(String, String)>, BodyError> {
        if percent_encoding::percent_decode(body).decode_utf8().is_err() {
            return Err(BodyError::Malformed);
        }
        let fields: Vec<_> = form_urlencoded::parse(body).into_owned().take(self.limits.fields + 1).collect();
        self.check_fields(fields.len()).map(|()| fields)
    }

    /// Checks the number of fields of a body that was decoded elsewhere.
    pub fn check_fields(&self, fields: usize) -> Result<(), BodyError> {
        let most = self.limits.fields;
        self.counted(if fields > most { Err(BodyError::TooManyFields(most)) } else { Ok(()) })
    }

    /// The memory of one body.
    pub(crate) fn share(&self) -> MemoryShare {
        MemoryShare { memory: Arc::clone(&self.memory), held: OWN_MEMORY, permit: None }
    }

    /// Counts an exceeded limit.
    pub(crate) fn counted<T>(&self, result: Result<T, BodyError>) -> Result<T, BodyError> {
        if let Err(error) = &result
            && let Some(limit) = error.limit()
        {
            self.metrics.count_limit(limit);
        }
        result
    }

    async fn collect(&self, mut body: Body, limit: usize) -> Result<Bytes, BodyError> {
        let mut share = self.share();
        let mut first: Option<Bytes> = None;
        let mut whole = Vec::new();
        let mut seen = 0;
        while let Some(frame) = body.frame().await {
            let Ok(data) = frame.map_err(|_| BodyError::Broken)?.into_data() else { continue };
            seen += data.len();
            if seen > limit {
                return Err(BodyError::TooLarge(limit as u64));
            }
            share.grow(seen)?;
            // Most bodies come in one piece, which needs no copy.
            if first.is_none() && whole.is_empty() {
                first = Some(data);
                continue;
            }
            for piece in first.take().into_iter().chain([data]) {
                append(&mut whole, &piece);
            }
        }
        Ok(first.unwrap_or_else(|| whole.into()))
    }
}

/// Appends bytes, with little unused space: a vector would double its space.
fn append(whole: &mut Vec<u8>, piece: &[u8]) {
    if whole.capacity() - whole.len() < piece.len() {
        whole.reserve_exact(piece.len().max(SPACE));
    }
    whole.extend_from_slice(piece);
}

/// The memory that one body uses.
pub(crate) struct MemoryShare {
    memory: Arc<Semaphore>,
    held: usize,
    permit: Option<OwnedSemaphorePermit>,
}

impl MemoryShare {
    /// Grows to hold `bytes`, or fails if other bodies use the memory.
    pub(crate) fn grow(&mut self, bytes: usize) -> Result<(), BodyError> {
        let units = bytes.saturating_sub(self.held).div_ceil(MEMORY_UNIT);
        if units == 0 {
            return Ok(());
        }
        let permits = u32::try_from(units).map_err(|_| BodyError::Busy)?;
        let more = Arc::clone(&self.memory).try_acquire_many_owned(permits).map_err(|_| BodyError::Busy)?;
        self.held += units * MEMORY_UNIT;
        match &mut self.permit {
            Some(permit) => permit.merge(more),
            none @ None => *none = Some(more),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bodies(memory: usize) -> Bodies {
        let limits = BodyLimits { bytes: 100 << 10, fields: 3, part_header: 1024, memory };
        Bodies::new(limits, Arc::default())
    }

    #[tokio::test]
    async fn a_body_above_the_limit_is_refused_and_counted() {
        let bodies = bodies(1 << 20);
        assert_eq!(bodies.read(Body::from("x".repeat(100 << 10))).await.unwrap().len(), 100 << 10);
        let large = Body::from("x".repeat((100 << 10) + 1));
        assert_eq!(bodies.read(large).await, Err(BodyError::TooLarge(100 << 10)));
        let shown = bodies.metrics.render().unwrap();
        assert!(shown.contains("miaohui_limited_total{limit=\"body_bytes\"} 1"), "{shown}");
    }

    #[tokio::test]
    async fn large_bodies_share_memory_and_small_ones_have_their_own() {
        let bodies = bodies(32 << 10);
        let mut held = bodies.share();
        held.grow(40 << 10).unwrap();
        assert_eq!(bodies.read(Body::from("x".repeat(17 << 10))).await, Err(BodyError::Busy));
        assert!(bodies.read(Body::from("x".repeat(16 << 10))).await.is_ok());
        drop(held);
        assert!(bodies.read(Body::from("x".repeat(48 << 10))).await.is_ok());
    }

    #[test]
    fn a_form_is_utf_8() {
        let bodies = bodies(0);
        assert_eq!(bodies.urlencoded("name=庙会".as_bytes()).unwrap()[0].1, "庙会");
        assert_eq!(bodies.urlencoded(b"name=%E5%BA%99+x").unwrap()[0].1, "庙 x");
        assert_eq!(bodies.urlencoded("name=\u{fffd}".as_bytes()).unwrap()[0].1, "\u{fffd}");
        // 庙会 in GBK.
        for gbk in [b"name=%C3%ED%BB%E1".as_slice(), b"name=\xc3\xed\xbb\xe1", b"%C3%ED=1"] {
            assert_eq!(bodies.urlencoded(gbk), Err(BodyError::Malformed));
        }
    }

    #[test]
    fn a_form_has_a_bounded_number_of_fields() {
        let bodies = bodies(0);
        assert_eq!(bodies.urlencoded(b"a=1&b=2&c=3").unwrap().len(), 3);
        assert_eq!(bodies.urlencoded(b"a&a&a&a"), Err(BodyError::TooManyFields(3)));
    }
}
