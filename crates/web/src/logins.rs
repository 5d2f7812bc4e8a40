//! Failed logins. They count for an account and a network, so that nobody locks an account for its
//! owner, who comes from another network.

use std::net::IpAddr;

use miaohui_db::{Result, Tx};
use miaohui_kernel::{CLOCKS_DIFFER_MS, DAY_MS};

use crate::address::network;

/// How long a network counts as known after a login, in ms.
const KNOWN_MS: i64 = 30 * DAY_MS;

/// When failed logins lock.
#[derive(Clone, Copy, Debug)]
pub struct LoginLock {
    /// Failed logins in a row from one network that lock it for the account.
    pub after: i64,
    /// Failed logins from all networks that lock the account for networks without a login of it within
    /// 30 days.
    pub account_after: i64,
    /// Time from the last of them, in ms.
    pub for_ms: i64,
}

/// An account and the network that a login comes from.
#[derive(Clone, Debug)]
pub struct LoginPlace {
    account: String,
    network: String,
}

impl LoginPlace {
    /// The place of a login; `account` names the product too, such as `community:86:13800000001`.
    pub fn new(account: impl Into<String>, address: IpAddr) -> Self {
        Self { account: account.into(), network: network(address).to_string() }
    }

    /// How long logins from here are refused, in ms; `None` if they are not.
    pub fn locked_for(&self, tx: &mut Tx<'_>, lock: LoginLock, now: i64) -> Result<Option<i64>> {
        // Failures of the future were counted while a clock was wrong.
        let (account, since, until) = (&self.account, now - lock.for_ms, now + CLOCKS_DIFFER_MS);
        let own: Option<(i64, i64, Option<i64>)> = tx.query_opt(
            "SELECT failures, last_at, known_at FROM login_network WHERE account = $1 AND network = $2",
            &[account.into(), (&self.network).into()],
        )?;
        if let Some((failures, last_at, _)) = own
            && failures >= lock.after
            && last_at > since
            && last_at <= until
        {
            return Ok(Some(last_at + lock.for_ms - now));
        }
        let is_known = own.and_then(|(_, _, known_at)| known_at).is_some_and(|at| at > now - KNOWN_MS);
        if is_known {
            return Ok(None);
        }
        let (failures, last_at): (i64, Option<i64>) = tx.query_one(
            "SELECT CAST(COALESCE(SUM(failures), 0) AS BIGINT), MAX(last_at) FROM login_network
             WHERE account = $1 AND last_at > $2 AND last_at <= $3 AND failures > 0",
            &[account.into(), since.into(), until.into()],
        )?;
        let is_locked = failures >= lock.account_after;
        Ok(last_at.filter(|_| is_locked).map(|last_at| last_at + lock.for_ms - now))
    }

    /// Counts a failed login; `false` if logins from here were locked already, so that the reply must
    /// not depend on the password.
    pub fn record_failure(&self, tx: &mut Tx<'_>, lock: LoginLock, now: i64) -> Result<bool> {
        if self.locked_for(tx, lock, now)?.is_some() {
            return Ok(false);
        }
        let counted = tx.execute(
            "INSERT INTO login_network (account, network, failures, last_at) VALUES ($1, $2, 1, $3)
             ON CONFLICT (account, network) DO UPDATE SET
               failures = CASE WHEN login_network.last_at > $4 AND login_network.last_at <= $6
                 THEN login_network.failures + 1 ELSE 1 END,
               last_at = excluded.last_at
             WHERE login_network.failures < $5 OR login_network.last_at <= $4 OR login_network.last_at > $6",
            &[
                (&self.account).into(),
                (&self.network).into(),
                now.into(),
                (now - lock.for_ms).into(),
                lock.after.into(),
                (now + CLOCKS_DIFFER_MS).into(),
            ],
        )?;
        Ok(counted == 1)
    }

    /// Forgets the failures from here after a login, and makes the network known.
    pub fn record_login(&self, tx: &mut Tx<'_>, now: i64) -> Result<()> {
        tx.execute(
            "INSERT INTO login_network (account, network, failures, last_at, known_at)
             VALUES ($1, $2, 0, $3, $3)
             ON CONFLICT (account, network) DO UPDATE SET
               failures = 0, last_at = excluded.last_at, known_at = excluded.known_at",
            &[(&self.account).into(), (&self.network).into(), now.into()],
        )?;
        Ok(())
    }
}

/// Forgets the failures of an account, after its password was reset or by an operator.
pub fn forget_failures(tx: &mut Tx<'_>, account: &str) -> Result<u64> {
    tx.execute("UPDATE login_network SET failures = 0 WHERE account = $1 AND failures > 0", &[account.into()])
}

/// Deletes what no longer counts. To be called about once a minute.
pub fn delete_old(tx: &mut Tx<'_>, lock: LoginLock, now: i64) -> Result<u64> {
    tx.execute(
        "DELETE FROM login_network WHERE last_at <= $1 AND (known_at IS NULL OR known_at <= $2)",
        &[(now - lock.for_ms).into(), (now - KNOWN_MS).into()],
    )
}
