//! Events, written in the transaction of the change.

use miaohui_db::{Result, Tx};
use serde_json::Value;

use crate::group::EventGroup;
use crate::moderation::WrittenThing;

/// The kind of the events about written texts.
pub(crate) const TEXT_WRITTEN: &str = "text.written";

/// Something that has happened.
#[derive(Clone, Debug)]
pub struct Event {
    /// What, such as `order.paid`.
    pub kind: &'static str,
    /// What it has happened to, such as `order:7`. Its events go out in their order.
    pub thing: String,
    /// The details; no personal data that the APIs do not show.
    pub data: Value,
}

/// Writes an event for each endpoint that wants its group. `make` runs only if there may be one, so
/// that nothing is read or written without endpoints.
///
/// The statements before it in the transaction should have locked the row of the thing: then the
/// events of a thing are written in the order of its changes.
pub fn record<E: From<miaohui_db::Error>>(
    tx: &mut Tx<'_>,
    group: EventGroup,
    now: i64,
    make: impl FnOnce(&mut Tx<'_>) -> Result<Option<Event>, E>,
) -> Result<(), E> {
    if !tx.is_watched(group.bit()) {
        return Ok(());
    }
    if let Some(event) = make(tx)? {
        insert(tx, group, &event, None, now)?;
    }
    Ok(())
}

/// Writes that a text was written, for the endpoints that moderate; their verdict counts until
/// `answer_by` (Unix ms). The text itself is read when the event is sent.
pub fn record_text(tx: &mut Tx<'_>, thing: WrittenThing<'_>, answer_by: i64, now: i64) -> Result<()> {
    let group = EventGroup::Moderation;
    if !tx.is_watched(group.bit()) {
        return Ok(());
    }
    let WrittenThing { product, kind, id } = thing;
    let event = Event {
        kind: TEXT_WRITTEN,
        thing: format!("{product} {kind}:{id}"),
        data: serde_json::json!({ "product": product, "kind": kind, "id": id }),
    };
    insert(tx, group, &event, Some(answer_by), now)
}

fn insert(tx: &mut Tx<'_>, group: EventGroup, event: &Event, answer_by: Option<i64>, now: i64) -> Result<()> {
    let data = event.data.to_string();
    tx.execute(
        group.insert(),
        &[event.kind.into(), (&event.thing).into(), (&data).into(), now.into(), answer_by.into()],
    )?;
    Ok(())
}
