//! The command `health`: asks a server on this machine, for the checks of containers.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use miaohui_server::config::Config;
use miaohui_server::serve::ListenAddress;

/// How long the server may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Fails unless the server is ready, or with `live` unless it answers.
pub fn ask(config: &Config, live: bool) -> Result<()> {
    let own = config.operations_listen.0.first();
    let address = own.or_else(|| {
        // Encrypted listeners have no certificate for this machine's own address.
        let is_plain =
            |address: &&ListenAddress| !config.tls.is_enabled() || matches!(address, ListenAddress::Unix(_));
        config.listen.0.iter().find(is_plain)
    });
    let address = address.context("with [tls], set operations_listen: this command asks there")?;
    let path = if live { "/healthz" } else { "/readyz" };
    let answer = get(address, path).with_context(|| address.to_string())?;
    if !answer.starts_with("HTTP/1.1 200 ") {
        let body = answer.split_once("\r\n\r\n").map_or(answer.as_str(), |(_, body)| body);
        bail!("{address}: {}", body.trim());
    }
    Ok(())
}

fn get(address: &ListenAddress, path: &str) -> io::Result<String> {
    match address {
        ListenAddress::Tcp(address) => {
            let stream = TcpStream::connect_timeout(address, PATIENCE)?;
            stream.set_read_timeout(Some(PATIENCE))?;
            exchange(stream, path)
        }
        ListenAddress::Unix(file) => {
            let stream = UnixStream::connect(file)?;
            stream.set_read_timeout(Some(PATIENCE))?;
            exchange(stream, path)
        }
    }
}

fn exchange(mut stream: impl Read + Write, path: &str) -> io::Result<String> {
    stream.write_all(
        format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").as_bytes(),
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}
