//! The Community API: 91 documented JSON methods of a culture community, and what their mobile client calls beside
//! them. [`methods`] is the index; [`store`] holds the tables; `envelope` is how calls arrive and answers leave.

mod arrived;
mod call;
mod chores;
mod code;
mod envelope;
mod error;
mod media_files;
mod media_names;
mod method;
pub mod methods;
pub mod operators;
mod params;
mod phone;
pub mod reference;
mod signature;
pub mod store;
mod subject;
mod upload;
pub mod verify;

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::Bytes;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use miaohui_kernel::Secret;
use miaohui_web::Platform;

pub use call::{Call, Caller, MemberCaller};
pub use code::Code;
pub use error::{Error, Result};
pub use method::{Access, Kind, Method};
pub use phone::Phone;
pub use store::MIGRATIONS;
pub use store::login_failure::Lock;

/// What the operator configures. Times in ms, sizes in bytes.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Paths under which the API answers, such as `/community`.
    pub mounts: Vec<String>,
    /// Paths under which media are served, such as `/media`.
    pub media_mounts: Vec<String>,
    /// Applications and their secrets; none: signatures are not asked for.
    pub apps: HashMap<String, Secret>,
    /// How far a client's `ts` may be from ours.
    pub signature_skew_ms: i64,
    /// How long a token lives.
    pub token_ms: i64,
    /// How long a verification code lives.
    pub sms_code_ms: i64,
    /// Least time between two codes to a phone.
    pub sms_gap_ms: i64,
    /// Most codes to a phone in a day.
    pub sms_per_day: i64,
    /// Most codes asked for from an address in an hour.
    pub sms_per_address_hour: i64,
    /// How long an order waits to be paid.
    pub order_ms: i64,
    /// When wrong tries lock a number.
    pub lock: Lock,
    /// How long a media id may stay without an upload.
    pub unused_media_ms: i64,
}

/// The API with everything it works with.
pub struct App {
    /// What all products share; the app derefs to it.
    pub platform: Platform,
    /// The fixed parts of articles, kept ready to send.
    pub texts: store::article_text::ArticleTexts,
    /// What the operator configured.
    pub settings: Settings,
}

impl Deref for App {
    type Target = Platform;

    fn deref(&self) -> &Platform {
        &self.platform
    }
}

struct Api {
    app: Arc<App>,
    methods: HashMap<&'static str, Method>,
    reference: OnceLock<Bytes>,
}

/// All routes of the API and its media.
pub fn router(app: Arc<App>) -> Router {
    let methods = methods::table().into_iter().map(|method| (method.name, method)).collect();
    let api = Arc::new(Api { app: Arc::clone(&app), methods, reference: OnceLock::new() });
    let mut router = Router::new().route("/openapi/community.json", get(reference::serve));
    for mount in &app.settings.mounts {
        router = router
            .route(mount, post(envelope::by_body))
            .route(&format!("{mount}/"), post(envelope::by_body))
            .route(&format!("{mount}/{{method}}"), post(envelope::by_path))
            .route(&format!("{mount}/{{method}}/"), post(envelope::by_path))
            .route(&format!("{mount}/upload"), post(upload::upload));
    }
    for mount in &app.settings.media_mounts {
        router = router.route(&format!("{mount}/{{name}}"), get(media_files::serve));
    }
    router.layer(DefaultBodyLimit::disable()).with_state(api)
}

/// Gives up orders that were not paid in time, to be called every few seconds by one process; how many there were.
pub async fn expire_orders(app: &App) -> Result<usize> {
    chores::expire_orders(app).await
}

/// Periodic work, to be called about once a minute by one process: forgets what has expired.
pub async fn tidy(app: &App) -> Result<()> {
    chores::tidy(app).await
}
