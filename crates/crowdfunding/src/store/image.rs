//! 图片: uploaded images, their owners and their types.

use miaohui_db::{Result, Tx};
use miaohui_media::StoredMedia;

use super::project_status::project_status;
use super::version;
use crate::ids::{ImageId, UserId};

/// The SQL condition that no row uses the image `$1`.
macro_rules! unused {
    () => {
        "NOT EXISTS (SELECT 1 FROM cf_user WHERE avatar = $1 OR idcard_image = $1)
         AND NOT EXISTS (SELECT 1 FROM cf_project WHERE cover = $1)
         AND NOT EXISTS (SELECT 1 FROM cf_feedback WHERE image = $1)"
    };
}

miaohui_db::stored_enum! {
    /// What an image may be used for.
    pub enum ImageType: i64 as image_type {
        /// 身份证照片.
        IdCard = 0,
        /// 用户头像.
        Avatar = 1,
        /// 项目封面.
        Cover = 2,
        /// 项目回馈描述图片.
        Feedback = 3,
    }
}

miaohui_db::row! {
    /// An image.
    #[derive(Clone, Debug)]
    pub struct Image as image_columns {
        /// Its id.
        pub id: ImageId = "id",
        /// Its owner; `None` when it was uploaded without a login.
        pub user: Option<UserId> = "user_id",
        /// Its type.
        pub kind: ImageType = "kind",
        /// Its file name under `/media/images/`.
        pub name: String = "name",
    }
}

/// The uploaded file of an image.
pub struct ImageFile<'a> {
    /// SHA-256 of the bytes, in hexadecimal.
    pub blob: &'a str,
    /// MIME type.
    pub media_type: &'a str,
    /// A new file name under `/media/images/`.
    pub name: &'a str,
}

/// Finds an image.
pub fn find(tx: &mut Tx<'_>, id: ImageId) -> Result<Option<Image>> {
    tx.query_opt(concat!("SELECT ", image_columns!(), " FROM cf_image WHERE id = $1"), &[id.into()])
}

/// Finds the type and the stored file of the image with this file name.
pub fn by_name(tx: &mut Tx<'_>, name: &str) -> Result<Option<(ImageType, StoredMedia)>> {
    let found: Option<(ImageType, String, String)> =
        tx.query_opt("SELECT kind, blob, media_type FROM cf_image WHERE name = $1", &[name.into()])?;
    Ok(found.map(|(kind, blob, media_type)| (kind, StoredMedia { blob, media_type })))
}

/// Finds the type and the stored file of an image.
pub fn stored(tx: &mut Tx<'_>, id: ImageId) -> Result<Option<(ImageType, StoredMedia)>> {
    let found: Option<(ImageType, String, String)> =
        tx.query_opt("SELECT kind, blob, media_type FROM cf_image WHERE id = $1", &[id.into()])?;
    Ok(found.map(|(kind, blob, media_type)| (kind, StoredMedia { blob, media_type })))
}

/// Inserts an image and returns its id.
pub fn insert(
    tx: &mut Tx<'_>,
    user: Option<UserId>,
    kind: ImageType,
    file: &ImageFile<'_>,
    now: i64,
) -> Result<ImageId> {
    let (id,) = tx.query_one(
        "INSERT INTO cf_image (user_id, kind, name, blob, media_type, created_at)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
        &[user.into(), kind.into(), file.name.into(), file.blob.into(), file.media_type.into(), now.into()],
    )?;
    Ok(id)
}

/// Sets the type of an image; `false` when the type would change and the image is in use.
pub fn set_kind(tx: &mut Tx<'_>, id: ImageId, kind: ImageType) -> Result<bool> {
    let changed = tx.execute(
        concat!("UPDATE cf_image SET kind = $2 WHERE id = $1 AND (kind = $2 OR ", unused!(), ")"),
        &[id.into(), kind.into()],
    )?;
    Ok(changed == 1)
}

/// Replaces the file of an image; `false` when an approved project or an identified user shows it.
pub fn set_file(tx: &mut Tx<'_>, id: ImageId, file: &ImageFile<'_>) -> Result<bool> {
    // First, so that a concurrent approval comes before or after the change.
    version::raise_of_image(tx, id)?;
    let changed = tx.execute(
        concat!(
            "UPDATE cf_image SET name = $2, blob = $3, media_type = $4 WHERE id = $1
             AND NOT EXISTS (SELECT 1 FROM cf_project p WHERE p.cover = $1 AND p.status >= ",
            project_status!(UnderWay),
            ") AND NOT EXISTS (SELECT 1 FROM cf_feedback f JOIN cf_project p ON p.id = f.project_id
               WHERE f.image = $1 AND p.status >= ",
            project_status!(UnderWay),
            ") AND NOT EXISTS (SELECT 1 FROM cf_user u WHERE u.idcard_image = $1 AND u.is_authentication)"
        ),
        &[id.into(), file.name.into(), file.blob.into(), file.media_type.into()],
    )?;
    Ok(changed == 1)
}

/// Deletes an image; `false` when it is in use.
pub fn delete(tx: &mut Tx<'_>, id: ImageId) -> Result<bool> {
    let deleted = tx.execute(concat!("DELETE FROM cf_image WHERE id = $1 AND ", unused!()), &[id.into()])?;
    Ok(deleted == 1)
}
