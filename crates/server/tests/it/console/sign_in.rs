//! Sign-in, sessions and redirects.

use miaohui_kernel::{HOUR_MS, MINUTE_MS};
use miaohui_testkit::{ConsoleClient, ConsolePage, TestApp};
use reqwest::{Method, Url};

use super::{audited, encoded, number};

const SIGN_IN: &str = "/console/sign-in";

/// Whether the client is signed in.
pub async fn is_signed_in(staff: &ConsoleClient) -> bool {
    let page = staff.get("/console/").await;
    assert!(page.status == 200 || page.location().starts_with("/console/sign-in"), "{}", page.status);
    page.status == 200
}

#[tokio::test]
async fn sign_in_requires_the_correct_password() {
    let app = TestApp::start().await;
    let mut ann = app.add_staff("operator").await;
    assert!(!is_signed_in(&ann).await);
    let right = std::mem::replace(&mut ann.password, "wrong".into());
    let wrong = ann.sign_in().await;
    assert_eq!((wrong.status, wrong.cookie("miaohui_console")), (422, None));
    assert!(wrong.has(&format!("value=\"{}\"", ann.email)), "the address is kept");
    let known = std::mem::replace(&mut ann.email, "nobody@miaohui.example".into());
    let unknown = ann.sign_in().await;
    assert_eq!(unknown.text().replace(&ann.email, &known), wrong.text(), "an unknown address reads the same");
    (ann.email, ann.password) = (known.to_uppercase(), right);
    let page = ann.sign_in().await;
    assert_eq!((page.status, page.location()), (303, "/console/"));
    assert!(is_signed_in(&ann).await);
    assert_eq!(audited(&app, "sign in").await, 1);
    ann.token = "0".repeat(64);
    assert!(!is_signed_in(&ann).await);
}

#[tokio::test]
async fn five_failures_lock_an_account_for_15_minutes() {
    let app = TestApp::start().await;
    let (mut ann, mut bob) = (app.add_staff("operator").await, app.add_staff("reader").await);
    let right = std::mem::replace(&mut ann.password, "wrong".into());
    for _ in 0..4 {
        assert_eq!(ann.sign_in().await.status, 422);
    }
    // A successful sign-in resets the count of failures.
    ann.password.clone_from(&right);
    assert_eq!(ann.sign_in().await.status, 303);
    ann.password = "wrong".into();
    for _ in 0..5 {
        assert_eq!(ann.sign_in().await.status, 422);
    }
    let before = ann.sign_in().await.text();
    ann.password = right;
    let locked = ann.sign_in().await;
    assert_eq!((locked.status, locked.text()), (422, before), "the correct password gives the same message");
    assert_eq!(bob.sign_in().await.status, 303, "only this account is locked");
    app.clock.advance(15 * MINUTE_MS - 1);
    assert_eq!(ann.sign_in().await.status, 422);
    app.clock.advance(1);
    assert_eq!(ann.sign_in().await.status, 303);
}

#[tokio::test]
async fn sign_ins_of_an_address_are_limited() {
    let app = TestApp::start_with(&["limits.login_per_minute=3"]).await;
    let mut ann = app.add_staff("operator").await;
    let right = std::mem::replace(&mut ann.password, "wrong".into());
    for status in [422, 422, 422, 503] {
        assert_eq!(ann.sign_in().await.status, status);
    }
    ann.password = right;
    app.clock.advance(MINUTE_MS);
    assert_eq!(ann.sign_in().await.status, 303);
}

#[tokio::test]
async fn a_session_ends_after_twelve_hours_or_when_it_is_ended() {
    let app = TestApp::start().await;
    let mut ann = app.signed_in("operator").await;
    let mut other = ann.clone();
    other.sign_in().await;
    app.clock.advance(12 * HOUR_MS - 1);
    assert!(is_signed_in(&ann).await);
    app.clock.advance(1);
    assert!(!is_signed_in(&ann).await);
    miaohui_console::tidy(&app.service.console).await.unwrap();
    assert_eq!(number(&app, "SELECT COUNT(*) FROM console_session").await, 0);
    ann.sign_in().await;
    other.sign_in().await;
    let page = ann.post("/console/sign-out", &[]).await;
    assert_eq!((page.status, page.location()), (303, SIGN_IN));
    assert!(page.cookie("miaohui_console").unwrap().starts_with("; Max-Age=0; Path=/console;"));
    assert!(!is_signed_in(&ann).await, "the token itself has ended");
    assert!(is_signed_in(&other).await, "the other browser's has not");
}

