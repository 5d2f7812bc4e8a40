//! The second factor: codes that change every 30 seconds.

use miaohui_kernel::{MINUTE_MS, SECOND_MS};
use miaohui_testkit::{ConsoleClient, ConsolePage, TestApp};
use reqwest::Method;
use totp_rs::{Builder, Secret};

use super::sign_in::is_signed_in;
use super::{audited, change, number, text};

const CODE: &str = "/console/sign-in/code";

fn digits(secret: &str, at: i64) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    let totp =
        Builder::new().with_secret(secret).with_account_name("x").with_issuer(Some("y")).build().unwrap();
    totp.generate((at / 1000) as u64).to_string()
}

/// Enables the second factor and returns its secret.
async fn set_up(app: &TestApp, ann: &ConsoleClient) -> String {
    let page = ann.get("/console/account").await;
    let secret = page.hidden("secret").unwrap();
    assert!(page.has("<svg"), "it can be scanned");
    let code = digits(&secret, app.clock.now_ms());
    let page = ann.post("/console/account/totp", &[("secret", &secret), ("code", &code)]).await;
    assert!(page.has("name=\"off\""), "{}", page.text());
    secret
}

async fn send_code(ann: &ConsoleClient, code: &str) -> ConsolePage {
    ann.send(ann.request(Method::POST, CODE).form(&[("code", code), ("next", "/console/dashboard")])).await
}

#[tokio::test]
async fn a_second_factor_is_required_and_each_code_works_once() {
    let app = TestApp::start().await;
    let mut ann = app.signed_in("operator").await;
    let wrong = ann.post("/console/account/totp", &[("secret", "AAAA"), ("code", "123456")]).await;
    assert!(!wrong.has("name=\"off\""), "a code that is wrong switches nothing on");
    let secret = set_up(&app, &ann).await;
    assert_eq!(audited(&app, "second factor on").await, 1);
    let stored = text(&app, "SELECT totp_secret FROM console_staff").await;
    assert!(stored.starts_with("sealed:") && !stored.contains(&secret), "{stored}");
    let used = digits(&secret, app.clock.now_ms());
    let page = ann.sign_in().await;
    assert_eq!((page.status, page.location()), (303, "/console/sign-in/code?next=%2Fconsole%2F"));
    assert!(!is_signed_in(&ann).await, "the password alone is not enough");
    assert_eq!(ann.post("/console/r/masters", &[("name", "x")]).await.status, 303, "nor for a form");
    assert_eq!(number(&app, "SELECT COUNT(*) FROM co_master").await, 0);
    assert_eq!(ann.get(CODE).await.status, 200);
    assert_eq!(send_code(&ann, &used).await.status, 422, "the code that switched it on was used");
    app.clock.advance(31 * SECOND_MS);
    let code = digits(&secret, app.clock.now_ms());
    let page = send_code(&ann, &code).await;
    assert_eq!((page.status, page.location()), (303, "/console/dashboard"));
    assert!(is_signed_in(&ann).await);
    ann.sign_in().await;
    assert_eq!(send_code(&ann, &code).await.status, 422, "used");
    app.clock.advance(60 * SECOND_MS);
    let late = digits(&secret, app.clock.now_ms() - 20 * SECOND_MS);
    assert_eq!(send_code(&ann, &late).await.status, 303, "a clock may be a little late");
}

#[tokio::test]
async fn wrong_codes_lock_the_account() {
    let app = TestApp::start().await;
    let mut ann = app.signed_in("operator").await;
    let secret = set_up(&app, &ann).await;
    app.clock.advance(MINUTE_MS);
    let wrong = if digits(&secret, app.clock.now_ms()) == "000000" { "000001" } else { "000000" };
    // A changed password does not reset the count of failures.
    for sent in 0..5 {
        if sent % 2 == 0 {
            assert_eq!(ann.sign_in().await.status, 303);
        }
        assert_eq!(send_code(&ann, wrong).await.status, 422);
    }
    assert_eq!(send_code(&ann, &digits(&secret, app.clock.now_ms())).await.status, 422, "locked");
    assert_eq!(ann.sign_in().await.status, 422, "locked");
    app.clock.advance(15 * MINUTE_MS);
    assert_eq!(ann.sign_in().await.status, 303);
    assert_eq!(send_code(&ann, &digits(&secret, app.clock.now_ms())).await.status, 303);
}

#[tokio::test]
async fn account_changes_require_password_and_code_with_limited_attempts() {
    let app = TestApp::start().await;
    let ann = app.signed_in("operator").await;
    let secret = set_up(&app, &ann).await;
    let used = digits(&secret, app.clock.now_ms());
    let off = async |code: &str| {
        ann.post("/console/account/totp", &[("off", "1"), ("code", code)]).await;
        number(&app, "SELECT COUNT(*) FROM console_staff WHERE totp_secret = ''").await == 1
    };
    assert!(!off(&used).await, "a code works once");
    app.clock.advance(MINUTE_MS);
    for _ in 0..5 {
        assert!(!off("000000").await);
    }
    assert!(!off(&digits(&secret, app.clock.now_ms())).await, "locked");
    app.clock.advance(15 * MINUTE_MS);
    assert!(off(&digits(&secret, app.clock.now_ms())).await);
    assert_eq!(audited(&app, "second factor off").await, 1);
    let password = async |old: &str| {
        ann.post("/console/account/password", &[("old", old), ("new", "a new secret")]).await;
        audited(&app, "change password").await == 1
    };
    for _ in 0..5 {
        assert!(!password("wrong").await);
    }
    assert!(!password(&ann.password).await, "locked");
}

