//! How to reach S3 and what speaks its protocol: OSS, COS, MinIO, Ceph.

mod http_client;
mod open;

pub use object_store;
pub use open::{Patience, S3Settings, open, plain};
