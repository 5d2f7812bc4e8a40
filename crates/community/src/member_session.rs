//! How the pipeline of calls finds the member who calls.

use miaohui_db::Tx;
use miaohui_moderation::Thing;
use miaohui_web::operation::Session;

use crate::store::session;
use crate::subject::Subject;
use crate::{Code, Error, Result};

/// The session that a call's token names.
#[derive(Clone, Debug)]
pub(crate) struct MemberSession {
    pub token_hash: String,
    pub now: i64,
}

impl Session for MemberSession {
    type Caller = i64;
    type Error = Error;

    fn caller(&self, tx: &mut Tx<'_>) -> Result<i64> {
        session::find(tx, &self.token_hash, self.now)?.ok_or_else(|| Code::BadToken.into())
    }

    fn account(user: i64) -> Option<String> {
        Some(format!("community:{user}"))
    }

    fn account_required() -> Error {
        Code::BadToken.into()
    }

    fn subject(user: i64) -> Option<Thing<'static>> {
        Some(Subject::User.thing(user))
    }
}
