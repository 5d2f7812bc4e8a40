//! `GET {media mount}/{id}` and `/{id}.{any extension}`: the uploaded bytes, or a thumbnail with `?w=`.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use miaohui_media::{MediaType, thumb_width};
use miaohui_web::{FileToServe, Outcome, file_response};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::store::media::{self, Stored};
use crate::{Api, App, Error, Result};

#[derive(Deserialize, JsonSchema)]
pub(crate) struct Wanted {
    /// Width in pixels; rounded up to one of the widths that are kept.
    w: Option<u32>,
}

/// Serves a media id; whatever follows its first `.` is ignored.
pub(crate) async fn serve(
    State(api): State<Arc<Api>>,
    Path(name): Path<String>,
    wanted: std::result::Result<Query<Wanted>, QueryRejection>,
    request: HeaderMap,
) -> Response {
    let id = name.split('.').next().unwrap_or_default().to_owned();
    let width = wanted.ok().and_then(|Query(wanted)| wanted.w);
    let mut response = match find(&api.app, id, width).await {
        Ok(Some(file)) => file_response(file, &request),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(Error::Refused { .. }) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Err(Error::Unexpected(error)) => {
            tracing::error!(%error, "media cannot be served");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    };
    let code = response.status().as_u16().into();
    response.extensions_mut().insert(Outcome { operation: "media", code });
    response
}

async fn find(app: &App, id: String, width: Option<u32>) -> Result<Option<FileToServe>> {
    let found: Option<Stored> = app.db.read(move |tx| media::find(tx, &id)).await.map_err(Error::from)?;
    let Some(Stored { blob, media_type }) = found else { return Ok(None) };
    let media_type = MediaType::from_mime(&media_type)
        .ok_or_else(|| Error::Unexpected(format!("blob {blob} has the unknown type {media_type}").into()))?;
    if let Some(width) = width.and_then(thumb_width) {
        let (blobs, sha) = (app.blobs.clone(), blob.clone());
        let thumb = app.media_pool.run(move || blobs.thumb(&sha, media_type, width)).await?;
        if let Some(thumb) = thumb.map_err(|error| Error::Unexpected(Box::new(error)))? {
            let etag = format!("{blob}-{width}");
            return Ok(Some(FileToServe {
                file: thumb.file,
                len: thumb.len,
                mime: thumb.media_type.mime(),
                etag,
            }));
        }
    }
    let (file, len) = app.blobs.open_blob(&blob)?;
    Ok(Some(FileToServe { file, len, mime: media_type.mime(), etag: blob }))
}
