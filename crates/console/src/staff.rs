//! The staff and their sessions.

use miaohui_admin::Role;
use miaohui_db::{Result, Tx};
use miaohui_kernel::{CLOCKS_DIFFER_MS, HOUR_MS, MINUTE_MS, SECOND_MS};
use miaohui_vault::{SealedColumn, Vault, VaultError};

use crate::totp::TotpStep;

/// How long a session lasts, in ms.
pub const SESSION_MS: i64 = 12 * HOUR_MS;

/// How many wrong passwords or codes lock an account, and for how long, in ms.
const MOST_FAILURES: i64 = 5;
const LOCK_MS: i64 = 15 * MINUTE_MS;

/// How many half minutes later a code may be that was used before.
const FURTHEST_STEPS: i64 = CLOCKS_DIFFER_MS / (30 * SECOND_MS);

miaohui_db::ids! {
    /// A staff member.
    StaffId,
}

miaohui_db::row! {
    /// A staff member.
    #[derive(Clone, Debug)]
    pub struct Staff as staff_columns {
        /// Their id.
        pub id: StaffId = "s.id",
        /// Their mail address, with which they sign in.
        pub email: String = "s.email",
        /// Their name.
        pub name: String = "s.name",
        /// Their role.
        pub role: Role = "s.role",
        /// Whether they have a second factor.
        pub has_totp: bool = "s.totp_secret <> ''",
        /// Whether the password was made by somebody else and has to be changed first.
        pub must_change: bool = "s.must_change",
    }
}

miaohui_db::row! {
    /// What a sign-in is compared with.
    pub struct Credentials as credentials_columns {
        /// The staff member's id.
        pub id: StaffId = "id",
        /// The password's hash.
        pub password: String = "password",
        /// The encrypted secret of the second factor; empty without one.
        pub totp_secret: String = "totp_secret",
        /// The time until which password and second factor cannot be changed, in Unix ms.
        pub locked_until: i64 = "locked_until",
    }
}

miaohui_db::row! {
    /// A session of an enabled account.
    pub struct Session as session_columns {
        /// The staff member.
        pub staff: Staff => staff_columns!(),
        /// The token of the session's forms.
        pub csrf: String = "e.csrf",
        /// Whether the second factor was verified; `true` too without one.
        pub is_verified: bool = "e.proven",
    }
}

/// The password of a new staff member.
#[derive(Clone, Copy, Debug)]
pub struct FirstPassword<'a> {
    /// Its hash.
    pub hash: &'a str,
    /// Whether the member has to change it first.
    pub must_change: bool,
}

/// A new session.
pub struct NewSession<'a> {
    /// The staff member's id.
    pub staff: StaffId,
    /// The hash of the cookie's token.
    pub token_hash: &'a str,
    /// The token of the session's forms.
    pub csrf: &'a str,
    /// Whether it needs no second factor.
    pub is_verified: bool,
}

/// Adds a staff member; `None`: the mail address, in lower case, is taken.
pub fn insert(
    tx: &mut Tx<'_>,
    email: &str,
    name: &str,
    role: Role,
    password: FirstPassword<'_>,
    now: i64,
) -> Result<Option<StaffId>> {
    let id: Option<(StaffId,)> = tx.query_opt(
        "INSERT INTO console_staff (email, name, role, password, must_change, created_at)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (email) DO NOTHING RETURNING id",
        &[
            (&email.to_lowercase()).into(),
            name.into(),
            role.into(),
            password.hash.into(),
            password.must_change.into(),
            now.into(),
        ],
    )?;
    Ok(id.map(|(id,)| id))
}

/// Whether there is any staff member.
pub fn exists_any(tx: &mut Tx<'_>) -> Result<bool> {
    Ok(tx.query_opt::<(StaffId,)>("SELECT id FROM console_staff LIMIT 1", &[])?.is_some())
}

/// Whether an enabled owner is left.
pub fn has_owner(tx: &mut Tx<'_>) -> Result<bool> {
    let owner: Option<(StaffId,)> =
        tx.query_opt("SELECT id FROM console_staff WHERE role = 'owner' AND NOT disabled LIMIT 1", &[])?;
    Ok(owner.is_some())
}

/// The credentials of a mail address; `None`: there is no enabled account.
pub fn credentials(tx: &mut Tx<'_>, email: &str) -> Result<Option<Credentials>> {
    tx.query_opt(
        concat!("SELECT ", credentials_columns!(), " FROM console_staff WHERE email = $1 AND NOT disabled"),
        &[(&email.to_lowercase()).into()],
    )
}

/// The credentials of a staff member; `None`: there is no enabled account.
pub fn credentials_of(tx: &mut Tx<'_>, id: StaffId) -> Result<Option<Credentials>> {
    tx.query_opt(
        concat!("SELECT ", credentials_columns!(), " FROM console_staff WHERE id = $1 AND NOT disabled"),
        &[id.into()],
    )
}

