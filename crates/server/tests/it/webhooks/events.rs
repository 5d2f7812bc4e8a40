//! Which events there are, and what they hold.

use miaohui_crowdfunding::operators::ProjectDecision;
use miaohui_testkit::{CommunityFixture, CrowdfundingFixture};
use serde_json::json;

use super::Bench;
use super::receiver::Taken;

const ALL: [&str; 8] = [
    "wants_users",
    "wants_orders",
    "wants_payments",
    "wants_refunds",
    "wants_messages",
    "wants_reports",
    "wants_projects",
    "wants_supports",
];

fn of<'t>(taken: &'t [Taken], kind: &str) -> &'t Taken {
    let kinds: Vec<String> = taken.iter().map(Taken::kind).collect();
    taken.iter().find(|one| one.kind() == kind).unwrap_or_else(|| panic!("{kind} is not among {kinds:?}"))
}

#[tokio::test]
async fn an_order_a_payment_and_a_refund_are_told() {
    let bench = Bench::start(&ALL).await;
    let app = &bench.app;
    let fixture = CommunityFixture::create(app).await;
    bench.deliver().await;
    of(&bench.receiver.take(), "user.created");
    let tickets = json!({ "ticket_id_list": [fixture.next_ticket()] });
    let order = app.ok(&fixture.ann, "order_create", tickets).await["order_id"].clone();
    app.ok(&fixture.ann, "order_pay", json!({ "order_id": order, "channel": "sandbox" })).await;
    let payment = super::number(app, "SELECT MAX(id) FROM payment_intent").await;
    let request = miaohui_payments::RefundRequest {
        payment: payment.to_string(),
        fen: None,
        actor: "ann".into(),
        reason: "rain".into(),
    };
    app.service.platform.desk.refund(request).await.unwrap();
    app.service.platform.desk.reconcile().await.unwrap();
    app.ok(&fixture.ann, "send_message_to_user", json!({ "to_uid": fixture.bob.uid, "content": "hi" })).await;
    bench.deliver().await;
    let taken = bench.receiver.take();
    let created = of(&taken, "order.created").json();
    assert_eq!((&created["data"]["order_id"], &created["data"]["uid"]), (&order, &json!(fixture.ann.uid)));
    assert_eq!(of(&taken, "order.paid").json()["data"]["status"], 1);
    assert_eq!(of(&taken, "order.refunded").json()["data"]["status"], 2);
    let paid = of(&taken, "payment.succeeded").json();
    assert_eq!(paid["data"]["subject"], "ticket order", "{paid}");
    assert_eq!(of(&taken, "refund.created").json()["data"]["payment_id"], payment);
    assert_eq!(of(&taken, "refund.succeeded").json()["data"]["payment_id"], payment);
    let message = of(&taken, "message.created").json();
    assert_eq!(message["data"]["to_uid"], json!(fixture.bob.uid), "{message}");
    assert!(!message.to_string().contains("hi\""), "no text: {message}");
}

#[tokio::test]
async fn the_end_of_a_payment_whose_channel_is_gone_is_told() {
    let bench = Bench::start(&["wants_payments"]).await;
    let app = &bench.app;
    let fixture = CommunityFixture::create(app).await;
    let tickets = json!({ "ticket_id_list": [fixture.next_ticket()] });
    let order = app.ok(&fixture.ann, "order_create", tickets).await["order_id"].clone();
    app.ok(&fixture.ann, "order_pay", json!({ "order_id": order, "channel": "sandbox" })).await;
    bench.deliver().await;
    bench.receiver.take();
    let open = "UPDATE payment_intent SET status = 0, channel = 'gone', expires_at = 1
         WHERE id = (SELECT MAX(id) FROM payment_intent)";
    crate::console::change(app, open).await;
    app.service.platform.desk.measure().await.unwrap();
    bench.deliver().await;
    assert_eq!(bench.receiver.kinds(), ["payment.expired"]);
}

#[tokio::test]
async fn another_attempt_at_a_failed_refund_is_told() {
    let bench = Bench::start(&["wants_refunds"]).await;
    let app = &bench.app;
    CommunityFixture::create(app).await;
    let request = miaohui_payments::RefundRequest {
        payment: "1".into(),
        fen: None,
        actor: "ann".into(),
        reason: "rain".into(),
    };
    let desk = &app.service.platform.desk;
    desk.refund(request).await.unwrap();
    bench.deliver().await;
    let first = of(&bench.receiver.take(), "refund.created").json();
    let owner = app.signed_in("owner").await;
    for action in ["retry", "renew"] {
        crate::console::change(app, "UPDATE payment_refund SET status = 2, next_at = NULL").await;
        assert_eq!(super::act(&owner, "refunds", 1, action).await.status, 303);
        bench.deliver().await;
        let taken = bench.receiver.take();
        assert_eq!(taken.len(), 1, "{action}");
        let retried = of(&taken, "refund.retried").json();
        let is_same = retried["data"]["reference"] == first["data"]["reference"];
        assert_eq!(is_same, action == "retry", "{retried}");
    }
}

