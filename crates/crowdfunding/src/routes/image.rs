//! 图片: uploaded once and used by id. Everybody may change an image without an owner.

use std::sync::Arc;

use miaohui_db::Tx;
use miaohui_media::{Blob, Incoming, MediaError, NewFile};
use miaohui_web::{is_taken_down, mark_unused};
use schemars::JsonSchema;
use serde::Serialize;

use crate::access::{Admission, Anyone, Changeable, Found};
use crate::answer::{Created, NoContent, Shown};
use crate::app::{App, account_key};
use crate::call::Call;
use crate::code::Code;
use crate::error::{Error, FieldError, Result};
use crate::fields::{Fields, Form, Mode};
use crate::flow::Flow;
use crate::identity_files::{StoredFile, store_for};
use crate::ids::{ImageId, UserId};
use crate::image_url;
use crate::store::image::{self, Image, ImageFile, ImageType};
use crate::store::image_use;

/// An image as the API shows it.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "Image")]
pub struct ImageView {
    id: ImageId,
    /// Its owner; null if it was uploaded without a login.
    user: Option<UserId>,
    /// What it may be used for: 0 identity card, 1 avatar, 2 cover, 3 feedback.
    #[serde(rename = "type")]
    kind: ImageType,
    /// Address of the file.
    url: String,
}

/// The body of an image, beside the file named `image`.
pub struct ImageInput {
    kind: Option<ImageType>,
}

impl Form for ImageInput {
    const NAME: &'static str = "ImageInput";

    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        // A partial update without a type gets the old value 4, which is no type.
        let kind = fields.about("0: identity card, 1: avatar, 2: cover of a project, 3: feedback.").integer(
            "type",
            0..=3,
            Some(4),
        );
        fields.about("The picture.").file("image");
        Self { kind: ImageType::from_value(kind) }
    }
}

fn view(call: &mut Call<'_, '_>, id: ImageId) -> Result<ImageView> {
    let Image { id, user, kind, name } = image::find(call.tx, id)?.ok_or(Code::NotFound)?;
    let is_card = kind == ImageType::IdCard && !call.app.settings.public_identity_images;
    let is_public = !(is_card || (call.app.settings.hide_drafts && image_use::is_in_drafts(call.tx, id)?));
    let url = if is_public { image_url::public(&name) } else { image_url::signed(call.tx, &name, call.now)? };
    Ok(ImageView { id, user, kind, url })
}

/// Checks and stores the file, if there is one. A file that is no image is 10000 on `image`.
async fn store_file(app: &App, file: Option<Result<Incoming, MediaError>>) -> Result<Option<Blob>> {
    let wrong = |error| {
        app.metrics.count_refused_file(&error);
        match error {
            MediaError::Io(_) | MediaError::Unavailable(_) => Error::from(error),
            _ => Error::field("image", Code::InvalidData),
        }
    };
    let Some(file) = file else { return Ok(None) };
    let blob = app.store_upload(file.map_err(wrong)?).await?.map_err(wrong)?;
    if blob.media_type.is_image() {
        return Ok(Some(blob));
    }
    forget(app, vec![blob.sha256]).await?;
    Err(Error::field("image", Code::InvalidData))
}

/// Notes files for removal.
async fn forget(app: &App, blobs: Vec<String>) -> Result<()> {
    let now = app.clock.now_ms();
    let mark = move |tx: &mut Tx<'_>| blobs.iter().try_for_each(|blob| mark_unused(tx, blob, now));
    Ok(app.db.write(mark).await?)
}

/// Counts an uploaded file, or refuses one that the operators have taken down or that exceeds the quota.
fn accept(call: &mut Call<'_, '_>, blob: &Blob) -> Result<()> {
    if is_taken_down(call.tx, &blob.sha256)? {
        return Err(Error::field("image", Code::ImageTakenDown));
    }
    let Some(user) = call.user else { return Ok(()) };
    Ok(call.app.upload_quota.get().count(call.tx, &account_key(user), blob.size as i64, call.now)??)
}

/// Reads the type and the file, and reports the errors of both together.
async fn receive<A: Admission>(
    app: &Arc<App>,
    flow: &mut Flow<A, ImageInput>,
) -> Result<(Option<ImageType>, Option<Blob>)> {
    let partial = flow.mode == Mode::Partial;
    let as_text = flow.body.fields.get("image").is_some_and(|value| !value.is_null());
    let kind = flow.enter(app, |_, _, input| Ok(input.kind)).await;
    let mut errors = match kind {
        Err(Error::Fields(errors)) => errors,
        Err(other) => return Err(other),
        Ok(kind) => {
            let blob = store_file(app, flow.body.image.take()).await?;
            if blob.is_some() || (partial && !as_text) {
                return Ok((kind, blob));
            }
            Vec::new()
        }
    };
    let may_be_image =
        flow.body.image.as_mut().is_some_and(|file| file.as_mut().is_ok_and(Incoming::may_be_picture));
    let image = match &flow.body.image {
        Some(_) if may_be_image => None,
        None if !as_text && partial => None,
        None if !as_text => Some(Code::RequiredData),
        _ => Some(Code::InvalidData),
    };
    errors.extend(image.map(|code| FieldError { field: "image".into(), code }));
    Err(Error::Fields(errors))
}

