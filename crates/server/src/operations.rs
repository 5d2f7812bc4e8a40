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

/// Makes the routes `/healthz` and `/readyz`, which load balancers ask.
pub(crate) fn health(db: Database) -> Router {
    Router::new().route("/healthz", get(|| async { "ok\n" })).route("/readyz", get(ready)).with_state(db)
}

/// Makes the route `/metrics`, which tells too much for strangers.
pub(crate) fn metrics(metrics: Arc<Metrics>) -> Router {
    Router::new().route("/metrics", get(show)).with_state(metrics)
}

/// Replies that the server is ready if the database answers; migrations run before the server
/// listens.
async fn ready(State(db): State<Database>) -> Response {
    let alive: miaohui_db::Result<(i64,)> =
        db.read(|tx| tx.query_one("SELECT COUNT(*) FROM schema_migration", &[])).await;
    match alive {
        Ok(_) => "ready\n".into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
        }
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
