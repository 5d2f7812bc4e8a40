//! The message centre: the conversations of a user, each with its last message.

use std::collections::HashMap;

use miaohui_db::{Result, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use super::message::{MessageRow, StoredMessage, message_columns};
use super::party::Party;
use super::party_kind::{PartyKind, Side};
use super::{Page, master, merchant, profile};
use crate::ids::{MasterId, MerchantId, UserId};

/// Customer service on the wire, where other parties have an id.
const CUSTOMER_SERVICE: &str = PartyKind::CustomerService.value();

/// A conversation in the message centre.
pub struct InboxRow {
    /// The other party.
    pub party: Party,
    /// The last message that the user has not deleted.
    last: StoredMessage,
    my_side: Side,
}

impl InboxRow {
    /// The last message; `my_id` and `other_id` are the ids of the two parties on the wire.
    pub fn last_message(self, my_id: &str, other_id: &str) -> MessageRow {
        self.last.between(self.my_side, my_id, other_id)
    }
}

miaohui_db::row! {
    struct StoredInboxRow as inbox_columns {
        kind: PartyKind = "c.kind",
        user_id: UserId = "c.user_id",
        other_id: i64 = "c.other_id",
        last: StoredMessage => message_columns!(),
    }
}

/// Lists the user's conversations of these kinds, the one with the last message first.
pub fn list(tx: &mut Tx<'_>, user: UserId, kinds: &[PartyKind], page: Page) -> Result<Vec<InboxRow>> {
    let kinds: Vec<&str> = kinds.iter().map(|kind| kind.value()).collect();
    let rows: Vec<StoredInboxRow> = tx.query(
        concat!(
            "SELECT ",
            inbox_columns!(),
            " FROM co_inbox i
             JOIN co_conversation c ON c.id = i.conversation_id
             JOIN co_message m ON m.id = i.last_message_id
             WHERE i.user_id = $1 AND i.kind IN LIST($2)
             ORDER BY i.last_message_id DESC LIMIT $3 OFFSET $4"
        ),
        &[user.into(), (&kinds).into(), page.limit.into(), page.offset.into()],
    )?;
    let row = |row: StoredInboxRow| {
        let party = Party::facing(user, row.kind, row.user_id, row.other_id);
        InboxRow { party, last: row.last, my_side: party.conversation_of(user).side }
    };
    Ok(rows.into_iter().map(row).collect())
}

/// The other party of a conversation, as the wire describes it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(untagged)]
pub enum OtherSide {
    /// A user.
    User(profile::PublicUser),
    /// A master.
    Master(master::MasterRow),
    /// A merchant.
    Merchant(merchant::MerchantRow),
    /// The word `customer_service`.
    CustomerService(&'static str),
}

impl OtherSide {
    /// Its id on the wire.
    pub fn id(&self) -> &str {
        match self {
            Self::User(user) => &user.uid,
            Self::Master(master) => master.master_id(),
            Self::Merchant(merchant) => merchant.merchant_id(),
            Self::CustomerService(word) => word,
        }
    }
}

/// Describes parties as `viewer` sees them, with one statement for each kind.
pub fn describe(tx: &mut Tx<'_>, viewer: UserId, parties: &[Party]) -> Result<HashMap<Party, OtherSide>> {
    let (mut masters, mut users, mut merchants) =
        (Vec::<MasterId>::new(), Vec::<UserId>::new(), Vec::<MerchantId>::new());
    for party in parties {
        match *party {
            Party::Master(id) => masters.push(id),
            Party::User(id) => users.push(id),
            Party::Merchant(id) => merchants.push(id),
            Party::CustomerService => {}
        }
    }
    let mut sides = HashMap::from([(Party::CustomerService, OtherSide::CustomerService(CUSTOMER_SERVICE))]);
    for (id, row) in master::by_ids(tx, viewer, &masters)? {
        sides.insert(Party::Master(id), OtherSide::Master(row));
    }
    for (id, row) in profile::by_ids(tx, &users)? {
        sides.insert(Party::User(id), OtherSide::User(row));
    }
    for (id, row) in merchant::by_ids(tx, &merchants)? {
        sides.insert(Party::Merchant(id), OtherSide::Merchant(row));
    }
    Ok(sides)
}
