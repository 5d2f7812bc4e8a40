//! The arguments of a method's function, and the empty reply.

use miaohui_db::Tx;
use miaohui_kernel::Rng;
use miaohui_moderation::{Queued, Thing};
use miaohui_vault::Vault;
use miaohui_web::idempotency::Claim;
use miaohui_web::pipeline::Session;
use miaohui_web::{ClientAddress, RateLimits};
use schemars::JsonSchema;
use serde::Serialize;

use crate::ids::UserId;
use crate::member_session::MemberSession;
use crate::store::article_list::ArticleCaches;
use crate::store::block;
use crate::store::order_limits::OrderLimits;
use crate::subject::Subject;
use crate::{Code, Result};

/// One call of a member's method, inside its transaction.
pub struct Call<'a, 't> {
    /// The open transaction.
    pub tx: &'a mut Tx<'t>,
    /// The user who calls.
    pub user: UserId,
    /// When the call arrived, in Unix ms.
    pub now: i64,
    /// Hash of the token.
    pub token_hash: &'a str,
    /// The random number generator.
    pub rng: &'a Rng,
    /// Signs the codes of tickets.
    pub vault: &'a Vault,
    /// What lists of articles share.
    pub articles: &'a ArticleCaches,
    /// How long an order waits for payment, in ms.
    pub order_ms: i64,
    /// What the caller may hold unpaid.
    pub order_limits: OrderLimits,
    /// The rate limits.
    pub limits: &'a RateLimits,
    /// What stores the texts of the call. Without it, webhooks that moderate are told nothing, and a report of
    /// queued words is about the caller.
    pub(crate) subject: Option<Thing<'static>>,
}

impl Call<'_, '_> {
    /// Names what stores the texts of the call, for a report of queued words and for webhooks that moderate.
    /// Not called if no text has changed.
    pub fn set_subject(&mut self, kind: Subject, id: impl Into<i64>) {
        self.subject = Some(kind.thing(id));
    }

    /// Refuses with 111 if `other` blocks the caller.
    pub fn require_not_blocked_by(&mut self, other: UserId) -> Result<()> {
        if block::exists(self.tx, other, self.user)? { Err(Code::Forbidden.into()) } else { Ok(()) }
    }

    /// Refuses with `missing` if there are fewer than `wanted` authors, and with 111 if one of them
    /// is not the caller.
    pub fn require_own(&self, authors: &[UserId], wanted: usize, missing: Code) -> Result<()> {
        if authors.len() < wanted {
            return Err(missing.into());
        }
        if authors.iter().any(|author| *author != self.user) { Err(Code::Forbidden.into()) } else { Ok(()) }
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

    /// Finds the user who calls; an unknown or expired token is refused with 404.
    pub fn user(&self, tx: &mut Tx<'_>) -> Result<UserId> {
        self.session.caller(tx)
    }

    /// When the call arrived, in Unix ms.
    pub fn now(&self) -> i64 {
        self.session.now
    }
}

/// The caller of an open method.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The caller's address.
    pub address: ClientAddress,
    /// When the call arrived, in Unix ms.
    pub now: i64,
    /// Queued words in the texts of the call, to be reported with what stores the texts.
    pub queued: Queued,
}

/// A reply without documented keys: `{"code": 0}`.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
pub struct EmptyReply {}
