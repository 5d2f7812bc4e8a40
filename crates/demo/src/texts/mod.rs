//! The texts of the demo data: original Chinese, without real persons, shops, numbers or addresses.
//!
//! Each text is a constant or a function of an index; the same index gives the same text.

mod articles;
mod banners;
mod clothes;
mod comments;
mod conversations;
mod crafts;
mod cuisines;
mod decisions;
mod discussion;
mod food_projects;
mod games;
mod masters;
mod merchants;
mod packages;
mod sections;
mod stories;
mod tickets;
mod users;

pub use articles::*;
pub use banners::*;
pub use clothes::*;
pub use comments::*;
pub use conversations::*;
pub use crafts::*;
pub use cuisines::*;
pub use decisions::*;
pub use discussion::*;
pub use food_projects::*;
pub use games::*;
pub use masters::*;
pub use merchants::*;
pub use packages::*;
pub use sections::*;
pub use stories::*;
pub use tickets::*;
pub use users::*;

#[cfg(test)]
mod tests;
