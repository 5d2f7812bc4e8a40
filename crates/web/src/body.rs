//! Request bodies of bounded size.

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;

/// How much of a body that is too large is read and dropped, in bytes, so that the response reaches
/// a client that is still sending. Beyond it the connection is closed.
const MAX_DRAINED: usize = 32 << 20;

/// A body could not be read.
#[derive(Debug, thiserror::Error)]
pub enum BodyError {
    /// It is larger than allowed.
    #[error("the body is larger than {0} bytes")]
    TooLarge(usize),
    /// The client disconnected before the end.
    #[error("the body did not arrive whole")]
    Broken,
}

/// Reads a body of at most `limit` bytes.
pub async fn read_body(mut body: Body, limit: usize) -> Result<Bytes, BodyError> {
    let mut first: Option<Bytes> = None;
    let mut whole = BytesMut::new();
    let mut seen = 0;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| BodyError::Broken)?.into_data() else { continue };
        seen += data.len();
        if seen > MAX_DRAINED.max(limit) {
            break;
        }
        if seen > limit {
            continue;
        }
        // Most bodies come in one piece, which needs no copy.
        match first.take() {
            None if whole.is_empty() => first = Some(data),
            None => whole.extend_from_slice(&data),
            Some(piece) => {
                whole.reserve(piece.len() + data.len());
                whole.extend_from_slice(&piece);
                whole.extend_from_slice(&data);
            }
        }
    }
    if seen > limit {
        return Err(BodyError::TooLarge(limit));
    }
    Ok(first.unwrap_or_else(|| whole.freeze()))
}
