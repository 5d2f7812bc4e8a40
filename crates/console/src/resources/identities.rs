//! 实名认证: users whose identity card waits for a decision.

use super::people;
use crate::Label;
use crate::resource::Resource;

/// Users to identify.
pub static IDENTITIES: Resource = Resource {
    name: "identities",
    title: Label("实名认证", "Identities"),
    only: "t.idcard_image IS NOT NULL AND NOT t.is_authentication",
    see: people::IDENTITY,
    ..people::DESCRIPTION
};
