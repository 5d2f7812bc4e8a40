//! Encrypted files over HTTP.

use std::io::ErrorKind;

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use miaohui_media::{MediaError, StoredMedia};
use miaohui_vault::VaultError;

use crate::media_file::{BUSY_SECONDS, later, missing, unavailable};
use crate::{Outcome, Platform};

#[derive(Debug, thiserror::Error)]
enum Unread {
    #[error(transparent)]
    Media(#[from] MediaError),
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// Builds the response: the decrypted file, which nobody may keep; 404 if it is not there. Thumbnails are
/// not made, as they would be stored.
pub async fn sealed_response(platform: &Platform, stored: StoredMedia) -> Response {
    let (blobs, vault) = (platform.blobs.clone(), platform.vault.clone());
    let StoredMedia { blob, media_type } = stored;
    let read = move || -> Result<Vec<u8>, Unread> {
        let bytes = blobs.read(&blob)?;
        Ok(vault.open_file(&bytes)?)
    };
    let mut response = match platform.file_pool().run(read).await {
        Ok(Ok(bytes)) => {
            let headers: [(HeaderName, String); 3] = [
                (CONTENT_TYPE, media_type),
                (CACHE_CONTROL, "private, no-store".to_owned()),
                (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
            ];
            (headers, bytes).into_response()
        }
        Ok(Err(Unread::Media(MediaError::Unavailable(error)))) => unavailable(platform, &error),
        Ok(Err(Unread::Media(MediaError::Io(error)))) if error.kind() == ErrorKind::NotFound => {
            missing(platform, &error)
        }
        Ok(Err(error)) => {
            tracing::error!(%error, "an encrypted file cannot be served");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
        Err(_) => later(BUSY_SECONDS),
    };
    let code = response.status().as_u16().into();
    response.extensions_mut().insert(Outcome { operation: "media", code });
    response
}
