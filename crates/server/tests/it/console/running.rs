//! Settings that are changed while the servers run.

use miaohui_kernel::{Clock, MINUTE_MS};
use miaohui_server::background::take_settings;
use miaohui_testkit::{CommunityFixture, ConsoleClient, TestApp, TestDatabase, code};
use serde_json::json;

use super::{audited, number, text};

async fn set(staff: &ConsoleClient, name: &str, value: &str) -> u16 {
    staff.post("/console/settings/change", &[("name", name), ("value", value)]).await.status
}

#[tokio::test]
async fn an_owner_changes_a_setting_at_once_and_it_is_in_the_audit() {
    let app = TestApp::start().await;
    let fixture = CommunityFixture::create(&app).await;
    let owner = app.signed_in("owner").await;
    let others = [app.signed_in("operator").await, app.signed_in("finance").await];
    let waits = async || {
        let order = json!({ "ticket_id_list": [fixture.next_ticket()] });
        let id = app.ok(&fixture.bob, "order_create", order).await["order_id"].clone();
        number(&app, &format!("SELECT expires_at - created_at FROM co_order WHERE id = {id}")).await
    };
    assert_eq!(waits().await, 30 * MINUTE_MS);
    assert_eq!(set(&owner, "orders.pay_within_minutes", "10").await, 303);
    assert_eq!(waits().await, 10 * MINUTE_MS);
    let changes = text(&app, "SELECT changes FROM console_audit WHERE resource = 'settings'").await;
    assert_eq!(changes, r#"{"orders.pay_within_minutes":[null,"10"]}"#);
    assert_eq!(set(&owner, "orders.pending_orders", "2").await, 303);
    let order = json!({ "ticket_id_list": [fixture.next_ticket()] });
    assert_eq!(code(&app.call_as(&fixture.bob, "order_create", order).await), 110);
    let reset = [("name", "orders.pending_orders"), ("do", "reset")];
    assert_eq!(owner.post("/console/settings/change", &reset).await.status, 303);
    assert_eq!(waits().await, 10 * MINUTE_MS);
    assert_eq!(set(&owner, "crowdfunding.fee_per_mille", "50").await, 303);
    assert_eq!(app.service.crowdfunding.settings.fee.get().per_mille, 50);
    assert_eq!(set(&owner, "limits.login_per_minute", "1").await, 303);
    let login = json!({ "country": "86", "phone": "13800138000", "password": "x" });
    assert_eq!(code(&app.call("user_login", login.clone()).await), 107);
    assert_eq!(code(&app.call("user_login", login).await), 110);
    // What the configuration refuses is refused here, and nothing changes.
    for (name, value, status) in [
        ("crowdfunding.fee_per_mille", "1001", 422),
        ("orders.pay_within_minutes", "-1", 422),
        ("orders.pay_within_minutes", "ten", 422),
        ("orders.pay_within_minutes", "4294967296", 422),
        ("database.queue", "1", 404),
        ("", "1", 404),
    ] {
        assert_eq!(set(&owner, name, value).await, status, "{name} {value}");
    }
    assert_eq!(app.service.crowdfunding.settings.fee.get().per_mille, 50);
    assert_eq!(audited(&app, "save").await, 5);
    for staff in &others {
        assert_eq!(set(staff, "orders.pay_within_minutes", "5").await, 403, "{}", staff.email);
    }
}

#[tokio::test]
async fn other_processes_and_the_next_start_take_what_was_changed() {
    let app = TestApp::start().await;
    let owner = app.signed_in("owner").await;
    assert_eq!(set(&owner, "orders.pay_within_minutes", "7").await, 303);
    let minutes = |app: &TestApp| app.service.community.settings.order_ms.get() / MINUTE_MS;
    if app.is_postgres() {
        let other = TestApp::start_on(app.database.shared(), Clock::manual(1_700_000_000_000), &[]).await;
        assert_eq!(minutes(&other), 30);
        take_settings(&other.service).await.unwrap();
        assert_eq!(minutes(&other), 7);
        let reset = [("name", "orders.pay_within_minutes"), ("do", "reset")];
        assert_eq!(owner.post("/console/settings/change", &reset).await.status, 303);
        take_settings(&other.service).await.unwrap();
        assert_eq!(minutes(&other), 30);
        assert_eq!(set(&owner, "orders.pay_within_minutes", "7").await, 303);
        drop(other.close().await);
    }
    let database: TestDatabase = app.close().await;
    let again = TestApp::start_on(database, Clock::manual(1_700_000_000_000), &[]).await;
    take_settings(&again.service).await.unwrap();
    assert_eq!(minutes(&again), 7);
    // A setting of a later release, and a damaged value, do no harm.
    super::change(
        &again,
        "INSERT INTO console_setting (name, value, actor, updated_at)
         VALUES ('limits.of_tomorrow', '1', 'ann', 1), ('orders.pending_orders', 'many', 'ann', 1)",
    )
    .await;
    take_settings(&again.service).await.unwrap();
    assert_eq!(minutes(&again), 7);
}
