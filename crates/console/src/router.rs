//! The routes of the console.

use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::Redirect;
use axum::routing::{any, get, post};

use crate::app::App;
use crate::resource::{act, change, export, find, list_page, pick, reorder, row_page, views};
use crate::{
    account, assets, conversations, dashboard, deliveries, door, failure, frame, image, limits, media,
    new_staff, revenue, review, settings, shell, sign_in, start, system, templates,
};

/// The routes of the console.
pub fn router(app: Arc<App>) -> Router {
    let home = || async { Redirect::permanent("/console/") };
    Router::new()
        .route("/console", get(home))
        .route("/console/", get(start::page))
        .route("/console/find", get(find::page))
        .route("/console/dashboard", get(dashboard::page))
        .route("/console/revenue", get(revenue::page))
        .route("/console/revenue/csv", get(revenue::csv))
        .route("/console/revenue/xlsx", get(revenue::xlsx))
        .route("/console/system", get(system::page))
        .route("/console/review/{id}", get(review::page).post(review::decide))
        .route("/console/conversations", get(conversations::list))
        .route("/console/conversations/{id}", get(conversations::page).post(conversations::answer))
        .route("/console/conversations/{id}/messages", get(conversations::messages))
        .route("/console/deliveries", get(deliveries::page))
        .route("/console/door", get(door::projects))
        .route("/console/door/worker.js", get(door::worker))
        .route("/console/door/{id}", get(door::page))
        .route("/console/door/{id}/list", get(door::list))
        .route("/console/door/{id}/scans", post(door::scans))
        .route("/console/templates/{id}", get(templates::list))
        .route("/console/limits", get(limits::page))
        .route("/console/metrics", get(settings::metrics))
        .route("/console/settings", get(settings::page))
        .route("/console/settings/change", post(settings::change))
        .route("/console/staff/new", get(new_staff::page).post(new_staff::submit))
        .route("/console/sign-in", get(sign_in::page).post(sign_in::sign_in))
        .route("/console/sign-in/code", get(sign_in::code_page).post(sign_in::verify))
        .route("/console/sign-out", post(sign_in::sign_out))
        .route("/console/preferences", post(account::set_preferences))
        .route("/console/account", get(account::page))
        .route("/console/account/password", post(account::change_password))
        .route("/console/account/totp", post(account::set_up_totp))
        .route("/console/r/{resource}", get(list_page::page).post(change::create))
        .route("/console/r/{resource}/new", get(row_page::new))
        .route("/console/r/{resource}/csv", get(export::csv))
        .route("/console/r/{resource}/xlsx", get(export::xlsx))
        .route("/console/r/{resource}/views", post(views::change))
        .route("/console/r/{resource}/order", post(reorder::reorder))
        .route("/console/r/{resource}/do/{action}", post(act::act))
        .route("/console/r/{resource}/{id}", get(row_page::show).post(change::save))
        .route("/console/pick/{resource}", get(pick::options))
        .route("/console/image/{id}", get(image::serve))
        .route("/console/media/{id}", get(media::serve))
        .route("/console/{*rest}", any(failure::not_found))
        .layer(from_fn_with_state(Arc::clone(&app), frame::frame))
        .with_state(app)
        .merge(assets::router())
        .layer(map_response(shell::secure))
}
