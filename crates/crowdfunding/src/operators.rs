//! What operators do to projects, withdrawals and identities. Each deed is one transaction with a row in the audit; the console
//! and the command line call these.

use miaohui_db::Tx;

use crate::store::audit::{self, Entry};
use crate::store::project::{self, ENDED, PENDING, REJECTED, STAGNANT, UNDER_WAY};
use crate::store::{money, settlement, user};
use crate::{Code, Result, mail};

/// A deed on a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Lets a project that waits for its review begin; its days count from now.
    Approve,
    /// Gives it back to its owner, who may change it and submit it again.
    Reject,
    /// Stops a project that is under way, and its days with it.
    Stagnate,
    /// Lets a stopped project go on.
    Resume,
    /// Ends a project that is under way or stopped, and gives its supporters their money back.
    Withdraw,
}

impl Deed {
    /// The states in which it can be done, and the state it leads to.
    fn states(self) -> (&'static [i64], i64) {
        match self {
            Self::Approve => (&[PENDING], UNDER_WAY),
            Self::Reject => (&[PENDING], REJECTED),
            Self::Stagnate => (&[UNDER_WAY], STAGNANT),
            Self::Resume => (&[STAGNANT], UNDER_WAY),
            Self::Withdraw => (&[UNDER_WAY, STAGNANT], ENDED),
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

/// Does the deed in the name of `actor` and writes to the owner where the review has ended. `false`: the project is not
/// in the state that the deed is for. A project that does not exist is 404.
pub fn decide(tx: &mut Tx<'_>, deed: Deed, id: i64, actor: &str, reason: &str, now: i64) -> Result<bool> {
    let (name, owner) = project::name_and_owner(tx, id)?.ok_or(Code::NotFound)?;
    let (from, to) = deed.states();
    let mut done = false;
    for from in from {
        done = done || project::transit(tx, id, *from, to)?;
    }
    if !done {
        return Ok(false);
    }
    let letter = match deed {
        Deed::Approve => {
            project::start(tx, id, now)?;
            Some(mail::approval(&name))
        }
        Deed::Reject => {
            project::set_reject_reason(tx, id, reason)?;
            Some(mail::rejection(&name, reason))
        }
        Deed::Stagnate => {
            project::stop(tx, id, now)?;
            None
        }
        Deed::Resume => {
            project::go_on(tx, id, now)?;
            None
        }
        Deed::Withdraw => {
            settlement::decide_return(tx, id, now)?;
            Some(mail::withdrawal(&name, reason))
        }
    };
    audit::insert(
        tx,
        &Entry { actor, action: deed.name(), subject: "project", subject_id: id, reason },
        now,
    )?;
    if let (Some(letter), Some(to)) = (letter, user::addressee_of(tx, owner)?) {
        letter.post(tx, &to, now)?;
    }
    Ok(true)
}

/// Says that a withdrawal was paid out, or refuses it and gives the money back to the balance. `false`: it waits for no
/// decision.
pub fn decide_withdrawal(
    tx: &mut Tx<'_>,
    id: i64,
    paid: bool,
    actor: &str,
    reason: &str,
    now: i64,
) -> Result<bool> {
    if !money::decide_withdrawal(tx, id, paid, now)? {
        return Ok(false);
    }
    let action = if paid { "confirm" } else { "refuse" };
    audit::insert(tx, &Entry { actor, action, subject: "withdrawal", subject_id: id, reason }, now)?;
    Ok(true)
}

/// Says that a user's identity is right, or refuses the identity card and asks for another. `false`: there is nothing to decide.
pub fn identify(
    tx: &mut Tx<'_>,
    id: i64,
    accepted: bool,
    actor: &str,
    reason: &str,
    now: i64,
) -> Result<bool> {
    let done = if accepted { user::set_identified(tx, id)? } else { user::drop_idcard(tx, id)? };
    if !done {
        return Ok(false);
    }
    let action = if accepted { "identify" } else { "refuse identity" };
    audit::insert(tx, &Entry { actor, action, subject: "user", subject_id: id, reason }, now)?;
    let letter = if accepted { mail::identified() } else { mail::identity_refused(reason) };
    if let Some(to) = user::addressee_of(tx, id)? {
        letter.post(tx, &to, now)?;
    }
    Ok(true)
}
