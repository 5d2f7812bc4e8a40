//! The kinds of conversations, and their two sides.

miaohui_db::stored_enum! {
    /// The kind of a conversation: who the other party is.
    pub enum PartyKind: str as party_kind {
        /// A user.
        User = "user",
        /// A master.
        Master = "master",
        /// A merchant.
        Merchant = "merchant",
        /// Customer service.
        CustomerService = "customer_service",
    }
}

miaohui_db::stored_enum! {
    /// A side of a conversation.
    pub enum Side: i64 as side {
        /// The user; of two users the one with the smaller id.
        User = 0,
        /// The other party.
        Other = 1,
    }
}

impl Side {
    /// The side that faces this one.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::User => Self::Other,
            Self::Other => Self::User,
        }
    }
}
