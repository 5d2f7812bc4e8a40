//! Erasures of both products, and the files that they leave.

use anyhow::Result;
use miaohui_web::{IsUsed, remove_unused};

/// Whether a row names a file, by product.
const USES: &[IsUsed] =
    &[miaohui_community::store::media::is_used, miaohui_crowdfunding::store::image::is_used];

/// Erases the users whose erasure is due, removes the files that no row names any more, and returns
/// the number of users.
pub async fn erase_due(
    community: &miaohui_community::App,
    crowdfunding: &miaohui_crowdfunding::App,
) -> Result<usize> {
    let users = miaohui_community::erase_due(community).await?
        + miaohui_crowdfunding::erase_due(crowdfunding).await?;
    remove_unused(&community.platform, USES).await?;
    Ok(users)
}
