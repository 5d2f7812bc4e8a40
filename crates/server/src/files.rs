//! The files of both products: which rows name them, and the work that removes them.

use anyhow::Result;
use miaohui_db::Finding;
use miaohui_web::{Compared, FileUse, Platform, note_unnamed};

/// Which files the rows of each product name.
pub(crate) const USES: &[FileUse] = &[
    FileUse {
        is_used: miaohui_community::store::media::is_used,
        named: miaohui_community::store::media::named,
    },
    FileUse {
        is_used: miaohui_crowdfunding::store::image::is_used,
        named: miaohui_crowdfunding::store::image::named,
    },
];

/// Removes the files that no row names any more, and returns their number.
pub async fn remove_unused(platform: &Platform) -> Result<u64> {
    Ok(miaohui_web::remove_unused(platform, USES).await?)
}

/// Compares the files with the rows.
pub async fn verify_files(compared: &Compared) -> Result<Vec<Finding>> {
    Ok(miaohui_web::verify_files(compared, USES).await?)
}

/// Compares the files with the rows, and removes those that no row names.
pub async fn repair_files(platform: &Platform) -> Result<Vec<Finding>> {
    Ok(miaohui_web::repair_files(platform, USES).await?)
}

/// Looks through one part of 256 for media that nothing uses and for files that no row names, and notes
/// them for removal.
pub async fn look_through(community: &miaohui_community::App, part: u8) -> Result<()> {
    let media = miaohui_community::note_unused_media(community, part).await?;
    let files = note_unnamed(&community.platform, USES, part).await?;
    if media > 0 || files > 0 {
        tracing::info!(media, files, "unused uploads were found");
    }
    Ok(())
}
