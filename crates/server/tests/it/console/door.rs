//! The door: tickets are admitted once, by the code that the app shows.

use miaohui_kernel::{HOUR_MS, MINUTE_MS, sha256_hex};
use miaohui_testkit::{CommunityFixture, ConsoleClient, TestApp};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{audited, number};

/// The code of ann's newest ticket.
async fn code(app: &TestApp, fixture: &CommunityFixture) -> String {
    let mine = app.ok(&fixture.ann, "my_ticket_list", json!({})).await;
    mine["my_ticket_list"][0]["code"].as_str().unwrap().to_owned()
}

/// Sends scans from a gate; returns the reply.
async fn send(staff: &ConsoleClient, project: i64, gate: &str, scans: Value) -> Value {
    let path = format!("/console/door/{project}/scans");
    let page = staff.post(&path, &[("gate", gate), ("scans", &scans.to_string())]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    serde_json::from_str(&page.text()).unwrap()
}

/// Scans a code; returns the verdict's word and what it says.
async fn scan(staff: &ConsoleClient, project: i64, number: &str, code: &str) -> (String, String) {
    let reply = send(staff, project, "1", json!([{ "scan": number, "code": code }])).await;
    let text = |key: &str| reply["verdicts"][0][key].as_str().unwrap().to_owned();
    (text("word"), text("detail"))
}

#[tokio::test]
async fn a_ticket_admits_once_and_the_door_says_who_admitted_it_and_when() {
    let app = TestApp::start().await;
    let fixture = CommunityFixture::create(&app).await;
    let (steward, service) = (app.signed_in("steward").await, app.signed_in("service").await);
    let (project, code) = (fixture.project.get(), code(&app, &fixture).await);
    assert_eq!(code.len(), 17, "{code}");
    for wrong in ["", "hello", "https://miaohui.example/", &code[..16], &format!("{}Z", &code[..16])] {
        assert_eq!(scan(&steward, project, "s0", wrong).await.0, "invalid", "{wrong}");
    }
    let typed = format!("{} {}", code[..8].to_lowercase(), &code[8..]);
    let reply = send(&steward, project, "南门", json!([{ "scan": "s1", "code": typed }])).await;
    assert_eq!(reply["verdicts"], json!([{ "scan": "s1", "word": "admitted", "detail": "票" }]));
    assert_eq!(scan(&steward, project, "s1", &code).await.0, "admitted", "the reply was lost");
    app.clock.advance(HOUR_MS);
    let (word, detail) = scan(&service, project, "s2", &code).await;
    assert_eq!(word, "used");
    for part in ["2023-11-15 06:13:20", "steward@miaohui.example", "南门"] {
        assert!(detail.contains(part), "{detail}");
    }
    let reply = send(&service, project, "2", json!([])).await;
    assert_eq!(reply["counts"], json!({ "sold": 1, "admitted": 1, "gates": [["南门", 1]], "doubles": 0 }));
    let owner = app.signed_in("owner").await;
    let page = owner.get(&format!("/console/r/projects/{project}")).await;
    assert!(page.has("100%"), "the project's page says how many came: {}", page.text());
    app.require_verified().await;
    // Somebody pressed the wrong button.
    let id = number(&app, "SELECT id FROM co_check_in").await.to_string();
    assert_eq!(owner.post("/console/r/check-ins/do/undo", &[("id", &id)]).await.status, 303);
    assert_eq!(audited(&app, "undo").await, 1);
    assert_eq!(scan(&service, project, "s3", &code).await.0, "admitted");
}

#[tokio::test]
async fn a_code_is_of_its_owner_and_its_project() {
    let app = TestApp::start().await;
    let fixture = CommunityFixture::create(&app).await;
    let steward = app.signed_in("steward").await;
    let (project, code) = (fixture.project.get(), code(&app, &fixture).await);
    super::change(
        &app,
        "INSERT INTO co_project (master_id, name, created_at) SELECT MIN(id), '另一场', 1 FROM co_master",
    )
    .await;
    let other = number(&app, "SELECT MAX(id) FROM co_project").await;
    let (word, detail) = scan(&steward, other, "s1", &code).await;
    assert!(word == "invalid" && detail.contains("项目"), "{detail}");
    let missing = steward.post("/console/door/999/scans", &[("scans", "[]")]).await;
    assert_eq!(missing.status, 404);
    for scans in ["", "{}", "[{}]", r#"[{"scan":"","code":"x"}]"#, &format!("[{}]", "{},".repeat(60))] {
        let path = format!("/console/door/{project}/scans");
        assert_eq!(steward.post(&path, &[("scans", scans)]).await.status, 422, "{scans}");
    }
    // The ticket is refunded and sold to somebody else: the first owner's code is worth nothing.
    let owner = app.signed_in("owner").await;
    let refund = [("id", "1"), ("fen", ""), ("reason", "rain")];
    assert_eq!(owner.post("/console/r/intents/do/refund", &refund).await.status, 303);
    assert_eq!(scan(&steward, project, "s2", &code).await.0, "invalid");
    let order = app.ok(&fixture.bob, "order_create", json!({ "ticket_id_list": [fixture.sold] })).await;
    let pay = json!({ "order_id": order["order_id"], "channel": "sandbox" });
    app.ok(&fixture.bob, "order_pay", pay).await;
    assert_eq!(scan(&steward, project, "s3", &code).await.0, "invalid");
    let of_bob = app.ok(&fixture.bob, "my_ticket_list", json!({})).await;
    let of_bob = of_bob["my_ticket_list"][0]["code"].as_str().unwrap().to_owned();
    assert_ne!(of_bob, code);
    assert_eq!(scan(&steward, project, "s4", &of_bob).await.0, "admitted");
}

#[tokio::test]
async fn an_admitted_ticket_is_not_refunded_silently() {
    let app = TestApp::start().await;
    let fixture = CommunityFixture::create(&app).await;
    let (owner, project) = (app.signed_in("owner").await, fixture.project.get());
    let code = code(&app, &fixture).await;
    assert_eq!(scan(&owner, project, "s1", &code).await.0, "admitted");
    let refund = async |fen: &str| {
        owner.post("/console/r/intents/do/refund", &[("id", "1"), ("fen", fen), ("reason", "rain")]).await
    };
    let page = refund("").await;
    assert!(page.status == 422 && page.has("已入场"), "{} {}", page.status, page.text());
    assert_eq!(refund("10").await.status, 303, "a part leaves the ticket");
    assert_eq!(refund("9.99").await.status, 422, "the rest does not");
    let id = number(&app, "SELECT id FROM co_check_in").await.to_string();
    owner.post("/console/r/check-ins/do/undo", &[("id", &id)]).await;
    assert_eq!(refund("9.99").await.status, 303);
    app.require_verified().await;
}

#[tokio::test]
async fn gates_without_network_admit_by_the_list_and_settle_later() {
    let app = TestApp::start().await;
    let fixture = CommunityFixture::create(&app).await;
    let (steward, project) = (app.signed_in("steward").await, fixture.project.get());
    let code = code(&app, &fixture).await;
    let list = async || -> Value {
        let page = steward.get(&format!("/console/door/{project}/list")).await;
        assert_eq!(page.status, 200);
        assert!(!page.has(&code), "the list is no list of codes");
        serde_json::from_str(&page.text()).unwrap()
    };
    let digest = &sha256_hex(&code)[..16];
    let before = list().await;
    assert_eq!((&before["open"], &before["used"]), (&json!([digest]), &json!([])));
    assert_eq!((before["tickets"].clone(), before["is_complete"].clone()), (json!(1), json!(true)));
    app.clock.advance(HOUR_MS);
    let kept = |number: &str, minutes: i64| json!([{ "scan": number, "code": code, "age_ms": minutes * MINUTE_MS, "kept": true }]);
    let word = |reply: Value| reply["verdicts"][0]["word"].as_str().unwrap().to_owned();
    assert_eq!(word(send(&steward, project, "1", kept("a", 30)).await), "admitted");
    assert_eq!(word(send(&steward, project, "1", kept("a", 31)).await), "admitted", "sent again");
    let at = number(&app, "SELECT admitted_at - created_at FROM co_check_in").await;
    assert_eq!(at, -30 * MINUTE_MS, "it was admitted when it was scanned");
    for _ in 0..2 {
        let reply = send(&steward, project, "2", kept("b", 29)).await;
        assert_eq!(reply["counts"]["doubles"], 1, "a second gate admitted it too");
        assert_eq!(word(reply), "used");
    }
    assert_eq!(number(&app, "SELECT COUNT(*) FROM co_double_entry WHERE gate = '2'").await, 1);
    let after = list().await;
    assert_eq!((&after["open"], &after["used"]), (&json!([]), &json!([digest])));
    // The clock of a phone may be anywhere.
    for (number, age) in [("c", i64::MIN), ("d", i64::MAX)] {
        let scans = json!([{ "scan": number, "code": code, "age_ms": age, "kept": true }]);
        assert_eq!(word(send(&steward, project, "3", scans).await), "used");
    }
    let ahead = number(&app, "SELECT COUNT(*) FROM co_double_entry WHERE admitted_at > created_at").await;
    assert_eq!(ahead, 0);
    app.require_verified().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn gates_that_scan_one_ticket_at_the_same_moment_admit_it_once() {
    let app = TestApp::start().await;
    let fixture = CommunityFixture::create(&app).await;
    let (owner, steward) = (app.signed_in("owner").await, app.signed_in("steward").await);
    let (project, code) = (fixture.project.get(), code(&app, &fixture).await);
    steward.csrf().await;
    owner.csrf().await;
    let mut gates = JoinSet::new();
    for gate in 0..12 {
        let (steward, code) = (steward.clone(), code.clone());
        gates.spawn(async move { scan(&steward, project, &format!("g{gate}"), &code).await.0 });
    }
    // Somebody refunds it meanwhile: it is admitted or refunded, not both.
    let refund = tokio::spawn(async move {
        let form = [("id", "1"), ("fen", ""), ("reason", "rain")];
        owner.post("/console/r/intents/do/refund", &form).await.status
    });
    let words = gates.join_all().await;
    let admitted = words.iter().filter(|word| *word == "admitted").count();
    let refunded = refund.await.unwrap();
    assert!(matches!((admitted, refunded), (1, 422) | (0, 303)), "{words:?} {refunded}");
    assert_eq!(number(&app, "SELECT COUNT(*) FROM co_check_in").await, admitted as i64);
    app.require_verified().await;
}

#[tokio::test]
async fn a_key_that_another_process_has_added_admits() {
    let app = TestApp::start().await;
    let fixture = CommunityFixture::create(&app).await;
    let (steward, project) = (app.signed_in("steward").await, fixture.project.get());
    let own = &app.service.platform.vault;
    let other = own.read_again().unwrap();
    other.add_key().unwrap();
    assert_ne!(other.current(), own.current());
    let code = miaohui_community::ticket_code::code(&other, fixture.sold, fixture.ann.id);
    let page = steward.get(&format!("/console/door/{project}/list")).await;
    assert!(page.has(&sha256_hex(&code)[..16]), "{}", page.text());
    assert_eq!(scan(&steward, project, "s1", &code).await.0, "admitted");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_admission_that_is_taken_back_meanwhile_is_made_again_or_refused() {
    let app = TestApp::start().await;
    let fixture = CommunityFixture::create(&app).await;
    let (owner, steward) = (app.signed_in("owner").await, app.signed_in("steward").await);
    let (project, code) = (fixture.project.get(), code(&app, &fixture).await);
    owner.csrf().await;
    steward.csrf().await;
    scan(&steward, project, "s0", &code).await;
    for round in 1..=20 {
        let before = number(&app, "SELECT MAX(id) FROM co_check_in").await.to_string();
        let mut gates = JoinSet::new();
        for gate in 0..4 {
            let (steward, code) = (steward.clone(), code.clone());
            gates.spawn(async move { scan(&steward, project, &format!("r{round}g{gate}"), &code).await.0 });
        }
        owner.post("/console/r/check-ins/do/undo", &[("id", &before)]).await;
        let words = gates.join_all().await;
        let admitted = words.iter().filter(|word| *word == "admitted").count() as i64;
        let recorded = format!("SELECT COUNT(*) FROM co_check_in WHERE scan LIKE 'r{round}g%'");
        assert_eq!(number(&app, &recorded).await, admitted, "{words:?}");
        if admitted == 0 {
            scan(&steward, project, &format!("r{round}"), &code).await;
        }
    }
    app.require_verified().await;
}