#[tokio::test]
async fn disabling_an_account_or_changing_its_role_takes_effect_at_once() {
    let app = TestApp::start().await;
    let (owner, mut ann) = (app.signed_in("owner").await, app.signed_in("operator").await);
    let id = number(&app, "SELECT id FROM console_staff WHERE role = 'operator'").await;
    let row = format!("/console/r/staff/{id}");
    assert_eq!(ann.get("/console/r/orders").await.status, 200);
    let page = owner.post(&row, &[("name", "ann"), ("role", "reader")]).await;
    assert_eq!(page.status, 303, "{}", page.text());
    assert_eq!(ann.get("/console/r/orders").await.status, 403);
    owner.post("/console/r/staff/do/end-sessions", &[("id", &id.to_string())]).await;
    assert!(!is_signed_in(&ann).await);
    ann.sign_in().await;
    owner.post(&row, &[("name", "ann"), ("role", "reader"), ("disabled", "1")]).await;
    assert!(!is_signed_in(&ann).await);
    let page = ann.sign_in().await;
    assert_eq!((page.status, page.cookie("miaohui_console")), (422, None));
}

#[tokio::test]
async fn the_session_cookie_is_restricted_to_the_console() {
    let app = TestApp::start_with(&["trusted_proxies=[\"127.0.0.0/8\"]"]).await;
    let ann = app.add_staff("operator").await;
    let form = [("email", ann.email.as_str()), ("password", ann.password.as_str())];
    let cookie = async |scheme: &str| {
        let request = ann.request(Method::POST, SIGN_IN).header("x-forwarded-proto", scheme).form(&form);
        let cookie = ann.send(request).await.cookie("miaohui_console").unwrap();
        let (token, attributes) = cookie.split_once("; ").unwrap();
        assert!(token.len() == 64 && token.bytes().all(|b| b.is_ascii_hexdigit()), "{token}");
        attributes.to_owned()
    };
    assert_eq!(cookie("http").await, "Max-Age=43200; Path=/console; HttpOnly; SameSite=Lax");
    assert_eq!(cookie("https").await, "Max-Age=43200; Path=/console; HttpOnly; SameSite=Lax; Secure");
    // The database stores a digest of the token.
    let token = app.service.console.rng.hex32();
    assert_eq!(
        number(&app, &format!("SELECT COUNT(*) FROM console_session WHERE token_hash = '{token}'")).await,
        0
    );
    assert_eq!(number(&app, "SELECT MIN(length(token_hash)) FROM console_session").await, 64);
}

#[tokio::test]
async fn a_forwarded_scheme_counts_only_behind_a_configured_proxy() {
    let app = TestApp::start().await;
    let ann = app.add_staff("operator").await;
    let form = [("email", ann.email.as_str()), ("password", ann.password.as_str())];
    let request = ann.request(Method::POST, SIGN_IN).header("x-forwarded-proto", "https").form(&form);
    assert!(!ann.send(request).await.cookie("miaohui_console").unwrap().contains("Secure"));
}

/// The URL that a browser on the console would open.
fn redirect_target(app: &TestApp, page: &ConsolePage) -> Url {
    Url::parse(&app.url("/console/sign-in")).unwrap().join(page.location()).unwrap()
}

#[tokio::test]
async fn sign_in_never_redirects_to_another_site() {
    let app = TestApp::start().await;
    let ann = app.signed_in("operator").await;
    let elsewhere = [
        "//evil.example",
        "///evil.example",
        "https://evil.example",
        "https:evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/console\\..\\..\\\\evil.example",
        "/console/..//evil.example",
        "/console/../..//evil.example",
        "/console/%2e%2e//evil.example",
        "/console/%2E./%2e%2e//evil.example",
        "/console.evil.example",
        "/console@evil.example",
        " //evil.example",
        "\t//evil.example",
        "/console/\n//evil.example",
        "javascript:alert(1)",
        "",
    ];
    for next in elsewhere {
        let encoded = encoded(next);
        let page = ann.get(&format!("{SIGN_IN}?next={encoded}")).await;
        let kept = page.hidden("next").unwrap();
        let form = [("email", ann.email.as_str()), ("password", ann.password.as_str()), ("next", next)];
        let signed_in = ann.send(ann.request(Method::POST, SIGN_IN).form(&form)).await;
        let preferences = ann.post("/console/preferences", &[("lang", "en"), ("back", next)]).await;
        let acted = ann.post("/console/r/outbox/do/retry", &[("back", next)]).await;
        for page in [&signed_in, &preferences, &acted] {
            assert_eq!(page.status, 303, "{next:?}: {}", page.text());
            let url = redirect_target(&app, page);
            assert_eq!(url.origin(), Url::parse(&app.url("/")).unwrap().origin(), "{next:?}");
            assert!(url.path().starts_with("/console/"), "{next:?}: {url}");
        }
        assert!(kept.starts_with("/console/") && !kept.contains("evil"), "{next:?}: {kept}");
    }
    let asked = "/console/r/users?q=%E7%94%B2&page=2";
    let page = app.browser().get(asked).await;
    assert_eq!(page.status, 303);
    let form = app.browser().get(page.location()).await;
    let next = form.hidden("next").unwrap();
    assert_eq!(next, asked, "the sign-in returns to the requested page");
    let form = [("email", ann.email.as_str()), ("password", ann.password.as_str()), ("next", &next)];
    assert_eq!(ann.send(ann.request(Method::POST, SIGN_IN).form(&form)).await.location(), asked);
}

