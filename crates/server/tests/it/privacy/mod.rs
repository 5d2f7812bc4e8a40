//! Personal data: erasure and export in both products, and the table in `docs/privacy.md`.

mod community;
mod crowdfunding;
mod demo;
mod table;

use miaohui_testkit::TestApp;

/// Does the background work of erasures and returns the number of erased users.
pub async fn erase_due(app: &TestApp) -> usize {
    miaohui_server::erase_due(&app.service.community, &app.service.crowdfunding).await.unwrap()
}
