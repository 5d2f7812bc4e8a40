//! Who does not want to meet whom, and what operators should see.

pub mod my_block;
pub mod report;
pub mod sns_block;
pub mod sns_unblock;
