//! What waits for operators: conversations without an answer.

use miaohui_admin::{Label, Permission, Queue, QueueItem};
use miaohui_db::{Result, Tx};

use crate::store::talk;

/// The queues.
pub static QUEUES: &[&Queue] = &[&Queue {
    name: "conversations",
    title: Label("会话", "Conversations"),
    need: Permission::AnswerMessages,
    page: "/console/conversations",
    item_page: "/console/conversations/{}",
    is_always_shown: true,
    count: |tx, most| talk::count_waiting(tx, most.into()),
    items: waiting,
}];

fn waiting(tx: &mut Tx<'_>, most: u32) -> Result<Vec<QueueItem>> {
    let item = |talk: talk::Talk| QueueItem {
        id: talk.id,
        image: None,
        name: format!("{}: {}", talk.user, talk.content),
        money: None,
        since: talk.at,
    };
    Ok(talk::waiting(tx, most.into())?.into_iter().map(item).collect())
}
