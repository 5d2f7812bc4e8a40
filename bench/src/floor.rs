//! The floor: the same HTTP stack, no database, always the same bytes.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use axum::routing::any;
use miaohui_server::serve;

/// Serves until the process is ended.
pub fn run(listen: SocketAddr, file: &Path) -> Result<()> {
    let bytes = Bytes::from(std::fs::read(file).context("the bytes to answer")?);
    let answer = move |_: Bytes| {
        let bytes = bytes.clone();
        async move {
            let response =
                Response::builder().header(CONTENT_TYPE, "application/json").body(Body::from(bytes));
            response.unwrap_or_default()
        }
    };
    let router = Router::new().route("/{*path}", any(answer));
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let listener = serve::listen(listen).await?;
        announce(listener.local_addr()?);
        serve::serve(listener, router, serve::signals()?, Duration::from_secs(1)).await;
        Ok(())
    })
}

#[expect(clippy::print_stdout, reason = "whoever started it reads where it listens")]
fn announce(address: SocketAddr) {
    println!("floor http://{address}/");
}
