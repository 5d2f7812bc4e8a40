//! What waits for operators: endpoints to which nothing is sent.

use miaohui_admin::{Label, Permission, Queue};

use crate::endpoint;

/// The queues.
pub static QUEUES: &[&Queue] = &[&Queue {
    name: "paused-webhooks",
    title: Label("已暂停的回调", "Paused webhooks"),
    need: Permission::RunSystem,
    page: "/console/r/webhooks",
    item_page: "/console/r/webhooks/{}",
    count: |tx, most| endpoint::count_paused(tx, most),
    // The list shows them, with the reason.
    items: |_, _| Ok(Vec::new()),
}];
