//! Reading a conversation with any party.

use schemars::JsonSchema;
use serde::Serialize;

use crate::Result;
use crate::call::Call;
use crate::store::inbox::{self, OtherSide};
use crate::store::message::{self, MessageRow};
use crate::store::party::Party;
use crate::store::{Page, user};

/// A page of a conversation.
#[derive(JsonSchema, Serialize)]
pub struct ConversationPage {
    /// Messages, the newest first.
    pub messages: Vec<MessageRow>,
    /// The other party.
    pub other_side: OtherSide,
}

/// Reads the caller's conversation with a party; `None` if there is no such party.
pub fn read(call: &mut Call<'_, '_>, party: Party, page: Page) -> Result<Option<ConversationPage>> {
    let my_id = user::uid_of(call.tx, call.user)?;
    let Some(other_side) = inbox::describe(call.tx, call.user, &[party])?.remove(&party) else {
        return Ok(None);
    };
    let messages = message::list(call.tx, call.user, party, (&my_id, other_side.id()), page)?;
    Ok(Some(ConversationPage { messages, other_side }))
}
