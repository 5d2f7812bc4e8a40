//! What reading a conversation shares, whoever the other side is.

use schemars::JsonSchema;
use serde::Serialize;

use crate::Result;
use crate::call::Call;
use crate::store::message::{self, MessageRow, OtherSide, Party};
use crate::store::{Page, user};

/// A conversation and whom it is with.
#[derive(JsonSchema, Serialize)]
pub struct Conversation {
    /// The newest first.
    pub messages: Vec<MessageRow>,
    /// The other party.
    pub other_side: OtherSide,
}

/// The caller's conversation with a party; `None` when there is no such party.
pub fn read(call: &mut Call<'_, '_>, party: Party, page: Page) -> Result<Option<Conversation>> {
    let my_id = user::uid_of(call.tx, call.me)?;
    let Some(other_side) = message::describe(call.tx, call.me, &[party])?.remove(&party) else {
        return Ok(None);
    };
    let messages = message::list(call.tx, call.me, party, (&my_id, other_side.id()), page)?;
    Ok(Some(Conversation { messages, other_side }))
}
