//! What a method's function is given, and what it answers with when there is nothing to say.

use miaohui_db::Tx;
use miaohui_kernel::Rng;
use miaohui_moderation::{Queued, Thing};
use miaohui_web::ClientAddress;
use miaohui_web::idempotency::Claim;
use miaohui_web::operation::Session;
use schemars::JsonSchema;
use serde::Serialize;

use crate::member_session::MemberSession;
use crate::store::article_text::ArticleTexts;
use crate::store::block;
use crate::subject::Subject;
use crate::{Code, Result};

/// One call of a member's method, inside its transaction.
pub struct Call<'a, 't> {
    /// The open transaction.
    pub tx: &'a mut Tx<'t>,
    /// Internal id of the user who calls.
    pub me: i64,
    /// When the call arrived, in Unix ms.
    pub now: i64,
    /// The hash of the token that was used.
    pub token_hash: &'a str,
    /// Chance.
    pub rng: &'a Rng,
    /// Articles' texts, ready to be sent.
    pub texts: &'a ArticleTexts,
    /// How long an order waits to be paid, in ms.
    pub order_ms: i64,
    /// Subject to report; defaults to the caller.
    pub(crate) subject: Option<Thing<'static>>,
}

impl Call<'_, '_> {
    /// Names what the texts of the call are stored as, the subject of the report if they hold queued words.
    pub fn wrote(&mut self, kind: Subject, id: i64) {
        self.subject = Some(kind.thing(id));
    }

    /// Refuses with 111 when `other` has blocked the caller.
    pub fn require_welcome(&mut self, other: i64) -> Result<()> {
        if block::exists(self.tx, other, self.me)? { Err(Code::Forbidden.into()) } else { Ok(()) }
    }

    /// Refuses with `missing` unless there are `wanted` authors, and with 111 unless all of them are the caller.
    pub fn require_own(&self, authors: &[(i64,)], wanted: usize, missing: Code) -> Result<()> {
        if authors.len() < wanted {
            return Err(missing.into());
        }
        if authors.iter().any(|(author,)| *author != self.me) { Err(Code::Forbidden.into()) } else { Ok(()) }
    }
}

/// A member who calls a method that opens its own transactions.
#[derive(Clone, Debug)]
pub struct MemberCaller {
    pub(crate) session: MemberSession,
    /// The caller's address.
    pub address: ClientAddress,
    pub(crate) claim: Option<Claim>,
}

impl MemberCaller {
    /// Whether this is the retry of an interrupted call.
    pub fn is_resumed(&self) -> bool {
        self.claim.as_ref().is_some_and(Claim::is_resumed)
    }

    /// Internal id of the user who calls; an unknown or expired token is 404.
    pub fn user(&self, tx: &mut Tx<'_>) -> Result<i64> {
        self.session.caller(tx)
    }

    /// When the call arrived, in Unix ms.
    pub fn now(&self) -> i64 {
        self.session.now
    }
}

/// Where a call comes from.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The caller's address.
    pub address: ClientAddress,
    /// When the call arrived, in Unix ms.
    pub now: i64,
    /// Words of its texts that operators want to see; to be reported with what the texts become.
    pub queued: Queued,
}

/// A reply without documented keys: `{"code": 0}`.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
pub struct Done {}
