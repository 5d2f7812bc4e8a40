//! The ids of webhooks.

miaohui_db::ids! {
    /// An endpoint.
    EndpointId,
    /// A delivery.
    DeliveryId,
}
