//! Actions of operators on projects, withdrawals, identities, comments and users. Each action is
//! one transaction with a row in the audit; the console and the command line call them.

use miaohui_db::Tx;
use miaohui_moderation::ThingId;

use crate::code::Code;
use crate::error::Result;
use crate::ids::{CommentId, ProjectId, SupportId, TopicCommentId, TopicId, UserId, WithdrawalId};
use crate::mail;
use crate::store::audit::{self, AuditEntry};
use crate::store::comment::COMMENTS;
use crate::store::project_status::{self, ProjectStatus};
use crate::store::topic_comment::TOPIC_COMMENTS;
use crate::store::{erasure, money, project, session, settlement, support, topic, user};

pub use crate::subject::{PRODUCT, Subject};

/// A decision about a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProjectDecision {
    /// Starts a pending project; its days begin now.
    Approve,
    /// Rejects a pending project; its owner may change it and submit it again.
    Reject,
    /// Stops a project that is under way, and its days.
    Stagnate,
    /// Resumes a stagnant project.
    Resume,
    /// Ends a project that is under way or stagnant and repays its supporters.
    Withdraw,
}

impl ProjectDecision {
    /// The statuses in which it is possible, and the status that it leads to.
    fn transition(self) -> (&'static [ProjectStatus], ProjectStatus) {
        use ProjectStatus::{Ended, Pending, Rejected, Stagnant, UnderWay};
        match self {
            Self::Approve => (&[Pending], UnderWay),
            Self::Reject => (&[Pending], Rejected),
            Self::Stagnate => (&[UnderWay], Stagnant),
            Self::Resume => (&[Stagnant], UnderWay),
            Self::Withdraw => (&[UnderWay, Stagnant], Ended),
        }
    }

    /// Its name in the audit.
    pub fn name(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Reject => "reject",
            Self::Stagnate => "stagnate",
            Self::Resume => "resume",
            Self::Withdraw => "withdraw",
        }
    }
}

/// Applies a decision to a project and mails its owner about a review or a withdrawal. `false` when
/// the project's status does not allow it; a project that does not exist is 404.
pub fn decide(
    tx: &mut Tx<'_>,
    decision: ProjectDecision,
    id: ProjectId,
    actor: &str,
    reason: &str,
    now: i64,
) -> Result<bool> {
    let (name, owner) = project::name_and_owner(tx, id)?.ok_or(Code::NotFound)?;
    let (from, to) = decision.transition();
    let mut moved = false;
    for from in from {
        moved = moved || project_status::transit(tx, id, (*from, to), now)?;
    }
    if !moved {
        return Ok(false);
    }
    let letter = match decision {
        ProjectDecision::Approve => {
            project_status::start(tx, id, now)?;
            Some(mail::approval(&name))
        }
        ProjectDecision::Reject => {
            project_status::set_reject_reason(tx, id, reason)?;
            Some(mail::rejection(&name, reason))
        }
        ProjectDecision::Stagnate => {
            project_status::stop(tx, id, now)?;
            None
        }
        ProjectDecision::Resume => {
            project_status::resume(tx, id, now)?;
            None
        }
        ProjectDecision::Withdraw => {
            settlement::decide_return(tx, id, now)?;
            Some(mail::withdrawal(&name, reason))
        }
    };
    let (action, subject_id) = (decision.name(), id.get());
    audit::insert(tx, &AuditEntry { actor, action, subject: "project", subject_id, reason }, now)?;
    if let (Some(letter), Some(to)) = (letter, user::addressee_of(tx, owner)?) {
        letter.post(tx, &to, now)?;
    }
    Ok(true)
}

/// Marks a withdrawal as paid out, or refuses it and returns the money to the balance. `false` when
/// it is not pending.
pub fn decide_withdrawal(
    tx: &mut Tx<'_>,
    id: WithdrawalId,
    paid: bool,
    actor: &str,
    reason: &str,
    now: i64,
) -> Result<bool> {
    let decided = money::decide_withdrawal(tx, id, paid, now)?;
    let action = if paid { "confirm" } else { "refuse" };
    let subject_id = id.get();
    record(tx, decided, &AuditEntry { actor, action, subject: "withdrawal", subject_id, reason }, now)
}

