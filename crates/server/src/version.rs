//! The version of this binary.

/// The version with its commit and the day of the commit, such as `0.2.0 (1a2b3c4d5e6f 2026-11-28)`;
/// builds for development do not know the commit.
pub const VERSION: &str = env!("BUILD_OF_MIAOHUI");
