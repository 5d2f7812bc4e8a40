//! Things that can be reported.

miaohui_db::ids! {
    /// Something that can be reported, in a product's tables.
    ThingId,
}

/// Something in a product that can be reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thing<'a> {
    /// The product's short name.
    pub product: &'a str,
    /// The product's name for its kind, such as `article`.
    pub kind: &'a str,
    /// Its id in the product's tables.
    pub id: ThingId,
}
