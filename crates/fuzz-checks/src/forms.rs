//! Forms: urlencoded and multipart.

use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use axum::http::header::CONTENT_TYPE;
use bytes::Bytes;
use futures_util::stream;
use miaohui_web::{Bodies, BodyError, BodyLimits, FormParts, Metrics};

use crate::runtime::run;

const LIMITS: BodyLimits = BodyLimits { bytes: 4096, fields: 8, part_header: 1024, memory: 1 << 20 };
const FILE_BYTES: u64 = 8192;

/// Bytes that a form may have besides its texts and files.
const MAX_DRAINED: u64 = 1 << 20;

fn bodies() -> Bodies {
    thread_local! {
        static METRICS: Arc<Metrics> = Arc::default();
    }
    Bodies::new(LIMITS, METRICS.with(Arc::clone))
}

/// A body that arrives in pieces of this size.
fn in_pieces(body: &[u8], size: usize) -> Body {
    let pieces: Vec<_> =
        body.chunks(size).map(|piece| Ok::<_, std::io::Error>(Bytes::copy_from_slice(piece))).collect();
    Body::from_stream(stream::iter(pieces))
}

/// Reads a urlencoded form: it is read whole or refused for its size, and its fields are those that
/// their writing reads back.
pub fn urlencoded(input: &[u8]) {
    let Some((size, body)) = input.split_first() else { return };
    let bodies = bodies();
    let read = run(bodies.read(in_pieces(body, usize::from(*size).max(1))));
    if body.len() > LIMITS.bytes {
        assert_eq!(read, Err(BodyError::TooLarge(LIMITS.bytes as u64)));
        return;
    }
    assert_eq!(read.as_deref(), Ok(body));
    let count = body.split(|byte| *byte == b'&').filter(|field| !field.is_empty()).count();
    match bodies.urlencoded(body) {
        Err(BodyError::Malformed) => {
            let is_replaced = |text: &str| text.contains('\u{fffd}');
            let mut fields = form_urlencoded::parse(body);
            assert!(fields.any(|(name, value)| is_replaced(&name) || is_replaced(&value)), "it is UTF-8");
        }
        Err(error) => {
            assert_eq!(error, BodyError::TooManyFields(LIMITS.fields));
            assert!(count > LIMITS.fields);
        }
        Ok(fields) => {
            assert_eq!(fields.len(), count);
            let written = form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
            assert_eq!(bodies.urlencoded(written.as_bytes()), Ok(fields));
        }
    }
}

/// A part as it was read: name, name of the file, data.
type ReadPart = (String, Option<String>, Vec<u8>);

/// Reads a multipart form, whose boundary is `x`: everything is bounded, and how the body arrives
/// makes no difference.
pub fn multipart(input: &[u8]) {
    let Some((size, body)) = input.split_first() else { return };
    let whole = read(body, body.len().max(1));
    if let Ok(parts) = &whole {
        check(parts);
    }
    let pieces = read(body, usize::from(*size).max(1));
    let too_large = BodyError::HeaderTooLarge(LIMITS.part_header);
    if body.len() <= LIMITS.part_header {
        assert!(pieces.as_ref().err() != Some(&too_large) && whole.as_ref().err() != Some(&too_large));
    }
    // A header is measured in pieces, so that one slightly above the limit may pass.
    if pieces != Err(too_large) && whole != Err(too_large) {
        assert_eq!(pieces.is_ok(), whole.is_ok(), "{pieces:?} {whole:?}");
        if let (Ok(pieces), Ok(whole)) = (pieces, whole) {
            assert_eq!(pieces, whole);
        }
    }
}

fn read(body: &[u8], size: usize) -> Result<Vec<ReadPart>, BodyError> {
    let request = Request::post("/").header(CONTENT_TYPE, "multipart/form-data; boundary=x");
    let request = request.body(in_pieces(body, size)).unwrap();
    let bodies = bodies();
    run(async {
        let mut form = FormParts::begin(&bodies, request, FILE_BYTES)?;
        let mut parts = Vec::new();
        while let Some(mut part) = form.next().await? {
            let (name, file_name) = (part.name().to_owned(), part.file_name().map(str::to_owned));
            let mut data = Vec::new();
            if file_name.is_none() {
                data = part.text().await?.into_bytes();
            } else if name == "skipped" {
                part.drain().await?;
            } else {
                while let Some(chunk) = part.chunk().await? {
                    data.extend_from_slice(&chunk);
                }
            }
            parts.push((name, file_name, data));
        }
        Ok(parts)
    })
}

fn check(parts: &[ReadPart]) {
    assert!(parts.len() <= LIMITS.fields);
    let texts = parts.iter().filter(|(_, file, _)| file.is_none());
    assert!(texts.map(|(name, _, data)| name.len() + data.len()).sum::<usize>() <= LIMITS.bytes);
    let files = parts.iter().map(|(.., data)| data.len() as u64).sum::<u64>();
    assert!(files <= FILE_BYTES + LIMITS.bytes as u64 + MAX_DRAINED);
    for (name, ..) in parts {
        assert!(name.len() <= LIMITS.part_header + (16 << 10), "a name of {} bytes", name.len());
    }
}
