//! 图片: uploaded once, used by id everywhere. An image without an owner is anybody's to change.

use std::sync::Arc;

use miaohui_media::{Blob, Incoming, MediaError};
use miaohui_web::RateLimit::Upload;
use schemars::JsonSchema;
use serde::Serialize;

use crate::access::{Admission, Anyone, Changeable, Found};
use crate::call::{Arrived, Call, Created, NoContent, Shown};
use crate::error::FieldError;
use crate::fields::{Fields, Form, Mode};
use crate::store::image::{self, Image, Stored};
use crate::{App, Code, Error, Result};

/// An image as it is shown.
#[derive(Debug, JsonSchema, Serialize)]
pub struct ImageView {
    id: i64,
    user: Option<i64>,
    #[serde(rename = "type")]
    kind: i64,
    url: String,
}

/// What is sent, beside the file named `image`.
pub struct Sent {
    kind: Option<i64>,
}

impl Form for Sent {
    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        // Left out of a partial update it stays 4, which is no type.
        let kind = fields.integer("type", 0, 3, Some(4));
        fields.file("image");
        Self { kind: (kind < 4).then_some(kind) }
    }
}

fn view(call: &mut Call<'_, '_>, id: i64) -> Result<Shown<ImageView>> {
    let Image { id, user, kind, name } = image::find(call.tx, id)?.ok_or(Code::NotFound)?;
    Ok(Shown(ImageView { id, user, kind, url: format!("/media/images/{name}") }))
}

/// Checks the file and stores it; `None` when there is none. What is no picture is 10000 on `image`.
async fn keep(app: &App, file: Option<Result<Incoming, MediaError>>) -> Result<Option<Blob>> {
    let wrong = |error| match error {
        MediaError::Io(error) => Error::from(error),
        _ => Error::field("image", Code::InvalidData),
    };
    let Some(file) = file else { return Ok(None) };
    let (blobs, file) = (app.blobs.clone(), file.map_err(wrong)?);
    let blob = app.media_pool.run(move || blobs.finish(file)).await?.map_err(wrong)?;
    if blob.media_type.is_image() { Ok(Some(blob)) } else { Err(Error::field("image", Code::InvalidData)) }
}

/// Reads type and file, and tells everything that is wrong with them at once.
async fn receive<A: Admission>(
    app: &Arc<App>,
    arrived: &mut Arrived<Sent>,
    mode: Mode,
) -> Result<(Option<i64>, Option<Blob>)> {
    let as_text = arrived.body.fields.get("image").is_some_and(|value| !value.is_null());
    let kind = arrived
        .look(app, mode, |call, _: A, sent| {
            let account = call.user.map(|user| format!("crowdfunding:{user}"));
            account.map_or(Ok(()), |account| call.app.limits.account(Upload, &account))?;
            Ok(sent.kind)
        })
        .await;
    let mut errors = match kind {
        Err(Error::Fields(errors)) => errors,
        Err(other) => return Err(other),
        Ok(kind) => {
            let blob = keep(app, arrived.body.image.take()).await?;
            if blob.is_some() || (mode == Mode::Partial && !as_text) {
                return Ok((kind, blob));
            }
            Vec::new()
        }
    };
    let good =
        arrived.body.image.as_mut().is_some_and(|file| file.as_mut().is_ok_and(Incoming::may_be_picture));
    let image = match &arrived.body.image {
        Some(_) if good => None,
        None if !as_text && mode == Mode::Partial => None,
        None if !as_text => Some(Code::RequiredData),
        _ => Some(Code::InvalidData),
    };
    errors.extend(image.map(|code| FieldError { field: "image".into(), code }));
    Err(Error::Fields(errors))
}

fn new_name(app: &App, now: i64, blob: &Blob) -> String {
    format!("{now}_{}.{}", app.rng.text(b"0123456789abcdef", 12), blob.media_type.extension())
}

/// 上传图片. Without a login it is nobody's.
pub async fn create(app: Arc<App>, mut arrived: Arrived<Sent>) -> Result<Created<ImageView>> {
    let (kind, blob) = receive::<Anyone>(&app, &mut arrived, Mode::Whole).await?;
    let (Some(kind), Some(blob)) = (kind, blob) else { return Err(Code::InvalidData.into()) };
    let name = new_name(&app, arrived.asked.now, &blob);
    let (own, asked) = (Arc::clone(&app), arrived.asked.clone());
    let made = app.db.write(move |tx| {
        asked.call(&own, tx, |call| {
            let stored = Stored { blob: &blob.sha256, media_type: blob.media_type.mime(), name: &name };
            let id = image::insert(call.tx, call.user, kind, &stored, call.now)?;
            view(call, id)
        })
    });
    let Shown(made) = made.await?;
    Ok(Created(made))
}

/// 获取图片.
pub fn show(call: &mut Call<'_, '_>, Found(image): Found<Image>) -> Result<Shown<ImageView>> {
    view(call, image.id)
}

async fn change_with(app: Arc<App>, mut arrived: Arrived<Sent>, mode: Mode) -> Result<Shown<ImageView>> {
    let (kind, blob) = receive::<Changeable<Image>>(&app, &mut arrived, mode).await?;
    let blob = blob.map(|blob| (new_name(&app, arrived.asked.now, &blob), blob));
    let (own, asked) = (Arc::clone(&app), arrived.asked.clone());
    let changed = app.db.write(move |tx| {
        asked.call(&own, tx, |call| {
            let Changeable(image) = Changeable::<Image>::admit(call)?;
            if let Some(kind) = kind
                && !image::set_kind(call.tx, image.id, kind)?
            {
                return Err(Error::field("type", Code::InvalidData));
            }
            if let Some((name, blob)) = &blob {
                let stored = Stored { blob: &blob.sha256, media_type: blob.media_type.mime(), name };
                image::set_bytes(call.tx, image.id, &stored)?;
            }
            view(call, image.id)
        })
    });
    changed.await
}

/// 更新图片: another type and another file. The type of an image that something shows stays (10000 on `type`).
pub async fn replace(app: Arc<App>, arrived: Arrived<Sent>) -> Result<Shown<ImageView>> {
    change_with(app, arrived, Mode::Whole).await
}

/// 部分更新图片: another type, another file, or both.
pub async fn change(app: Arc<App>, arrived: Arrived<Sent>) -> Result<Shown<ImageView>> {
    change_with(app, arrived, Mode::Partial).await
}

/// 删除图片. One that something shows is 10034.
pub fn remove(call: &mut Call<'_, '_>, Changeable(image): Changeable<Image>) -> Result<NoContent> {
    if image::delete(call.tx, image.id)? { Ok(NoContent) } else { Err(Code::InUse.into()) }
}
