//! Range and conditional headers.

use std::fs::File;
use std::io::Write;

use axum::http::header::{CONTENT_LENGTH, CONTENT_RANGE, ETAG, HeaderName, IF_NONE_MATCH, IF_RANGE, RANGE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use http_body_util::BodyExt;
use miaohui_media::{Content, Opened};
use miaohui_web::{FileToServe, file_response};

use crate::runtime::run;

const TAG: &str = "\"abc\"";

/// Serves a small file to three headers, one a line: `Range`, `If-None-Match`, `If-Range`; an empty
/// line is no header. The first byte is the length of the file. What is answered is a part of the
/// file, and the part that the headers ask for.
pub fn ranges(input: &[u8]) {
    let Some((len, lines)) = input.split_first() else { return };
    let content: Vec<u8> = (0..*len).collect();
    let mut lines = lines.split(|byte| *byte == b'\n');
    let mut headers = HeaderMap::new();
    for name in [RANGE, IF_NONE_MATCH, IF_RANGE] {
        let line = lines.next().unwrap_or_default();
        if let (false, Ok(value)) = (line.is_empty(), HeaderValue::from_bytes(line)) {
            headers.insert(name, value);
        }
    }
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&content).unwrap();
    check(file, &content, &headers);
}

fn check(file: File, content: &[u8], request: &HeaderMap) {
    let len = content.len() as u64;
    let file = Opened { len, content: Content::File(file) };
    let served = FileToServe { file, mime: "image/png", etag: "abc".into() };
    let (status, headers, body) = run(async {
        let (head, body) = file_response(served, request).into_parts();
        (head.status, head.headers, body.collect().await.unwrap().to_bytes())
    });
    let asked = |name: HeaderName| request.get(name).and_then(|value| value.to_str().ok());
    let sent = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap());
    assert_eq!(sent(ETAG), Some(TAG));
    assert_eq!(sent(CONTENT_RANGE).is_some(), matches!(status.as_u16(), 206 | 416));
    if let Some(tags) = asked(IF_NONE_MATCH) {
        let listed = [TAG, "W/\"abc\"", "*"].contains(&tags.trim());
        assert!(!listed || status == StatusCode::NOT_MODIFIED, "{tags:?}: {status}");
        assert!(status != StatusCode::NOT_MODIFIED || tags.contains(TAG) || tags.contains('*'));
    }
    match status {
        StatusCode::OK => {
            assert_eq!(body, content);
            assert_eq!(sent(CONTENT_LENGTH), Some(len.to_string().as_str()));
        }
        StatusCode::PARTIAL_CONTENT => {
            let range = sent(CONTENT_RANGE).unwrap().strip_prefix("bytes ").unwrap();
            let (range, whole) = range.split_once('/').unwrap();
            let (first, last) = range.split_once('-').unwrap();
            let (first, last): (usize, usize) = (first.parse().unwrap(), last.parse().unwrap());
            assert_eq!(whole, len.to_string());
            assert_eq!(body, content[first..=last]);
            assert_eq!(sent(CONTENT_LENGTH), Some(body.len().to_string().as_str()));
        }
        StatusCode::NOT_MODIFIED => assert!(body.is_empty() && asked(IF_NONE_MATCH).is_some()),
        StatusCode::RANGE_NOT_SATISFIABLE => {
            assert_eq!(sent(CONTENT_RANGE), Some(format!("bytes */{len}").as_str()));
            assert!(body.is_empty());
        }
        other => panic!("{other}"),
    }
    // The header alone decides if no other header is there.
    if let Some(range) = asked(RANGE).filter(|_| request.len() == 1) {
        match one_range(range, len) {
            Some(Wanted::Bytes(first, last)) => {
                assert_eq!(status, StatusCode::PARTIAL_CONTENT, "{range:?} of {len}");
                assert_eq!(sent(CONTENT_RANGE), Some(format!("bytes {first}-{last}/{len}").as_str()));
            }
            Some(Wanted::Nothing) => {
                assert_eq!(status, StatusCode::RANGE_NOT_SATISFIABLE, "{range:?} of {len}");
            }
            None => {}
        }
    } else if request.contains_key(RANGE) && asked(IF_RANGE).is_some_and(|tag| tag != TAG) {
        assert!(matches!(status, StatusCode::OK | StatusCode::NOT_MODIFIED), "another file");
    }
}

/// What a range asks for.
enum Wanted {
    /// The bytes from one to another.
    Bytes(u64, u64),
    /// Bytes that are not there.
    Nothing,
}

/// What RFC 9110 defines for a header with one range; `None` for other headers.
fn one_range(header: &str, len: u64) -> Option<Wanted> {
    let range = header.strip_prefix("bytes=")?;
    let (first, last) = range.split_once('-')?;
    // A number with zeros in front may be taken as none.
    let number = |text: &str| {
        let number = text.parse::<u64>().ok().filter(|number| *number < 1 << 60);
        number.filter(|number| number.to_string() == text)
    };
    let (start, end) = if first.is_empty() {
        // A suffix of no bytes may be ignored or refused.
        let suffix = number(last).filter(|suffix| *suffix > 0)?.min(len);
        (len - suffix, len)
    } else if last.is_empty() {
        (number(first)?, len)
    } else {
        let (first, last) = (number(first)?, number(last)?);
        if last < first {
            return None;
        }
        (first, (last + 1).min(len))
    };
    Some(if start < end { Wanted::Bytes(start, end - 1) } else { Wanted::Nothing })
}
