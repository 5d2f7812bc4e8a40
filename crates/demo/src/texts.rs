//! The words of the demo data.
