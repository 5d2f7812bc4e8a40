//! The words every other crate speaks: clock, chance, secrets, digests. No I/O and no framework.

mod clock;
mod digest;
mod rng;
mod secret;

pub use clock::{Clock, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, Stopwatch};
pub use digest::{is_lower_hex, sha256_hex};
pub use rng::Rng;
pub use secret::Secret;
