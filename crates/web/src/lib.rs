//! What both APIs share over HTTP: the shared services ([`Platform`]), the pipeline of a call
//! ([`pipeline`]), addresses, bodies, rate limits, files, metrics, the access log and idempotency
//! keys.

mod access_log;
mod address;
mod body;
mod bucket_owner;
mod checked_files;
mod file_leases;
mod file_response;
pub mod idempotency;
pub mod limited_callers;
mod limits;
mod live;
pub mod logins;
mod media_file;
mod metrics;
mod multipart;
mod observe;
pub mod openapi;

mod outcome;
mod passwords;
mod payment_notices;
pub mod pipeline;
mod platform;
mod rates;
mod reads;
mod sealed_file;
mod secure_page;
mod shared_buckets;
mod sms_receipts;
mod store_upload;
mod taken_down;
mod unused_blobs;
mod upload_quota;
mod work_pool;

pub use access_log::{AccessLog, LineFormat};
pub use address::{ClientAddress, OverTls, TrustedProxies, network};
pub use body::{Bodies, BodyError, BodyLimits};
pub use bucket_owner::{RESTORED_LEASE, owns_bucket, take_bucket};
pub use checked_files::{Compared, note_unnamed, repair_files, verify_files};
pub use file_leases::{announce_files, forget_past_files};
pub use file_response::{FileToServe, file_response};
pub use idempotency::MIGRATIONS;
pub use limits::RateLimits;
pub use live::Live;
pub use logins::{LoginLock, LoginPlace};
pub use media_file::{MediaQuery, bad_media_name, media_response};
pub use metrics::Metrics;
pub use multipart::{FormParts, Part};
pub use observe::{Observer, RequestId, observe};
pub use outcome::Outcome;
pub use passwords::{PasswordError, Passwords, hash_password};
pub use payment_notices::payment_notices;
pub use platform::Platform;
pub use rates::{Limited, RateLimit, Rates};
pub use reads::{ReadPlace, Reader, Reads};
pub use sealed_file::sealed_response;
pub use secure_page::secure_page;
pub use shared_buckets::forget_full_buckets;
pub use sms_receipts::sms_receipts;
pub use taken_down::{is_taken_down, put_back, take_down};
pub use unused_blobs::{FILES_LEASE, FileUse, mark_unused, remove_unused};
pub use upload_quota::{OverQuota, UploadQuota, forget_past_uploads, forget_uploads};
pub use work_pool::{PoolBusy, WorkPool};
