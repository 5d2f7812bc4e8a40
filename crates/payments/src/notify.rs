//! `POST /pay/{channel}/notify`: what providers tell us.

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use miaohui_web::{Outcome, read_body};

use crate::Desk;

/// Largest notice in bytes.
const MOST_BYTES: usize = 256 << 10;

/// The route that providers call.
pub fn router(desk: Desk) -> Router {
    Router::new().route("/pay/{channel}/notify", post(notify)).with_state(desk)
}

async fn notify(State(desk): State<Desk>, Path(channel): Path<String>, request: Request<Body>) -> Response {
    let headers = texts(request.headers());
    let mut response = match read_body(request.into_body(), MOST_BYTES).await {
        Ok(body) => match desk.notice(&channel, &headers, &body).await {
            Some(answer) => {
                let status = StatusCode::from_u16(answer.status).unwrap_or_default();
                (status, [(CONTENT_TYPE, answer.media_type)], answer.body).into_response()
            }
            None => StatusCode::NOT_FOUND.into_response(),
        },
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    };
    let code = response.status().as_u16().into();
    response.extensions_mut().insert(Outcome { operation: "pay/notify", code });
    response
}

/// Headers that are texts, by their names in lower case.
fn texts(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |(name, value): (&axum::http::HeaderName, &axum::http::HeaderValue)| {
        Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
    };
    headers.iter().filter_map(text).collect()
}
