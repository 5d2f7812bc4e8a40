//! Stored media over HTTP, as originals or thumbnails.

use std::io::ErrorKind;

use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use miaohui_media::{BlobStore, FoundThumb, MediaError, MediaType, StoredMedia, thumb_width};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{FileToServe, Outcome, Platform, PoolBusy, WorkPool, file_response};

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
    #[error(transparent)]
    Disk(#[from] std::io::Error),
    #[error("blob {0} has an unknown type")]
    Type(String),
}

impl Unserved {
    /// Whether a row names a file that is not there.
    fn is_missing(&self) -> bool {
        match self {
            Self::Disk(error) | Self::Media(MediaError::Io(error)) => error.kind() == ErrorKind::NotFound,
            _ => false,
        }
    }
}

/// Builds the response: the file or its thumbnail, 404 without a row or a file, 503 when a queue is full.
pub async fn media_response(
    platform: &Platform,
    found: miaohui_db::Result<Option<StoredMedia>>,
    query: MediaQuery,
    request: &HeaderMap,
) -> Response {
    let response = match found {
        Ok(None) | Err(miaohui_db::Error::Nul) => StatusCode::NOT_FOUND.into_response(),
        Ok(Some(stored)) => match file(&platform.blobs, &platform.media_pool, stored, query.w).await {
            Ok(file) => file_response(file, request),
            Err(Unserved::Busy(_)) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
            Err(error) if error.is_missing() => missing(platform, &error),
            Err(error) => broken(&error),
        },
        Err(miaohui_db::Error::Busy { .. } | miaohui_db::Error::OverBudget) => {
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
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

async fn file(
    blobs: &BlobStore,
    pool: &WorkPool,
    stored: StoredMedia,
    width: Option<u32>,
) -> Result<FileToServe, Unserved> {
    let StoredMedia { blob, media_type } = stored;
    let media_type = MediaType::from_mime(&media_type).ok_or_else(|| Unserved::Type(blob.clone()))?;
    if let Some(width) = width.and_then(thumb_width) {
        let (blobs, sha) = (blobs.clone(), blob.clone());
        // A stored thumbnail waits for none that is being made.
        let thumb = match blobs.find_thumb(&sha, media_type, width)? {
            FoundThumb::Stored(thumb) => Some(thumb),
            FoundThumb::Original => None,
            FoundThumb::Missing(width) => pool.run(move || blobs.thumb(&sha, media_type, width)).await??,
        };
        if let Some(thumb) = thumb {
            let etag = format!("{blob}-{width}");
            return Ok(FileToServe { file: thumb.file, len: thumb.len, mime: thumb.media_type.mime(), etag });
        }
    }
    let (file, len) = blobs.open_blob(&blob)?;
    Ok(FileToServe { file, len, mime: media_type.mime(), etag: blob })
}
