//! What comes with every answer: headers, files, weight.

use std::io::Read;

use miaohui_testkit::{Page, Staff, TestApp};
use reqwest::Method;

use super::forgery::{filled, routes};
use super::{number, resources};

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Most bytes of a page with its styles and scripts, as they are sent, without pictures.
const MOST_BYTES: usize = 100_000;

/// What every answer says, and that nothing in it runs or is styled inline.
fn is_safe(path: &str, page: &Page) {
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
async fn every_answer_says_what_browsers_must_not_do() {
    let app = TestApp::start().await;
    let (owner, reader, nobody) = (app.staff("owner").await, app.staff("reader").await, app.browser());
    for (path, gets, posts) in routes() {
        let path = filled(&path);
        for staff in [&owner, &reader, &nobody] {
            if gets && !path.contains("/image/") {
                is_safe(&path, &staff.get(&path).await);
            }
            if posts {
                is_safe(&path, &staff.forge(&path, &[], &[]).await);
                is_safe(&path, &staff.post(&path, &[("name", "")]).await);
            }
        }
    }
    for resource in resources(&app) {
        for tail in ["", "/new", "/csv", "/1"] {
            let path = format!("/console/r/{}{tail}", resource.name);
            is_safe(&path, &owner.get(&path).await);
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
        is_safe(path, &owner.get(path).await);
    }
    // A verb that a path does not know.
    for verb in [Method::DELETE, Method::PUT, Method::PATCH] {
        let page = owner.send(owner.request(verb.clone(), "/console/r/masters/1")).await;
        assert_eq!(page.status, 405, "{verb}");
        is_safe("/console/r/masters/1", &page);
    }
}

/// What of a page's links are its files.
fn files(page: &Page) -> Vec<String> {
    let mut files: Vec<String> =
        page.addresses().into_iter().filter(|path| path.starts_with("/console/assets/")).collect();
    files.sort();
    files.dedup();
    files
}

async fn gzipped(staff: &Staff, path: &str) -> Page {
    staff.send(staff.request(Method::GET, path).header("accept-encoding", "gzip")).await
}

#[tokio::test]
async fn files_are_kept_for_good_and_sent_small() {
    let app = TestApp::start().await;
    let owner = app.staff("owner").await;
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
async fn no_page_weighs_more_than_a_hundred_kilobytes() {
    let app = TestApp::start().await;
    miaohui_server::load_demo(&app.service).await.unwrap();
    let owner = app.staff("owner").await;
    let project = number(&app, "SELECT id FROM cf_project WHERE status = 1 LIMIT 1").await;
    let mut paths = vec![
        "/console/".to_owned(),
        "/console/dashboard".into(),
        "/console/conversations".into(),
        "/console/conversations?kind=customer_service".into(),
        "/console/settings".into(),
        "/console/staff/new".into(),
        "/console/account".into(),
        format!("/console/review/{project}"),
    ];
    let keys = super::world::keys(&app).await;
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
