//! Exceptions to the rules of the workspace's shape. An entry that is no longer needed fails its test.

/// Circles of files.
pub const CIRCLES: &[&str] = &[];

/// Files that are too long.
pub const LONG_FILES: &[&str] = &[];

/// Files of the console that name a table of a product.
pub const FOREIGN_TABLES: &[&str] = &[];
