//! The Community API.
