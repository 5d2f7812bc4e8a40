//! Plain HTTP beside https: a redirect there, and the header that keeps browsers with https.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{HOST, LOCATION, STRICT_TRANSPORT_SECURITY};
use axum::http::uri::Authority;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};

/// The port that https has without being named.
const HTTPS: u16 = 443;

/// Makes the routes of plain HTTP, which redirect every call to https. The host is that of `public_url`,
/// or else the one that was asked for, with the `port` of https.
pub fn to_https(public_url: &str, port: u16) -> Router {
    let base = public_url.strip_prefix("https://").map(|rest| rest.split('/').next().unwrap_or(rest));
    let target = Arc::new(Target { host: base.map(str::to_owned), port });
    Router::new().fallback(redirect).with_state(target)
}

struct Target {
    host: Option<String>,
    port: u16,
}

/// Redirects with the method and the body of the call.
async fn redirect(State(target): State<Arc<Target>>, request: Request) -> Response {
    let asked = || {
        let host: Authority = request.headers().get(HOST)?.to_str().ok()?.parse().ok()?;
        let port = if target.port == HTTPS { String::new() } else { format!(":{}", target.port) };
        Some(format!("{}{port}", host.host()))
    };
    let host = target.host.clone().or_else(asked);
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let location = host.and_then(|host| HeaderValue::try_from(format!("https://{host}{path}")).ok());
    match location {
        Some(location) => (StatusCode::PERMANENT_REDIRECT, [(LOCATION, location)]).into_response(),
        None => StatusCode::BAD_REQUEST.into_response(),
    }
}

/// Tells browsers to use https only for so many seconds; 0 tells them nothing.
pub fn with_hsts(router: Router, seconds: u32) -> Router {
    if seconds == 0 {
        return router;
    }
    let value = HeaderValue::try_from(format!("max-age={seconds}")).ok();
    router.layer(map_response(move |mut response: Response| {
        if let Some(value) = value.clone() {
            response.headers_mut().insert(STRICT_TRANSPORT_SECURITY, value);
        }
        std::future::ready(response)
    }))
}
