//! A bucket of S3 in this process, as far as the server uses it, with the clock of a test.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_RANGE, ETAG, LAST_MODIFIED, RANGE};
use axum::http::{Method, Response, StatusCode};
use miaohui_kernel::Clock;
use parking_lot::Mutex;

const BUCKET: &str = "files";

/// The bucket.
#[derive(Clone)]
pub struct FakeS3(Arc<Inner>);

struct Inner {
    url: String,
    clock: Clock,
    objects: Mutex<BTreeMap<String, (Bytes, i64)>>,
    is_down: AtomicBool,
}

impl FakeS3 {
    /// Starts an empty bucket.
    pub async fn start(clock: &Clock) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (objects, is_down) = (Mutex::default(), AtomicBool::new(false));
        let own = Self(Arc::new(Inner { url, clock: clock.clone(), objects, is_down }));
        let router = axum::Router::new().fallback(answer).with_state(own.clone());
        tokio::spawn(async { axum::serve(listener, router).await.unwrap() });
        own
    }

    /// The settings of a server whose files are there.
    pub fn settings(&self) -> Vec<String> {
        let endpoint = format!("media.s3.endpoint={}", self.0.url);
        let given = ["media.store=s3", "media.s3.bucket=files", "media.s3.timeout_seconds=1", &endpoint];
        let keys = ["media.s3.access_key_id=a", "media.s3.secret_access_key=b"];
        given.into_iter().chain(keys).map(str::to_owned).collect()
    }

    /// Whether it answers 503 from now on.
    pub fn set_down(&self, is_down: bool) {
        self.0.is_down.store(is_down, Ordering::SeqCst);
    }

    /// The names of its objects, in order, but for the one that says whose it is.
    pub fn names(&self) -> Vec<String> {
        self.0.objects.lock().keys().filter(|name| *name != "owner").cloned().collect()
    }

    /// The content of an object.
    pub fn content(&self, name: &str) -> Option<Bytes> {
        self.0.objects.lock().get(name).map(|(bytes, _)| bytes.clone())
    }

    /// Removes an object.
    pub fn lose(&self, name: &str) {
        self.0.objects.lock().remove(name).unwrap();
    }
}

async fn answer(State(s3): State<FakeS3>, request: Request) -> Response<Body> {
    if s3.0.is_down.load(Ordering::SeqCst) {
        return status(StatusCode::SERVICE_UNAVAILABLE);
    }
    let (head, body) = request.into_parts();
    let path = head.uri.path().trim_start_matches('/').strip_prefix(BUCKET).unwrap().trim_start_matches('/');
    let body = to_bytes(body, 64 << 20).await.unwrap();
    if path.is_empty() {
        return list(&s3, head.uri.query().unwrap_or_default());
    }
    let mut objects = s3.0.objects.lock();
    match head.method {
        Method::PUT => {
            objects.insert(path.to_owned(), (body, s3.0.clock.now_ms()));
            Response::builder().header(ETAG, "\"1\"").body(Body::empty()).unwrap()
        }
        Method::DELETE => {
            objects.remove(path);
            status(StatusCode::NO_CONTENT)
        }
        _ => match objects.get(path) {
            Some((bytes, at)) => {
                object(bytes, *at, head.headers.get(RANGE).map(|range| range.to_str().unwrap()))
            }
            None => status(StatusCode::NOT_FOUND),
        },
    }
}

fn status(status: StatusCode) -> Response<Body> {
    Response::builder().status(status).body(Body::empty()).unwrap()
}

fn object(bytes: &Bytes, at: i64, range: Option<&str>) -> Response<Body> {
    let time = humantime::format_rfc3339_seconds(UNIX_EPOCH + Duration::from_millis(at as u64)).to_string();
    let (date, clock) = (&time[..10], &time[11..19]);
    let (year, month, day) = (&date[..4], date[5..7].parse::<usize>().unwrap(), &date[8..]);
    let month =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][month - 1];
    let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    let weekday = days[(at / 86_400_000 % 7) as usize];
    let reply = Response::builder()
        .header(ETAG, "\"1\"")
        .header(LAST_MODIFIED, format!("{weekday}, {day} {month} {year} {clock} GMT"));
    let Some(range) = range else {
        return reply.header(CONTENT_LENGTH, bytes.len()).body(bytes.clone().into()).unwrap();
    };
    let (start, last) = range.strip_prefix("bytes=").unwrap().split_once('-').unwrap();
    let (start, last): (usize, usize) = (start.parse().unwrap(), last.parse().unwrap());
    let end = (last + 1).min(bytes.len());
    reply
        .status(StatusCode::PARTIAL_CONTENT)
        .header(CONTENT_RANGE, format!("bytes {start}-{}/{}", end - 1, bytes.len()))
        .body(bytes.slice(start..end).into())
        .unwrap()
}

fn list(s3: &FakeS3, query: &str) -> Response<Body> {
    let prefix = query.split('&').find_map(|pair| pair.strip_prefix("prefix=")).unwrap().replace("%2F", "/");
    let objects = s3.0.objects.lock();
    let found = objects.iter().filter(|(name, _)| name.starts_with(&prefix)).map(|(name, (bytes, at))| {
        let time = humantime::format_rfc3339_millis(UNIX_EPOCH + Duration::from_millis(*at as u64));
        format!(
            "<Contents><Key>{name}</Key><LastModified>{time}</LastModified><ETag>1</ETag><Size>{}</Size></Contents>",
            bytes.len()
        )
    });
    let body = format!("<ListBucketResult>{}</ListBucketResult>", found.collect::<String>());
    Response::new(body.into())
}
