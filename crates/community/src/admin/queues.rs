//! What waits for operators: conversations without an answer.

use miaohui_admin::{Label, Permission, Queue, QueueItem};
use miaohui_db::{Result, Tx};

use crate::store::conversation::{self, Conversation};

/// The queues.
pub static QUEUES: &[&Queue] = &[&Queue {
    name: "conversations",
    title: Label("客服会话", "Conversations"),
    need: Permission::AnswerMessages,
    page: "/console/conversations",
    item_page: "/console/conversations/{}",
    count: |tx, most| conversation::count_waiting(tx, most.into()),
    items: waiting,
}];

fn waiting(tx: &mut Tx<'_>, most: u32) -> Result<Vec<QueueItem>> {
    let item = |waiting: Conversation| QueueItem {
        id: waiting.id.get(),
        image: None,
        name: format!("{}: {}", waiting.user, waiting.content),
        money: None,
        since: waiting.at,
    };
    Ok(conversation::waiting(tx, most.into())?.into_iter().map(item).collect())
}
