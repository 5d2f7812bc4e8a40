//! The session of a member's call.

use miaohui_db::Tx;
use miaohui_moderation::Thing;
use miaohui_web::pipeline::Session;

use crate::ids::UserId;
use crate::store::session;
use crate::subject::Subject;
use crate::{Code, Error, Result};

/// The session of the token of a call.
#[derive(Clone, Debug)]
pub(crate) struct MemberSession {
    pub token_hash: String,
    pub now: i64,
}

impl Session for MemberSession {
    type Caller = UserId;
    type Error = Error;

    fn caller(&self, tx: &mut Tx<'_>) -> Result<UserId> {
        session::find(tx, &self.token_hash, self.now)?.ok_or_else(|| Code::BadToken.into())
    }

    fn token(&self) -> Option<&str> {
        Some(&self.token_hash)
    }

    fn account(user: UserId) -> Option<String> {
        Some(format!("community:{user}"))
    }

    fn account_required() -> Error {
        Code::BadToken.into()
    }

    fn subject(user: UserId) -> Option<Thing<'static>> {
        Some(Subject::User.thing(user))
    }
}
