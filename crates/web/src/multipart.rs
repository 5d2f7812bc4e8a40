//! Multipart forms whose parts, part headers and total size are bounded.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};

use axum::body::{Body, HttpBody};
use axum::http::Request;
use axum::http::header::CONTENT_TYPE;
use bytes::Bytes;
use futures_util::Stream;
use multer::{Field, Multipart};

use crate::body::{Bodies, BodyError, MemoryShare};

/// Bytes that the parser gets at once. It buffers whatever is ready, so it must not get more.
const PIECE: usize = 8 << 10;

/// How much of an unwanted part is read and dropped, in bytes, so that the response reaches a
/// client that is still sending.
const MAX_DRAINED: u64 = 1 << 20;

/// The parts of a multipart form, in their order.
pub struct FormParts {
    parts: Multipart<'static>,
    bodies: Bodies,
    share: MemoryShare,
    silence: Arc<AtomicUsize>,
    parts_seen: usize,
    text_bytes: usize,
}

/// A part of a form: a field or a file.
pub struct Part<'f> {
    field: Field<'static>,
    form: &'f mut FormParts,
}

impl FormParts {
    /// Begins to read a form whose files have at most `file_bytes` bytes together.
    pub fn begin(bodies: &Bodies, request: Request<Body>, file_bytes: u64) -> Result<Self, BodyError> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let boundary =
            kind.and_then(|kind| multer::parse_boundary(kind).ok()).ok_or(BodyError::NotMultipart)?;
        let silence = Arc::new(AtomicUsize::new(0));
        let limit = file_bytes.saturating_add(bodies.limits().bytes as u64).saturating_add(MAX_DRAINED);
        bodies.check_announced(request.body(), limit)?;
        let pieces = Pieces {
            body: request.into_body(),
            rest: Bytes::new(),
            pause: false,
            limit,
            left: limit,
            header_limit: bodies.limits().part_header,
            silence: Arc::clone(&silence),
        };
        let (parts, share) = (Multipart::new(pieces, boundary), bodies.share());
        Ok(Self { parts, bodies: bodies.clone(), share, silence, parts_seen: 0, text_bytes: 0 })
    }

    /// The next part; `None` at the end. The part before it must have been read to its end.
    pub async fn next(&mut self) -> Result<Option<Part<'_>>, BodyError> {
        let next = self.parts.next_field().await.map_err(error);
        self.progressed();
        let Some(field) = self.bodies.counted(next)? else { return Ok(None) };
        self.parts_seen += 1;
        self.bodies.check_fields(self.parts_seen)?;
        Ok(Some(Part { field, form: self }))
    }

    fn progressed(&self) {
        self.silence.store(0, Ordering::Relaxed);
    }

    /// Counts the bytes of a text field.
    fn add_text(&mut self, bytes: usize) -> Result<(), BodyError> {
        self.text_bytes += bytes;
        let limit = self.bodies.limits().bytes;
        let within = if self.text_bytes > limit { Err(BodyError::TooLarge(limit as u64)) } else { Ok(()) };
        self.bodies.counted(within.and_then(|()| self.share.grow(self.text_bytes)))
    }
}

impl Part<'_> {
    /// The name; empty if there is none.
    pub fn name(&self) -> &str {
        self.field.name().unwrap_or_default()
    }

    /// The name of the file, if the part is a file.
    pub fn file_name(&self) -> Option<&str> {
        self.field.file_name()
    }

    /// The next bytes; `None` at the end.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, BodyError> {
        let chunk = self.field.chunk().await.map_err(error);
        self.form.progressed();
        self.form.bodies.counted(chunk)
    }

    /// Reads the part as UTF-8. All texts of a form together are bounded.
    pub async fn text(mut self) -> Result<String, BodyError> {
        self.form.add_text(self.name().len())?;
        let mut text = Vec::new();
        while let Some(chunk) = self.chunk().await? {
            self.form.add_text(chunk.len())?;
            text.extend_from_slice(&chunk);
        }
        String::from_utf8(text).map_err(|_| BodyError::Malformed)
    }

    /// Reads and drops the rest of an unwanted part, up to a small limit.
    pub async fn drain(mut self) -> Result<(), BodyError> {
        let mut seen = 0;
        while let Some(chunk) = self.chunk().await? {
            seen += chunk.len() as u64;
            if seen > MAX_DRAINED {
                return self.form.bodies.counted(Err(BodyError::TooLarge(MAX_DRAINED)));
            }
        }
        Ok(())
    }
}

/// The body in small pieces, until it exceeds the limit or the parser finds no part for too long.
struct Pieces {
    body: Body,
    rest: Bytes,
    pause: bool,
    limit: u64,
    left: u64,
    header_limit: usize,
    /// Bytes that the parser got since it last returned something.
    silence: Arc<AtomicUsize>,
}