#[tokio::test]
async fn a_reset_removes_the_second_factor_and_all_sessions() {
    let app = TestApp::start().await;
    let (owner, mut ann) = (app.signed_in("owner").await, app.signed_in("operator").await);
    set_up(&app, &ann).await;
    let id = number(&app, "SELECT id FROM console_staff WHERE role = 'operator'").await.to_string();
    let page = owner.post("/console/r/staff/do/reset-totp", &[("id", &id)]).await;
    assert_eq!((page.status, page.location()), (303, "/console/r/staff?done=1&left=0"));
    assert!(!is_signed_in(&ann).await);
    assert_eq!(ann.sign_in().await.location(), "/console/");
    assert!(is_signed_in(&ann).await);
    let page = owner.post("/console/r/staff/do/reset-totp", &[("id", "999999")]).await;
    assert_eq!(page.location(), "/console/r/staff?done=0&left=1", "nobody was reset");
    change(&app, "UPDATE console_staff SET disabled = TRUE WHERE role = 'operator'").await;
    assert!(!is_signed_in(&ann).await);
}

#[tokio::test]
async fn a_wrong_code_keeps_the_secret_that_was_scanned() {
    let app = TestApp::start().await;
    let ann = app.signed_in("operator").await;
    let secret = ann.get("/console/account").await.hidden("secret").unwrap();
    let wrong = ann.post("/console/account/totp", &[("secret", &secret), ("code", "000000")]).await;
    assert_eq!(wrong.hidden("secret").as_deref(), Some(secret.as_str()), "{}", wrong.text());
    // What is no secret is not shown again.
    for odd in ["AAAA", "", "<script>", "a b", &"A".repeat(33)] {
        let page = ann.post("/console/account/totp", &[("secret", odd), ("code", "000000")]).await;
        assert_eq!(page.status, 200, "{odd}");
        let shown = page.hidden("secret").unwrap();
        assert!(shown != odd && shown.len() == 32, "{odd} {shown}");
    }
}

#[tokio::test]
async fn a_recovery_code_stands_in_for_the_authenticator_once() {
    let app = TestApp::start().await;
    let (mut ann, mut owner) = (app.signed_in("operator").await, app.signed_in("owner").await);
    let secret = ann.get("/console/account").await.hidden("secret").unwrap();
    let code = digits(&secret, app.clock.now_ms());
    let codes_of = |page: &ConsolePage| -> Vec<String> {
        let text = page.text();
        let listed = text.split("<ul class=\"codes\">").nth(1).unwrap().split("</ul>").next().unwrap();
        listed.split("<code>").skip(1).map(|part| part.split('<').next().unwrap().to_owned()).collect()
    };
    let page = ann.post("/console/account/totp", &[("secret", &secret), ("code", &code)]).await;
    let codes = codes_of(&page);
    assert_eq!(codes.len(), 8, "{codes:?}");
    assert!(!ann.get("/console/account").await.has(&codes[0]), "shown once");
    let stored = text(&app, "SELECT MIN(code_hash) FROM console_recovery_code").await;
    assert!(codes.iter().all(|code| !stored.contains(code.as_str())));
    // As it is shown, and once; without the dash and in capitals too.
    ann.sign_in().await;
    assert_eq!(send_code(&ann, &codes[0]).await.location(), "/console/dashboard");
    assert!(is_signed_in(&ann).await);
    ann.sign_in().await;
    assert_eq!(send_code(&ann, &codes[0]).await.status, 422, "used");
    assert_eq!(send_code(&ann, &codes[1].replace('-', "").to_uppercase()).await.status, 303);
    assert_eq!((audited(&app, "recovery code").await, audited(&app, "code failed").await), (2, 1));
    assert!(ann.get("/console/account").await.has("未用的恢复码：6"));
    // New ones end the old ones, and need a code.
    app.clock.advance(31 * SECOND_MS);
    let renew = |code: String| [("renew", "1".to_owned()), ("code", code)];
    let wrong = renew("000000".into());
    let wrong: Vec<(&str, &str)> = wrong.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert!(ann.post("/console/account/totp", &wrong).await.has("数字不对"));
    let right = renew(digits(&secret, app.clock.now_ms()));
    let right: Vec<(&str, &str)> = right.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let fresh = codes_of(&ann.post("/console/account/totp", &right).await);
    ann.sign_in().await;
    assert_eq!(send_code(&ann, &codes[2]).await.status, 422);
    assert_eq!(send_code(&ann, &fresh[2]).await.status, 303);
    // A reset ends the codes with the secret.
    let id = number(&app, "SELECT id FROM console_staff WHERE role = 'operator'").await.to_string();
    owner.sign_in().await;
    owner.post("/console/r/staff/do/reset-totp", &[("id", &id)]).await;
    assert_eq!(number(&app, "SELECT COUNT(*) FROM console_recovery_code").await, 0);
}
