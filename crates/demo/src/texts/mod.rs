//! The words of the demo data: original Chinese, no real persons, shops, numbers or addresses.
//!
//! Everything is a constant, or a small function of an index that gives the same text for the same index.

mod articles;
mod clothes;
mod crafts;
mod funding;
mod games;
mod people;
mod talk;

pub use articles::*;
pub use clothes::*;
pub use crafts::*;
pub use funding::*;
pub use games::*;
pub use people::*;
pub use talk::*;

#[cfg(test)]
mod tests;