#[tokio::test]
async fn a_form_sent_after_the_session_returns_to_a_page_after_sign_in() {
    let app = TestApp::start().await;
    let ann = app.signed_in("operator").await;
    let mut gone = ann.clone();
    gone.csrf().await;
    gone.token = "0".repeat(64);
    let page = gone.post("/console/r/users/do/nothing", &[]).await;
    assert_eq!(page.status, 303);
    let next = app.browser().get(page.location()).await.hidden("next").unwrap();
    assert_eq!(ann.get(&next).await.status, 200, "{next}");
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    let app = TestApp::start().await;
    let mut ann = app.signed_in("operator").await;
    let mut other = ann.clone();
    other.sign_in().await;
    let set = async |ann: &ConsoleClient, old: &str, new: &str| {
        ann.post("/console/account/password", &[("old", old), ("new", new)]).await
    };
    let old = ann.password.clone();
    assert_eq!(set(&ann, "wrong", "long enough").await.status, 200);
    assert!(set(&ann, &old, "too short").await.has("wrong"));
    assert!(is_signed_in(&other).await, "nothing was changed");
    let page = set(&ann, &old, "long enough").await;
    assert_eq!(page.status, 200);
    assert!(is_signed_in(&ann).await && !is_signed_in(&other).await);
    assert_eq!(ann.sign_in().await.status, 422);
    ann.password = "long enough".into();
    assert_eq!(ann.sign_in().await.status, 303);
    // The current page stays usable.
    let back = page.hidden("back").unwrap();
    assert_eq!(ann.get(&back).await.status, 200, "{back}");
}

#[tokio::test]
async fn failures_lock_a_network_and_leave_a_way_back() {
    let app = TestApp::start_with(&["trusted_proxies=127.0.0.1"]).await;
    let ann = app.add_staff("owner").await;
    let try_from = async |address: &'static str, password: &str| {
        let form = [("email", ann.email.as_str()), ("password", password)];
        let request = ann.request(Method::POST, SIGN_IN).header("x-forwarded-for", address).form(&form);
        ann.send(request).await.status
    };
    for _ in 0..5 {
        assert_eq!(try_from("203.0.113.1", "wrong").await, 422);
    }
    assert_eq!(try_from("203.0.113.1", &ann.password).await, 422, "locked here");
    assert_eq!(try_from("203.0.113.2", &ann.password).await, 303, "and nowhere else");
    assert_eq!(audited(&app, "sign in failed").await, 5, "each failure is audited, refusals are not");
    assert!(miaohui_console::unlock_staff(&app.service.console, &ann.email).await.unwrap());
    assert_eq!(try_from("203.0.113.1", &ann.password).await, 303, "unlocked");
    assert!(!miaohui_console::unlock_staff(&app.service.console, "nobody@miaohui.example").await.unwrap());
}

#[tokio::test]
async fn a_first_password_is_changed_before_anything_else() {
    let app = TestApp::start().await;
    let owner = app.signed_in("owner").await;
    let new = [("email", "new@miaohui.example"), ("name", "新人"), ("role", "operator")];
    let page = owner.post("/console/staff/new", &new).await.text();
    let password = page.split("（只显示这一次）： ").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let mut ann = app.browser();
    ann.email = "new@miaohui.example".into();
    ann.password = password.clone();
    assert_eq!(ann.sign_in().await.status, 303);
    for path in ["/console/", "/console/r/masters", "/console/r/masters/csv", "/console/dashboard"] {
        let page = ann.get(path).await;
        assert_eq!((page.status, page.location()), (303, "/console/account"), "{path}");
    }
    let page = ann.get("/console/account").await;
    assert!(page.has("请先设置自己的密码") && !page.has("id=\"secret\""), "{}", page.text());
    let post = ann.post("/console/r/masters", &[("name", "x")]).await;
    assert_eq!((post.status, post.location()), (303, "/console/account"));
    let totp = ann.post("/console/account/totp", &[("secret", "x"), ("code", "1")]).await;
    assert_eq!(totp.location(), "/console/account");
    let change = async |new: &str| {
        ann.post("/console/account/password", &[("old", password.as_str()), ("new", new)]).await
    };
    assert!(change(&password).await.has("与原来相同"), "the same one is none of one's own");
    assert_eq!(ann.get("/console/").await.location(), "/console/account");
    assert!(change("一个自己的密码 and more").await.has("密码已修改"));
    assert_eq!(ann.get("/console/").await.status, 200);
    // A password from the command line that somebody chose is their own.
    assert_eq!(owner.get("/console/").await.status, 200);
}
