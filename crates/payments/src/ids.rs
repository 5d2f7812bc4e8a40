//! The ids of payments and refunds.

miaohui_db::ids! {
    /// A payment intent.
    IntentId,
    /// The user of a product who pays.
    PayerId,
    /// What is paid for, in the product's tables.
    SubjectId,
    /// A refund.
    RefundId,
}
