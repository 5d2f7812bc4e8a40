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
    let bench = Bench::start(&["wants_users"]).await;
    let app = &bench.app;
    let (ann, now) = (app.community_user(1).await, app.clock.now_ms());
    let (community, crowdfunding) = (&app.service.community, &app.service.crowdfunding);
    let erase =
        move |tx: &mut miaohui_db::Tx<'_>| miaohui_community::operators::erase(tx, ann.id, "ann", now);
    assert!(app.service.platform.db.write(erase).await.unwrap());
    miaohui_server::erase_due(community, crowdfunding).await.unwrap();
    bench.deliver().await;
    let taken = bench.receiver.take();
    assert_eq!(taken.len(), 1);
    let event = taken[0].json();
    assert_eq!((&event["type"], &event["data"]["uid"]), (&json!("user.erased"), &json!(ann.uid)));
}
