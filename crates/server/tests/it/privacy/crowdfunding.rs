use miaohui_kernel::DAY_MS;
use miaohui_testkit::{CrowdfundingFixture, CrowdfundingUser, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use super::erase_due;
use crate::console::{change, number, text};

/// Gives a user the password `long enough`.
async fn set_password(app: &TestApp, user: &CrowdfundingUser) {
    let hash = app.service.platform.passwords.hash("long enough".into()).await.unwrap();
    change(app, &format!("UPDATE cf_user SET password = '{hash}' WHERE id = {}", user.id)).await;
}

async fn erase(app: &TestApp, user: &CrowdfundingUser, password: &str) -> (u16, Vec<(String, i64)>) {
    let body = json!({ "password": password });
    let reply = app.api(Some(user), Method::DELETE, "/api/accounts/user/", body).await;
    (reply.status.as_u16(), reply.fields())
}

async fn log_in(app: &TestApp, user: &CrowdfundingUser) -> u16 {
    let body = json!({ "email": user.email, "password": "long enough" });
    app.api(None, Method::POST, "/api/token/get/", body).await.status.as_u16()
}

#[tokio::test]
async fn an_erasure_waits_and_a_login_cancels_it() {
    let app = TestApp::start().await;
    let ann = app.crowdfunding_user(1).await;
    set_password(&app, &ann).await;
    assert_eq!(erase(&app, &ann, "wrong").await, (400, vec![("password".into(), 10000)]));
    let empty = app.api(Some(&ann), Method::DELETE, "/api/accounts/user/", json!({})).await;
    assert_eq!(empty.fields(), [("password".into(), 10001)]);
    assert_eq!(erase(&app, &ann, "long enough").await, (204, vec![]));
    assert_eq!(erase(&app, &ann, "long enough").await.0, 401, "sessions end");
    app.clock.advance(6 * DAY_MS);
    assert_eq!((erase_due(&app).await, log_in(&app, &ann).await), (0, 200));
    app.clock.advance(30 * DAY_MS);
    assert_eq!((erase_due(&app).await, log_in(&app, &ann).await), (0, 200));
}

#[tokio::test]
async fn an_erased_owner_leaves_money_in_order_and_no_name() {
    let app = TestApp::start_with(&["privacy.erase_after_days=0"]).await;
    let crowdfunding = CrowdfundingFixture::create(&app).await;
    let (owner, backer) = (&crowdfunding.owner, &crowdfunding.backer);
    app.post(owner, "/api/accounts/user/recharge/", json!({ "money": 100 })).await;
    let avatar = app.upload_image(Some(owner), 1).await;
    let profile = json!({
        "nickname": "王老板", "detailinfo": { "avatar": avatar, "idcard": "110101199001011234", "mobile": "13711112222" },
        "fundinfo": { "alipay": "wang@example.com" },
    });
    app.api(Some(owner), Method::PATCH, "/api/accounts/user/", profile).await;
    let comments = format!("/api/crowdfunding/project/{}/comment/", crowdfunding.project);
    let top =
        app.post(owner, &comments, json!({ "type": "normal", "content": "王老板说" })).await["id"].clone();
    app.post(backer, &comments, json!({ "type": "normal", "content": "回复", "parent": top })).await;
    set_password(&app, owner).await;
    assert_eq!(erase(&app, owner, "long enough").await.0, 204);
    assert_eq!(erase_due(&app).await, 1);
    miaohui_crowdfunding::close_projects(&app.service.crowdfunding).await.unwrap();
    app.require_verified().await;
    let path = format!("/api/accounts/user/{}/", owner.id);
    assert_eq!(app.api(None, Method::GET, &path, Value::Null).await.status, 404);
    let shown = app.get(None, &comments).await.to_string();
    assert!(shown.contains("回复") && !shown.contains("王老板"), "{shown}");
    let users = "SELECT COUNT(*) FROM cf_user WHERE nickname = '王老板' OR alipay <> '' OR idcard <> '' OR mobile <> ''";
    assert_eq!(number(&app, users).await, 0);
    let images = format!("SELECT COUNT(*) FROM cf_image WHERE id = {avatar}");
    assert_eq!(number(&app, &images).await, 0);
    assert_eq!(number(&app, "SELECT COUNT(*) FROM cf_project WHERE status IN (3, 6)").await, 0, "they ended");
    // The rest of the balance is to be paid out.
    assert_eq!(number(&app, "SELECT money FROM cf_withdrawal WHERE status = 0").await, 10_000);
    let withdrawal = number(&app, "SELECT id FROM cf_withdrawal").await;
    let paid = app.signed_in("finance").await;
    let page =
        paid.upload("/console/r/withdrawals/do/confirm", &[("id", &withdrawal.to_string())], &[]).await;
    assert_eq!(page.status, 303, "{}", page.text());
    app.require_verified().await;
    assert_eq!(
        text(&app, &format!("SELECT nickname FROM cf_user WHERE id = {}", owner.id)).await,
        "已注销用户"
    );
}

#[tokio::test]
async fn an_export_has_all_that_is_kept_of_the_caller() {
    let app = TestApp::start().await;
    let crowdfunding = CrowdfundingFixture::create(&app).await;
    let backer = &crowdfunding.backer;
    app.post(backer, "/api/accounts/user/recharge/", json!({ "money": 100 })).await;
    let profile = json!({ "detailinfo": { "idcard": "110101199001011234" }, "fundinfo": { "alipay": "w@example.com" } });
    app.api(Some(backer), Method::PATCH, "/api/accounts/user/", profile).await;
    app.post(backer, "/api/accounts/user/withdraw/", json!({ "money": 60 })).await;
    let export = app.get(Some(backer), "/api/accounts/user/export/").await;
    for key in ["supports", "recharges", "withdrawals", "trades", "attentions", "recharge_payments"] {
        assert!(!export[key].as_array().unwrap().is_empty() || key == "attentions", "{key}: {export}");
    }
    let written = export.to_string();
    for word in ["110101199001011234", "alipay w@example.com", &backer.email] {
        assert!(written.contains(word), "{word}: {export}");
    }
    assert!(!written.contains("password") && !written.contains(&crowdfunding.owner.email), "{export}");
    assert_eq!(app.api(None, Method::GET, "/api/accounts/user/export/", Value::Null).await.status, 401);
}
