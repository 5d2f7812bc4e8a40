//! `GET /docs`: Swagger UI for both API references, without files from other hosts.

use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::routing::get;

/// The Content-Security-Policy of the page. Swagger UI sets inline styles.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
    connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

macro_rules! assets {
    ($($path:literal, $kind:literal, $file:literal;)*) => {
        &[$(($path, $kind, include_str!(concat!("../assets/docs/", $file)))),*]
    };
}

/// Path, media type and content of each file.
const ASSETS: &[(&str, &str, &str)] = assets! {
    "/docs", "text/html; charset=utf-8", "index.html";
    "/docs/", "text/html; charset=utf-8", "index.html";
    "/docs/index.js", "text/javascript", "index.js";
    "/docs/swagger-ui.css", "text/css", "swagger-ui/swagger-ui.css";
    "/docs/swagger-ui-bundle.js", "text/javascript", "swagger-ui/swagger-ui-bundle.js";
    "/docs/swagger-ui-standalone-preset.js", "text/javascript", "swagger-ui/swagger-ui-standalone-preset.js";
};

/// Makes the routes of the page and its files.
pub(crate) fn router() -> Router {
    ASSETS.iter().fold(Router::new(), |router, (path, kind, content)| {
        let headers = [(CONTENT_TYPE, *kind), (CACHE_CONTROL, "no-cache"), (CONTENT_SECURITY_POLICY, POLICY)];
        router.route(path, get(move || async move { (headers, *content) }))
    })
}
