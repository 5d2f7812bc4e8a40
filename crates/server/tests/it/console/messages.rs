//! Messages: customer service sees what became of them, masked.

use miaohui_kernel::DAY_MS;
use miaohui_testkit::TestApp;

use super::fixture::ConsoleFixture;
use super::{change, number, text};

#[tokio::test]
async fn customer_service_finds_the_messages_to_a_phone() {
    let app = TestApp::start().await;
    let now = app.clock.now_ms();
    for (phone, state) in [("+8613800138000", "sent"), ("+8613900139000", "failed")] {
        change(
            &app,
            &format!(
                "INSERT INTO outbox (kind, payload, recipient, state, reason, last_error, created_at, expires_at, next_at, tries)
                 VALUES ('sms', '', '{phone}', '{state}', 'balance', 'isv.AMOUNT_NOT_ENOUGH', {now}, {now}, NULL, 3)"
            ),
        )
        .await;
    }
    let (service, mut owner) = (app.signed_in("service").await, app.signed_in("owner").await);
    for typed in ["13900139000", "139+0013+9000", "%2B86+139+0013+9000", "%2B8613900139000"] {
        let page = service.get(&format!("/console/r/outbox?q={typed}")).await;
        for part in ["1 条", "+86139****00", "未发出", "服务商账户余额不足", "isv.AMOUNT_NOT_ENOUGH"]
        {
            assert!(page.has(part), "{typed} {part}: {}", page.text());
        }
        assert!(!page.has("+8613900139000</td>"));
        assert!(service.get(&format!("/console/deliveries?to={typed}")).await.has("未发出"));
    }
    // A part of a number would tell the rest of it to those who may not see it.
    assert!(service.get("/console/r/outbox?q=%2B861390013").await.has("0 条"));
    assert!(owner.get("/console/r/outbox?q=%2B861390013").await.has("1 条"));
    assert!(service.get("/console/r/outbox?f.state=failed").await.has("1 条"));
    // The failed one counts, although its code has expired, until its recipient is forgotten.
    let page = owner.get("/console/r/unsent").await;
    assert!(
        page.has("+86139****00") && page.has("发送失败<span class=\"badge\">1</span>"),
        "{}",
        page.text()
    );
    let id = number(&app, "SELECT MAX(id) FROM outbox").await;
    assert!(!owner.get(&format!("/console/r/outbox/{id}")).await.has("do/retry"), "its code has expired");
    app.clock.advance(3 * DAY_MS);
    miaohui_console::tidy(&app.service.console).await.unwrap();
    owner.sign_in().await;
    assert!(owner.get("/console/r/unsent").await.has("0 条"));
}

#[tokio::test]
async fn the_providers_error_stays_when_a_message_expires() {
    let app = TestApp::start().await;
    ConsoleFixture::create(&app).await;
    let now = app.clock.now_ms();
    for (error, reason) in [("'isv.AMOUNT_NOT_ENOUGH'", "'balance'"), ("NULL", "NULL")] {
        change(
            &app,
            &format!(
                "INSERT INTO outbox (kind, payload, recipient, state, reason, last_error, created_at, expires_at, next_at, tries)
                 VALUES ('sms', '{{}}', '+8613800138000', 'retrying', {reason}, {error}, {now}, {now} - 1, {now}, 2)"
            ),
        )
        .await;
    }
    app.service.platform.outbox.deliver_due().await.unwrap();
    let last = async |back: i64, column: &str| {
        let id = number(&app, "SELECT MAX(id) FROM outbox").await - back;
        text(&app, &format!("SELECT {column} FROM outbox WHERE id = {id}")).await
    };
    assert_eq!(last(1, "last_error").await, "isv.AMOUNT_NOT_ENOUGH");
    assert_eq!((last(1, "reason").await, last(1, "state").await), ("balance".into(), "failed".into()));
    assert_eq!(last(0, "reason").await, "expired");
    assert_eq!(last(0, "payload").await, "");
}

#[tokio::test]
async fn the_page_of_a_recipient_leads_to_its_messages() {
    let app = TestApp::start().await;
    let fixture = ConsoleFixture::create(&app).await;
    let owner = app.signed_in("owner").await;
    let user = number(&app, "SELECT MAX(user_id) FROM co_order").await;
    let staff = number(&app, "SELECT MAX(id) FROM console_staff").await;
    let backer = fixture.crowdfunding.backer.id;
    for (path, leads) in [
        (format!("/console/r/users/{user}"), 1),
        (format!("/console/r/crowdfunding-users/{backer}"), 1),
        // Staff get no codes.
        (format!("/console/r/staff/{staff}"), 0),
    ] {
        let page = owner.get(&path).await;
        assert_eq!(page.text().matches("/console/deliveries?to=").count(), leads, "{path}: {}", page.text());
    }
}
