//! Media ids: issued first, filled by one upload. `media_use` knows what uses them.

use miaohui_db::{Result, Tx};
use miaohui_media::StoredMedia;
use miaohui_web::{is_taken_down, mark_unused, shown_file};

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

/// The result of filling an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filled {
    /// It names the file now, and nothing uses it yet.
    Yes,
    /// It is unknown or filled already.
    No,
    /// The operators have taken the file down.
    TakenDown,
}

/// Fills an id. A file that it does not name is noted for removal.
pub fn fill(tx: &mut Tx<'_>, id: &str, upload: &Upload, now: i64) -> Result<Filled> {
    if is_taken_down(tx, &upload.blob)? {
        mark_unused(tx, &upload.blob, now)?;
        return Ok(Filled::TakenDown);
    }
    let filled = tx.execute(
        "UPDATE co_media SET blob = $2, media_type = $3, size = $4, width = $5, height = $6, uploaded_at = $7,
           unused_at = $7
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
    if filled == 0 {
        mark_unused(tx, &upload.blob, now)?;
        return Ok(Filled::No);
    }
    Ok(Filled::Yes)
}

/// Stores a filled id of a user, or of the operators, for something that uses it.
pub fn insert_filled(
    tx: &mut Tx<'_>,
    id: &str,
    user_id: Option<UserId>,
    upload: &Upload,
    now: i64,
) -> Result<()> {
    tx.execute(
        "INSERT INTO co_media (id, user_id, created_at, blob, media_type, size, width, height, uploaded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $3)",
        &[
            id.into(),
            user_id.into(),
            now.into(),
            (&upload.blob).into(),
            (&upload.media_type).into(),
            upload.size.into(),
            upload.width.into(),
            upload.height.into(),
        ],
    )?;
    Ok(())
}

/// Finds the file of a filled id, unless what shows it is hidden or deleted, or the file is taken down.
pub fn find(tx: &mut Tx<'_>, id: &str) -> Result<Option<StoredMedia>> {
    let found: Option<(String, String)> = tx.query_opt(
        concat!(
            "SELECT blob, media_type FROM co_media WHERE id = $1 AND blob IS NOT NULL AND NOT hidden AND ",
            shown_file!("co_media.blob")
        ),
        &[id.into()],
    )?;
    Ok(found.map(|(blob, media_type)| StoredMedia { blob, media_type }))
}

/// Finds the file of a filled id for operators, who see hidden ones too.
pub fn find_any(tx: &mut Tx<'_>, id: &str) -> Result<Option<StoredMedia>> {
    let found: Option<(String, String)> = tx.query_opt(
        "SELECT blob, media_type FROM co_media WHERE id = $1 AND blob IS NOT NULL",
        &[id.into()],
    )?;
    Ok(found.map(|(blob, media_type)| StoredMedia { blob, media_type }))
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

/// Lists the named files from `from` up to, but not including, `before`.
pub fn named(tx: &mut Tx<'_>, from: &str, before: &str) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = tx.query(
        "SELECT DISTINCT blob FROM co_media WHERE blob >= $1 AND blob < $2",
        &[from.into(), before.into()],
    )?;
    Ok(rows.into_iter().map(|(blob,)| blob).collect())
}
