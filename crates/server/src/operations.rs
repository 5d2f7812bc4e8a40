//! Health checks and metrics.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use miaohui_db::Database;
use miaohui_web::Metrics;

type OperationsState = Arc<(Database, Arc<Metrics>)>;

/// Makes the routes `/healthz`, `/readyz` and `/metrics`.
pub(crate) fn router(db: Database, metrics: Arc<Metrics>) -> Router {
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(show))
        .with_state(Arc::new((db, metrics)))
}

/// Replies that the server is ready if the database answers; migrations run before the server
/// listens.
async fn ready(State(state): State<OperationsState>) -> Response {
    let alive: miaohui_db::Result<(i64,)> =
        state.0.read(|tx| tx.query_one("SELECT COUNT(*) FROM schema_migration", &[])).await;
    match alive {
        Ok(_) => "ready\n".into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
        }
    }
}

/// Replies with the metrics in the OpenMetrics format.
async fn show(State(state): State<OperationsState>) -> Response {
    match state.1.render() {
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
