//! Opens a bucket.

use miaohui_kernel::Secret;
use object_store::aws::{AmazonS3, AmazonS3Builder, Checksum};
use object_store::{BackoffConfig, RetryConfig};

use crate::http_client::Connector;
use crate::patience::Patience;

/// How to reach S3.
#[derive(Clone, Debug)]
pub struct S3Settings {
    /// The URL of the service; empty for Amazon's.
    pub endpoint: String,
    /// The region.
    pub region: String,
    /// Whether the bucket's name is in the path, and not in the name of the host.
    pub path_style: bool,
    /// Whether the service is told the SHA-256 of what it stores, to compare it.
    pub checksums: bool,
    /// The id of the key; empty to take it from the environment.
    pub access_key_id: String,
    /// The key.
    pub secret_access_key: Secret,
}

/// Opens a bucket. Nothing is sent yet.
pub fn open(bucket: &str, s3: &S3Settings, patience: Patience) -> object_store::Result<AmazonS3> {
    let retry = RetryConfig {
        max_retries: patience.retries,
        retry_timeout: patience.retry_within,
        backoff: BackoffConfig { max_backoff: patience.answer, ..BackoffConfig::default() },
    };
    let mut builder = AmazonS3Builder::from_env()
        .with_bucket_name(bucket)
        .with_retry(retry)
        .with_allow_http(s3.endpoint.starts_with("http://"))
        .with_virtual_hosted_style_request(!s3.path_style)
        // One object is removed at a time, which every service knows how to do.
        .with_disable_bulk_delete(true)
        .with_http_connector(Connector(patience));
    if s3.checksums {
        builder = builder.with_checksum_algorithm(Checksum::SHA256);
    }
    if !s3.region.is_empty() {
        builder = builder.with_region(&s3.region);
    }
    if !s3.endpoint.is_empty() {
        builder = builder.with_endpoint(endpoint(bucket, s3));
    }
    if !s3.access_key_id.is_empty() {
        builder = builder
            .with_access_key_id(&s3.access_key_id)
            .with_secret_access_key(s3.secret_access_key.expose());
    }
    builder.build()
}

/// The URL that the paths of objects follow, less the bucket's name in it.
fn endpoint(bucket: &str, s3: &S3Settings) -> String {
    let endpoint = s3.endpoint.trim_end_matches('/');
    match endpoint.split_once("://") {
        Some((scheme, host)) if !s3.path_style => format!("{scheme}://{bucket}.{host}"),
        _ => endpoint.to_owned(),
    }
}

/// The text of an error with its causes, in one line.
pub fn plain(error: &object_store::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        let more = error.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        cause = error.source();
    }
    miaohui_kernel::one_line(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bucket_is_in_the_path_or_in_the_host() {
        let mut s3 = S3Settings {
            endpoint: "https://s3.oss-cn-hangzhou.aliyuncs.com/".into(),
            region: String::new(),
            path_style: true,
            checksums: true,
            access_key_id: String::new(),
            secret_access_key: Secret::new(String::new()),
        };
        assert_eq!(endpoint("files", &s3), "https://s3.oss-cn-hangzhou.aliyuncs.com");
        s3.path_style = false;
        assert_eq!(endpoint("files", &s3), "https://files.s3.oss-cn-hangzhou.aliyuncs.com");
    }
}
