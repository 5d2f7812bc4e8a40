//! The section of uploaded files.

use miaohui_kernel::Secret;
use serde::{Deserialize, Serialize};

use super::redact;

const MIB: u64 = 1024 * 1024;

/// `[media]`: uploaded files and their limits.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MediaConfig {
    /// Where the files are.
    pub store: MediaPlace,
    /// Maximum size of a picture, in MiB.
    pub image_max_mb: u32,
    /// Maximum size of a video, in MiB.
    pub video_max_mb: u32,
    /// Maximum number of pixels of a picture, in millions.
    pub max_megapixels: u32,
    /// Longest side of a picture, in pixels.
    pub max_side_pixels: u32,
    /// Memory of all pictures that are being decoded, in MiB.
    pub memory_mb: u32,
    /// Lifetime of an upload without references, in hours.
    pub unused_hours: u32,
    /// `[media.s3]`
    pub s3: MediaS3Config,
}

/// Where uploaded files are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum MediaPlace {
    /// `media` in the data directory.
    Disk,
    /// The bucket of `[media.s3]`.
    S3,
}

/// `[media.s3]`: a bucket of S3, or of what speaks its protocol.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MediaS3Config {
    /// The bucket.
    pub bucket: String,
    /// What the names of all objects begin with; empty for nothing.
    pub prefix: String,
    /// URL of the service; empty for Amazon's.
    pub endpoint: String,
    /// The region.
    pub region: String,
    /// Whether the bucket's name is in the path, and not in the name of the host.
    pub path_style: bool,
    /// Whether the service compares what it stores with its SHA-256.
    pub checksums: bool,
    /// The key's id; empty to take it from the environment.
    pub access_key_id: String,
    /// The key.
    #[serde(serialize_with = "redact::stars")]
    pub secret_access_key: Secret,
    /// Time for a call with its repetitions, in seconds.
    pub timeout_seconds: u32,
    /// Calls at once.
    pub calls: usize,
    /// Files that are stored at once.
    pub uploads: usize,
}

impl MediaConfig {
    /// Returns the maximum size of a picture, in bytes.
    pub fn image_max_bytes(&self) -> u64 {
        u64::from(self.image_max_mb) * MIB
    }

    /// Returns the maximum size of a video, in bytes.
    pub fn video_max_bytes(&self) -> u64 {
        u64::from(self.video_max_mb) * MIB
    }

    /// Returns the maximum number of pixels of a picture.
    pub fn max_pixels(&self) -> u64 {
        u64::from(self.max_megapixels) * 1_000_000
    }
}

impl MediaS3Config {
    /// Whether an address such as `s3://bucket/prefix` names the place of the files.
    pub fn is_at(&self, address: &str) -> bool {
        let own = format!("s3://{}/{}", self.bucket, self.prefix);
        !self.bucket.is_empty() && own.trim_end_matches('/') == address.trim_end_matches('/')
    }
}
