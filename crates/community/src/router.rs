//! Routes of the API and its media.

use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::routing::{get, post};

use crate::api::Api;
use crate::{App, envelope, media_files, methods, reference, upload};

/// Creates the routes of the API and its media.
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
    router.with_state(api)
}
