//! The kinds of messages, and what becomes of one.

miaohui_db::stored_enum! {
    /// The kind of a message.
    pub enum OutboxKind: str as outbox_kind {
        /// A short message.
        Sms = "sms",
        /// A mail.
        Mail = "mail",
    }
}

miaohui_db::stored_enum! {
    /// The state of a message.
    pub enum MessageState: str as message_state {
        /// It waits for its first attempt.
        Queued = "queued",
        /// An attempt failed; it is sent again.
        Retrying = "retrying",
        /// The provider took it.
        Sent = "sent",
        /// It arrived.
        Delivered = "delivered",
        /// The provider took it, and it did not arrive.
        Undelivered = "undelivered",
        /// It was not sent.
        Failed = "failed",
    }
}
