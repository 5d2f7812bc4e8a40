//! Who does not want to meet whom.

pub mod my_block;
pub mod sns_block;
pub mod sns_unblock;
