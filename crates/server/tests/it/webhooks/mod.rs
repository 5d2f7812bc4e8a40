//! Webhooks: what is sent, when, signed how, and what becomes of what does not arrive.

mod backlog;
mod events;
mod moderation;
mod receiver;

use miaohui_kernel::{DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS};
use miaohui_testkit::{CommunityFixture, ConsoleClient, ConsolePage, TestApp};
use miaohui_webhooks::{AddError, NewEndpoint};
use serde_json::json;

use super::console::{change, number, text};
use receiver::Receiver;

/// Endpoints on this machine.
const LOCAL: [&str; 2] = ["webhooks.allow_private=true", "webhooks.allow_http=true"];

/// A service with an endpoint that operators have entered.
struct Bench {
    app: TestApp,
    operator: ConsoleClient,
    receiver: Receiver,
    endpoint: i64,
}

impl Bench {
    async fn start(wants: &[&str]) -> Self {
        Self::start_with(wants, &[]).await
    }

    async fn start_with(wants: &[&str], settings: &[&str]) -> Self {
        let app = TestApp::start_with(&[&LOCAL[..], settings].concat()).await;
        let (operator, receiver) = (app.signed_in("operator").await, Receiver::start().await);
        let endpoint = add(&app, &operator, &receiver, wants).await;
        Self { app, operator, receiver, endpoint }
    }

    /// Sends what is due.
    async fn deliver(&self) {
        self.app.service.platform.webhooks.deliver_due().await.unwrap();
    }

    /// Signs in again, because so much time has passed that the session is over.
    async fn sign_in(&mut self) {
        assert_eq!(self.operator.sign_in().await.location(), "/console/");
    }

    async fn act(&self, action: &str) {
        let page = act(&self.operator, "webhooks", self.endpoint, action).await;
        assert_eq!(page.status, 303, "{action}: {}", page.text());
        self.app.service.platform.webhooks.reload().await.unwrap();
    }

    /// The secret as the console shows it.
    async fn secret(&self) -> String {
        let page = self.operator.get(&format!("/console/r/webhooks/{}", self.endpoint)).await.text();
        let at = page.find("whsec_").expect("the page shows the secret");
        page[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || "_+/=".contains(*c)).collect()
    }

    async fn states(&self) -> String {
        let mut states = Vec::new();
        for state in ["waiting", "delivered", "failed", "unanswered"] {
            let sql = format!("SELECT COUNT(*) FROM webhook_delivery WHERE state = '{state}'");
            let count = number(&self.app, &sql).await;
            if count > 0 {
                states.push(format!("{count} {state}"));
            }
        }
        states.join(", ")
    }
}

/// Does an action on a row in the console.
async fn act(operator: &ConsoleClient, resource: &str, id: i64, action: &str) -> ConsolePage {
    operator.post(&format!("/console/r/{resource}/do/{action}"), &[("id", &id.to_string())]).await
}

/// Enters an endpoint in the console.
async fn add(app: &TestApp, operator: &ConsoleClient, receiver: &Receiver, wants: &[&str]) -> i64 {
    let url = receiver.url();
    let mut fields = vec![("url", url.as_str())];
    fields.extend(wants.iter().map(|column| (*column, "1")));
    let endpoint = operator.create_row("webhooks", &fields).await;
    app.service.platform.webhooks.reload().await.unwrap();
    endpoint
}

#[tokio::test]
async fn an_event_is_signed_and_sent_once() {
    let bench = Bench::start(&["wants_users"]).await;
    let app = &bench.app;
    app.community_user(7).await;
    bench.deliver().await;
    bench.deliver().await;
    let taken = bench.receiver.take();
    assert_eq!(taken.len(), 1);
    let event = taken[0].json();
    assert_eq!(event["type"], "user.created", "{event}");
    assert_eq!(event["id"], taken[0].id.as_str());
    assert_eq!(event["data"]["product"], "community");
    assert!(event["data"]["phone"].as_str().unwrap().contains("****"), "{event}");
    assert!(event["timestamp"].as_str().unwrap().ends_with('Z'), "{event}");
    let (secret, now) = (bench.secret().await, app.clock.now_ms());
    assert!(taken[0].is_signed_by(&secret, now));
    assert!(!taken[0].is_signed_by("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", now));
    assert_eq!(bench.states().await, "1 delivered");
    let stored = text(app, "SELECT secret FROM webhook_endpoint").await;
    assert!(stored.starts_with("sealed:"), "{stored}");
    let page = bench.operator.get("/console/r/webhook-deliveries").await.text();
    assert!(page.contains("user.created") && page.contains("已送达"), "{page}");
}

#[tokio::test]
async fn nothing_is_written_that_nobody_wants() {
    let bench = Bench::start(&["wants_orders"]).await;
    bench.app.community_user(7).await;
    assert_eq!(number(&bench.app, "SELECT COUNT(*) FROM webhook_delivery").await, 0);
    change(&bench.app, "UPDATE webhook_endpoint SET wants_orders = FALSE, wants_users = TRUE").await;
    bench.app.service.platform.webhooks.reload().await.unwrap();
    bench.app.community_user(8).await;
    assert_eq!(number(&bench.app, "SELECT COUNT(*) FROM webhook_delivery").await, 1);
}

