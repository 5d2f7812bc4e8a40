//! Banners.

pub mod design_circle_banner;
pub mod game_banner;
pub mod home_banner;
pub mod ticket_banner;
