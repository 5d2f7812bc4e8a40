//! What must hold for any bytes that strangers send.
//!
//! Each function takes arbitrary bytes, hands them to the code that reads such bytes in the
//! service, and panics if a promise of that code does not hold. `fuzz/` calls the functions with
//! inputs that it searches for; `tests/inputs.rs` calls them with those that were found before.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::missing_panics_doc)]

mod fields;
mod forms;
mod media;
mod names;
mod notices;
mod phones;
mod ranges;
mod runtime;
mod search;
mod signature;

pub use fields::fields;
pub use forms::{multipart, urlencoded};
pub use media::{gif, heif, jpeg, mp4, png, webp};
pub use names::names;
pub use notices::notices;
pub use phones::phones;
pub use ranges::ranges;
pub use search::search;
pub use signature::signature;

/// A check and the name of its fuzz target.
pub type Target = (&'static str, fn(&[u8]));

/// The checks, sorted by name.
pub const TARGETS: [Target; 15] = [
    ("fields", fields),
    ("gif", gif),
    ("heif", heif),
    ("jpeg", jpeg),
    ("mp4", mp4),
    ("multipart", multipart),
    ("names", names),
    ("notices", notices),
    ("phones", phones),
    ("png", png),
    ("ranges", ranges),
    ("search", search),
    ("signature", signature),
    ("urlencoded", urlencoded),
    ("webp", webp),
];
