//! Headers, static files and sizes of responses.

use std::io::Read;

use miaohui_testkit::{ConsoleClient, ConsolePage, TestApp};
use reqwest::Method;

use super::forgery::{filled, routes};
use super::{number, resources};

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The maximal size in bytes of a page with its styles and scripts as sent, without pictures.
const MOST_BYTES: usize = 100_000;

/// Requires the security headers, and no inline script or style.
fn require_safe_headers(path: &str, page: &ConsolePage) {
    assert_eq!(page.header("content-security-policy"), POLICY, "{path}");
    assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
    assert_eq!(page.header("referrer-policy"), "same-origin", "{path}");
    assert_eq!(page.header("cross-origin-opener-policy"), "same-origin", "{path}");
    assert_eq!(page.header("cache-control"), "no-store", "{path}");
    if !page.header("content-type").starts_with("text/html") {
        return;
    }
    let text = page.text();
    for inline in ["<style", " style=\"", " onclick=", " onload=", " onsubmit=", " onerror=", "hx-on"] {
        assert!(!text.contains(inline), "{path}: {inline}");
    }
    for script in text.split("<script").skip(1) {
        let (tag, rest) = script.split_once('>').unwrap();
        assert!(tag.contains("src=\"/console/assets/") && rest.starts_with("</script>"), "{path}: {tag}");
    }
    for address in page.addresses() {
        assert!(
            address.starts_with('/') || address.starts_with('?') || address.starts_with('#'),
            "{path}: {address}"
        );
    }
}

#[tokio::test]
async fn every_response_has_the_security_headers() {
    let app = TestApp::start().await;
    let (owner, reader, nobody) =
        (app.signed_in("owner").await, app.signed_in("reader").await, app.browser());
    for (path, gets, posts) in routes() {
        let path = filled(&path);
        for staff in [&owner, &reader, &nobody] {
            if gets && !path.contains("/image/") {
                require_safe_headers(&path, &staff.get(&path).await);
            }
            if posts {
                require_safe_headers(&path, &staff.post_forged(&path, &[], &[]).await);
                require_safe_headers(&path, &staff.post(&path, &[("name", "")]).await);
            }
        }
    }
    for resource in resources(&app) {
        for tail in ["", "/new", "/csv", "/xlsx", "/1"] {
            let path = format!("/console/r/{}{tail}", resource.name);
            require_safe_headers(&path, &owner.get(&path).await);
        }
    }
    for path in [
        "/console/nothing",
        "/console/r/nothing",
        "/console/r/masters/abc",
        "/console/assets/nothing.js",
        "/console/review/abc",
        "/console/image/abc",
    ] {
        require_safe_headers(path, &owner.get(path).await);
    }
    // An unsupported verb.
    for verb in [Method::DELETE, Method::PUT, Method::PATCH] {
        let page = owner.send(owner.request(verb.clone(), "/console/r/masters/1")).await;
        assert_eq!(page.status, 405, "{verb}");
        require_safe_headers("/console/r/masters/1", &page);
    }
}

/// The static files that a page links.
fn files(page: &ConsolePage) -> Vec<String> {
    let mut files: Vec<String> =
        page.addresses().into_iter().filter(|path| path.starts_with("/console/assets/")).collect();
    files.sort();
    files.dedup();
    files
}

async fn gzipped(staff: &ConsoleClient, path: &str) -> ConsolePage {
    staff.send(staff.request(Method::GET, path).header("accept-encoding", "gzip")).await
}

#[tokio::test]
async fn static_files_are_cacheable_and_compressed() {
    let app = TestApp::start().await;
    let owner = app.signed_in("owner").await;
    let nobody = app.browser();
    let names = files(&owner.get("/console/r/categories").await);
    assert!(names.len() >= 4, "{names:?}");
    for path in names {
        let plain = nobody.get(&path).await;
        assert_eq!((plain.status, plain.header("content-encoding")), (200, ""), "{path}");
        assert_eq!(plain.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(plain.header("x-content-type-options"), "nosniff");
        assert_eq!(plain.header("vary"), "accept-encoding", "{path}");
        let kind = plain.header("content-type").to_owned();
        let expected = match path.rsplit('.').next() {
            Some("js") => "text/javascript",
            Some("css") => "text/css",
            _ => "image/svg+xml",
        };
        assert!(kind.starts_with(expected), "{path}: {kind}");
        let small = gzipped(&nobody, &path).await;
        assert_eq!((small.header("content-encoding"), small.header("vary")), ("gzip", "accept-encoding"));
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(small.bytes.as_slice()).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, plain.bytes, "{path}");
        let refused =
            nobody.send(nobody.request(Method::GET, &path).header("accept-encoding", "gzip;q=0")).await;
        assert_eq!(refused.header("content-encoding"), "", "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_page_exceeds_100_kilobytes() {
    let app = TestApp::start().await;
    miaohui_server::load_demo(&app.service).await.unwrap();
    let owner = app.signed_in("owner").await;
    let project = number(&app, "SELECT id FROM cf_project WHERE status = 1 LIMIT 1").await;
    let mut paths = vec![
        "/console/".to_owned(),
        "/console/dashboard".into(),
        "/console/conversations".into(),
        "/console/conversations?kind=customer_service".into(),
        "/console/deliveries?to=13800000001".into(),
        "/console/limits".into(),
        "/console/metrics".into(),
        "/console/settings".into(),
        "/console/staff/new".into(),
        "/console/account".into(),
        format!("/console/review/{project}"),
    ];
    let keys = super::fixture::keys(&app).await;
    for resource in resources(&app) {
        paths.push(format!("/console/r/{}", resource.name));
        if let Some(key) = keys.get(resource.name) {
            paths.push(format!("/console/r/{}/{}", resource.name, key.replace(':', "%3A")));
        }
    }
    let mut heavy = Vec::new();
    for path in &paths {
        let page = gzipped(&owner, path).await;
        assert_eq!(page.status, 200, "{path}");
        let mut weight = page.bytes.len();
        for file in files(&owner.get(path).await) {
            weight += gzipped(&owner, &file).await.bytes.len();
        }
        if weight > MOST_BYTES {
            heavy.push(format!("{path}: {weight}"));
        }
    }
    assert!(paths.len() > 60, "{}", paths.len());
    assert!(heavy.is_empty(), "{}", heavy.join("\n"));
}
