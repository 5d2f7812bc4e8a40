//! Whose a bucket of files is. Only its owner removes files, because the rows of another database, or of an
//! older copy of the same one, do not tell which files are needed.

use std::io;

use miaohui_db::{Database, Tx};
use miaohui_media::Bucket;

/// The lease whose holder tells a restored database from the one that was backed up.
pub const RESTORED_LEASE: &str = "restored";

/// Whether a bucket belongs to a database. One that belongs to nobody does from now on.
pub async fn owns_bucket(db: &Database, bucket: &Bucket) -> io::Result<bool> {
    let own = name(db).await?;
    match bucket.owner().await? {
        Some(owner) => Ok(owner == own),
        None => bucket.set_owner(&own).await.map(|()| true),
    }
}

/// Makes a bucket a database's, whoever had it.
pub async fn take_bucket(db: &Database, bucket: &Bucket) -> io::Result<()> {
    bucket.set_owner(&name(db).await?).await
}

/// The database's id, and the name of its restore if it was restored.
async fn name(db: &Database) -> io::Result<String> {
    let identity = db.identity().await.map_err(io::Error::other)?;
    let read = |tx: &mut Tx<'_>| -> miaohui_db::Result<Option<(String,)>> {
        tx.query_opt("SELECT holder FROM lease WHERE name = $1", &[RESTORED_LEASE.into()])
    };
    let restored = db.read(read).await.map_err(io::Error::other)?;
    Ok(restored.map_or_else(|| identity.id.clone(), |(restored,)| format!("{} {restored}", identity.id)))
}
