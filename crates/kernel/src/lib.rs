//! Shared basic types: money, ids, stored enums, clock, random numbers, secrets, digests. No I/O
//! and no framework.

mod clock;
mod digest;
mod fen;
mod id;
mod mail_address;
mod one_line;
mod pieces;
mod rng;
mod secret;
mod size;
mod stored_enum;
mod visible;
mod web_address;

pub use clock::{CLOCKS_DIFFER_MS, Clock, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, Stopwatch};
pub use digest::{Sha256Stream, from_hex, is_lower_hex, sha256_hex, to_hex};
pub use fen::Fen;
#[doc(hidden)]
pub use id::described_id;
pub use mail_address::is_mail_address;
pub use one_line::{one_line, one_line_sql};
pub use pieces::{LONGEST_PIECE, beginnings, containing, fold, pieces};
pub use rng::Rng;
pub use secret::Secret;
pub use size::size_text;
#[doc(hidden)]
pub use stored_enum::described_states;
pub use visible::{is_blank, is_invisible, trim_unseen, typed_digits};
pub use web_address::is_web_address;

#[doc(hidden)]
pub use {schemars, serde};