fn new_name(app: &App, now: i64, blob: &Blob) -> String {
    format!("{now}_{}.{}", app.rng.text(b"0123456789abcdef", 12), blob.media_type.extension())
}

/// Notes a file for removal, unless it is `kept`.
fn forget_unless(call: &mut Call<'_, '_>, blob: &str, kept: &str) -> Result<()> {
    if blob == kept { Ok(()) } else { Ok(mark_unused(call.tx, blob, call.now)?) }
}

/// 上传图片. Without a login the image has no owner.
pub async fn create(app: Arc<App>, mut flow: Flow<Anyone, ImageInput>) -> Result<Created<ImageView>> {
    let (kind, blob) = receive(&app, &mut flow).await?;
    let (Some(kind), Some(blob)) = (kind, blob) else { return Err(Code::InvalidData.into()) };
    let name = new_name(&app, flow.info.now, &blob);
    let plain =
        StoredFile { blob: blob.sha256.clone(), sealed: String::new(), new_file: blob.new_file.clone() };
    let stored = store_for(&app.platform, kind, plain).await?;
    let files = vec![blob.sha256.clone(), stored.blob.clone()];
    // Until the row is there, no removal takes the file for one without a row.
    let new_file = stored.new_file.clone();
    let insert = move |call: &mut Call<'_, '_>, _| {
        accept(call, &blob)?;
        let (media_type, sealed) = (blob.media_type.mime(), stored.sealed.as_str());
        let file = ImageFile { blob: &stored.blob, media_type, name: &name, sealed };
        let id = image::insert(call.tx, call.user, kind, &file, call.now)?;
        forget_unless(call, &blob.sha256, &stored.blob)?;
        view(call, id)
    };
    let created = flow.write(&app, insert).await;
    drop(new_file);
    if created.is_err() {
        forget(&app, files).await?;
    }
    created.map(Created)
}

/// 获取图片. An identity card is 404 for everybody but its owner, whose `url` is valid for ten
/// minutes.
pub fn show(call: &mut Call<'_, '_>, Found(image): Found<Image>) -> Result<Shown<ImageView>> {
    view(call, image.id).map(Shown)
}

/// 更新图片: its type and its file. Another type of an image in use is 10000 on `type`;
/// another file of an image that an approved project shows is 10034.
pub async fn update(
    app: Arc<App>,
    mut flow: Flow<Changeable<Image>, ImageInput>,
) -> Result<Shown<ImageView>> {
    let (kind, blob) = receive(&app, &mut flow).await?;
    let current = flow.read(&app, |call, Changeable(image): Changeable<Image>| {
        Ok(image::stored(call.tx, image.id)?.ok_or(Code::NotFound)?)
    });
    let current = current.await?;
    let new_kind = kind.unwrap_or(current.kind);
    // Another type may need the file encrypted, or plain.
    let file = match &blob {
        Some(Blob { sha256, new_file, .. }) => {
            StoredFile { blob: sha256.clone(), sealed: String::new(), new_file: new_file.clone() }
        }
        None => StoredFile {
            blob: current.blob.clone(),
            sealed: current.sealed.clone(),
            new_file: NewFile::default(),
        },
    };
    let stored = store_for(&app.platform, new_kind, file.clone()).await?;
    let files = vec![file.blob.clone(), stored.blob.clone()];
    let new_file = stored.new_file.clone();
    let named = blob.map(|blob| (new_name(&app, flow.info.now, &blob), blob));
    let change = move |call: &mut Call<'_, '_>, Changeable(image): Changeable<Image>| {
        if let Some(kind) = kind
            && !image::set_kind(call.tx, image.id, kind)?
        {
            return Err(Error::field("type", Code::InvalidData));
        }
        let (blob, sealed) = (stored.blob.as_str(), stored.sealed.as_str());
        if let Some((name, uploaded)) = &named {
            accept(call, uploaded)?;
            let media_type = uploaded.media_type.mime();
            if !image::set_file(call.tx, image.id, &ImageFile { blob, media_type, name, sealed })? {
                return Err(Code::InUse.into());
            }
            forget_unless(call, &current.blob, blob)?;
        } else if blob != current.blob {
            image::replace_blob(call.tx, image.id, &current.blob, blob, sealed)?;
        }
        forget_unless(call, &file.blob, blob)?;
        view(call, image.id)
    };
    let changed = flow.write(&app, change).await;
    drop(new_file);
    if changed.is_err() {
        forget(&app, files).await?;
    }
    changed.map(Shown)
}

/// 删除图片. One in use is 10034.
pub fn remove(call: &mut Call<'_, '_>, Changeable(image): Changeable<Image>) -> Result<NoContent> {
    if image::delete(call.tx, image.id, call.now)? { Ok(NoContent) } else { Err(Code::InUse.into()) }
}
