//! What waits for operators: messages that failed.

use miaohui_admin::{Label, Permission, Queue};

use crate::messages;

/// The queues.
pub static QUEUES: &[&Queue] = &[&Queue {
    name: "unsent",
    title: Label("发送失败", "Not sent"),
    need: Permission::RunSystem,
    page: "/console/r/unsent",
    item_page: "/console/r/outbox/{}",
    count: |tx, most| messages::count_failed(tx, most),
    // The list shows them: they have no name.
    items: |_, _| Ok(Vec::new()),
}];