/// Confirms a user's identity, or refuses the identity card and asks for another. `false` when
/// there is nothing to decide.
pub fn identify(
    tx: &mut Tx<'_>,
    id: UserId,
    accepted: bool,
    actor: &str,
    reason: &str,
    now: i64,
) -> Result<bool> {
    let decided = if accepted { user::set_identified(tx, id)? } else { user::remove_idcard(tx, id)? };
    if !decided {
        return Ok(false);
    }
    let action = if accepted { "identify" } else { "refuse identity" };
    audit::insert(tx, &about_user(id, actor, action, reason), now)?;
    let letter = if accepted { mail::identified() } else { mail::identity_refused(reason) };
    if let Some(to) = user::addressee_of(tx, id)? {
        letter.post(tx, &to, now)?;
    }
    Ok(true)
}

/// Hides a topic, or a comment with its answers, from everybody including its author. `false` when
/// it is hidden already, does not exist, or its kind cannot be hidden (projects are stopped
/// instead).
pub fn hide(
    tx: &mut Tx<'_>,
    kind: Subject,
    id: ThingId,
    actor: &str,
    reason: &str,
    now: i64,
) -> Result<bool> {
    let hidden = match kind {
        Subject::Comment => COMMENTS.hide(tx, CommentId(id.get()))?,
        Subject::TopicComment => TOPIC_COMMENTS.hide(tx, TopicCommentId(id.get()))?,
        Subject::Topic => topic::set_hidden(tx, TopicId(id.get()), true)?,
        _ => false,
    };
    let entry = AuditEntry { actor, action: "hide", subject: kind.word(), subject_id: id.get(), reason };
    record(tx, hidden, &entry, now)
}

/// Shows again what was hidden; an answer stays hidden while its parent is. `false` when it was not
/// hidden by itself or does not exist.
pub fn restore(
    tx: &mut Tx<'_>,
    kind: Subject,
    id: ThingId,
    actor: &str,
    reason: &str,
    now: i64,
) -> Result<bool> {
    let restored = match kind {
        Subject::Comment => COMMENTS.restore(tx, CommentId(id.get()))?,
        Subject::TopicComment => TOPIC_COMMENTS.restore(tx, TopicCommentId(id.get()))?,
        Subject::Topic => topic::set_hidden(tx, TopicId(id.get()), false)?,
        _ => false,
    };
    let entry = AuditEntry { actor, action: "restore", subject: kind.word(), subject_id: id.get(), reason };
    record(tx, restored, &entry, now)
}

/// Bans a user: all tokens (10009) and logins (10002) are refused. `false` when the account is not
/// active.
pub fn ban(tx: &mut Tx<'_>, id: UserId, actor: &str, reason: &str, now: i64) -> Result<bool> {
    let banned = user::ban(tx, id)?;
    record(tx, banned, &about_user(id, actor, "ban", reason), now)
}

/// Lifts a ban; the user's earlier tokens stay invalid. `false` when the account is active or was
/// never activated.
pub fn unban(tx: &mut Tx<'_>, id: UserId, actor: &str, reason: &str, now: i64) -> Result<bool> {
    let unbanned = user::unban(tx, id)?;
    if unbanned {
        // They were kept during the ban so that they were refused with 10009.
        session::end_all(tx, id)?;
    }
    record(tx, unbanned, &about_user(id, actor, "unban", reason), now)
}

/// Ends all sessions of a user and has the background work erase the account. `false` if the erasure
/// has begun already.
pub fn erase(tx: &mut Tx<'_>, id: UserId, actor: &str, reason: &str, now: i64) -> Result<bool> {
    let requested = erasure::request(tx, id, now, Some(actor), now)?;
    record(tx, requested, &about_user(id, actor, "erase", reason), now)
}

/// Ends a login by the hash of a token of it; `false` if there is none.
pub fn end_session(tx: &mut Tx<'_>, token_hash: &str) -> Result<bool> {
    Ok(session::end_login(tx, token_hash)?)
}

/// Removes a support that is not paid, as its supporter can; `false` if it is paid or gone.
pub fn cancel_support(tx: &mut Tx<'_>, id: SupportId, now: i64) -> Result<bool> {
    Ok(support::delete_unpaid(tx, id, now)?)
}

fn about_user<'a>(id: UserId, actor: &'a str, action: &'a str, reason: &'a str) -> AuditEntry<'a> {
    AuditEntry { actor, action, subject: Subject::User.word(), subject_id: id.get(), reason }
}

/// Writes an action to the audit if it changed something; returns whether it did.
fn record(tx: &mut Tx<'_>, changed: bool, entry: &AuditEntry<'_>, now: i64) -> Result<bool> {
    if changed {
        audit::insert(tx, entry, now)?;
    }
    Ok(changed)
}
