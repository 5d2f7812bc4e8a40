//! The parties of conversations.
//!
//! A conversation has two sides. Side 0 is a user; side 1 is another user (the one with the greater
//! id), a master, a merchant or customer service.

use miaohui_db::{Result, Tx};

use super::party_kind::{PartyKind, Side};
use super::{master, merchant, user};
use crate::ids::{MasterId, MerchantId, UserId};

/// The party that a user has a conversation with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Party {
    /// Another user.
    User(UserId),
    /// A master.
    Master(MasterId),
    /// A merchant.
    Merchant(MerchantId),
    /// Customer service.
    CustomerService,
}

/// The key of a conversation, and the side of the user who looks at it.
pub(super) struct ConversationKey {
    pub kind: PartyKind,
    pub user_id: UserId,
    /// Id of the other party, of the sort that `kind` names; 0 for customer service.
    pub other_id: i64,
    pub side: Side,
}

impl Party {
    /// Finds the party with this uid, `master_id` or `merchant_id`.
    pub fn find(tx: &mut Tx<'_>, id: &str) -> Result<Option<Self>> {
        if let Some(id) = master::id_of(tx, id)? {
            return Ok(Some(Self::Master(id)));
        }
        if let Some(id) = user::id_of(tx, id)? {
            return Ok(Some(Self::User(id)));
        }
        Ok(merchant::id_of(tx, id)?.map(Self::Merchant))
    }

    /// The party on the other side of a stored conversation of `user`.
    pub(super) fn facing(user: UserId, kind: PartyKind, user_id: UserId, other_id: i64) -> Self {
        match kind {
            PartyKind::User if user_id == user => Self::User(UserId(other_id)),
            PartyKind::User => Self::User(user_id),
            PartyKind::Master => Self::Master(MasterId(other_id)),
            PartyKind::Merchant => Self::Merchant(MerchantId(other_id)),
            PartyKind::CustomerService => Self::CustomerService,
        }
    }

    /// The key of the conversation of `user` with this party.
    pub(super) fn conversation_of(self, user: UserId) -> ConversationKey {
        let (kind, user_id, other_id, side) = match self {
            Self::User(id) if id < user => (PartyKind::User, id, user.get(), Side::Other),
            Self::User(id) => (PartyKind::User, user, id.get(), Side::User),
            Self::Master(id) => (PartyKind::Master, user, id.get(), Side::User),
            Self::Merchant(id) => (PartyKind::Merchant, user, id.get(), Side::User),
            Self::CustomerService => (PartyKind::CustomerService, user, 0, Side::User),
        };
        ConversationKey { kind, user_id, other_id, side }
    }
}
