//! Pictures that operators upload with a form: checked and stored first, named in the transaction that saves the form.

use miaohui_community::store::media::{self, Upload};
use miaohui_db::Tx;
use miaohui_media::Incoming;

use crate::{App, Error, Result};

/// A stored picture that has a name and is not in the database yet.
pub struct Stored {
    id: String,
    extension: &'static str,
    upload: Upload,
}

impl Stored {
    /// Its media name.
    pub fn name(&self) -> String {
        format!("{}.{}", self.id, self.extension)
    }

    /// Writes it down as the operators'.
    pub fn insert(&self, tx: &mut Tx<'_>, now: i64) -> miaohui_db::Result<()> {
        media::insert_filled(tx, &self.id, None, &self.upload, now)
    }
}

/// Checks and stores an uploaded picture; anything else is refused.
pub async fn store(app: &App, incoming: Incoming) -> Result<Stored> {
    let blobs = app.blobs.clone();
    let blob = app.media_pool.run(move || blobs.finish(incoming)).await??;
    if !blob.media_type.is_image() {
        return Err(Error::Invalid("not a picture".into()));
    }
    let upload = Upload {
        blob: blob.sha256,
        media_type: blob.media_type.mime().to_owned(),
        size: blob.size as i64,
        width: blob.width.map(i64::from),
        height: blob.height.map(i64::from),
    };
    Ok(Stored { id: app.rng.hex32(), extension: blob.media_type.extension(), upload })
}
