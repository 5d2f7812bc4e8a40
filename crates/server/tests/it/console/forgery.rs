//! Forged forms.

use miaohui_testkit::{ConsoleClient, TestApp};

use super::fixture::{ConsoleFixture, keys};
use super::number;

/// The routes of the console: path, and whether it accepts GET and POST.
pub fn routes() -> Vec<(String, bool, bool)> {
    let table = include_str!("../../../../console/src/router.rs");
    let lines = table.split(".route(\"").skip(1).filter_map(|line| line.split_once('"'));
    let route = |(path, rest): (&str, &str)| {
        let handlers = rest.split(".route(").next().unwrap().split(".layer(").next().unwrap();
        (path.to_owned(), handlers.contains("get("), handlers.contains("post("))
    };
    let routes: Vec<_> = lines.map(route).filter(|(path, ..)| !path.contains("{*")).collect();
    assert!(routes.len() >= 18, "{routes:?}");
    routes
}

/// The path with ids of existing rows.
pub fn filled(path: &str) -> String {
    path.replace("{resource}", "masters").replace("{action}", "issue").replace("{id}", "1")
}

/// Forms before a session exists, which carry no token.
const UNSIGNED: [&str; 2] = ["/console/sign-in", "/console/sign-in/code"];

#[tokio::test]
async fn every_form_requires_the_csrf_token() {
    let app = TestApp::start().await;
    ConsoleFixture::create(&app).await;
    let (owner, mut other) = (app.signed_in("owner").await, app.signed_in("operator").await);
    other.password = "wrong".into();
    let (own, foreign) = (owner.csrf().await.to_owned(), other.csrf().await.to_owned());
    assert!(own.len() == 32 && own != foreign);
    let commits = app.service.console.db.stats().commits;
    let evil = "https://evil.example";
    let same = app.url("");
    for (path, _, posts) in routes() {
        if !posts {
            continue;
        }
        let path = filled(&path);
        let refused = async |token: Option<&str>, headers: &[(&'static str, &str)]| {
            let fields: Vec<(&str, &str)> = token.map(|token| ("_csrf", token)).into_iter().collect();
            let page = owner.post_forged(&path, &fields, headers).await;
            assert_eq!(page.status, 403, "{path} {token:?} {headers:?}: {}", page.text());
        };
        refused(Some(&own), &[("origin", evil)]).await;
        refused(Some(&own), &[("origin", "null")]).await;
        refused(Some(&own), &[("origin", &same.replace("127.0.0.1", "localhost"))]).await;
        refused(Some(&own), &[("sec-fetch-site", "cross-site"), ("origin", &same)]).await;
        refused(Some(&own), &[("sec-fetch-site", "same-site")]).await;
        if !UNSIGNED.contains(&path.as_str()) {
            for token in [None, Some(""), Some(foreign.as_str()), Some(&own[..31])] {
                refused(token, &[]).await;
            }
            refused(None, &[("x-csrf-token", &foreign)]).await;
            refused(Some(&own), &[("x-csrf-token", &foreign)]).await;
            refused(Some(&foreign), &[("origin", &same), ("sec-fetch-site", "same-origin")]).await;
        }
    }
    assert_eq!(app.service.console.db.stats().commits, commits, "nothing was written");
    let page = owner
        .post_forged("/console/preferences", &[("lang", "en")], &[("x-csrf-token", &own), ("origin", &same)])
        .await;
    assert_eq!(page.status, 303, "the header does as well as the field");
}

#[tokio::test]
async fn get_requests_change_nothing() {
    let app = TestApp::start().await;
    ConsoleFixture::create(&app).await;
    let owner = app.signed_in("owner").await;
    let commits = app.service.console.db.stats().commits;
    let keys = keys(&app).await;
    let look = async |owner: &ConsoleClient, path: &str| {
        let page = owner.get(path).await;
        assert!([200, 303, 308, 404].contains(&page.status), "{path}: {} {}", page.status, page.text());
    };
    for (path, gets, posts) in routes() {
        let path = filled(&path);
        if gets {
            look(&owner, &path).await;
            look(&owner, &format!("{path}?done=1&left=2&id=1&name=x&_do=delete&lang=en&decision=approve"))
                .await;
        } else if posts {
            assert_eq!(owner.get(&path).await.status, 405, "{path}");
        }
    }
    for resource in super::resources(&app) {
        let base = format!("/console/r/{}", resource.name);
        for tail in ["", "/csv", "/xlsx"] {
            look(&owner, &format!("{base}{tail}")).await;
        }
        owner.get(&format!("{base}/new")).await;
        if let Some(key) = keys.get(resource.name) {
            assert_eq!(owner.get(&format!("{base}/{key}")).await.status, 200, "{base}/{key}");
        }
    }
    // Views of identities and exports are in the audit, and nothing else is written.
    let of = |actions: &str| format!("SELECT COUNT(*) FROM console_audit WHERE action {actions}");
    let seen = number(&app, &of("IN ('view', 'export')")).await;
    assert_eq!(app.service.console.db.stats().commits, commits + seen as u64);
    assert_eq!(number(&app, &of("NOT IN ('sign in', 'view', 'export')")).await, 0);
}
