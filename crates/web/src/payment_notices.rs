//! `POST /pay/{channel}/notify`: the route that payment providers call.

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use miaohui_payments::Desk;

use crate::body::Bodies;
use crate::outcome::Outcome;

/// Largest notice in bytes.
const MAX_BYTES: usize = 256 << 10;

/// The route that providers call. An unknown channel is 404, a body that cannot be read 400.
pub fn payment_notices(desk: Desk, bodies: Bodies) -> Router {
    Router::new().route("/pay/{channel}/notify", post(receive)).with_state((desk, bodies))
}

async fn receive(
    State((desk, bodies)): State<(Desk, Bodies)>,
    Path(channel): Path<String>,
    request: Request<Body>,
) -> Response {
    let headers = text_headers(request.headers());
    let mut response = match bodies.read_at_most(request.into_body(), MAX_BYTES).await {
        Ok(body) => match desk.handle_notice(&channel, &headers, &body).await {
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

/// Headers whose values are text, by their names in lower case.
fn text_headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |(name, value): (&HeaderName, &HeaderValue)| {
        Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
    };
    headers.iter().filter_map(text).collect()
}
