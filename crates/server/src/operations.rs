//! Health checks and metrics.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use miaohui_db::{Database, hold_lease};
use miaohui_kernel::{Clock, SECOND_MS};
use miaohui_web::Metrics;
use tokio::sync::Mutex;

/// How long a write may take for the server to be ready.
const READY_WITHIN: Duration = Duration::from_secs(1);
/// How long an answer stands, in ms, so that asking often costs nothing.
const STANDS_MS: i64 = SECOND_MS;
/// How long the server is not ready after the database had no room.
const SHORTAGE_MS: i64 = 10 * SECOND_MS;

/// Whether calls should come here: whether writes are possible, and go on being so.
pub(crate) struct Readiness {
    db: Database,
    clock: Clock,
    /// Whether the server is about to stop.
    leaving: Arc<AtomicBool>,
    /// The last answer and its time.
    last: Mutex<Option<(i64, Result<(), &'static str>)>>,
    /// The shortages of the database until then, and until when the last one counts, in Unix ms.
    shortages: AtomicU64,
    no_room_until: AtomicI64,
}

impl Readiness {
    /// Creates the check of a database. `leaving` is set when the server is about to stop.
    pub fn new(db: Database, clock: Clock, leaving: Arc<AtomicBool>) -> Arc<Self> {
        Arc::new(Self {
            db,
            clock,
            leaving,
            last: Mutex::default(),
            shortages: AtomicU64::default(),
            no_room_until: AtomicI64::default(),
        })
    }

    /// Writes a row, unless it was done within the last second.
    async fn check(&self) -> Result<(), &'static str> {
        if self.leaving.load(Ordering::Relaxed) {
            return Err("the server is about to stop\n");
        }
        let mut last = self.last.lock().await;
        let now = self.clock.now_ms();
        if let Some((at, answer)) = *last
            && (at..at + STANDS_MS).contains(&now)
        {
            return answer;
        }
        let write = self.db.write(move |tx| hold_lease(tx, "ready", "anybody", now, 0));
        let written = tokio::time::timeout(READY_WITHIN, write).await;
        let shortages = self.db.stats().shortages;
        if self.shortages.swap(shortages, Ordering::Relaxed) < shortages {
            self.no_room_until.store(now + SHORTAGE_MS, Ordering::Relaxed);
        }
        let answer = match written {
            // This row replaces itself, so that it often fits where others do not.
            Ok(_) if now < self.no_room_until.load(Ordering::Relaxed) => Err("the database has no room\n"),
            Ok(Ok(_)) => Ok(()),
            Ok(Err(miaohui_db::Error::Busy { .. })) => Err("the queue of writes is full\n"),
            Ok(Err(error)) => {
                tracing::warn!(%error, "not ready");
                Err("nothing can be written\n")
            }
            Err(_) => {
                tracing::warn!("not ready: a write takes longer than a second");
                Err("a write takes longer than a second\n")
            }
        };
        // From now on, so that those who have waited meanwhile do not wait once more, one after another.
        *last = Some((self.clock.now_ms(), answer));
        answer
    }
}

/// Makes the routes `/healthz` and `/readyz`, which load balancers ask.
pub(crate) fn health(readiness: Arc<Readiness>) -> Router {
    Router::new()
        .route("/healthz", get(|| async { concat!("ok\nmiaohui ", env!("BUILD_OF_MIAOHUI"), "\n") }))
        .route("/readyz", get(ready))
        .with_state(readiness)
}

/// Makes the route `/metrics`, which tells too much for strangers.
pub(crate) fn metrics(metrics: Arc<Metrics>) -> Router {
    Router::new().route("/metrics", get(show)).with_state(metrics)
}

/// Replies that the server is ready if it can write; otherwise says what is wrong.
async fn ready(State(readiness): State<Arc<Readiness>>) -> Response {
    match readiness.check().await {
        Ok(()) => "ready\n".into_response(),
        Err(reason) => (StatusCode::SERVICE_UNAVAILABLE, reason).into_response(),
    }
}

/// Replies with the metrics in the OpenMetrics format.
async fn show(State(metrics): State<Arc<Metrics>>) -> Response {
    match metrics.render() {
        Ok(text) => {
            let open_metrics = "application/openmetrics-text; version=1.0.0; charset=utf-8";
            ([(CONTENT_TYPE, open_metrics)], text).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "the metrics cannot be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
