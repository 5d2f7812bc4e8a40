//! The console: the pages on which operators run both products. The components describe their
//! resources (`miaohui_admin`); one engine (`resource`) draws lists, forms and actions; a few
//! pages are written by hand.

mod account;
pub mod admin;
mod app;
mod assets;
mod audit;
mod beijing;
mod chart;
mod conversations;
mod daily_counts;
mod dashboard;
mod deliveries;
mod door;
mod error;
mod failure;
mod form;
mod frame;
mod html;
mod image;
mod layout;
mod lightbox;
mod limits;
mod media;
mod navigation;
mod new_staff;
mod pictures;
mod preferences;
mod presets;
mod range;
mod readings;
mod recovery;
mod resource;
mod revenue;
mod review;
mod router;
pub mod running;
pub mod second_person;
mod settings;
mod shell;
mod sign_in;
mod staff;
mod start;
mod system;
mod templates;
mod tidy;
mod totp;
mod verbs;
mod visitor;

use miaohui_db::{Migration, Migrations, Script};

pub use app::App;
pub use error::{Error, Result};
pub use new_staff::{NewStaff, add_staff};
pub use router::router;
pub use staff::TOTP;
pub use tidy::{is_staffed, tidy, unlock_staff};

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
        Migration {
            version: 3,
            name: "names",
            sql: Script::Text(include_str!("../migrations/0003_names.sql")),
        },
        Migration {
            version: 4,
            name: "requests",
            sql: Script::Text(include_str!("../migrations/0004_requests.sql")),
        },
        Migration {
            version: 5,
            name: "uploads",
            sql: Script::Text(include_str!("../migrations/0005_uploads.sql")),
        },
        Migration {
            version: 6,
            name: "states",
            sql: Script::Text(include_str!("../migrations/0006_states.sql")),
        },
        Migration {
            version: 7,
            name: "first passwords",
            sql: Script::Text(include_str!("../migrations/0007_first_passwords.sql")),
        },
        Migration {
            version: 8,
            name: "stewards",
            sql: Script::Text(include_str!("../migrations/0008_stewards.sql")),
        },
        Migration {
            version: 9,
            name: "views, templates, settings",
            sql: Script::Text(include_str!("../migrations/0009_views_templates_settings.sql")),
        },
    ],
};
