//! The console: the pages on which operators run both products. [`resources`] is the index of what can be looked at and changed;
//! one implementation (`resource`) draws their lists, forms and actions.

mod access;
mod account;
mod assets;
pub mod audit;
mod dashboard;
mod error;
mod form;
mod image;
mod layout;
mod new_staff;
mod queues;
pub mod resource;
pub mod resources;
mod review;
mod settings;
mod sign_in;
pub mod staff;
mod stats;
mod talks;
mod text;
mod totp;
mod visitor;

use std::ops::Deref;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::map_response;
use axum::response::Redirect;
use axum::routing::{any, get, post};
use miaohui_db::{Migration, Migrations, Script};
use miaohui_web::Platform;

pub use access::{Need, Permission, Role, need};
pub use error::{Error, Result};
pub use text::{Label, Lang};

/// The tables of the console.
pub const MIGRATIONS: Migrations = Migrations {
    component: "console",
    steps: &[
        Migration {
            version: 1,
            name: "console",
            sql: Script::Text(include_str!("../migrations/0001_console.sql")),
        },
        Migration {
            version: 2,
            name: "lists",
            sql: Script::Text(include_str!("../migrations/0002_lists.sql")),
        },
    ],
};

/// The console and what it works with.
pub struct App {
    /// What it shares with the products; the app derefs to it.
    pub platform: Platform,
    /// Under which path the Community API's media are served, such as `/media`.
    pub media: String,
    /// The configuration as the settings page shows it, without secrets.
    pub settings: String,
}

impl Deref for App {
    type Target = Platform;

    fn deref(&self) -> &Platform {
        &self.platform
    }
}

/// The console's routes.
pub fn router(app: Arc<App>) -> Router {
    let home = || async { Redirect::permanent("/console/") };
    Router::new()
        .route("/console", get(home))
        .route("/console/", get(queues::page))
        .route("/console/dashboard", get(dashboard::page))
        .route("/console/review/{id}", get(review::page).post(review::decide))
        .route("/console/talks", get(talks::list))
        .route("/console/talks/{id}", get(talks::page).post(talks::answer))
        .route("/console/talks/{id}/messages", get(talks::messages))
        .route("/console/settings", get(settings::page))
        .route("/console/staff/new", get(new_staff::page).post(new_staff::add))
        .route("/console/sign-in", get(sign_in::page).post(sign_in::sign_in))
        .route("/console/sign-in/code", get(sign_in::code_page).post(sign_in::prove))
        .route("/console/sign-out", post(sign_in::sign_out))
        .route("/console/taste", post(account::taste))
        .route("/console/account", get(account::page))
        .route("/console/account/password", post(account::change_password))
        .route("/console/account/totp", post(account::set_up_totp))
        .route("/console/r/{resource}", get(resource::pages::list).post(resource::change::create))
        .route("/console/r/{resource}/new", get(resource::pages::new))
        .route("/console/r/{resource}/csv", get(resource::export::csv))
        .route("/console/r/{resource}/order", post(resource::deeds::reorder))
        .route("/console/r/{resource}/do/{action}", post(resource::deeds::act))
        .route("/console/r/{resource}/{id}", get(resource::pages::show).post(resource::change::save))
        .route("/console/pick/{resource}", get(resource::pages::pick))
        .route("/console/image/{id}", get(image::serve))
        .route("/console/{*rest}", any(layout::nothing_there))
        .layer(DefaultBodyLimit::disable())
        .with_state(app)
        .merge(assets::router())
        .layer(map_response(layout::secure))
}

/// How long the audit is kept, in ms: three years.
const AUDIT_MS: i64 = 3 * 365 * miaohui_kernel::DAY_MS;

/// Forgets sessions that have run out, old audit, and what failed messages said once they have expired. Safe to repeat.
pub async fn tidy(app: &App) -> Result<()> {
    let now = app.clock.now_ms();
    let job = move |tx: &mut miaohui_db::Tx<'_>| -> miaohui_db::Result<()> {
        staff::sweep_sessions(tx, now)?;
        audit::sweep(tx, now - AUDIT_MS, 1000)?;
        miaohui_gateways::forget_failed(tx, now)?;
        Ok(())
    };
    app.db.write(job).await?;
    while app.db.write(move |tx| stats::count(tx, now)).await? {}
    Ok(())
}

/// Whether anybody may sign in.
pub async fn is_staffed(app: &App) -> Result<bool> {
    Ok(app.db.read(staff::is_anybody).await?)
}

/// Adds somebody to the staff, with a password that is made if none is given; the password.
pub async fn add_staff(
    app: &App,
    email: &str,
    name: &str,
    role: &str,
    password: Option<&str>,
) -> Result<String> {
    let own = Role::of(role).ok_or_else(|| Error::Invalid(format!("there is no role {role}")))?;
    if !email.contains('@') {
        return Err(Error::Invalid(format!("{email} is no mail address")));
    }
    let alphabet = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let password = password.map_or_else(|| app.rng.text(alphabet, 16), str::to_owned);
    let hash = app.passwords.hash(password.clone()).await?;
    let (address, now) = (email.to_owned(), app.clock.now_ms());
    let shown = if name.is_empty() { email.to_owned() } else { name.to_owned() };
    let added = app.db.write(move |tx| staff::insert(tx, &address, &shown, own, &hash, now)).await?;
    added.map(|_| password).ok_or_else(|| Error::Invalid(format!("{email} is on the staff already")))
}
