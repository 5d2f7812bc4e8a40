//! Stores pictures that a form uploads. The transaction that saves the form records them.

use miaohui_admin::{Cell, Kind, Label, Resource};
use miaohui_community::MediaName;
use miaohui_community::store::media::{self, Upload};
use miaohui_community::store::media_use;
use miaohui_db::Tx;
use miaohui_media::{Incoming, NewFile};

use super::story::parts;
use crate::app::App;
use crate::error::Result;

/// A stored picture that the database does not know yet.
pub struct StoredPicture {
    id: String,
    extension: &'static str,
    upload: Upload,
    /// Keeps the file; to be held until the transaction is committed.
    pub new_file: NewFile,
}

impl StoredPicture {
    /// Its media name.
    pub fn name(&self) -> String {
        format!("{}.{}", self.id, self.extension)
    }

    /// Records it as the operators' own.
    pub fn insert(&self, tx: &mut Tx<'_>, now: i64) -> miaohui_db::Result<()> {
        media::insert_filled(tx, &self.id, None, &self.upload, now)
    }
}

/// Notes that a row shows the media that these cells name, so that they are not removed as unused.
pub fn claim(tx: &mut Tx<'_>, resource: &Resource, cells: &[(&'static str, Cell)]) -> miaohui_db::Result<()> {
    let mut names = Vec::new();
    for (column, cell) in cells {
        match resource.field(column).map(|field| field.kind) {
            Some(Kind::Picture) => names.push(cell.text().to_owned()),
            Some(Kind::Pictures | Kind::Story) => names.extend(parts(cell.text())),
            _ => {}
        }
    }
    let ids: Vec<&str> = names.iter().filter_map(|name| MediaName::parse(name)).map(|name| name.id).collect();
    if ids.is_empty() { Ok(()) } else { media_use::claim_any(tx, &ids) }
}

/// Checks and stores an uploaded picture; refuses other files.
pub async fn store(app: &App, incoming: Incoming) -> Result<StoredPicture> {
    let blob = app.store_upload(incoming).await??;
    if !blob.media_type.is_image() {
        return Err(Label("不是图片", "This is not a picture").into());
    }
    let upload = Upload {
        blob: blob.sha256,
        media_type: blob.media_type.mime().to_owned(),
        size: blob.size as i64,
        width: blob.width.map(i64::from),
        height: blob.height.map(i64::from),
    };
    Ok(StoredPicture {
        id: app.rng.hex32(),
        extension: blob.media_type.extension(),
        upload,
        new_file: blob.new_file,
    })
}
