//! stub
/// x
pub const PASSWORD: &str = "x";
/// x
pub async fn load(_: &miaohui_community::App) -> anyhow::Result<()> { Ok(()) }