#[tokio::test]
async fn the_former_secret_signs_for_a_day() {
    let mut bench = Bench::start(&[]).await;
    let former = bench.secret().await;
    bench.act("rotate").await;
    let secret = bench.secret().await;
    assert_ne!(former, secret);
    for (later, both) in [(0, true), (DAY_MS, false)] {
        bench.app.clock.advance(later);
        bench.sign_in().await;
        bench.act("ping").await;
        bench.deliver().await;
        let (taken, now) = (bench.receiver.take(), bench.app.clock.now_ms());
        assert!(taken[0].is_signed_by(&secret, now));
        assert_eq!(taken[0].is_signed_by(&former, now), both);
    }
    tidy(&bench.app).await;
    assert_eq!(text(&bench.app, "SELECT former_secret FROM webhook_endpoint").await, "");
}

/// Removes a piece of what is past, as the background work does; whether more is left.
async fn tidy(app: &TestApp) -> bool {
    let now = app.clock.now_ms();
    let tidy = move |tx: &mut miaohui_db::Tx<'_>| miaohui_webhooks::forget_past_deliveries(tx, 14, now);
    app.service.platform.db.write(tidy).await.unwrap()
}

#[tokio::test]
async fn the_events_of_a_thing_arrive_in_order_and_others_do_not_wait() {
    let bench = Bench::start(&["wants_orders", "wants_users"]).await;
    let app = &bench.app;
    let fixture = CommunityFixture::create(app).await;
    bench.deliver().await;
    bench.receiver.take();
    let order = async || {
        let ticket = json!({ "ticket_id_list": [fixture.next_ticket()] });
        app.ok(&fixture.ann, "order_create", ticket).await["order_id"].as_i64().unwrap()
    };
    let (first, second) = (order().await, order().await);
    app.ok(&fixture.ann, "order_cancel", json!({ "order_id": first })).await;
    // The first order's first event does not arrive.
    bench.receiver.answer(move |event| {
        let refuses = event["data"]["order_id"] == first && event["type"] == "order.created";
        (if refuses { 500 } else { 200 }, String::new())
    });
    bench.deliver().await;
    let ids = |taken: &[receiver::Taken]| -> Vec<(String, i64)> {
        taken.iter().map(|one| (one.kind(), one.json()["data"]["order_id"].as_i64().unwrap())).collect()
    };
    let mut taken = ids(&bench.receiver.take());
    taken.sort();
    assert_eq!(taken, [("order.created".to_owned(), first), ("order.created".to_owned(), second)]);
    bench.receiver.answer(|_| (200, String::new()));
    bench.deliver().await;
    assert_eq!(ids(&bench.receiver.take()), [], "the cancellation waits for the creation");
    app.clock.advance(5 * SECOND_MS);
    bench.deliver().await;
    let taken = ids(&bench.receiver.take());
    assert_eq!(taken, [("order.created".to_owned(), first), ("order.cancelled".to_owned(), first)]);
}

#[tokio::test]
async fn a_dead_endpoint_rests_and_is_paused_and_others_go_on() {
    let mut bench = Bench::start(&["wants_users"]).await;
    let (app, living) = (&bench.app, Receiver::start().await);
    add(app, &bench.operator, &living, &["wants_users"]).await;
    bench.receiver.answer(|_| (503, String::new()));
    for n in 1..=4 {
        app.community_user(n).await;
    }
    bench.deliver().await;
    assert_eq!(living.take().len(), 4);
    assert_eq!(bench.receiver.take().len(), 4, "all are tried at once while it is taken for alive");
    app.clock.advance(5 * SECOND_MS);
    bench.deliver().await;
    assert_eq!(bench.receiver.take().len(), 0, "it rests");
    app.clock.advance(10 * MINUTE_MS);
    bench.deliver().await;
    assert_eq!(bench.receiver.take().len(), 1, "one call finds out that it is still dead");
    for _ in 0..80 {
        app.clock.advance(HOUR_MS);
        bench.deliver().await;
    }
    let tried = bench.receiver.take().len();
    assert!((8..80).contains(&tried), "{tried}");
    assert_eq!(number(app, "SELECT COUNT(*) FROM webhook_endpoint WHERE paused_at IS NOT NULL").await, 1);
    let metrics = app.metrics().await;
    assert!(metrics.contains("miaohui_webhook_endpoints_paused 1"), "{metrics}");
    bench.sign_in().await;
    let app = &bench.app;
    let start = bench.operator.get("/console/").await.text();
    assert!(start.contains("已暂停的回调"), "operators see it: {start}");
    app.clock.advance(HOUR_MS);
    bench.deliver().await;
    assert_eq!(bench.receiver.take().len(), 0);
    // It works again.
    bench.receiver.answer(|_| (204, String::new()));
    bench.act("resume").await;
    bench.deliver().await;
    assert_eq!(bench.receiver.take().len(), 4);
    assert_eq!(bench.states().await, "8 delivered");
    let failing = "SELECT COUNT(*) FROM webhook_endpoint WHERE last_error IS NOT NULL";
    assert_eq!(number(&bench.app, failing).await, 0, "the error is of the past");
}

