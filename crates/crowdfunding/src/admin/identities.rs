//! 实名认证: users whose identity card waits for a decision.

use miaohui_admin::{Label, Resource};

use super::users;

/// Users to identify.
pub static IDENTITIES: Resource = Resource {
    name: "identities",
    title: Label("实名认证", "Identities"),
    only: "t.idcard_image IS NOT NULL AND NOT t.is_authentication",
    see: users::IDENTITY,
    ..users::DESCRIPTION
};
