//! What operators and their tools ask: is it up, is it ready, how is it doing.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use miaohui_db::Database;
use miaohui_web::Metrics;

type Watched = Arc<(Database, Arc<Metrics>)>;

/// `/healthz`, `/readyz` and `/metrics`.
pub(crate) fn router(db: Database, metrics: Arc<Metrics>) -> Router {
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(show))
        .with_state(Arc::new((db, metrics)))
}

/// Ready: the database answers. Migrations are done before anything is served.
async fn ready(State(watched): State<Watched>) -> Response {
    let alive: miaohui_db::Result<(i64,)> =
        watched.0.read(|tx| tx.query_one("SELECT COUNT(*) FROM schema_migration", &[])).await;
    match alive {
        Ok(_) => "ready\n".into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
        }
    }
}

async fn show(State(watched): State<Watched>) -> Response {
    match watched.1.render() {
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