#[tokio::test]
async fn an_event_that_is_refused_is_given_up_and_can_be_replayed() {
    let mut bench = Bench::start_with(&["wants_users"], &["webhooks.pause_after_days=30"]).await;
    let app = &bench.app;
    app.community_user(1).await;
    bench.receiver.answer(|_| (422, String::new()));
    for _ in 0..20 {
        bench.deliver().await;
        app.clock.advance(6 * HOUR_MS);
    }
    assert_eq!(bench.states().await, "1 failed");
    let first = bench.receiver.take();
    assert_eq!(first.len(), 14);
    assert!(first.iter().all(|call| call.id == first[0].id), "the id stays");
    bench.receiver.answer(|_| (200, String::new()));
    let id = number(app, "SELECT MAX(id) FROM webhook_delivery").await;
    bench.sign_in().await;
    assert_eq!(act(&bench.operator, "webhook-deliveries", id, "send-again").await.status, 303);
    bench.deliver().await;
    assert_eq!(bench.receiver.take()[0].id, first[0].id);
    assert_eq!(bench.states().await, "1 delivered");
}

#[tokio::test]
async fn an_endpoint_that_is_gone_is_paused_at_once_and_redirects_are_not_followed() {
    let (bench, other) = (Bench::start(&[]).await, Receiver::start().await);
    let elsewhere = other.url();
    bench.receiver.answer(move |_| (302, elsewhere.clone()));
    bench.act("ping").await;
    bench.deliver().await;
    assert_eq!((bench.receiver.take().len(), other.take().len()), (1, 0));
    let error = text(&bench.app, "SELECT last_error FROM webhook_endpoint").await;
    assert_eq!(error, "HTTP 302: redirects are not followed");
    bench.receiver.answer(|_| (410, String::new()));
    bench.app.clock.advance(MINUTE_MS);
    bench.deliver().await;
    assert_eq!(
        number(&bench.app, "SELECT COUNT(*) FROM webhook_endpoint WHERE paused_at IS NOT NULL").await,
        1
    );
}

#[tokio::test]
async fn private_networks_and_plain_http_are_refused() {
    let app = TestApp::start().await;
    let (operator, receiver) = (app.signed_in("operator").await, Receiver::start().await);
    let port = receiver.address.port();
    let refused = [
        (format!("http://127.0.0.1:{port}"), "only https is called"),
        (format!("https://127.0.0.1:{port}"), "private network"),
        (format!("https://localhost:{port}"), "private network"),
        (format!("https://[::1]:{port}"), "private network"),
        (format!("https://[::ffff:127.0.0.1]:{port}"), "private network"),
        (format!("https://2130706433:{port}"), "private network"),
        ("https://169.254.169.254/latest/meta-data".to_owned(), "private network"),
    ];
    for (url, why) in refused {
        let endpoint = operator.create_row("webhooks", &[("url", &url)]).await;
        app.service.platform.webhooks.reload().await.unwrap();
        assert_eq!(act(&operator, "webhooks", endpoint, "ping").await.status, 303);
        app.service.platform.webhooks.deliver_due().await.unwrap();
        let error =
            text(&app, &format!("SELECT last_error FROM webhook_endpoint WHERE id = {endpoint}")).await;
        assert!(error.contains(why), "{url}: {error}");
    }
    assert_eq!(receiver.take().len(), 0);
}

#[tokio::test]
async fn what_is_no_address_is_not_added() {
    let app = TestApp::start().await;
    let add = async |url: &str| {
        let new = NewEndpoint { url: url.to_owned(), note: String::new(), wants: Vec::new() };
        app.service.platform.webhooks.add(new).await
    };
    for wrong in ["", "crm.example", "ftp://crm.example", &format!("https://{}", "x".repeat(500))] {
        assert!(matches!(add(wrong).await, Err(AddError::Address)), "{wrong}");
    }
    add("https://crm.example/hook").await.unwrap();
    assert_eq!(number(&app, "SELECT COUNT(*) FROM webhook_endpoint").await, 1);
}

#[tokio::test]
async fn old_deliveries_are_dropped_and_an_endpoint_is_removed_with_its_own() {
    let mut bench = Bench::start(&["wants_users"]).await;
    let app = &bench.app;
    app.community_user(1).await;
    app.clock.advance(14 * DAY_MS);
    app.community_user(2).await;
    tidy(app).await;
    assert_eq!(bench.states().await, "2 waiting");
    app.clock.advance(1);
    tidy(app).await;
    assert_eq!(bench.states().await, "1 waiting");
    bench.sign_in().await;
    bench.act("remove").await;
    tidy(&bench.app).await;
    assert_eq!(bench.states().await, "");
    assert_eq!(number(&bench.app, "SELECT COUNT(*) FROM webhook_endpoint").await, 0);
}
