//! A stored file as an HTTP response, with ETag, ranges and caching.

use std::io::{self, Seek, SeekFrom};

use axum::body::Body;
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_NONE_MATCH, IF_RANGE,
    RANGE,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use http_range_header::{EndPosition, StartPosition};
use miaohui_media::{Content, Opened};
use tokio::io::AsyncReadExt;
use tokio_util::io::ReaderStream;

const CHUNK: usize = 64 << 10;

/// A phone that has seen a file keeps it for a day. A shared cache asks again after five minutes, so
/// that a file that was hidden or taken down is gone from there soon; with the entity tag, the answer
/// is short while it is not.
const CACHED: HeaderValue = HeaderValue::from_static("public, max-age=86400, s-maxage=300");

/// A file whose content never changes under its name.
pub struct FileToServe {
    /// Open, positioned anywhere.
    pub file: Opened,
    /// Its media type.
    pub mime: &'static str,
    /// The entity tag, without quotes.
    pub etag: String,
}

/// Builds the response: the file (200), a range of it (206), not modified (304) or range not
/// satisfiable (416). A request for several ranges gets the whole file, as RFC 9110 allows.
pub fn file_response(served: FileToServe, request: &HeaderMap) -> Response {
    let len = served.file.len;
    let etag = format!("\"{}\"", served.etag);
    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(served.mime));
    headers.insert(CACHE_CONTROL, CACHED);
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    if let Ok(value) = HeaderValue::try_from(&etag) {
        headers.insert(ETAG, value);
    }
    if text(request, &IF_NONE_MATCH).is_some_and(|tags| names(tags, &etag)) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    let fresh = text(request, &IF_RANGE).is_none_or(|tag| tag == etag);
    let (start, end) = match text(request, &RANGE).filter(|_| fresh).map(|range| single_range(range, len)) {
        None | Some(Ranges::Ignored) => (0, len),
        Some(Ranges::One(start, end)) => {
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            let range = format!("bytes {start}-{}/{len}", end - 1);
            insert(response.headers_mut(), CONTENT_RANGE, range);
            (start, end)
        }
        Some(Ranges::Unsatisfiable) => {
            *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
            insert(response.headers_mut(), CONTENT_RANGE, format!("bytes */{len}"));
            return response;
        }
    };
    match body(served.file.content, start, end) {
        Ok(body) => *response.body_mut() = body,
        Err(error) => {
            tracing::error!(%error, "a stored file cannot be read");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    }
    insert(response.headers_mut(), CONTENT_LENGTH, (end - start).to_string());
    response
}

/// The bytes from `start` up to, but not including, `end`.
fn body(content: Content, start: u64, end: u64) -> io::Result<Body> {
    Ok(match content {
        Content::File(mut file) => {
            file.seek(SeekFrom::Start(start))?;
            let reader = tokio::fs::File::from_std(file).take(end - start);
            Body::from_stream(ReaderStream::with_capacity(reader, CHUNK))
        }
        Content::Object(object) => Body::from_stream(object.stream(start, end)),
        Content::Bytes(bytes) => Body::from(bytes.slice(start as usize..end as usize)),
    })
}

enum Ranges {
    Ignored,
    One(u64, u64),
    Unsatisfiable,
}

/// The one range of a header. Several ranges, and what is no range, are ignored.
fn single_range(header: &str, len: u64) -> Ranges {
    let Ok(parsed) = http_range_header::parse_range_header(header) else { return Ranges::Ignored };
    let [range] = parsed.ranges.as_slice() else { return Ranges::Ignored };
    let (start, end) = match (range.start, range.end) {
        // The last bytes are all bytes if the file is shorter.
        (StartPosition::FromLast(count), _) => (len.saturating_sub(count), len),
        (StartPosition::Index(start), EndPosition::LastByte) => (start, len),
        (StartPosition::Index(start), EndPosition::Index(last)) if last < start => return Ranges::Ignored,
        (StartPosition::Index(start), EndPosition::Index(last)) => (start, last.saturating_add(1).min(len)),
    };
    if start < end { Ranges::One(start, end) } else { Ranges::Unsatisfiable }
}

fn names(tags: &str, etag: &str) -> bool {
    tags.split(',').map(|tag| tag.trim().trim_start_matches("W/")).any(|tag| tag == etag || tag == "*")
}

fn text<'h>(headers: &'h HeaderMap, name: &axum::http::HeaderName) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn insert(headers: &mut HeaderMap, name: axum::http::HeaderName, value: String) {
    if let Ok(value) = HeaderValue::try_from(value) {
        headers.insert(name, value);
    }
}
