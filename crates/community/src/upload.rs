//! `POST {mount}/upload`: fills a media id with a picture or a video.

use std::sync::Arc;

use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::Request;
use axum::response::Response;
use miaohui_db::Tx;
use miaohui_media::{Incoming, MediaError};
use miaohui_web::{
    BodyError, ClientAddress, FormParts, Part, RateLimit, RequestId, is_taken_down, mark_unused,
};

use crate::api::Api;
use crate::envelope::respond;
use crate::ids::UserId;
use crate::media_names::MediaName;
use crate::store::media::{self, Filled, Upload};
use crate::{App, Code, Error, Result};

/// A file with the media id that waits for it.
struct IdentifiedFile {
    media_id: String,
    user: UserId,
    incoming: Incoming,
}

/// Reads `media_id` and `file` in either order. A file that comes first is named after its media id.
///
/// A second upload of an id is refused with 110; an unknown id, and a file that is no picture or
/// video, with 400. Nothing of a refused file is stored.
pub(crate) async fn upload(
    State(api): State<Arc<Api>>,
    Extension(address): Extension<ClientAddress>,
    Extension(id): Extension<RequestId>,
    request: Request<Body>,
) -> Response {
    let result = receive(&api.app, address, request).await;
    if let Err(Error::Limited { limit: Some(limit), .. }) = &result {
        api.app.metrics.count_limited_address(limit, address.0);
    }
    respond("upload", &id, result.map(|()| b"{\"code\":0}".to_vec()))
}

async fn receive(app: &App, address: ClientAddress, request: Request<Body>) -> Result<()> {
    let full = |limited| Error::limited(RateLimit::Upload, limited);
    app.limits.address(RateLimit::Upload, address.0).await.map_err(full)?;
    let mut form = FormParts::begin(&app.bodies, request, app.blobs.limits().largest_file())?;
    let (mut media_id, mut file) = (None, None);
    // An error is returned after the whole form was read, so that the client gets it.
    while let Some(part) = form.next().await? {
        match part.name() {
            "media_id" => media_id = Some(part.text().await?),
            "file" if file.is_none() => file = Some(read_file(app, media_id.as_deref(), part).await?),
            _ => part.drain().await?,
        }
    }
    let media_id = media_id.ok_or_else(|| Error::missing("media_id"))?;
    let file = file.ok_or_else(|| Error::missing("file"))??;
    if file.media_id != media_id {
        return Err(Error::parameter("media_id", "与文件名不一致"));
    }
    fill(app, file).await
}

/// Stores a file in a temporary place if a media id waits for it. The inner error is the refusal of
/// a file that was read to its end.
async fn read_file(app: &App, media_id: Option<&str>, mut part: Part<'_>) -> Result<Result<IdentifiedFile>> {
    let named = || part.file_name().and_then(MediaName::parse).map(|name| name.id);
    let Some(media_id) = media_id.or_else(named).map(str::to_owned) else {
        return refuse(part, Error::parameter("media_id", "须在文件之前，或作为文件名")).await;
    };
    let identified = match identify(app, &media_id).await {
        Ok(user) => app.blobs.begin().map(|file| (user, file)).map_err(|error| refused(app, error)),
        Err(refusal) => Err(refusal),
    };
    let (user, mut incoming) = match identified {
        Ok(identified) => identified,
        Err(refusal) => return refuse(part, refusal).await,
    };
    while let Some(chunk) = part.chunk().await? {
        if let Err(error) = incoming.write(&chunk) {
            drop(incoming);
            return refuse(part, refused(app, error)).await;
        }
    }
    Ok(Ok(IdentifiedFile { media_id, user, incoming }))
}

/// Reads the rest of a refused file, if it is small, so that the form can go on. After a larger one the
/// refusal is the answer at once.
async fn refuse(part: Part<'_>, refusal: Error) -> Result<Result<IdentifiedFile>> {
    match part.drain().await {
        Ok(()) => Ok(Err(refusal)),
        Err(BodyError::TooLarge(_)) => Err(refusal),
        Err(error) => Err(error.into()),
    }
}

/// Finds the user whose media id waits for a file, and counts the upload. An account whose quota is used
/// up sends no file.
async fn identify(app: &App, media_id: &str) -> Result<UserId> {
    let (id, quota, now) = (media_id.to_owned(), app.upload_quota.get(), app.clock.now_ms());
    let read = move |tx: &mut Tx<'_>| -> miaohui_db::Result<_> {
        let Some((user, filled)) = media::owner(tx, &id)? else { return Ok(None) };
        Ok(Some((user, filled, quota.check(tx, &account(user), now)?)))
    };
    let Some((user, filled, quota)) = app.db.read(read).await.map_err(Error::from)? else {
        return Err(Error::parameter("media_id", "不存在"));
    };
    if filled {
        return Err(Code::Unavailable.into());
    }
    quota?;
    let full = |limited| Error::limited(RateLimit::Upload, limited);
    app.limits.account(RateLimit::Upload, &account(user)).await.map_err(full)?;
    Ok(user)
}

/// The name of a user's account in limits.
fn account(user: UserId) -> String {
    format!("community:{user}")
}

async fn fill(app: &App, IdentifiedFile { media_id, user, incoming }: IdentifiedFile) -> Result<()> {
    let blob = app.store_upload(incoming).await?.map_err(|error| refused(app, error))?;
    let upload = Upload {
        blob: blob.sha256,
        media_type: blob.media_type.mime().to_owned(),
        size: blob.size as i64,
        width: blob.width.map(i64::from),
        height: blob.height.map(i64::from),
    };
    let (now, quota) = (app.clock.now_ms(), app.upload_quota.get());
    let write = move |tx: &mut Tx<'_>| -> miaohui_db::Result<_> {
        let counts = !is_taken_down(tx, &upload.blob)?;
        if counts && let Err(over) = quota.count(tx, &account(user), upload.size, now)? {
            mark_unused(tx, &upload.blob, now)?;
            return Ok(Err(over));
        }
        media::fill(tx, &media_id, &upload, now).map(Ok)
    };
    let filled = app.db.write(write).await.map_err(Error::from)?;
    // Until here no removal takes the file for one without a row.
    drop(blob.new_file);
    match filled? {
        Filled::Yes => Ok(()),
        Filled::No => Err(Code::Unavailable.into()),
        Filled::TakenDown => Err(Error::parameter("file", "该文件已被运营人员下架")),
    }
}

fn refused(app: &App, error: MediaError) -> Error {
    app.metrics.count_refused_file(&error);
    match error {
        MediaError::Unavailable(_) => Error::store_unavailable(),
        MediaError::Io(error) => Error::Unexpected(Box::new(error)),
        other => {
            tracing::debug!(error = %other, "an upload is refused");
            Error::parameter("file", &other.in_chinese())
        }
    }
}
