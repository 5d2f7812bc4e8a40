//! Stored media over HTTP, as originals or thumbnails.

use std::io::{self, ErrorKind};

use axum::http::header::{RANGE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use miaohui_media::{
    Bucket, BucketThumb, FoundThumb, MediaError, MediaType, Object, Opened, StoredMedia, thumb_width,
    video_picture,
};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{FileToServe, Outcome, Platform, PoolBusy, file_response};

/// The query of a media URL.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
pub struct MediaQuery {
    /// Width in pixels, rounded up to a supported thumbnail width.
    pub w: Option<u32>,
}

#[derive(Debug, thiserror::Error)]
enum Unserved {
    #[error(transparent)]
    Busy(#[from] PoolBusy),
    #[error(transparent)]
    Media(#[from] MediaError),
    #[error("blob {0} has an unknown type")]
    Type(String),
}

impl From<io::Error> for Unserved {
    fn from(error: io::Error) -> Self {
        Self::Media(error.into())
    }
}

impl Unserved {
    /// Whether a row names a file that is not there.
    fn is_missing(&self) -> bool {
        matches!(self, Self::Media(MediaError::Io(error)) if error.kind() == ErrorKind::NotFound)
    }
}

/// When a request for a file may be sent again, in seconds: after a queue was full, and while the store
/// does not answer.
pub(crate) const BUSY_SECONDS: u16 = 1;
const UNAVAILABLE_SECONDS: u16 = 2;

/// Builds the response: the file or its thumbnail, 404 without a row or a file, 503 when a queue is full or
/// the store does not answer.
pub async fn media_response(
    platform: &Platform,
    found: miaohui_db::Result<Option<StoredMedia>>,
    query: MediaQuery,
    request: &HeaderMap,
) -> Response {
    let response = match found {
        Ok(None) | Err(miaohui_db::Error::Nul) => StatusCode::NOT_FOUND.into_response(),
        Ok(Some(stored)) => match file(platform, stored, query.w, request).await {
            Ok(file) => file_response(file, request),
            Err(Unserved::Busy(_)) => later(BUSY_SECONDS),
            Err(Unserved::Media(MediaError::Unavailable(error))) => unavailable(platform, &error),
            Err(error) if error.is_missing() => missing(platform, &error),
            Err(error) => broken(&error),
        },
        Err(miaohui_db::Error::Busy { .. } | miaohui_db::Error::OverBudget) => later(BUSY_SECONDS),
        Err(miaohui_db::Error::Unavailable(_)) => later(UNAVAILABLE_SECONDS),
        Err(error) => broken(&error),
    };
    labelled(response)
}

/// The reply to what is no media name.
pub fn bad_media_name() -> Response {
    labelled(StatusCode::BAD_REQUEST.into_response())
}

fn labelled(mut response: Response) -> Response {
    let code = response.status().as_u16().into();
    response.extensions_mut().insert(Outcome { operation: "media", code });
    response
}

/// The reply to a file that is lost; each is counted.
pub(crate) fn missing(platform: &Platform, error: &impl std::fmt::Display) -> Response {
    tracing::error!(%error, "a media file is missing");
    platform.metrics.count_missing_file();
    StatusCode::NOT_FOUND.into_response()
}

fn broken(error: &impl std::fmt::Display) -> Response {
    tracing::error!(%error, "media cannot be served");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

/// The reply to a request that may succeed later.
pub(crate) fn later(seconds: u16) -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, HeaderValue::from(seconds))]).into_response()
}

/// The reply while the store does not answer, which its own counters count.
pub(crate) fn unavailable(platform: &Platform, error: &io::Error) -> Response {
    platform.metrics.count_limit("media store");
    tracing::debug!(%error, "the store of the files does not answer");
    later(UNAVAILABLE_SECONDS)
}

async fn file(
    platform: &Platform,
    StoredMedia { blob, media_type }: StoredMedia,
    width: Option<u32>,
    request: &HeaderMap,
) -> Result<FileToServe, Unserved> {
    let media_type = MediaType::from_mime(&media_type).ok_or_else(|| Unserved::Type(blob.clone()))?;
    if let Some(width) = width.filter(|_| !media_type.is_image()) {
        // Whoever wants a picture gets one, and not megabytes of video.
        let (bytes, width) = video_picture(width);
        let (file, mime) = (Opened::from(bytes), MediaType::Png.mime());
        return Ok(FileToServe { file, mime, etag: format!("video-{width}") });
    }
    let width = width.and_then(thumb_width);
    if let Some(bucket) = platform.blobs.bucket() {
        return from_bucket(platform, bucket, blob, media_type, width, request).await;
    }
    let blobs = &platform.blobs;
    if let Some(width) = width {
        let (blobs, sha) = (blobs.clone(), blob.clone());
        // A stored thumbnail waits for none that is being made.
        let thumb = match blobs.find_thumb(&sha, media_type, width)? {
            FoundThumb::Stored(thumb) => Some(thumb),
            FoundThumb::Original => None,
            FoundThumb::Missing(width) => {
                platform.media_pool.run(move || blobs.thumb(&sha, media_type, width)).await??
            }
        };
        if let Some(thumb) = thumb {
            let etag = format!("{blob}-{width}");
            return Ok(FileToServe { file: thumb.file, mime: thumb.media_type.mime(), etag });
        }
    }
    Ok(FileToServe { file: blobs.open_blob(&blob)?, mime: media_type.mime(), etag: blob })
}

/// As [`file`], from a bucket, which is asked without holding a thread.
async fn from_bucket(
    platform: &Platform,
    bucket: &Bucket,
    blob: String,
    media_type: MediaType,
    width: Option<u32>,
    request: &HeaderMap,
) -> Result<FileToServe, Unserved> {
    let Some(width) = width else {
        let object = Object::open_blob(bucket, &blob, !request.contains_key(RANGE)).await?;
        return Ok(FileToServe { file: object.into(), mime: media_type.mime(), etag: blob });
    };
    let etag = format!("{blob}-{width}");
    let original = match bucket.find_thumb(&blob, width).await? {
        BucketThumb::Stored(thumb) => {
            return Ok(FileToServe { file: thumb.file, mime: thumb.media_type.mime(), etag });
        }
        BucketThumb::Original(original) => original,
        BucketThumb::Missing(original) => {
            match platform.make_thumb(bucket, blob.clone(), media_type, width).await?? {
                Some(made) => {
                    let file = Opened::from(made.bytes);
                    return Ok(FileToServe { file, mime: made.media_type.mime(), etag });
                }
                None => original,
            }
        }
    };
    Ok(FileToServe { file: original.into(), mime: media_type.mime(), etag: blob })
}
