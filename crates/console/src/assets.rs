//! The console's own files. Their paths contain a digest of their content, so browsers cache them
//! without limit.

use std::io::Write;
use std::sync::LazyLock;

use axum::Router;
use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use flate2::Compression;
use flate2::write::GzEncoder;
use miaohui_kernel::sha256_hex;

struct Asset {
    name: &'static str,
    kind: &'static str,
    content: &'static [u8],
    path: String,
    gzip: Bytes,
}

macro_rules! assets {
    ($($name:literal $kind:literal),* $(,)?) => {
        [$(($name, $kind, include_bytes!(concat!("../assets/", $name)).as_slice())),*]
    };
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let files = assets! {
        "console.css" "text/css; charset=utf-8",
        "door.js" "text/javascript; charset=utf-8",
        "qr.min.js" "text/javascript; charset=utf-8",
        "console.js" "text/javascript; charset=utf-8",
        "htmx.min.js" "text/javascript; charset=utf-8",
        "sortable.min.js" "text/javascript; charset=utf-8",
        "icon.svg" "image/svg+xml",
    };
    let asset = |(name, kind, content): (&'static str, &'static str, &'static [u8])| {
        let digest = sha256_hex(content);
        Asset {
            name,
            kind,
            content,
            path: format!("/console/assets/{}/{name}", &digest[..12]),
            gzip: gzip(content).into(),
        }
    };
    files.into_iter().map(asset).collect()
});

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::best());
    // Writing to memory does not fail; if it did, the file would be served as it is.
    let _ = out.write_all(content);
    out.finish().unwrap_or_default()
}

/// The path of a file.
pub fn asset(name: &str) -> &'static str {
    ASSETS.iter().find(|asset| asset.name == name).map_or("", |asset| asset.path.as_str())
}

/// The routes of the files.
pub fn router() -> Router {
    ASSETS.iter().fold(Router::new(), |router, asset| {
        router.route(&asset.path, get(move |headers: HeaderMap| async move { serve(asset, &headers) }))
    })
}

fn serve(asset: &'static Asset, headers: &HeaderMap) -> Response {
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let common = [
        (CONTENT_TYPE, asset.kind),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (VARY, "accept-encoding"),
    ];
    let is_gzip = |coding: &str| {
        coding.trim() == "gzip" || coding.trim().starts_with("gzip;") && !coding.contains("q=0")
    };
    if accepted.split(',').any(is_gzip) && !asset.gzip.is_empty() {
        return (common, [(CONTENT_ENCODING, "gzip")], asset.gzip.clone()).into_response();
    }
    (common, asset.content).into_response()
}
