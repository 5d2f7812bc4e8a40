//! The HTTP router of the API and its images.

use std::sync::Arc;

use axum::Router;
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::response::IntoResponse;
use axum::routing::{any, get};
use miaohui_web::idempotency::IDEMPOTENCY_KEY;
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::app::App;
use crate::dispatch::{self, Endpoint};
use crate::{media_files, reference, routes};

/// Builds the router of the API, its images and its reference.
pub fn router(app: Arc<App>) -> Router {
    let mut router = Router::new();
    for unknown in ["/api", "/api/", "/api/{*rest}"] {
        router = router.route(unknown, any(dispatch::not_found));
    }
    let cors = cors(&app.settings.cors_origins);
    for resource in routes::table() {
        let (path, endpoint) = (resource.path, Arc::new(Endpoint::new(resource, Arc::clone(&app))));
        let answer = move |ids, request| dispatch::answer(Arc::clone(&endpoint), ids, request);
        router = router.route(path, any(answer.clone())).route(path.trim_end_matches('/'), any(answer));
    }
    router
        .layer(cors)
        .route("/api/accounts/page.css", get(page_style))
        .route("/media/images/{name}", get(media_files::serve))
        .route("/openapi/crowdfunding.json", get(reference::serve))
        .with_state(app)
}

/// The style of the pages behind mailed links.
async fn page_style() -> impl IntoResponse {
    let mut response =
        ([(CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("../pages/page.css")).into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
    miaohui_web::secure_page(response.headers_mut());
    response
}

fn cors(origins: &[String]) -> CorsLayer {
    let origins = match origins {
        [any] if any == "*" => AllowOrigin::any(),
        listed => AllowOrigin::list(listed.iter().filter_map(|origin| HeaderValue::try_from(origin).ok())),
    };
    CorsLayer::new()
        .allow_origin(origins)
        .allow_methods([Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers([AUTHORIZATION, CONTENT_TYPE, HeaderName::from_static(IDEMPOTENCY_KEY)])
}
