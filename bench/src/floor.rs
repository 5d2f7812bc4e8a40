//! The floor server: the same HTTP stack, which replies with the same bytes without a database.

use std::net::SocketAddr;
use std::path::Path;

use anyhow::{Context, Result};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use axum::routing::any;
use miaohui_server::serve::{self, Deadlines, Gate, StopSignals};

/// Serves until the process is killed.
pub fn run(listen: SocketAddr, file: &Path) -> Result<()> {
    let bytes = Bytes::from(std::fs::read(file).context("the bytes of the reply")?);
    let reply = move |_: Bytes| {
        let bytes = bytes.clone();
        async move {
            let response =
                Response::builder().header(CONTENT_TYPE, "application/json").body(Body::from(bytes));
            response.unwrap_or_default()
        }
    };
    let router = Router::new().route("/{*path}", any(reply));
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let listener = serve::listen(listen).await?;
        print_address(listener.local_addr()?);
        let (gate, deadlines) = (Gate::open(), Deadlines::default());
        let mut signals = StopSignals::listen()?;
        serve::serve_one(listener, router, &gate, deadlines, signals.next()).await;
        Ok(())
    })
}

/// Prints the address for the process that started this one.
#[expect(clippy::print_stdout, reason = "the address is the result")]
fn print_address(address: SocketAddr) {
    println!("floor http://{address}/");
}
