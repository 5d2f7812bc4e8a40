//! Blocks and reports.

pub mod my_block;
pub mod report;
pub mod sns_block;
pub mod sns_unblock;
