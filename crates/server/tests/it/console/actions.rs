//! Actions of operators and their effect on the APIs.

use miaohui_crowdfunding::ids::ProjectId;
use miaohui_crowdfunding::store::package::PackageKind;
use miaohui_testkit::{ConsolePage, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use super::fixture::ConsoleFixture;
use super::{audited, change, number, text};

fn require_done(page: &ConsolePage, done: i64, left: i64) {
    assert_eq!(page.status, 303, "{}", page.text());
    let end = format!("?done={done}&left={left}");
    assert!(page.location().ends_with(&end), "{} {end}", page.location());
}

#[tokio::test]
async fn fifty_tickets_are_issued_and_on_sale() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.signed_in("operator").await, app.community_user(1).await);
    let master = ann.create_row("masters", &[("name", "糖画师傅")]).await.to_string();
    let uid = text(&app, "SELECT uid FROM co_master").await;
    let listed = app.ok(&bob, "master_list", json!({})).await["master_list"].clone();
    assert_eq!((&listed[0]["name"], &listed[0]["master_id"]), (&json!("糖画师傅"), &json!(uid)), "{listed}");
    let project = ann
        .create_row("projects", &[("name", "糖画"), ("master_id", &master), ("intro", "第一段")])
        .await
        .to_string();
    let issue = async |count: &str, name: &str, price: &str, project: &str| {
        let fields = [("project_id", project), ("count", count), ("name", name), ("price", price)];
        ann.upload("/console/r/tickets/do/issue", &fields, &[]).await
    };
    for (count, name, price) in [
        ("0", "x", "1"),
        ("10001", "x", "1"),
        ("-1", "x", "1"),
        ("x", "x", "1"),
        ("1", "", "1"),
        ("1", "x", ""),
    ] {
        let page = issue(count, name, price, &project).await;
        assert_eq!(page.status, 422, "{count} {name} {price}: {}", page.text());
    }
    assert_eq!(issue("1", "x", "1", "99999").await.status, 422, "there is no such project");
    assert_eq!((number(&app, "SELECT COUNT(*) FROM co_ticket").await, audited(&app, "issue").await), (0, 0));
    require_done(&issue("50", "糖画第{n}号", "19.9", &project).await, 1, 0);
    let tickets = app.ok(&bob, "ticket_list", json!({ "limit": 100 })).await["ticket_list"].clone();
    let tickets = tickets.as_array().unwrap();
    let names: std::collections::BTreeSet<&str> =
        tickets.iter().map(|ticket| ticket["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), 50, "{tickets:?}");
    assert!(names.contains("糖画第1号") && names.contains("糖画第50号"));
    assert!(tickets.iter().all(|ticket| ticket["price"] == tickets[0]["price"]));
    assert_eq!(number(&app, "SELECT COUNT(*) FROM co_ticket WHERE price = 1990 AND state = 0").await, 50);
    let order = json!({ "ticket_id_list": [tickets[0]["ticket_id"]] });
    let order = app.ok(&bob, "order_create", order).await["order_id"].clone();
    app.ok(&bob, "order_pay", json!({ "order_id": order, "channel": "sandbox" })).await;
    let said: Value =
        serde_json::from_str(&text(&app, "SELECT changes FROM console_audit WHERE action = 'issue'").await)
            .unwrap();
    assert_eq!(
        (&said["count"], &said["price"], &said["name"]),
        (&json!(50), &json!(1990), &json!("糖画第{n}号"))
    );
    // Without `{n}` all tickets have the same name.
    require_done(&issue("3", "同名", "0", &project).await, 1, 0);
    assert_eq!(number(&app, "SELECT COUNT(*) FROM co_ticket WHERE name = '同名' AND price = 0").await, 3);
    app.require_verified().await;
}

#[tokio::test]
async fn project_reviews_are_mailed_to_the_owner() {
    let app = TestApp::start().await;
    let (ann, owner) = (app.signed_in("reviewer").await, app.crowdfunding_user(1).await);
    let mut drafts = Vec::new();
    for name in ["一", "二", "三", "四"] {
        let id = app.create_draft(&owner, name).await;
        app.create_package(&owner, id, json!(10), 0, PackageKind::Ordinary).await;
        let path = format!("/api/crowdfunding/project/{id}/save/");
        assert_eq!(app.api(Some(&owner), Method::PUT, &path, Value::Null).await.status, 204);
        drafts.push(id);
    }
    let state =
        async |id: ProjectId| number(&app, &format!("SELECT status FROM cf_project WHERE id = {id}")).await;
    let start = ann.get("/console/").await;
    assert!(start.has(&format!("/console/review/{}", drafts[0])), "{}", start.text());
    // The page of the review.
    let path = format!("/console/review/{}", drafts[0]);
    let page = ann.get(&path).await;
    assert!(
        page.has("套餐") && page.has("一坛酒") && page.has(&format!("/console/review/{}", drafts[1])),
        "{}",
        page.text()
    );
    assert!(page.has(&owner.email) && page.has("项目内容"));
    let reject = ann.post(&path, &[("decision", "reject"), ("reason", "  ")]).await;
    assert_eq!((reject.status, reject.has("请写明驳回原因")), (422, true));
    assert_eq!(ann.post(&path, &[("decision", "nothing")]).await.status, 404);
    assert_eq!(state(drafts[0]).await, 1);
    assert_eq!(ann.post(&path, &[("decision", "approve"), ("reason", "")]).await.location(), "/console/");
    assert_eq!(state(drafts[0]).await, 3);
    let mail = app.last_mail(&owner.email).await.unwrap().to_string();
    assert!(mail.contains("一"), "{mail}");
    let path = format!("/console/review/{}", drafts[1]);
    let why = "封面 <b>不清楚</b>";
    assert_eq!(ann.post(&path, &[("decision", "reject"), ("reason", why)]).await.status, 303);
    let shown = app.get(Some(&owner), &format!("/api/crowdfunding/project/{}/", drafts[1])).await;
    assert_eq!(state(drafts[1]).await, 2, "{shown}");
    let mail = app.last_mail(&owner.email).await.unwrap().to_string();
    assert!(mail.contains("封面"), "{mail}");
    // A second click changes nothing and adds no audit row.
    let written = number(&app, "SELECT COUNT(*) FROM console_audit").await;
    assert_eq!(ann.post(&path, &[("decision", "approve")]).await.status, 303);
    assert_eq!(
        (state(drafts[1]).await, number(&app, "SELECT COUNT(*) FROM console_audit").await),
        (2, written)
    );
    assert!(ann.get(&path).await.has("这个项目不在审核中"));
    // An action on several rows skips those in another state.
    let ids: Vec<String> = drafts.iter().map(ToString::to_string).collect();
    let all: Vec<(&str, &str)> =
        ids.iter().map(|id| ("id", id.as_str())).chain([("id", ids[2].as_str())]).collect();
    assert_eq!(
        ann.post("/console/r/crowdfunding-projects/do/reject", &all).await.status,
        422,
        "it needs a reason"
    );
    require_done(&ann.post("/console/r/crowdfunding-projects/do/approve", &all).await, 2, 3);
    assert_eq!((state(drafts[2]).await, state(drafts[3]).await), (3, 3));
    let page = ann.get("/console/r/crowdfunding-projects?done=2&left=3").await;
    assert!(page.has("已完成：2") && page.has("状态不符，未处理：3"), "{}", page.text());
    require_done(
        &ann.post("/console/r/crowdfunding-projects/do/stagnate", &[("id", &ids[2]), ("reason", "停")]).await,
        1,
        0,
    );
    require_done(&ann.post("/console/r/crowdfunding-projects/do/resume", &[("id", &ids[2])]).await, 1, 0);
    let row = format!("/console/r/crowdfunding-projects/{}", ids[2]);
    require_done(
        &ann.post(
            "/console/r/crowdfunding-projects/do/stagnate",
            &[("id", &ids[2]), ("reason", "停"), ("back", &row)],
        )
        .await,
        1,
        0,
    );
    // An unknown id refuses the whole action.
    let with_missing = [("id", ids[2].as_str()), ("id", "999999")];
    assert_eq!(ann.post("/console/r/crowdfunding-projects/do/resume", &with_missing).await.status, 404);
    assert_eq!(state(drafts[2]).await, 6);
    assert_eq!(audited(&app, "approve").await, 3);
    assert_eq!(ann.get("/console/review/999999").await.status, 404);
    app.require_verified().await;
}

#[tokio::test]
async fn identity_decisions_are_mailed_to_the_user() {
    let app = TestApp::start().await;
    let fixture = ConsoleFixture::create(&app).await;
    let ann = app.signed_in("reviewer").await;
    let who = &fixture.crowdfunding.stranger;
    let id = who.id.to_string();
    assert!(ann.get("/console/").await.has(&format!("/console/r/crowdfunding-users/{id}")));
    assert_eq!(
        ann.post("/console/r/crowdfunding-users/do/refuse-identity", &[("id", &id)]).await.status,
        422
    );
    let refusal = [("id", id.as_str()), ("reason", "照片模糊")];
    require_done(&ann.post("/console/r/crowdfunding-users/do/refuse-identity", &refusal).await, 1, 0);
    let mail = app.last_mail(&who.email).await.unwrap().to_string();
    assert!(mail.contains("照片模糊"), "{mail}");
    assert_eq!(
        number(&app, &format!("SELECT COUNT(*) FROM cf_user WHERE id = {id} AND idcard_image IS NULL")).await,
        1
    );
    require_done(&ann.post("/console/r/crowdfunding-users/do/identify", &[("id", &id)]).await, 0, 1);
    let card = app.upload_image(Some(who), 0).await;
    change(&app, &format!("UPDATE cf_user SET idcard_image = {card} WHERE id = {id}")).await;
    require_done(&ann.post("/console/r/crowdfunding-users/do/identify", &[("id", &id)]).await, 1, 0);
    assert_eq!(
        number(&app, &format!("SELECT COUNT(*) FROM cf_user WHERE id = {id} AND is_authentication")).await,
        1
    );
    let page = ann.get("/console/r/identities").await;
    assert!(!page.has(&who.email), "nothing waits any more");
    assert_eq!((audited(&app, "identify").await, audited(&app, "refuse-identity").await), (1, 1));
}

#[tokio::test]
async fn confirmed_and_refused_withdrawals_are_posted_in_the_ledger() {
    let app = TestApp::start().await;
    let fixture = ConsoleFixture::create(&app).await;
    let ann = app.signed_in("finance").await;
    let backer = &fixture.crowdfunding.backer;
    let again =
        app.post(backer, "/api/accounts/user/withdraw/", json!({ "money": 30 })).await["id"].to_string();
    let first = fixture.withdrawal.to_string();
    let start = ann.get("/console/").await;
    assert!(start.has("¥60.00") && start.has("¥30.00"), "{}", start.text());
    assert!(ann.get("/console/r/withdrawals").await.has("ann-gets-it@example.com"));
    require_done(&ann.post("/console/r/withdrawals/do/confirm", &[("id", &first)]).await, 1, 0);
    let refusal = [("id", again.as_str()), ("id", first.as_str()), ("reason", "账号有误")];
    require_done(&ann.post("/console/r/withdrawals/do/refuse", &refusal).await, 1, 1);
    require_done(&ann.post("/console/r/withdrawals/do/confirm", &[("id", &again)]).await, 0, 1);
    let balance = app.get(Some(backer), "/api/accounts/user/balance/").await;
    assert_eq!((&balance["balance"], &balance["held"]), (&json!(40), &json!(0)), "{balance}");
    let account = format!("/console/r/accounts/user%3A{}", backer.id);
    let page = ann.get(&account).await;
    assert!(page.status == 200 && page.has("40.00"), "{} {}", page.status, page.text());
    let lines = page.addresses().into_iter().find(|path| path.starts_with("/console/r/postings")).unwrap();
    let lines = ann.get(&lines).await;
    assert!(lines.has("withdrawal refused") && lines.has("30.00"), "{}", lines.text());
    assert_eq!(audited(&app, "confirm").await + audited(&app, "refuse").await, 2);
    change(&app, "DELETE FROM payment_refund").await;
    app.require_verified().await;
}

#[tokio::test]
async fn a_failed_message_can_be_retried() {
    let app = TestApp::start().await;
    let fixture = ConsoleFixture::create(&app).await;
    let ann = app.signed_in("operator").await;
    let id = fixture.failed.to_string();
    assert!(ann.get("/console/").await.has("发送失败"));
    require_done(
        &ann.post("/console/r/outbox/do/retry", &[("id", &id), ("id", "999999"), ("id", "abc")]).await,
        1,
        2,
    );
    assert_eq!(app.last_mail("ann@example.com").await.unwrap()["subject"], "again");
    require_done(&ann.post("/console/r/outbox/do/retry", &[("id", &id)]).await, 0, 1);
    let page = ann.get(&format!("/console/r/outbox/{id}")).await;
    assert!(!page.has("payload") && page.status == 200);
}

#[tokio::test]
async fn unknown_rows_and_forbidden_lists_give_404() {
    let app = TestApp::start().await;
    let fixture = ConsoleFixture::create(&app).await;
    let ann = app.signed_in("operator").await;
    for path in [
        format!("/console/r/images/{}", fixture.idcard),
        "/console/r/masters/abc".to_owned(),
        "/console/r/masters/99999999999999999999".to_owned(),
        "/console/r/masters/-1".to_owned(),
        "/console/r/masters/%00".to_owned(),
        "/console/r/masters/1%20OR%201=1".to_owned(),
        "/console/r/nothing/1".to_owned(),
        "/console/r/nothing".to_owned(),
        "/console/nothing".to_owned(),
        "/console/r/masters/1/2".to_owned(),
    ] {
        let page = ann.get(&path).await;
        assert_eq!(page.status, 404, "{path}: {}", page.text());
        let changed = ann.post(&path, &[("name", "x")]).await.status;
        assert!(changed == 404 || changed == 403 && path.contains("/images/"), "POST {path}: {changed}");
    }
    assert_eq!(ann.get("/console/r/accounts/%00").await.status, 422);
    assert_eq!(ann.post("/console/r/masters/1", &[("name", "a\0b")]).await.status, 422);
}

#[tokio::test]
async fn a_decision_fails_when_the_project_changed_since_it_was_seen() {
    let app = TestApp::start().await;
    let (ann, owner) = (app.signed_in("reviewer").await, app.crowdfunding_user(1).await);
    let id = app.create_draft(&owner, "一").await;
    let feedback =
        json!({ "project": id, "content": "回报", "image": app.upload_image(Some(&owner), 3).await });
    let feedback = app.post(&owner, "/api/crowdfunding/feedback/", feedback).await["id"].clone();
    let package = app.create_package(&owner, id, json!(10), 0, PackageKind::Ordinary).await;
    let project = format!("/api/crowdfunding/project/{id}/");
    assert_eq!(app.api(Some(&owner), Method::PUT, &format!("{project}save/"), Value::Null).await.status, 204);
    let cover = app.get(None, &project).await["cover"].clone();
    let image =
        app.get(Some(&owner), &format!("/api/crowdfunding/feedback/{feedback}/")).await["image"].clone();
    let change = async |n: usize| {
        let patch = async |path: String, body: Value| {
            let answer = app.api(Some(&owner), Method::PATCH, &path, body).await;
            assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        };
        let replace = async |image: &Value| {
            let file = reqwest::multipart::Part::bytes(miaohui_testkit::png(n as u8 + 50, 40, 30))
                .file_name("a.png");
            let form = reqwest::multipart::Form::new().part("image", file);
            let request = app.request(Some(&owner), Method::PATCH, &format!("/api/image/{image}/"));
            assert_eq!(app.send(request.multipart(form)).await.status, 200);
        };
        match n {
            0 => patch(project.clone(), json!({ "summary": "另一个" })).await,
            1 => patch(format!("/api/crowdfunding/package/{package}/"), json!({ "money": 9999 })).await,
            2 => patch(format!("/api/crowdfunding/feedback/{feedback}/"), json!({ "content": "别的" })).await,
            3 => replace(&cover).await,
            4 => replace(&image).await,
            _ => drop(app.create_package(&owner, id, json!(1), 0, PackageKind::Ordinary).await),
        }
    };
    let state = async || number(&app, &format!("SELECT status FROM cf_project WHERE id = {id}")).await;
    let review = format!("/console/review/{id}");
    let row = format!("/console/r/crowdfunding-projects/{id}");
    for n in 0..6 {
        let (seen, own) = (ann.get(&review).await.form(&review), ann.get(&row).await);
        let listed = own.hidden(&format!("version.{id}")).unwrap();
        change(n).await;
        let mut fields: Vec<(&str, &str)> =
            seen.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.push(("decision", "approve"));
        let page = ann.post(&review, &fields).await;
        assert_eq!((page.status, page.has("内容已被修改")), (422, true), "{n}: {}", page.text());
        let version = format!("version.{id}");
        let fields = [("id", id.to_string()), (version.as_str(), listed)];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let page = ann.post("/console/r/crowdfunding-projects/do/approve", &fields).await;
        assert_eq!(page.status, 422, "{n}");
        assert_eq!(state().await, 1, "{n}");
    }
    let seen = ann.get(&review).await.form(&review);
    let mut fields: Vec<(&str, &str)> =
        seen.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.push(("decision", "approve"));
    assert_eq!(ann.post(&review, &fields).await.status, 303);
    assert_eq!(state().await, 3);
    // What an approved project shows cannot be replaced.
    for image in [cover, image] {
        let file = reqwest::multipart::Part::bytes(miaohui_testkit::png(90, 40, 30)).file_name("a.png");
        let form = reqwest::multipart::Form::new().part("image", file);
        let request = app.request(Some(&owner), Method::PATCH, &format!("/api/image/{image}/"));
        let refused = app.send(request.multipart(form)).await;
        assert_eq!((refused.status.as_u16(), refused.error()), (400, 10034));
    }
}

#[tokio::test]
async fn an_identity_is_not_confirmed_after_it_changed() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.signed_in("reviewer").await, app.crowdfunding_user(1).await);
    let card = app.upload_image(Some(&bob), 0).await;
    let path = "/api/accounts/user/";
    let detail = json!({ "detailinfo": { "name": "安", "idcard_image": card } });
    assert_eq!(app.api(Some(&bob), Method::PATCH, path, detail).await.status, 200);
    let row = format!("/console/r/crowdfunding-users/{}", bob.id);
    let (id, version) = (bob.id.to_string(), format!("version.{}", bob.id));
    let identify = async |seen: &str| {
        let fields = [("id", id.as_str()), (version.as_str(), seen)];
        ann.post("/console/r/crowdfunding-users/do/identify", &fields).await
    };
    let seen = ann.get(&row).await.hidden(&version).unwrap();
    let detail = json!({ "detailinfo": { "name": "别人" } });
    assert_eq!(app.api(Some(&bob), Method::PATCH, path, detail).await.status, 200);
    assert_eq!(identify(&seen).await.status, 422);
    let seen = ann.get(&row).await.hidden(&version).unwrap();
    require_done(&identify(&seen).await, 1, 0);
    let file = reqwest::multipart::Part::bytes(miaohui_testkit::png(90, 40, 30)).file_name("a.png");
    let form = reqwest::multipart::Form::new().part("image", file);
    let request = app.request(Some(&bob), Method::PATCH, &format!("/api/image/{card}/"));
    assert_eq!(app.send(request.multipart(form)).await.error(), 10034, "an accepted card is frozen");
}
