//! Images, whose they are and what they are for.

use miaohui_db::{Result, Tx};
use miaohui_media::StoredMedia;

use super::row;
use crate::access::Load;

/// That nothing shows the image `$1`.
macro_rules! unused {
    () => {
        "NOT EXISTS (SELECT 1 FROM cf_user WHERE avatar = $1 OR idcard_image = $1)
         AND NOT EXISTS (SELECT 1 FROM cf_project WHERE cover = $1)
         AND NOT EXISTS (SELECT 1 FROM cf_feedback WHERE image = $1)"
    };
}

/// What an image is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageType {
    /// 身份证照片.
    IdCard = 0,
    /// 用户头像.
    Avatar = 1,
    /// 项目封面.
    Cover = 2,
    /// 项目回馈描述图片.
    Feedback = 3,
}

/// An image.
#[derive(Clone, Debug)]
pub struct Image {
    /// Its id.
    pub id: i64,
    /// Whose it is; nobody's when it was sent without a login.
    pub user: Option<i64>,
    /// Its [`ImageType`] as a number.
    pub kind: i64,
    /// Its name under `/media/images/`.
    pub name: String,
}

row!(Image { id, user, kind, name });

/// Uploaded bytes.
pub struct Stored<'a> {
    /// SHA-256 of the bytes, in hexadecimal.
    pub blob: &'a str,
    /// MIME type.
    pub media_type: &'a str,
    /// A new name under `/media/images/`.
    pub name: &'a str,
}

/// An image by its id.
pub fn find(tx: &mut Tx<'_>, id: i64) -> Result<Option<Image>> {
    tx.query_opt("SELECT id, user_id, kind, name FROM cf_image WHERE id = $1", &[id.into()])
}

impl Load for Image {
    fn load(tx: &mut Tx<'_>, id: i64) -> Result<Option<Self>> {
        find(tx, id)
    }

    fn owner(&self) -> Option<i64> {
        self.user
    }
}

/// What is stored under a name.
pub fn by_name(tx: &mut Tx<'_>, name: &str) -> Result<Option<StoredMedia>> {
    let found: Option<(String, String)> =
        tx.query_opt("SELECT blob, media_type FROM cf_image WHERE name = $1", &[name.into()])?;
    Ok(found.map(|(blob, media_type)| StoredMedia { blob, media_type }))
}

/// An image's kind and what is stored, by its id.
pub fn stored(tx: &mut Tx<'_>, id: i64) -> Result<Option<(i64, StoredMedia)>> {
    let found: Option<(i64, String, String)> =
        tx.query_opt("SELECT kind, blob, media_type FROM cf_image WHERE id = $1", &[id.into()])?;
    Ok(found.map(|(kind, blob, media_type)| (kind, StoredMedia { blob, media_type })))
}

/// A new image; its id.
pub fn insert(tx: &mut Tx<'_>, user: Option<i64>, kind: i64, stored: &Stored<'_>, now: i64) -> Result<i64> {
    let (id,) = tx.query_one(
        "INSERT INTO cf_image (user_id, kind, name, blob, media_type, created_at)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
        &[
            user.into(),
            kind.into(),
            stored.name.into(),
            stored.blob.into(),
            stored.media_type.into(),
            now.into(),
        ],
    )?;
    Ok(id)
}

/// Changes what an image is for; `false`: something shows it as what it is.
pub fn set_kind(tx: &mut Tx<'_>, id: i64, kind: i64) -> Result<bool> {
    let changed = tx.execute(
        concat!("UPDATE cf_image SET kind = $2 WHERE id = $1 AND (kind = $2 OR ", unused!(), ")"),
        &[id.into(), kind.into()],
    )?;
    Ok(changed == 1)
}

/// Gives an image other bytes, under a new name.
pub fn set_bytes(tx: &mut Tx<'_>, id: i64, stored: &Stored<'_>) -> Result<()> {
    tx.execute(
        "UPDATE cf_image SET name = $2, blob = $3, media_type = $4 WHERE id = $1",
        &[id.into(), stored.name.into(), stored.blob.into(), stored.media_type.into()],
    )?;
    Ok(())
}

/// Deletes an image unless something shows it; whether it was deleted.
pub fn delete(tx: &mut Tx<'_>, id: i64) -> Result<bool> {
    let gone = tx.execute(concat!("DELETE FROM cf_image WHERE id = $1 AND ", unused!()), &[id.into()])?;
    Ok(gone == 1)
}
