//! What both products and the console share.

use std::sync::Arc;

use miaohui_db::Database;
use miaohui_gateways::Outbox;
use miaohui_kernel::{Clock, Rng};
use miaohui_media::BlobStore;
use miaohui_moderation::Words;
use miaohui_payments::Desk;
use miaohui_vault::Vault;
use miaohui_webhooks::Webhooks;

use crate::{
    Bodies, Live, LogSampling, LoginLock, Metrics, Passwords, RateLimits, Reads, TrustedProxies, UploadQuota,
    WorkPool,
};

/// The shared services of a process, one value. Cheap to clone: clones share the same services.
#[derive(Clone)]
pub struct Platform {
    /// The database.
    pub db: Database,
    /// The time.
    pub clock: Clock,
    /// The source of tokens, codes and numbers.
    pub rng: Rng,
    /// Hashes passwords off the request threads.
    pub passwords: Passwords,
    /// Encrypts personal data.
    pub vault: Vault,
    /// The uploaded files.
    pub blobs: BlobStore,
    /// Decodes pictures off the request threads.
    pub media_pool: WorkPool,
    /// Waits for the bucket of the files, if they are in one.
    pub store_pool: WorkPool,
    /// The places of callers in the queue of reads.
    pub reads: Arc<Reads>,
    /// Reads request bodies within limits.
    pub bodies: Bodies,
    /// Token buckets against abuse.
    pub limits: Arc<RateLimits>,
    /// How much an account may upload in a day.
    pub upload_quota: Live<UploadQuota>,
    /// When failed logins lock.
    pub login_lock: Live<LoginLock>,
    /// Sends text messages and mail.
    pub outbox: Outbox,
    /// Starts and settles payments.
    pub desk: Desk,
    /// The operators' list of words.
    pub words: Words,
    /// Which requests get a line in the log.
    pub log_sampling: Live<LogSampling>,
    /// Sends events to other systems.
    pub webhooks: Webhooks,
    /// The proxies whose forwarded headers count.
    pub proxies: TrustedProxies,
    /// The counters of `/metrics`.
    pub metrics: Arc<Metrics>,
}
