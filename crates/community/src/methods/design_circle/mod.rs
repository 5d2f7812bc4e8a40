//! Clothes of the design circle.

pub mod design_circle_cloth_collect;
pub mod design_circle_cloth_detail;
pub mod design_circle_cloth_list;
pub mod design_circle_cloth_uncollect;
