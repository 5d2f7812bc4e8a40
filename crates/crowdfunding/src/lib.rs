//! The Crowdfunding API (好味道众筹): 68 documented REST operations of food projects that raise money, and what their
//! clients need beside them. [`routes`] is the index; [`store`] holds the tables; `dispatch` is how requests arrive and
//! answers leave.

mod access;
pub mod admin;
mod body;
mod call;
mod chores;
mod code;
mod dispatch;
mod error;
mod fields;
mod mail;
mod media_files;
pub mod operators;
mod page;
pub mod places;
pub mod reference;
mod resource;
pub mod routes;
pub mod store;
mod subject;
mod values;
pub mod verify;
mod wire;

use std::ops::Deref;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::routing::{any, get};
use miaohui_web::idempotency::IDEMPOTENCY_KEY;
use miaohui_web::{ClientAddress, Platform, RateLimit};
use tower_http::cors::{AllowOrigin, CorsLayer};

pub use access::Who;
pub use code::Code;
pub use error::{Error, FieldError, Result};
pub use resource::{Operation, Resource};
pub use store::MIGRATIONS;
pub use wire::{Moment, Yuan};

use call::Asked;

/// What the operator configures. Times in ms.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How long a token counts.
    pub token_ms: i64,
    /// How long a refresh token counts.
    pub refresh_ms: i64,
    /// Whether drafts are shown to their owners only.
    pub hide_drafts: bool,
    /// What the operators keep of a project that succeeded.
    pub fee: store::settlement::Fee,
    /// Scheme and host for mailed links; empty: as the request came.
    pub public_url: String,
    /// Web origins that may call; `*`: all.
    pub cors_origins: Vec<String>,
}

/// The API with everything it works with.
pub struct App {
    /// What all products share; the app derefs to it.
    pub platform: Platform,
    /// What the operator configured.
    pub settings: Settings,
}

impl Deref for App {
    type Target = Platform;

    fn deref(&self) -> &Platform {
        &self.platform
    }
}

impl App {
    /// Takes one from the caller's buckets.
    fn count(&self, limit: RateLimit, user: Option<i64>, address: ClientAddress) -> Result<()> {
        match user {
            Some(user) => self.limits.account(limit, &format!("crowdfunding:{user}"))?,
            None => self.limits.address(limit, address.0)?,
        }
        Ok(())
    }

    /// Scheme and host for links that leave the request.
    fn public_origin(&self, asked: &Asked) -> String {
        match self.settings.public_url.trim_end_matches('/') {
            "" => asked.origin.clone(),
            configured => configured.to_owned(),
        }
    }
}

/// All routes of the API and its images.
pub fn router(app: Arc<App>) -> Router {
    let mut router = Router::new();
    for nowhere in ["/api", "/api/", "/api/{*rest}"] {
        router = router.route(nowhere, any(dispatch::nothing_there));
    }
    let cors = cors(&app.settings.cors_origins);
    for resource in routes::table() {
        let (path, place) = (resource.path, Arc::new(dispatch::Place::new(resource, Arc::clone(&app))));
        let answer = move |ids, request| dispatch::answer(Arc::clone(&place), ids, request);
        router = router.route(path, any(answer.clone())).route(path.trim_end_matches('/'), any(answer));
    }
    router
        .layer(cors)
        .route("/media/images/{name}", get(media_files::serve))
        .route("/openapi/crowdfunding.json", get(reference::serve))
        .layer(DefaultBodyLimit::disable())
        .with_state(app)
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

/// Ends the projects whose days are over, to be called every few seconds by one process; how many there were.
pub async fn close_projects(app: &App) -> Result<usize> {
    chores::close_projects(app).await
}

/// Periodic work, to be called about once a minute by one process: forgets what has expired.
pub async fn tidy(app: &App) -> Result<()> {
    chores::tidy(app).await
}
