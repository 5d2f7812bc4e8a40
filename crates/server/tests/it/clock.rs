//! A clock that is set forward or back, with restarts in between: nothing waits for a time that only a
//! wrong clock has written.

use std::net::IpAddr;

use miaohui_db::{Result, Tx, hold_lease};
use miaohui_kernel::{Clock, DAY_MS, Fen, HOUR_MS, MINUTE_MS, SECOND_MS};
use miaohui_server::background::mend_times;
use miaohui_testkit::{
    CommunityFixture, CommunityUser, PaymentFixture, TestApp, TestDatabase, code, project_with_tickets,
};
use miaohui_web::LoginPlace;
use serde_json::json;

const START_MS: i64 = 1_700_000_000_000;
const LEASE_MS: i64 = 15 * SECOND_MS;
const JUMPS: [i64; 6] = [HOUR_MS, -HOUR_MS, DAY_MS, -DAY_MS, 180 * DAY_MS, -180 * DAY_MS];
const SETTINGS: [&str; 2] = ["limits.publish_per_minute=2", "limits.sms_per_minute=5"];

/// Each jump after each other one.
fn in_every_order() -> Vec<i64> {
    JUMPS.iter().flat_map(|first| JUMPS.iter().flat_map(|second| [*first, *second])).collect()
}

async fn restart(app: TestApp) -> TestApp {
    let clock = app.clock.clone();
    let database = app.close().await;
    TestApp::start_on(database, clock, &SETTINGS).await
}

async fn write<T: Send + 'static>(
    app: &TestApp,
    job: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
) -> T {
    app.service.platform.db.write(job).await.unwrap()
}

async fn count(app: &TestApp, sql: &'static str) -> i64 {
    let (count,) = app.service.platform.db.read(move |tx| tx.query_one::<(i64,)>(sql, &[])).await.unwrap();
    count
}

async fn send_code(app: &TestApp, phone: &str) -> i64 {
    code(&app.call("send_sms_code", json!({ "country": "86", "phone": phone })).await)
}

/// A place that failed logins lock.
fn place() -> LoginPlace {
    LoginPlace::new("community:86:13800138000", IpAddr::from([203, 0, 113, 1]))
}

/// Everything that stores a time, while the clock is wrong. The process is killed after it.
async fn use_it(app: &TestApp, ann: &CommunityUser, ticket: i64, phone: &str) {
    assert_eq!(send_code(app, phone).await, 0);
    app.ok(ann, "order_create", json!({ "ticket_id_list": [ticket] })).await;
    while code(&app.call_as(ann, "article_publish", json!({ "content": "x" })).await) == 0 {}
    let (now, lock) = (app.clock.now_ms(), app.service.platform.login_lock.get());
    write(app, move |tx| {
        while place().record_failure(tx, lock, now)? {}
        assert!(hold_lease(tx, "expire orders", "killed", now, LEASE_MS)?);
        // Claimed, and killed before it was sent.
        tx.execute("UPDATE outbox SET next_at = $1 WHERE next_at IS NOT NULL", &[(now + MINUTE_MS).into()])
    })
    .await;
}

/// What must work again once the clock is right.
async fn require_alive(app: &TestApp, ann: &CommunityUser, phone: &str, history: &str) {
    let work = async || {
        mend_times(&app.service.community, &app.service.platform).await.unwrap();
        miaohui_community::expire_orders(&app.service.community).await.unwrap();
        while app.service.platform.outbox.deliver_due().await.unwrap() > 0 {}
    };
    work().await;
    app.clock.advance(LEASE_MS + SECOND_MS);
    let now = app.clock.now_ms();
    let held = write(app, move |tx| hold_lease(tx, "expire orders", "next", now, LEASE_MS)).await;
    assert!(held, "{history}: the lease of the killed process");
    // A claim that lies a little ahead is believed.
    app.clock.advance(2 * MINUTE_MS);
    work().await;
    assert_eq!(count(app, "SELECT COUNT(*) FROM outbox WHERE next_at IS NOT NULL").await, 0, "{history}");
    assert_eq!(send_code(app, phone).await, 0, "{history}: another code");
    while app.service.platform.outbox.deliver_due().await.unwrap() > 0 {}
    app.publish_article(ann, "again").await;
    app.clock.advance(30 * MINUTE_MS);
    work().await;
    let pending = count(app, "SELECT COUNT(*) FROM co_order WHERE status = 0").await;
    assert_eq!(pending, 0, "{history}: the order has expired");
    let (now, lock) = (app.clock.now_ms(), app.service.platform.login_lock.get());
    let locked = write(app, move |tx| place().locked_for(tx, lock, now)).await;
    assert_eq!(locked, None, "{history}: the lock is over");
    let held = write(app, |tx| tx.execute("DELETE FROM lease", &[])).await;
    assert!(held > 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_goes_on_after_the_clock_was_wrong() {
    let mut app = TestApp::start_on(TestDatabase::create(), Clock::manual(START_MS), &SETTINGS).await;
    let ann = app.community_user(1).await;
    let issued = write(&app, |tx| project_with_tickets(tx, &"a".repeat(32), 100, Fen(1999))).await;
    for (at, jump) in in_every_order().into_iter().enumerate() {
        let history = format!("jump {at} by {} hours", jump / HOUR_MS);
        let phone = format!("138001{at:05}");
        app.clock.jump(jump);
        if at % 3 == 0 {
            app = restart(app).await;
        }
        use_it(&app, &ann, issued.tickets.start() + at as i64, &phone).await;
        app.clock.jump(-jump);
        if at % 2 == 0 {
            app = restart(app).await;
        }
        require_alive(&app, &ann, &phone, &history).await;
    }
    app.require_verified().await;
}

#[tokio::test]
async fn payments_are_asked_about_after_the_clock_was_wrong() {
    let fixture = PaymentFixture::start().await;
    let (app, community) = (&fixture.app, CommunityFixture::create(&fixture.app).await);
    for jump in [HOUR_MS, DAY_MS, 180 * DAY_MS] {
        app.clock.jump(jump);
        let order = json!({ "ticket_id_list": [community.next_ticket()] });
        let order = app.ok(&community.ann, "order_create", order).await["order_id"].clone();
        let pay = json!({ "order_id": order, "channel": "wechat", "scene": "native" });
        app.ok(&community.ann, "order_pay", pay).await;
        app.clock.jump(-jump);
        mend_times(&app.service.community, &app.service.platform).await.unwrap();
        for _ in 0..35 {
            app.clock.advance(MINUTE_MS);
            while app.service.platform.desk.reconcile().await.unwrap() > 0 {}
            miaohui_community::expire_orders(&app.service.community).await.unwrap();
        }
        let open = fixture.column::<i64>("SELECT COUNT(*) FROM payment_intent WHERE status IN (0, 1)").await;
        assert_eq!(open, [0], "{jump}");
        let pending = fixture.column::<i64>("SELECT COUNT(*) FROM co_order WHERE status = 0").await;
        assert_eq!(pending, [0], "{jump}");
    }
    app.require_verified().await;
}

#[tokio::test]
async fn a_jump_is_told_once_and_counted() {
    let app = TestApp::start().await;
    let mut watch = app.service.clock_watch.clone();
    assert_eq!(watch.look(), None);
    app.clock.advance(DAY_MS);
    assert_eq!(watch.look(), None, "time that passes is no jump");
    for jump in JUMPS {
        app.clock.jump(jump);
        assert_eq!((watch.look(), watch.look()), (Some(jump), None));
    }
    let shown = app.metrics().await;
    assert!(shown.contains("miaohui_clock_jumps_total 6"), "{shown}");
}
