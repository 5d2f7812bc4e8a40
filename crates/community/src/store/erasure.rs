//! Erasures: who asked for one, when it is due, and its first and its last step. The content goes in
//! between, by `erasure_content`.

use miaohui_db::{Result, Tx};
use miaohui_gateways::sms::Phone;
use miaohui_moderation::{ReporterId, forget_reporter, forget_things};

use super::events;
use super::{session, user_pieces};
use crate::ids::UserId;
use crate::subject::{PRODUCT, Subject};

/// The nickname of an erased user.
pub const NICKNAME: &str = "已注销用户";

/// The reason for which an erased account refuses logins.
const BANNED: &str = "账号已注销";

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
pub fn request(tx: &mut Tx<'_>, user_id: UserId, due_at: i64, actor: Option<&str>, now: i64) -> Result<bool> {
    let noted = tx.execute(
        concat!(
            "INSERT INTO co_erasure (user_id, requested_at, due_at, actor) VALUES ($1, $2, $3, $4)
             ON CONFLICT (user_id) DO UPDATE SET due_at = excluded.due_at, actor = excluded.actor
             WHERE co_erasure.status = ",
            erasure_status!(Waiting)
        ),
        &[user_id.into(), now.into(), due_at.into(), actor.into()],
    )?;
    session::end_all(tx, user_id)?;
    Ok(noted == 1)
}

/// Cancels the erasure of a user who logs in before it has begun.
pub fn cancel(tx: &mut Tx<'_>, user_id: UserId) -> Result<()> {
    tx.execute(
        concat!("DELETE FROM co_erasure WHERE user_id = $1 AND status = ", erasure_status!(Waiting)),
        &[user_id.into()],
    )?;
    Ok(())
}

/// Lists the users whose erasure is due or has begun.
pub fn due(tx: &mut Tx<'_>, most: u32, now: i64) -> Result<Vec<UserId>> {
    let rows: Vec<(UserId,)> = tx.query(
        concat!(
            "SELECT user_id FROM co_erasure WHERE status <> ",
            erasure_status!(Done),
            " AND due_at <= $1 ORDER BY due_at, user_id LIMIT $2"
        ),
        &[now.into(), i64::from(most).into()],
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// What takes the place of the values that name a user.
#[derive(Clone, Debug)]
pub struct Pseudonym {
    /// 32 hexadecimal digits.
    pub uid: String,
    /// An invitation code that nobody has.
    pub invitation_code: String,
}

/// Empties the account, so that it names nobody and cannot be used, and forgets what is kept of its
/// phone. Does nothing if the erasure was cancelled, or begun before.
pub fn begin(tx: &mut Tx<'_>, user_id: UserId, new: &Pseudonym, now: i64) -> Result<()> {
    // A login locks the same row first, and cancels only an erasure that has not begun.
    let (uid, country, phone): (String, String, String) = tx.query_one(
        "UPDATE co_user SET banned = banned WHERE id = $1 RETURNING uid, country, phone",
        &[user_id.into()],
    )?;
    let begun = tx.execute(
        concat!(
            "UPDATE co_erasure SET status = ",
            erasure_status!(Begun),
            " WHERE user_id = $1 AND due_at <= $2 AND status = ",
            erasure_status!(Waiting)
        ),
        &[user_id.into(), now.into()],
    )?;
    if begun == 0 {
        return Ok(());
    }
    let number = Phone::of_row(&country, &phone).to_string();
    tx.execute("DELETE FROM co_sms_code WHERE phone = $1", &[(&number).into()])?;
    tx.execute("DELETE FROM login_network WHERE account = 'community:' || $1", &[(&number).into()])?;
    tx.execute("DELETE FROM co_sms_quota WHERE subject = 'phone:' || $1", &[(&number).into()])?;
    tx.execute(
        "UPDATE co_user SET uid = $2, country = '', phone = 'erased-' || id, password = '', nickname = $3, avatar = NULL,
           gender = 0, province = NULL, city = NULL, birthday = NULL, email = NULL, intro = NULL, score = 0, level = 0,
           exp = 0, invitation_code = $4, inviter = NULL, banned = $5
         WHERE id = $1",
        &[
            user_id.into(),
            (&new.uid).into(),
            NICKNAME.into(),
            (&new.invitation_code).into(),
            BANNED.into(),
        ],
    )?;
    user_pieces::store(tx, user_id)?;
    events::user_erased(tx, user_id, &uid, now)?;
    tx.execute("UPDATE co_user SET inviter = NULL WHERE inviter = $1", &[(&uid).into()])?;
    tx.execute("UPDATE co_master SET user_id = NULL WHERE user_id = $1", &[user_id.into()])?;
    tx.execute("DELETE FROM co_cart WHERE user_id = $1", &[user_id.into()])?;
    tx.execute("DELETE FROM co_block WHERE user_id = $1", &[user_id.into()])?;
    tx.execute("DELETE FROM co_block WHERE target_id = $1", &[user_id.into()])?;
    session::end_all(tx, user_id)?;
    miaohui_web::idempotency::forget(tx, &format!("community:{user_id}"))?;
    miaohui_web::forget_uploads(tx, &format!("community:{user_id}"))?;
    forget_reporter(tx, PRODUCT, ReporterId(user_id.get()))?;
    forget_things(tx, PRODUCT, Subject::User.word(), &[user_id.get()])
}

/// Whether the account is emptied and its content waits for deletion.
pub fn has_begun(tx: &mut Tx<'_>, user_id: UserId) -> Result<bool> {
    let row: Option<(UserId,)> = tx.query_opt(
        concat!("SELECT user_id FROM co_erasure WHERE user_id = $1 AND status = ", erasure_status!(Begun)),
        &[user_id.into()],
    )?;
    Ok(row.is_some())
}

/// Marks an erasure as done.
pub fn finish(tx: &mut Tx<'_>, user_id: UserId, now: i64) -> Result<()> {
    tx.execute(
        concat!(
            "UPDATE co_erasure SET ended_at = $2, status = ",
            erasure_status!(Done),
            " WHERE user_id = $1 AND status = ",
            erasure_status!(Begun)
        ),
        &[user_id.into(), now.into()],
    )?;
    Ok(())
}
