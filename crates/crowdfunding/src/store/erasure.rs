//! Erasures: who asked for one, when it is due, and its first and its last step. The content goes in
//! between, by `erasure_content`.

use miaohui_db::{Result as DbResult, Tx};
use miaohui_kernel::Fen;
use miaohui_ledger::{Account, balance};
use miaohui_moderation::{ReporterId, forget_reporter, forget_things};

use miaohui_vault::Vault;

use super::events;
use super::{money, profile, session, user_pieces};
use crate::error::Result;
use crate::ids::UserId;
use crate::subject::{PRODUCT, Subject};

/// The nickname of an erased user.
pub const NICKNAME: &str = "已注销用户";

miaohui_db::stored_enum! {
    /// How far an erasure is.
    pub enum ErasureStatus: i64 as erasure_status {
        /// Waits until it is due.
        Waiting = 0,
        /// The account names nobody; content is being deleted.
        Begun = 1,
        /// Done.
        Done = 2,
    }
}

/// Notes that a user is to be erased at `due_at` and ends all sessions; `actor` is the operator who
/// asked for it. `false` if the erasure has begun already.
pub fn request(tx: &mut Tx<'_>, user: UserId, due_at: i64, actor: Option<&str>, now: i64) -> DbResult<bool> {
    let noted = tx.execute(
        concat!(
            "INSERT INTO cf_erasure (user_id, requested_at, due_at, actor) VALUES ($1, $2, $3, $4)
             ON CONFLICT (user_id) DO UPDATE SET due_at = excluded.due_at, actor = excluded.actor
             WHERE cf_erasure.status = ",
            erasure_status!(Waiting)
        ),
        &[user.into(), now.into(), due_at.into(), actor.into()],
    )?;
    session::end_all(tx, user)?;
    Ok(noted == 1)
}

/// Cancels the erasure of a user who logs in before it has begun.
pub fn cancel(tx: &mut Tx<'_>, user: UserId) -> DbResult<()> {
    tx.execute(
        concat!("DELETE FROM cf_erasure WHERE user_id = $1 AND status = ", erasure_status!(Waiting)),
        &[user.into()],
    )?;
    Ok(())
}

/// Lists the users whose erasure is due or has begun.
pub fn due(tx: &mut Tx<'_>, most: u32, now: i64) -> DbResult<Vec<UserId>> {
    let rows: Vec<(UserId,)> = tx.query(
        concat!(
            "SELECT user_id FROM cf_erasure WHERE status <> ",
            erasure_status!(Done),
            " AND due_at <= $1 ORDER BY due_at, user_id LIMIT $2"
        ),
        &[now.into(), i64::from(most).into()],
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Whether the account is emptied and its content waits for deletion.
pub fn has_begun(tx: &mut Tx<'_>, user: UserId) -> DbResult<bool> {
    let row: Option<(UserId,)> = tx.query_opt(
        concat!("SELECT user_id FROM cf_erasure WHERE user_id = $1 AND status = ", erasure_status!(Begun)),
        &[user.into()],
    )?;
    Ok(row.is_some())
}

/// Requests the payout of the balance, and empties the account, so that it names nobody and cannot
/// be used. Does nothing if the erasure was cancelled, or begun before.
pub fn begin(tx: &mut Tx<'_>, vault: &Vault, user: UserId, now: i64) -> Result<()> {
    // A login locks the same row first, and cancels only an erasure that has not begun.
    tx.execute("UPDATE cf_user SET is_active = is_active WHERE id = $1", &[user.into()])?;
    let begun = tx.execute(
        concat!(
            "UPDATE cf_erasure SET status = ",
            erasure_status!(Begun),
            " WHERE user_id = $1 AND due_at <= $2 AND status = ",
            erasure_status!(Waiting)
        ),
        &[user.into(), now.into()],
    )?;
    if begun == 0 {
        return Ok(());
    }
    let rest = balance(tx, &Account::User(user.get()))?;
    if rest > Fen::ZERO
        && let Some(target) = profile::own(tx, vault, user)?.fundinfo.target()
    {
        money::begin_withdrawal(tx, vault, user, rest, &target, now)?;
    }
    tx.execute(
        "DELETE FROM login_network WHERE account = 'crowdfunding:' || (SELECT email FROM cf_user WHERE id = $1)",
        &[user.into()],
    )?;
    tx.execute("DELETE FROM cf_used_refresh WHERE user_id = $1", &[user.into()])?;
    tx.execute(
        "UPDATE cf_user SET email = 'erased-' || id || '@erased.invalid', password = '', nickname = $2,
           is_active = FALSE, is_staff = FALSE, is_authentication = FALSE, avatar = NULL, name = '', sex = 'u',
           age = NULL, native = NULL, profession = '', idcard = '', idcard_image = NULL, mobile = '', qq = '',
           weibo = '', blog = '', alipay = '', bank_name = '', bank_sub_name = '', bank_holder = '', bank_account = ''
         WHERE id = $1",
        &[user.into(), NICKNAME.into()],
    )?;
    user_pieces::store(tx, user)?;
    events::user_erased(tx, user, now)?;
    tx.execute("DELETE FROM cf_mail_token WHERE user_id = $1", &[user.into()])?;
    session::end_all(tx, user)?;
    miaohui_web::idempotency::forget(tx, &format!("crowdfunding:{user}"))?;
    miaohui_web::forget_uploads(tx, &format!("crowdfunding:{user}"))?;
    forget_reporter(tx, PRODUCT, ReporterId(user.get()))?;
    forget_things(tx, PRODUCT, Subject::User.word(), &[user.get()])?;
    Ok(())
}

/// Marks an erasure as done.
pub fn finish(tx: &mut Tx<'_>, user: UserId, now: i64) -> DbResult<()> {
    tx.execute(
        concat!(
            "UPDATE cf_erasure SET ended_at = $2, status = ",
            erasure_status!(Done),
            " WHERE user_id = $1 AND status = ",
            erasure_status!(Begun)
        ),
        &[user.into(), now.into()],
    )?;
    Ok(())
}
