//! How to reach S3 and what speaks its protocol: OSS, COS, MinIO, Ceph.

mod http_client;
mod open;
mod patience;

pub use object_store;
pub use open::{S3Settings, open, plain};
pub use patience::Patience;
