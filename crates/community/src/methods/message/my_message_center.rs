//! 读消息中心 （分页）: lists the caller's conversations with masters, each with its last message,
//! the newest first; `types` adds `user`, `merchant` and `customer_service`.

use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::call::Call;
use crate::params::{Limit, Offset, page};
use crate::store::inbox::{self, OtherSide};
use crate::store::message::MessageRow;
use crate::store::party::Party;
use crate::store::party_kind::PartyKind;
use crate::store::user;
use crate::{Error, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    /// Kinds of parties; only masters if it is left out.
    types: Option<Vec<String>>,
    #[serde(default)]
    limit: Limit,
    #[serde(default)]
    offset: Offset,
}

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The conversations of the page.
    my_message_center: Vec<Conversation>,
}

/// A conversation; the key named after its `type` describes the other party.
#[derive(JsonSchema, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[schemars(transform = describe_type)]
enum Conversation {
    /// With a master.
    Master {
        /// The master: 32 hexadecimal digits.
        master_id: String,
        /// The master.
        master: OtherSide,
        /// The last message.
        last_message: MessageRow,
    },
    /// With a merchant.
    Merchant {
        /// The merchant: 32 hexadecimal digits.
        merchant_id: String,
        /// The merchant.
        merchant: OtherSide,
        /// The last message.
        last_message: MessageRow,
    },
    /// With a user.
    User {
        /// The user: 32 hexadecimal digits.
        uid: String,
        /// The user.
        user: OtherSide,
        /// The last message.
        last_message: MessageRow,
    },
    /// With customer service.
    CustomerService {
        /// The word `customer_service`.
        customer_service: OtherSide,
        /// The last message.
        last_message: MessageRow,
    },
}

/// Describes the key that the variants are told by, which has no comment.
fn describe_type(schema: &mut Schema) {
    let variants = schema.get_mut("oneOf").and_then(Value::as_array_mut);
    for variant in variants.into_iter().flatten() {
        variant["properties"]["type"]["description"] = "Kind of the other party.".into();
    }
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let page = page(params.limit, params.offset);
    let kinds = match &params.types {
        None => vec![PartyKind::Master],
        Some(words) => {
            let kinds: Option<Vec<PartyKind>> =
                words.iter().map(|word| PartyKind::from_value(word)).collect();
            kinds
                .ok_or_else(|| Error::parameter("types", "应为 master、merchant、user 或 customer_service"))?
        }
    };
    let my_id = user::uid_of(call.tx, call.user)?;
    let rows = inbox::list(call.tx, call.user, &kinds, page)?;
    let parties: Vec<Party> = rows.iter().map(|row| row.party).collect();
    let mut sides = inbox::describe(call.tx, call.user, &parties)?;
    let rows = rows.into_iter().filter_map(|row| {
        let (party, side) = (row.party, sides.remove(&row.party)?);
        let id = side.id().to_owned();
        let last_message = row.last_message(&my_id, &id);
        Some(match party {
            Party::Master(_) => Conversation::Master { master_id: id, master: side, last_message },
            Party::Merchant(_) => Conversation::Merchant { merchant_id: id, merchant: side, last_message },
            Party::User(_) => Conversation::User { uid: id, user: side, last_message },
            Party::CustomerService => Conversation::CustomerService { customer_service: side, last_message },
        })
    });
    Ok(Reply { my_message_center: rows.collect() })
}