/// Counts a wrong password or code; the fifth locks the account.
pub fn count_failure(tx: &mut Tx<'_>, id: StaffId, now: i64) -> Result<()> {
    tx.execute(
        "UPDATE console_staff SET
           locked_until = CASE WHEN failures + 1 >= $2 THEN $3 ELSE locked_until END,
           failures = CASE WHEN failures + 1 >= $2 THEN 0 ELSE failures + 1 END
         WHERE id = $1",
        &[id.into(), MOST_FAILURES.into(), (now + LOCK_MS).into()],
    )?;
    Ok(())
}

/// Ends the lock of an account; `false`: there is no such account.
pub fn unlock(tx: &mut Tx<'_>, email: &str) -> Result<bool> {
    let unlocked = tx.execute(
        "UPDATE console_staff SET failures = 0, locked_until = 0 WHERE email = $1",
        &[email.into()],
    )?;
    Ok(unlocked == 1)
}

/// Begins a session.
pub fn begin_session(tx: &mut Tx<'_>, new: &NewSession<'_>, now: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO console_session (token_hash, staff_id, csrf, proven, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        &[
            new.token_hash.into(),
            new.staff.into(),
            new.csrf.into(),
            new.is_verified.into(),
            now.into(),
            (now + SESSION_MS).into(),
        ],
    )?;
    if new.is_verified {
        record_sign_in(tx, new.staff, now)?;
    }
    Ok(())
}

/// Records a complete sign-in.
fn record_sign_in(tx: &mut Tx<'_>, id: StaffId, now: i64) -> Result<()> {
    tx.execute(
        "UPDATE console_staff SET failures = 0, seen_at = $2 WHERE id = $1",
        &[id.into(), now.into()],
    )?;
    Ok(())
}

/// Uses up the code of a step; `false`: a code of this step or of a later one was used before. A much
/// later one was used while a clock was wrong, and does not count.
pub fn use_totp_step(tx: &mut Tx<'_>, id: StaffId, step: TotpStep) -> Result<bool> {
    let used = tx.execute(
        "UPDATE console_staff SET totp_step = $2 WHERE id = $1 AND (totp_step < $2 OR totp_step > $3)",
        &[id.into(), step.0.into(), (step.0 + FURTHEST_STEPS).into()],
    )?;
    Ok(used == 1)
}

/// Verifies a session whose second step was passed.
pub fn verify_session(tx: &mut Tx<'_>, id: StaffId, token_hash: &str, now: i64) -> Result<()> {
    tx.execute("UPDATE console_session SET proven = TRUE WHERE token_hash = $1", &[token_hash.into()])?;
    record_sign_in(tx, id, now)
}

/// The session of a cookie.
pub fn session(tx: &mut Tx<'_>, token_hash: &str, now: i64) -> Result<Option<Session>> {
    tx.query_opt(
        concat!(
            "SELECT ",
            session_columns!(),
            " FROM console_session e JOIN console_staff s ON s.id = e.staff_id
             WHERE e.token_hash = $1 AND e.expires_at > $2 AND NOT s.disabled"
        ),
        &[token_hash.into(), now.into()],
    )
}

/// Ends a session.
pub fn end_session(tx: &mut Tx<'_>, token_hash: &str) -> Result<()> {
    tx.execute("DELETE FROM console_session WHERE token_hash = $1", &[token_hash.into()])?;
    Ok(())
}

/// Ends the sessions of a staff member, except the one with the token hash `keep`; returns their
/// number.
pub fn end_sessions(tx: &mut Tx<'_>, id: StaffId, keep: &str) -> Result<u64> {
    tx.execute(
        "DELETE FROM console_session WHERE staff_id = $1 AND token_hash <> $2",
        &[id.into(), keep.into()],
    )
}

/// Sets the hash of a new password.
pub fn set_password(tx: &mut Tx<'_>, id: StaffId, hash: &str) -> Result<()> {
    tx.execute(
        "UPDATE console_staff SET password = $2, must_change = FALSE WHERE id = $1",
        &[id.into(), hash.into()],
    )?;
    Ok(())
}

/// The encrypted secrets of second factors.
pub const TOTP: SealedColumn = SealedColumn { table: "console_staff", column: "totp_secret" };

impl Credentials {
    /// Whether password and second factor cannot be changed now.
    pub fn is_locked(&self, now: i64) -> bool {
        (now + 1..=now + LOCK_MS + CLOCKS_DIFFER_MS).contains(&self.locked_until)
    }

    /// The secret of the second factor in Base32; empty without one.
    pub fn totp(&self, vault: &Vault) -> Result<String, VaultError> {
        vault.open_text(&TOTP.name(), self.id.get(), &self.totp_secret)
    }
}

/// Sets the encrypted secret of the second factor and the step of the code that verified it; an empty secret
/// removes it. `false`: there is no such staff member.
pub fn set_totp(tx: &mut Tx<'_>, id: StaffId, secret: &str, step: TotpStep) -> Result<bool> {
    let set = tx.execute(
        "UPDATE console_staff SET totp_secret = $2, totp_step = $3 WHERE id = $1",
        &[id.into(), secret.into(), step.0.into()],
    )?;
    Ok(set == 1)
}

/// Deletes expired sessions; returns their number.
pub fn delete_expired_sessions(tx: &mut Tx<'_>, now: i64) -> Result<u64> {
    tx.execute("DELETE FROM console_session WHERE expires_at <= $1", &[now.into()])
}
