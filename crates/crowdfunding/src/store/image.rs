//! 图片: uploaded images, their owners and their types.

use miaohui_db::{Result, Tx};
use miaohui_media::StoredMedia;
use miaohui_web::{mark_unused, shown_file};

use super::project_status::project_status;
use super::version;
use crate::ids::{ImageId, UserId};

/// The tables and columns that name files.
pub const BLOB_COLUMNS: &[(&str, &str)] = &[("cf_image", "blob")];

/// The SQL condition that no row uses the image `$1`.
macro_rules! unused {
    () => {
        "NOT EXISTS (SELECT 1 FROM cf_user WHERE avatar = $1 OR idcard_image = $1)
         AND NOT EXISTS (SELECT 1 FROM cf_project WHERE cover = $1)
         AND NOT EXISTS (SELECT 1 FROM cf_feedback WHERE image = $1)"
    };
}
pub(crate) use unused;

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
    /// The key that encrypts the file; empty for a plain file.
    pub sealed: &'a str,
}

/// Finds an image.
pub fn find(tx: &mut Tx<'_>, id: ImageId) -> Result<Option<Image>> {
    tx.query_opt(concat!("SELECT ", image_columns!(), " FROM cf_image WHERE id = $1"), &[id.into()])
}

miaohui_db::row! {
    /// The stored file of an image.
    #[derive(Clone, Debug)]
    pub struct StoredImage as stored_image_columns {
        /// The image.
        pub id: ImageId = "id",
        /// The type of the image.
        pub kind: ImageType = "kind",
        /// Name of the blob.
        pub blob: String = "blob",
        /// MIME type.
        pub media_type: String = "media_type",
        /// The key that encrypts the file; empty for a plain file.
        pub sealed: String = "sealed",
    }
}

impl StoredImage {
    /// The file as the media store names it.
    pub fn media(self) -> StoredMedia {
        StoredMedia { blob: self.blob, media_type: self.media_type }
    }
}

/// Finds the stored file of the image with this file name, unless it is taken down or what showed it was
/// deleted.
pub fn by_name(tx: &mut Tx<'_>, name: &str) -> Result<Option<StoredImage>> {
    tx.query_opt(
        concat!(
            "SELECT ",
            stored_image_columns!(),
            " FROM cf_image WHERE name = $1 AND released_at IS NULL AND ",
            shown_file!("cf_image.blob")
        ),
        &[name.into()],
    )
}

/// Finds the stored file of an image, taken down or not.
pub fn stored(tx: &mut Tx<'_>, id: ImageId) -> Result<Option<StoredImage>> {
    tx.query_opt(concat!("SELECT ", stored_image_columns!(), " FROM cf_image WHERE id = $1"), &[id.into()])
}

miaohui_db::row! {
    /// An identity picture that is not encrypted with the current key.
    #[derive(Clone, Debug)]
    pub struct UnsealedImage as unsealed_columns {
        /// The image.
        pub id: ImageId = "id",
        /// Name of the blob.
        pub blob: String = "blob",
        /// The key that encrypts it; empty for a plain file.
        pub sealed: String = "sealed",
    }
}

/// Lists identity pictures after an id that are not encrypted with this key.
pub fn unsealed(tx: &mut Tx<'_>, key: &str, after: ImageId, most: u32) -> Result<Vec<UnsealedImage>> {
    tx.query(
        concat!(
            "SELECT ",
            unsealed_columns!(),
            " FROM cf_image WHERE kind = ",
            image_type!(IdCard),
            " AND id > $2 AND sealed <> $1 ORDER BY id LIMIT $3"
        ),
        &[key.into(), after.into(), i64::from(most).into()],
    )
}

/// Counts the identity pictures that are not encrypted with this key.
pub fn count_unsealed(tx: &mut Tx<'_>, key: &str) -> Result<i64> {
    let (count,) = tx.query_one(
        concat!("SELECT COUNT(*) FROM cf_image WHERE kind = ", image_type!(IdCard), " AND sealed <> $1"),
        &[key.into()],
    )?;
    Ok(count)
}

/// Replaces the blob of an image by another one with the same content; `false` if it has changed.
pub fn replace_blob(tx: &mut Tx<'_>, id: ImageId, old: &str, new: &str, sealed: &str) -> Result<bool> {
    let changed = tx.execute(
        "UPDATE cf_image SET blob = $3, sealed = $4 WHERE id = $1 AND blob = $2",
        &[id.into(), old.into(), new.into(), sealed.into()],
    )?;
    Ok(changed == 1)
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
        "INSERT INTO cf_image (user_id, kind, name, blob, media_type, created_at, sealed)
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
        &[
            user.into(),
            kind.into(),
            file.name.into(),
            file.blob.into(),
            file.media_type.into(),
            now.into(),
            file.sealed.into(),
        ],
    )?;
    Ok(id)
}

/// Sets the type of an image; `false` when the type would change and the image is in use.
pub fn set_kind(tx: &mut Tx<'_>, id: ImageId, kind: ImageType) -> Result<bool> {
    let changed = tx.execute(
        concat!(
            "UPDATE cf_image SET kind = $2, released_at = NULL WHERE id = $1 AND (kind = $2 OR ",
            unused!(),
            ")"
        ),
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
            "UPDATE cf_image SET name = $2, blob = $3, media_type = $4, sealed = $5, released_at = NULL WHERE id = $1
             AND NOT EXISTS (SELECT 1 FROM cf_project p WHERE p.cover = $1 AND p.status >= ",
            project_status!(UnderWay),
            ") AND NOT EXISTS (SELECT 1 FROM cf_feedback f JOIN cf_project p ON p.id = f.project_id
               WHERE f.image = $1 AND p.status >= ",
            project_status!(UnderWay),
            ") AND NOT EXISTS (SELECT 1 FROM cf_user u WHERE u.idcard_image = $1 AND u.is_authentication)"
        ),
        &[id.into(), file.name.into(), file.blob.into(), file.media_type.into(), file.sealed.into()],
    )?;
    Ok(changed == 1)
}

/// Deletes an image and notes its file for removal; `false` when it is in use.
pub fn delete(tx: &mut Tx<'_>, id: ImageId, now: i64) -> Result<bool> {
    let deleted: Option<(String,)> = tx.query_opt(
        concat!("DELETE FROM cf_image WHERE id = $1 AND ", unused!(), " RETURNING blob"),
        &[id.into()],
    )?;
    match deleted {
        Some((blob,)) => mark_unused(tx, &blob, now).map(|()| true),
        None => Ok(false),
    }
}

/// Lists the named files from `from` up to, but not including, `before`.
pub fn named(tx: &mut Tx<'_>, from: &str, before: &str) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = tx.query(
        "SELECT DISTINCT blob FROM cf_image WHERE blob >= $1 AND blob < $2",
        &[from.into(), before.into()],
    )?;
    Ok(rows.into_iter().map(|(blob,)| blob).collect())
}

/// Whether an image names a file.
pub fn is_used(tx: &mut Tx<'_>, blob: &str) -> Result<bool> {
    let row: Option<(ImageId,)> =
        tx.query_opt("SELECT id FROM cf_image WHERE blob = $1 LIMIT 1", &[blob.into()])?;
    Ok(row.is_some())
}
