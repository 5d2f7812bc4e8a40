//! Files whose rows were deleted, until a background task removes them.

use miaohui_db::{Result, Tx};

use crate::Platform;

/// Most files that are looked at in one transaction.
const BATCH: i64 = 50;

/// Whether a row of a product names a file.
pub type IsUsed = fn(&mut Tx<'_>, &str) -> Result<bool>;

/// Notes a file for removal. It happens only if no row names the file by then.
pub fn mark_unused(tx: &mut Tx<'_>, blob: &str, now: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO unused_blob (blob, created_at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        &[blob.into(), now.into()],
    )?;
    Ok(())
}

/// Removes the noted files that no row names and returns their number. `uses` has a function of
/// each product.
///
/// A file is removed before its note, so that an interruption leaves no file behind.
pub async fn remove_unused(platform: &Platform, uses: &'static [IsUsed]) -> Result<u64> {
    let mut removed = 0;
    loop {
        let read = move |tx: &mut Tx<'_>| -> Result<Vec<(String, bool)>> {
            let blobs: Vec<(String,)> =
                tx.query("SELECT blob FROM unused_blob ORDER BY blob LIMIT $1", &[BATCH.into()])?;
            blobs
                .into_iter()
                .map(|(blob,)| {
                    let mut used = false;
                    for is_used in uses {
                        used = used || is_used(tx, &blob)?;
                    }
                    Ok((blob, used))
                })
                .collect()
        };
        let found = platform.db.read(read).await?;
        if found.is_empty() {
            return Ok(removed);
        }
        for (blob, used) in found {
            if !used {
                let (blobs, name) = (platform.blobs.clone(), blob.clone());
                let gone = tokio::task::spawn_blocking(move || blobs.remove(&name)).await;
                if let Ok(Err(error)) = gone {
                    tracing::warn!(%error, "a file could not be removed");
                    return Ok(removed);
                }
                removed += 1;
            }
            let delete = move |tx: &mut Tx<'_>| {
                tx.execute("DELETE FROM unused_blob WHERE blob = $1", &[(&blob).into()])
            };
            platform.db.write(delete).await?;
        }
    }
}
