//! Who works in the console, and their sessions.

use miaohui_db::{FromRow, Result, Row, Tx};
use miaohui_kernel::{HOUR_MS, MINUTE_MS};

use crate::Role;

/// How long one stays signed in, in ms.
pub const SESSION_MS: i64 = 12 * HOUR_MS;

/// How many wrong passwords or codes lock an account, and for how long, in ms.
const MOST_FAILURES: i64 = 5;
const LOCK_MS: i64 = 15 * MINUTE_MS;

/// Somebody on the staff.
#[derive(Clone, Debug)]
pub struct Staff {
    /// Internal id.
    pub id: i64,
    /// Mail address, with which they sign in.
    pub email: String,
    /// How others see them.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Whether they have a second factor.
    pub has_totp: bool,
}

/// What a sign-in is compared with.
pub struct Credentials {
    /// Internal id.
    pub id: i64,
    /// The password's hash.
    pub password: String,
    /// Base32, empty without a second factor.
    pub totp_secret: String,
    /// Until when nobody may sign in, in Unix ms.
    pub locked_until: i64,
}

/// A session of somebody whose account works.
pub struct Session {
    /// Whose it is.
    pub staff: Staff,
    /// What every form of the session carries.
    pub csrf: String,
    /// Whether the second factor was shown.
    pub proven: bool,
}

impl FromRow for Session {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let mut c = row.columns();
        let (id, email, name, role): (_, _, _, String) = (c.take()?, c.take()?, c.take()?, c.take()?);
        // The table's check knows the same words.
        let role = Role::of(&role).unwrap_or(Role::Reader);
        let staff = Staff { id, email, name, role, has_totp: c.take()? };
        Ok(Self { staff, csrf: c.take()?, proven: c.take()? })
    }
}

impl FromRow for Credentials {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let mut c = row.columns();
        Ok(Self { id: c.take()?, password: c.take()?, totp_secret: c.take()?, locked_until: c.take()? })
    }
}

/// Adds somebody; their id, or `None` if there is somebody with this address. The address is compared in lower case.
pub fn insert(
    tx: &mut Tx<'_>,
    email: &str,
    name: &str,
    role: Role,
    password: &str,
    now: i64,
) -> Result<Option<i64>> {
    let id: Option<(i64,)> = tx.query_opt(
        "INSERT INTO console_staff (email, name, role, password, created_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (email) DO NOTHING RETURNING id",
        &[(&email.to_lowercase()).into(), name.into(), role.word().into(), password.into(), now.into()],
    )?;
    Ok(id.map(|(id,)| id))
}

/// Whether there is anybody at all.
pub fn is_anybody(tx: &mut Tx<'_>) -> Result<bool> {
    Ok(tx.query_opt::<(i64,)>("SELECT id FROM console_staff LIMIT 1", &[])?.is_some())
}

/// What somebody signs in with; nothing for an unknown or disabled account.
pub fn credentials(tx: &mut Tx<'_>, email: &str) -> Result<Option<Credentials>> {
    tx.query_opt(
        "SELECT id, password, totp_secret, locked_until FROM console_staff WHERE email = $1 AND NOT disabled",
        &[(&email.to_lowercase()).into()],
    )
}

/// The same by id.
pub fn credentials_of(tx: &mut Tx<'_>, id: i64) -> Result<Option<Credentials>> {
    tx.query_opt(
        "SELECT id, password, totp_secret, locked_until FROM console_staff WHERE id = $1 AND NOT disabled",
        &[id.into()],
    )
}

/// Counts a wrong password or code and locks the account at the fifth.
pub fn count_failure(tx: &mut Tx<'_>, id: i64, now: i64) -> Result<()> {
    tx.execute(
        "UPDATE console_staff SET
           locked_until = CASE WHEN failures + 1 >= $2 THEN $3 ELSE locked_until END,
           failures = CASE WHEN failures + 1 >= $2 THEN 0 ELSE failures + 1 END
         WHERE id = $1",
        &[id.into(), MOST_FAILURES.into(), (now + LOCK_MS).into()],
    )?;
    Ok(())
}