#[tokio::test]
async fn a_project_a_support_and_a_report_are_told() {
    let bench = Bench::start(&ALL).await;
    let app = &bench.app;
    let fixture = CrowdfundingFixture::create(app).await;
    let draft = app.create_draft(&fixture.owner, "another").await;
    app.decide(ProjectDecision::Stagnate, fixture.project).await;
    let article_author = app.community_user(1).await;
    let article = app.publish_article(&article_author, "spam").await;
    let reader = app.community_user(2).await;
    let report = json!({ "kind": "article", "id": article, "reason": "spam" });
    app.ok(&reader, "report", report).await;
    bench.deliver().await;
    let taken = bench.receiver.take();
    for kind in
        ["project.created", "project.submitted", "project.under_way", "support.created", "support.paid"]
    {
        of(&taken, kind);
    }
    let stagnant = of(&taken, "project.stagnant").json();
    assert_eq!(stagnant["data"]["project_id"], fixture.project.get(), "{stagnant}");
    assert_eq!(of(&taken, "report.created").json()["data"]["thing_id"], article);
    let delete = format!("/api/crowdfunding/project/{draft}/");
    app.api(Some(&fixture.owner), reqwest::Method::DELETE, &delete, json!({})).await;
    bench.deliver().await;
    assert_eq!(bench.receiver.kinds(), ["project.deleted"]);
}

#[tokio::test]
async fn an_erasure_is_told_by_the_known_uid_and_forgets_earlier_events() {
    let bench = Bench::start(&["wants_users", "wants_orders", "wants_messages"]).await;
    let app = &bench.app;
    let fixture = CommunityFixture::create(app).await;
    let (ann, bob, now) = (&fixture.ann, &fixture.bob, app.clock.now_ms());
    let tickets = json!({ "ticket_id_list": [fixture.next_ticket()] });
    app.ok(ann, "order_create", tickets.clone()).await;
    app.ok(bob, "send_message_to_user", json!({ "to_uid": ann.uid, "content": "hi" })).await;
    // Some have been sent, some wait.
    bench.deliver().await;
    bench.receiver.take();
    app.ok(ann, "send_message_to_user", json!({ "to_uid": bob.uid, "content": "hi" })).await;
    app.ok(bob, "order_create", json!({ "ticket_id_list": [fixture.next_ticket()] })).await;
    let (community, crowdfunding) = (&app.service.community, &app.service.crowdfunding);
    let id = ann.id;
    let erase = move |tx: &mut miaohui_db::Tx<'_>| miaohui_community::operators::erase(tx, id, "ann", now);
    assert!(app.service.platform.db.write(erase).await.unwrap());
    miaohui_server::erase_due(community, crowdfunding).await.unwrap();
    bench.deliver().await;
    let taken = bench.receiver.take();
    assert_eq!(taken.len(), 2);
    assert_eq!(of(&taken, "user.erased").json()["data"]["uid"], json!(ann.uid));
    assert_eq!(of(&taken, "order.created").json()["data"]["uid"], json!(bob.uid));
    let of_ann = format!("SELECT COUNT(*) FROM webhook_delivery WHERE data LIKE '%{}%'", ann.uid);
    assert_eq!(super::number(app, &of_ann).await, 1, "the erasure itself");
}

#[tokio::test]
async fn an_erasure_of_a_crowdfunding_user_forgets_earlier_events() {
    let bench = Bench::start(&["wants_users"]).await;
    let app = &bench.app;
    let (owner, now) = (app.crowdfunding_user(1).await, app.clock.now_ms());
    let told = move |tx: &mut miaohui_db::Tx<'_>| {
        miaohui_crowdfunding::operators::erase(tx, owner.id, "ann", "asked", now)
    };
    super::change(
        app,
        "INSERT INTO webhook_delivery (endpoint_id, kind, thing, data, created_at, next_at)
         SELECT e.id, 'user.activated', 'crowdfunding user:' || u.id, '{}', 1, 1 FROM webhook_endpoint e, cf_user u",
    )
    .await;
    assert!(app.service.platform.db.write(told).await.unwrap());
    miaohui_server::erase_due(&app.service.community, &app.service.crowdfunding).await.unwrap();
    bench.deliver().await;
    assert_eq!(bench.receiver.kinds(), ["user.erased"]);
}
