//! Leases of work that one process of many does.

use std::future::Future;
use std::time::Duration;

use anyhow::Result;
use miaohui_db::{Database, hold_lease, release_leases};
use miaohui_kernel::{Clock, Rng, SECOND_MS};
use miaohui_web::Platform;

/// How long a lease lasts unless it is renewed. A process that was killed holds the work up for as
/// long.
const LEASE_MS: i64 = 15 * SECOND_MS;
/// How often a lease is renewed while its work is done.
const RENEW_EVERY: Duration = Duration::from_secs(5);
/// How often a lease is asked for that another process has.
const ASK_EVERY: Duration = Duration::from_millis(200);

/// Does work that only one process may do at a time; another one waits for it.
pub(crate) async fn alone(
    platform: &Platform,
    name: &'static str,
    work: impl Future<Output = Result<()>>,
) -> Result<()> {
    // No reply holds it, so that it need not repeat with a test's seed.
    let holder = Rng::os().hex32();
    let lease = Lease::new(platform, name, &holder);
    while !lease.hold().await? {
        tokio::time::sleep(ASK_EVERY).await;
    }
    // A task of its own renews it, because the work may keep its thread busy.
    let renewing = tokio::spawn(async move { lease.renew().await });
    let done = work.await;
    renewing.abort();
    release(&platform.db, &holder).await?;
    done
}

/// Gives up all leases of a holder, so that another process can take them at once.
pub(crate) async fn release(db: &Database, holder: &str) -> miaohui_db::Result<()> {
    let holder = holder.to_owned();
    db.write(move |tx| release_leases(tx, &holder)).await.map(drop)
}

/// The lease of some work.
pub(crate) struct Lease {
    db: Database,
    clock: Clock,
    name: &'static str,
    holder: String,
}

impl Lease {
    /// The lease of this name for a holder.
    pub fn new(platform: &Platform, name: &'static str, holder: &str) -> Self {
        Self { db: platform.db.clone(), clock: platform.clock.clone(), name, holder: holder.to_owned() }
    }

    /// Takes or renews the lease; `false` if another process has it.
    pub async fn hold(&self) -> Result<bool> {
        let (name, holder, now) = (self.name, self.holder.clone(), self.clock.now_ms());
        Ok(self.db.write(move |tx| hold_lease(tx, name, &holder, now, LEASE_MS)).await?)
    }

    /// Renews the lease until the task is aborted.
    async fn renew(&self) {
        loop {
            tokio::time::sleep(RENEW_EVERY).await;
            if let Err(error) = self.hold().await {
                tracing::warn!(work = self.name, %error, "a lease was not renewed");
            }
        }
    }

    /// Renews the lease until the work is done. Work whose lease is lost goes on: it is safe in
    /// several processes, and only wasteful.
    pub async fn renew_while(&self, work: impl Future<Output = Result<()>>) -> Result<()> {
        let mut work = std::pin::pin!(work);
        loop {
            tokio::select! {
                done = &mut work => return done,
                () = tokio::time::sleep(RENEW_EVERY) => drop(self.hold().await?),
            }
        }
    }
}