/// Begins a session; `token_hash` is the hash of what the cookie holds.
pub fn begin_session(
    tx: &mut Tx<'_>,
    id: i64,
    token_hash: &str,
    csrf: &str,
    proven: bool,
    now: i64,
) -> Result<()> {
    tx.execute(
        "INSERT INTO console_session (token_hash, staff_id, csrf, proven, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        &[token_hash.into(), id.into(), csrf.into(), proven.into(), now.into(), (now + SESSION_MS).into()],
    )?;
    if proven {
        welcome(tx, id, now)?;
    }
    Ok(())
}

fn welcome(tx: &mut Tx<'_>, id: i64, now: i64) -> Result<()> {
    tx.execute(
        "UPDATE console_staff SET failures = 0, seen_at = $2 WHERE id = $1",
        &[id.into(), now.into()],
    )?;
    Ok(())
}

/// Uses up the code of `step`. `false`: a code of this step or a later one was used before.
pub fn take_step(tx: &mut Tx<'_>, id: i64, step: i64) -> Result<bool> {
    let fresh = tx.execute(
        "UPDATE console_staff SET totp_step = $2 WHERE id = $1 AND totp_step < $2",
        &[id.into(), step.into()],
    )?;
    Ok(fresh == 1)
}

/// Says that the second factor was shown with a code of `step`. `false`: it was used before.
pub fn prove(tx: &mut Tx<'_>, id: i64, token_hash: &str, step: i64, now: i64) -> Result<bool> {
    if !take_step(tx, id, step)? {
        return Ok(false);
    }
    tx.execute("UPDATE console_session SET proven = TRUE WHERE token_hash = $1", &[token_hash.into()])?;
    welcome(tx, id, now)?;
    Ok(true)
}

/// The session of a cookie.
pub fn session(tx: &mut Tx<'_>, token_hash: &str, now: i64) -> Result<Option<Session>> {
    tx.query_opt(
        "SELECT s.id, s.email, s.name, s.role, s.totp_secret <> '', e.csrf, e.proven
         FROM console_session e JOIN console_staff s ON s.id = e.staff_id
         WHERE e.token_hash = $1 AND e.expires_at > $2 AND NOT s.disabled",
        &[token_hash.into(), now.into()],
    )
}

/// Ends a session.
pub fn end_session(tx: &mut Tx<'_>, token_hash: &str) -> Result<()> {
    tx.execute("DELETE FROM console_session WHERE token_hash = $1", &[token_hash.into()])?;
    Ok(())
}

/// Ends all sessions of somebody but the one of `keep`; how many.
pub fn end_sessions(tx: &mut Tx<'_>, id: i64, keep: &str) -> Result<u64> {
    tx.execute(
        "DELETE FROM console_session WHERE staff_id = $1 AND token_hash <> $2",
        &[id.into(), keep.into()],
    )
}

/// Sets a new password's hash.
pub fn set_password(tx: &mut Tx<'_>, id: i64, hash: &str) -> Result<()> {
    tx.execute("UPDATE console_staff SET password = $2 WHERE id = $1", &[id.into(), hash.into()])?;
    Ok(())
}

/// Sets the second factor (empty: takes it away); `step`: the code that showed it. `false`: there is nobody with this id.
pub fn set_totp(tx: &mut Tx<'_>, id: i64, secret: &str, step: i64) -> Result<bool> {
    let set = tx.execute(
        "UPDATE console_staff SET totp_secret = $2, totp_step = $3 WHERE id = $1",
        &[id.into(), secret.into(), step.into()],
    )?;
    Ok(set == 1)
}

/// Forgets sessions that have run out.
pub fn sweep_sessions(tx: &mut Tx<'_>, now: i64) -> Result<u64> {
    tx.execute("DELETE FROM console_session WHERE expires_at <= $1", &[now.into()])
}
