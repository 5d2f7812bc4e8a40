//! `POST {mount}/upload`: fills a media id with a picture or a video.

use std::sync::Arc;

use axum::Extension;
use axum::extract::multipart::Field;
use axum::extract::{Multipart, State};
use axum::http::Request;
use axum::response::Response;
use axum::{body::Body, extract::FromRequest};
use miaohui_media::{Incoming, MediaError};
use miaohui_web::{ClientAddress, RateLimit, RequestId};

use crate::api::Api;
use crate::envelope::respond;
use crate::store::media::{self, Upload};
use crate::{App, Code, Error, Result};

/// Most bytes of a refused file that are read, so that the reply reaches a client that is still
/// sending.
const DRAIN: usize = 256 << 20;

/// Longest media id in bytes.
const MOST_ID: usize = 64;

/// Reads `media_id` and `file` in either order.
///
/// A second upload of an id is refused with 110; an unknown id, and a file that is no picture or
/// video, with 400.
pub(crate) async fn upload(
    State(api): State<Arc<Api>>,
    Extension(address): Extension<ClientAddress>,
    Extension(id): Extension<RequestId>,
    request: Request<Body>,
) -> Response {
    let result = match Multipart::from_request(request, &()).await {
        Ok(form) => receive(&api.app, address, form).await,
        Err(_) => Err(Error::refused(Code::BadParameter, "参数错误: the body is not multipart/form-data")),
    };
    respond("upload", &id, result.map(|()| b"{\"code\":0}".to_vec()))
}

async fn receive(app: &App, address: ClientAddress, mut form: Multipart) -> Result<()> {
    let full = |limited| Error::limited(RateLimit::Upload, limited);
    app.limits.address(RateLimit::Upload, address.0).map_err(full)?;
    let (mut media_id, mut file) = (None, None);
    while let Some(field) = form.next_field().await.map_err(broken)? {
        match field.name() {
            Some("media_id") => media_id = Some(short_text(field).await?),
            Some("file") => file = Some(store(app, field).await?),
            _ => drain(field).await?,
        }
    }
    let media_id = media_id.ok_or_else(|| Error::parameter("media_id", "missing"))?;
    let incoming = file.ok_or_else(|| Error::parameter("file", "missing"))??;
    fill(app, media_id, incoming).await
}

/// Writes the file to a temporary place. The inner error is returned after the whole body was read.
async fn store(app: &App, mut field: Field<'_>) -> Result<Result<Incoming>> {
    let mut incoming = app.blobs.begin().map_err(refused);
    let mut read = 0;
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        read += chunk.len();
        if read > DRAIN {
            break;
        }
        if let Ok(file) = &mut incoming
            && let Err(error) = file.write(&chunk)
        {
            incoming = Err(refused(error));
        }
    }
    Ok(incoming)
}

async fn fill(app: &App, media_id: String, incoming: Incoming) -> Result<()> {
    let id = media_id.clone();
    let owner = app.db.read(move |tx| media::owner(tx, &id)).await.map_err(Error::from)?;
    let Some((user_id, filled)) = owner else {
        return Err(Error::parameter("media_id", "unknown"));
    };
    if filled {
        return Err(Code::Unavailable.into());
    }
    let full = |limited| Error::limited(RateLimit::Upload, limited);
    app.limits.account(RateLimit::Upload, &format!("community:{user_id}")).map_err(full)?;
    let blobs = app.blobs.clone();
    let blob = app.media_pool.run(move || blobs.finish(incoming)).await?.map_err(refused)?;
    let upload = Upload {
        blob: blob.sha256,
        media_type: blob.media_type.mime().to_owned(),
        size: blob.size as i64,
        width: blob.width.map(i64::from),
        height: blob.height.map(i64::from),
    };
    let now = app.clock.now_ms();
    let filled =
        app.db.write(move |tx| media::fill(tx, &media_id, &upload, now)).await.map_err(Error::from)?;
    if filled { Ok(()) } else { Err(Code::Unavailable.into()) }
}

async fn short_text(mut field: Field<'_>) -> Result<String> {
    let mut text = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        if text.len() <= MOST_ID {
            text.extend_from_slice(&chunk);
        }
    }
    let text = String::from_utf8(text).ok().filter(|text| text.len() <= MOST_ID && !text.contains('\0'));
    text.ok_or_else(|| Error::parameter("media_id", "unknown"))
}

async fn drain(mut field: Field<'_>) -> Result<()> {
    while field.chunk().await.map_err(broken)?.is_some() {}
    Ok(())
}

fn broken(_: axum::extract::multipart::MultipartError) -> Error {
    Error::refused(Code::BadParameter, "参数错误: the form cannot be read")
}

fn refused(error: MediaError) -> Error {
    match error {
        MediaError::Io(error) => Error::Unexpected(Box::new(error)),
        other => Error::parameter("file", &other.to_string()),
    }
}
