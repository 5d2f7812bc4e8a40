//! 读消息中心 （分页）: lists the caller's conversations with masters, each with its last message,
//! the newest first; `types` adds `user`, `merchant` and `customer_service`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::params::{Limit, Offset, page};
use crate::store::inbox::{self, OtherSide};
use crate::store::message::MessageRow;
use crate::store::party::{Party, PartyKind};
use crate::store::user;
use crate::{Error, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    types: Option<Vec<String>>,
    #[serde(default)]
    limit: Limit,
    #[serde(default)]
    offset: Offset,
}

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    my_message_center: Vec<Row>,
}

/// A conversation; the key named after its `type` describes the other party.
#[derive(JsonSchema, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Row {
    Master { master_id: String, master: OtherSide, last_message: MessageRow },
    Merchant { merchant_id: String, merchant: OtherSide, last_message: MessageRow },
    User { uid: String, user: OtherSide, last_message: MessageRow },
    CustomerService { customer_service: OtherSide, last_message: MessageRow },
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let page = page(params.limit, params.offset);
    let kinds = match &params.types {
        None => vec![PartyKind::Master],
        Some(words) => {
            let kinds: Option<Vec<PartyKind>> =
                words.iter().map(|word| PartyKind::from_value(word)).collect();
            kinds.ok_or_else(|| Error::parameter("types", "master, merchant, user or customer_service"))?
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
            Party::Master(_) => Row::Master { master_id: id, master: side, last_message },
            Party::Merchant(_) => Row::Merchant { merchant_id: id, merchant: side, last_message },
            Party::User(_) => Row::User { uid: id, user: side, last_message },
            Party::CustomerService => Row::CustomerService { customer_service: side, last_message },
        })
    });
    Ok(Reply { my_message_center: rows.collect() })
}