impl Stream for Pieces {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        // The parser polls until the stream is pending, so each piece is followed by a pause.
        if std::mem::take(&mut self.pause) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        while self.rest.is_empty() {
            match ready!(Pin::new(&mut self.body).poll_frame(cx)) {
                None => return Poll::Ready(None),
                Some(Err(_)) => return Poll::Ready(Some(Err(BodyError::Broken))),
                Some(Ok(frame)) => self.rest = frame.into_data().unwrap_or_default(),
            }
        }
        let size = self.rest.len().min(PIECE);
        let piece = self.rest.split_to(size);
        let Some(left) = self.left.checked_sub(size as u64) else {
            return Poll::Ready(Some(Err(BodyError::TooLarge(self.limit))));
        };
        self.left = left;
        // The last piece of a part may hold the beginning of the next header.
        if self.silence.fetch_add(size, Ordering::Relaxed) > self.header_limit {
            return Poll::Ready(Some(Err(BodyError::HeaderTooLarge(self.header_limit))));
        }
        self.pause = true;
        Poll::Ready(Some(Ok(piece)))
    }
}

fn error(error: multer::Error) -> BodyError {
    match error {
        multer::Error::StreamReadFailed(error) => error.downcast_ref().copied().unwrap_or(BodyError::Broken),
        multer::Error::IncompleteStream | multer::Error::IncompleteFieldData { .. } => BodyError::Broken,
        _ => BodyError::Malformed,
    }
}

#[cfg(test)]
mod tests {
    use futures_util::stream;

    use super::*;
    use crate::BodyLimits;

    fn form(bodies: &Bodies, file_bytes: u64, body: Vec<u8>) -> FormParts {
        let pieces =
            body.chunks(1000).map(|piece| Ok::<_, std::io::Error>(piece.to_vec())).collect::<Vec<_>>();
        let request = Request::post("/").header(CONTENT_TYPE, "multipart/form-data; boundary=x");
        let request = request.body(Body::from_stream(stream::iter(pieces))).unwrap();
        FormParts::begin(bodies, request, file_bytes).unwrap_or_else(|error| panic!("{error}"))
    }

    fn bodies() -> Bodies {
        let limits = BodyLimits { bytes: 20_000, fields: 3, part_header: 4096, memory: 1 << 20 };
        Bodies::new(limits, Arc::default())
    }

    fn part(name: &str, file: Option<&str>, data: &[u8]) -> Vec<u8> {
        let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
        let head = format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        [head.as_bytes(), data, b"\r\n"].concat()
    }

    async fn read(mut form: FormParts) -> Result<Vec<(String, usize)>, BodyError> {
        let mut seen = Vec::new();
        while let Some(mut part) = form.next().await? {
            let name = part.name().to_owned();
            let mut len = 0;
            if part.file_name().is_some() {
                while let Some(chunk) = part.chunk().await? {
                    len += chunk.len();
                }
            } else {
                len = part.text().await?.len();
            }
            seen.push((name, len));
        }
        Ok(seen)
    }

    #[tokio::test]
    async fn fields_and_files_are_read_in_order() {
        let body =
            [part("a", None, b"one"), part("f", Some("p.jpg"), &b"7".repeat(70_000)), b"--x--\r\n".to_vec()];
        let seen = read(form(&bodies(), 70_000, body.concat())).await.unwrap();
        assert_eq!(seen, [("a".to_owned(), 3), ("f".to_owned(), 70_000)]);
    }

    #[tokio::test]
    async fn every_dimension_of_a_form_is_bounded() {
        let read = async |file_bytes, body| read(form(&bodies(), file_bytes, body)).await;
        let endless = |start: &[u8]| [start, &b"a".repeat(1 << 20)].concat();
        let header = BodyError::HeaderTooLarge(4096);
        for start in [
            b"".as_slice(),
            b"--x\r\nX: ",
            b"--x\r\nContent-Disposition: form-data; name=\"",
            &[part("a", None, b"1"), b"--x\r\nX: ".to_vec()].concat(),
        ] {
            assert_eq!(
                read(10 << 20, endless(start)).await,
                Err(header),
                "{}",
                String::from_utf8_lossy(start)
            );
        }
        assert_eq!(read(10 << 20, part("a", None, b"1").repeat(4)).await, Err(BodyError::TooManyFields(3)));
        let text = part("a", None, &b"1".repeat(20_001));
        assert_eq!(read(10 << 20, text).await, Err(BodyError::TooLarge(20_000)));
        let file = part("f", Some("f"), &b"1".repeat((1 << 20) + 60_001));
        assert_eq!(read(40_000, file).await, Err(BodyError::TooLarge((1 << 20) + 60_000)));
        assert_eq!(read(0, part("a", None, b"1")).await, Err(BodyError::Broken));
        let nonsense = b"--x\r\nno header\r\n\r\n".to_vec();
        assert_eq!(read(0, nonsense).await, Err(BodyError::Malformed));
    }
}
