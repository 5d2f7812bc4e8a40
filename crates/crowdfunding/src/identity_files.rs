//! The files of identity pictures, which are encrypted.

use miaohui_db::{Database, Tx};
use miaohui_media::NewFile;
use miaohui_vault::Vault;
use miaohui_web::{Platform, mark_unused};

use crate::error::Result;
use crate::ids::ImageId;
use crate::store::image::{self, ImageType, UnsealedImage};

/// Most images that are looked up at once.
const BATCH: u32 = 20;

/// A file as the row of an image names it.
#[derive(Clone, Debug)]
pub(crate) struct StoredFile {
    pub blob: String,
    /// The key that encrypts it; empty for a plain file.
    pub sealed: String,
    /// Keeps a new file until its row is committed.
    pub new_file: NewFile,
}

/// Encrypts or decrypts a file as the type of its image requires, and returns the file to use.
pub(crate) async fn store_for(platform: &Platform, kind: ImageType, file: StoredFile) -> Result<StoredFile> {
    let secret = kind == ImageType::IdCard;
    if secret != file.sealed.is_empty() {
        return Ok(file);
    }
    reseal(platform, secret, file).await
}

/// Stores another file with the same content: encrypted with the current key, or plain.
async fn reseal(platform: &Platform, secret: bool, file: StoredFile) -> Result<StoredFile> {
    let (blobs, vault) = (platform.blobs.clone(), platform.vault.clone());
    let work = move || -> Result<StoredFile> {
        let bytes = blobs.read(&file.blob)?;
        let plain = if file.sealed.is_empty() { bytes } else { vault.open_file(&bytes)? };
        let (content, sealed) =
            if secret { (vault.seal_file(&plain)?, vault.current()) } else { (plain, String::new()) };
        let (blob, new_file) = blobs.put_opaque(&content)?;
        Ok(StoredFile { blob, sealed, new_file })
    };
    platform.file_pool().run(work).await?
}

/// Counts the identity pictures that are not encrypted with the current key.
pub async fn count_unsealed(db: &Database, vault: &Vault) -> Result<i64> {
    let key = vault.current();
    Ok(db.read_whole(move |tx| image::count_unsealed(tx, &key)).await?)
}

/// Encrypts all identity pictures with the current key; `step` is told of each.
pub async fn seal_identities(platform: &Platform, step: &(dyn Fn(u64) + Sync)) -> Result<u64> {
    let (mut after, mut count) = (ImageId(0), 0);
    loop {
        let key = platform.vault.current();
        let found: Vec<UnsealedImage> =
            platform.db.read_whole(move |tx| image::unsealed(tx, &key, after, BATCH)).await?;
        let Some(last) = found.last() else { return Ok(count) };
        after = last.id;
        for UnsealedImage { id, blob, sealed } in found {
            let old = blob.clone();
            let new =
                reseal(platform, true, StoredFile { blob, sealed, new_file: NewFile::default() }).await?;
            let now = platform.clock.now_ms();
            let replace = move |tx: &mut Tx<'_>| -> miaohui_db::Result<()> {
                if image::replace_blob(tx, id, &old, &new.blob, &new.sealed)? {
                    mark_unused(tx, &old, now)
                } else {
                    mark_unused(tx, &new.blob, now)
                }
            };
            platform.db.write(replace).await?;
            count += 1;
            step(1);
        }
    }
}
