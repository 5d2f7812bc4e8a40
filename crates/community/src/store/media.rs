//! Media ids: issued first, filled by one upload.

use miaohui_db::{Result, Tx};
use miaohui_media::StoredMedia;

use crate::ids::UserId;

/// The tables and columns that name files.
pub const BLOB_COLUMNS: &[(&str, &str)] = &[("co_media", "blob")];

/// Issues a new id to a user.
pub fn create(tx: &mut Tx<'_>, id: &str, user_id: UserId, now: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO co_media (id, user_id, created_at) VALUES ($1, $2, $3)",
        &[id.into(), user_id.into(), now.into()],
    )?;
    Ok(())
}

/// Finds the user of an id, and whether it is filled.
pub fn owner(tx: &mut Tx<'_>, id: &str) -> Result<Option<(UserId, bool)>> {
    tx.query_opt(
        "SELECT user_id, blob IS NOT NULL FROM co_media WHERE id = $1 AND user_id IS NOT NULL",
        &[id.into()],
    )
}

/// An uploaded file.
#[derive(Clone, Debug)]
pub struct Upload {
    /// SHA-256 of the stored bytes.
    pub blob: String,
    /// MIME type.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// Pixels; `None` for a video.
    pub width: Option<i64>,
    /// Pixels; `None` for a video.
    pub height: Option<i64>,
}

/// Fills an id; `false` if it is unknown or filled already.
pub fn fill(tx: &mut Tx<'_>, id: &str, upload: &Upload, now: i64) -> Result<bool> {
    let filled = tx.execute(
        "UPDATE co_media SET blob = $2, media_type = $3, size = $4, width = $5, height = $6, uploaded_at = $7
         WHERE id = $1 AND blob IS NULL",
        &[
            id.into(),
            (&upload.blob).into(),
            (&upload.media_type).into(),
            upload.size.into(),
            upload.width.into(),
            upload.height.into(),
            now.into(),
        ],
    )?;
    Ok(filled == 1)
}

/// Stores a filled id of a user, or of the operators.
pub fn insert_filled(
    tx: &mut Tx<'_>,
    id: &str,
    user_id: Option<UserId>,
    upload: &Upload,
    now: i64,
) -> Result<()> {
    tx.execute(
        "INSERT INTO co_media (id, user_id, created_at) VALUES ($1, $2, $3)",
        &[id.into(), user_id.into(), now.into()],
    )?;
    fill(tx, id, upload, now)?;
    Ok(())
}

/// Finds the file of a filled id.
pub fn find(tx: &mut Tx<'_>, id: &str) -> Result<Option<StoredMedia>> {
    let found: Option<(String, String)> = tx.query_opt(
        "SELECT blob, media_type FROM co_media WHERE id = $1 AND blob IS NOT NULL",
        &[id.into()],
    )?;
    Ok(found.map(|(blob, media_type)| StoredMedia { blob, media_type }))
}

/// Counts the ids (all different) whose pictures the user uploaded.
pub fn count_pictures(tx: &mut Tx<'_>, user_id: UserId, ids: &[&str]) -> Result<i64> {
    let (count,) = tx.query_one(
        "SELECT COUNT(*) FROM co_media
         WHERE user_id = $1 AND id IN LIST($2) AND blob IS NOT NULL AND media_type LIKE 'image/%'",
        &[user_id.into(), ids.into()],
    )?;
    Ok(count)
}

/// Deletes ids that were issued before `before` and never filled.
pub fn delete_unused(tx: &mut Tx<'_>, before: i64) -> Result<u64> {
    tx.execute("DELETE FROM co_media WHERE blob IS NULL AND created_at <= $1", &[before.into()])
}

/// Whether an id names a file.
pub fn is_used(tx: &mut Tx<'_>, blob: &str) -> Result<bool> {
    let row: Option<(String,)> =
        tx.query_opt("SELECT id FROM co_media WHERE blob = $1 LIMIT 1", &[blob.into()])?;
    Ok(row.is_some())
}
