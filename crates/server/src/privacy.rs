//! Erasures of both products, and the files that they leave.

use anyhow::Result;

use crate::files::remove_unused;

/// Erases the users whose erasure is due, removes the files that no row names any more, and returns
/// the number of users.
pub async fn erase_due(
    community: &miaohui_community::App,
    crowdfunding: &miaohui_crowdfunding::App,
) -> Result<usize> {
    let users = miaohui_community::erase_due(community).await?
        + miaohui_crowdfunding::erase_due(crowdfunding).await?;
    remove_unused(&community.platform).await?;
    Ok(users)
}
