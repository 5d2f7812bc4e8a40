//! Every operation as nobody, a stranger, a supporter and the owner, and each kind of invalid
//! credentials.

use miaohui_crowdfunding::{Who, routes};
use miaohui_testkit::{CrowdfundingFixture, CrowdfundingUser, TestApp};
use serde_json::{Value, json};

#[tokio::test]
async fn every_operation_checks_its_caller() {
    let app = TestApp::start().await;
    let crowdfunding = CrowdfundingFixture::create(&app).await;
    for resource in routes::table() {
        for operation in &resource.operations {
            let (verb, path) = (operation.verb.clone(), crowdfunding.path(resource.path));
            // An empty form changes nothing where fields are required; deletions are tried only by
            // callers who must be refused.
            let destructive = verb == "DELETE" || path.ends_with("/save/") || path.ends_with("/pay/");
            let status = async |who: Option<&CrowdfundingUser>| {
                let answer = app.api(who, verb.clone(), &path, json!({})).await;
                answer.status.as_u16()
            };
            let what = format!("{verb} {path}");
            let nobody = status(None).await;
            match operation.who {
                Who::Member | Who::Owner | Who::Insider | Who::OwnerIfAny => {
                    assert_eq!(nobody, 401, "{what}");
                }
                Who::Anyone | Who::Stranger => assert!(nobody != 401 && nobody != 403, "{what}: {nobody}"),
            }
            let supports = path.contains("/support/");
            match operation.who {
                Who::Owner | Who::OwnerIfAny => {
                    assert_eq!(status(Some(&crowdfunding.stranger)).await, 403, "{what}");
                    let other = if supports { &crowdfunding.owner } else { &crowdfunding.backer };
                    assert_eq!(status(Some(other)).await, 403, "{what}");
                    if !destructive {
                        let owner = if supports { &crowdfunding.backer } else { &crowdfunding.owner };
                        assert!(status(Some(owner)).await < 401, "{what}");
                    }
                }
                Who::Insider => {
                    assert_eq!(status(Some(&crowdfunding.stranger)).await, 403, "{what}");
                    for insider in [&crowdfunding.owner, &crowdfunding.backer] {
                        assert!(status(Some(insider)).await < 401, "{what}");
                    }
                }
                Who::Member if !destructive => {
                    let stranger = status(Some(&crowdfunding.stranger)).await;
                    // The attention of a project is reported by 204 and 404, and another user's
                    // recharge is not found.
                    let may_be_missing = path.ends_with("/attention/") || path.contains("/recharge/");
                    assert!(stranger < 401 || stranger == 404 && may_be_missing, "{what}: {stranger}");
                }
                Who::Member | Who::Anyone | Who::Stranger => {}
            }
            // An invalid token gives 401 everywhere, except where a client gets a new token.
            let mallory = CrowdfundingUser { token: "0".repeat(40), ..crowdfunding.stranger.clone() };
            let answer = app.api(Some(&mallory), verb.clone(), &path, json!({})).await;
            if operation.who == Who::Stranger {
                assert_ne!(answer.status, 401, "{what}");
            } else {
                assert_eq!((answer.status.as_u16(), answer.error()), (401, 10004), "{what}");
                assert_eq!(answer.headers["www-authenticate"], "Token", "{what}");
            }
        }
    }
}

#[tokio::test]
async fn each_kind_of_invalid_credentials_has_its_code() {
    let app = TestApp::start().await;
    let person = app.crowdfunding_user(1).await;
    let ask = async |value: &str| {
        let request = app.http.get(app.url("/api/accounts/user/")).header("authorization", value);
        let answer = app.send(request).await;
        (answer.status.as_u16(), answer.error())
    };
    assert_eq!(ask(&format!("Token {}", person.token)).await, (200, 0));
    assert_eq!(ask(&format!("token  {}", person.token)).await, (200, 0));
    assert_eq!(ask("Token").await, (401, 10007));
    assert_eq!(ask("Token a b").await, (401, 10008));
    assert_eq!(ask("Token ffff").await, (401, 10004));
    assert_eq!(ask("Basic dTpw").await, (401, 10013));
    let execute = async |sql: &'static str| {
        app.service.crowdfunding.db.write(move |tx| tx.execute(sql, &[])).await.unwrap();
    };
    execute("UPDATE cf_user SET is_active = FALSE").await;
    assert_eq!(ask(&format!("Token {}", person.token)).await, (401, 10009));
    execute("UPDATE cf_user SET is_active = TRUE").await;
    execute("UPDATE cf_session SET expires_at = 5").await;
    assert_eq!(ask(&format!("Token {}", person.token)).await, (401, 10010));
}

#[tokio::test]
async fn other_users_data_is_refused_as_documented() {
    let app = TestApp::start().await;
    let crowdfunding = CrowdfundingFixture::create(&app).await;
    // Adding to another user's project gives 400 with 10026.
    let feedback = json!({ "project": crowdfunding.project, "content": "x" });
    let answer = app
        .api(Some(&crowdfunding.stranger), reqwest::Method::POST, "/api/crowdfunding/feedback/", feedback)
        .await;
    assert_eq!((answer.status.as_u16(), answer.error()), (400, 10026));
    assert_eq!(answer.body["errors"], json!([]));
    let package = json!({ "project": crowdfunding.project, "money": 1, "limit": 0, "type": 0, "name": "n", "feedback": [crowdfunding.feedback] });
    let answer = app
        .api(Some(&crowdfunding.stranger), reqwest::Method::POST, "/api/crowdfunding/package/", package)
        .await;
    assert_eq!((answer.status.as_u16(), answer.error()), (400, 10026));
    // A feedback cannot be moved to another user's project.
    let own = app.create_draft(&crowdfunding.stranger, "own").await;
    let mine = app
        .post(
            &crowdfunding.stranger,
            "/api/crowdfunding/feedback/",
            json!({ "project": own, "content": "x" }),
        )
        .await;
    let path = format!("/api/crowdfunding/feedback/{}/", mine["id"]);
    let moved = json!({ "project": crowdfunding.project });
    let answer = app.api(Some(&crowdfunding.stranger), reqwest::Method::PATCH, &path, moved).await;
    assert_eq!(answer.error(), 10026);
    // Nobody may change an anonymous comment, not even its author.
    let path = format!("/api/crowdfunding/project/{}/comment/", crowdfunding.project);
    let comment =
        app.post(&crowdfunding.stranger, &path, json!({ "type": "anonymous", "content": "who?" })).await;
    assert_eq!((&comment["user"], &comment["email"]), (&Value::Null, &Value::Null));
    let path = format!("/api/crowdfunding/project/comment/{}/", comment["id"]);
    let answer = app.api(Some(&crowdfunding.stranger), reqwest::Method::DELETE, &path, Value::Null).await;
    assert_eq!(answer.status, 403);
}
