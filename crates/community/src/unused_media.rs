//! The removal of uploads that nothing uses.

use miaohui_db::Tx;

use crate::store::media_use;
use crate::{App, Result};

/// Most media that are looked at in one transaction.
const BATCH: i64 = 200;

/// Deletes the media that nothing has used for the configured time, and those of deleted articles, and
/// notes their files for removal; returns how many.
pub async fn delete_unused_media(app: &App) -> Result<u64> {
    let now = app.clock.now_ms();
    let before = now - app.settings.unused_media_ms;
    let mut deleted = 0;
    loop {
        let ids = app.db.read(move |tx| media_use::due(tx, before, BATCH)).await?;
        if ids.is_empty() {
            return Ok(deleted);
        }
        // What operators show is found by reading all of it, so it is not in the transaction that
        // deletes. A form that begins to show one of these media meanwhile changes its row.
        let divide = move |tx: &mut Tx<'_>| media_use::by_operators(tx, ids.clone());
        let (shown, unused) = app.db.read_whole(divide).await?;
        let delete = move |tx: &mut Tx<'_>| {
            media_use::set_used(tx, &shown)?;
            media_use::delete_due(tx, &unused, before, now)
        };
        deleted += app.db.write(delete).await?;
    }
}

/// Notes the media of one part of 256 that nothing uses any more, and returns how many: pictures that
/// operators have replaced.
pub async fn note_unused_media(app: &App, part: u8) -> Result<u64> {
    let now = app.clock.now_ms();
    let find = move |tx: &mut Tx<'_>| {
        let ids = media_use::stray(tx, &format!("{part:02x}"), &format!("{part:02x}g"))?;
        if ids.is_empty() { Ok((ids.clone(), ids)) } else { media_use::by_operators(tx, ids) }
    };
    let (_, unused) = app.db.read_whole(find).await?;
    if unused.is_empty() {
        return Ok(0);
    }
    Ok(app.db.write(move |tx| media_use::set_unused(tx, &unused, now)).await?)
}
