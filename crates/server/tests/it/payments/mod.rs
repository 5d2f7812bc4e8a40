//! Payments against simulated providers that behave as their documents say.

mod attempts;
mod bills;
mod ends;
mod operators;
mod providers;
mod refunds_at_providers;
mod work;

use miaohui_testkit::{CommunityFixture, PaymentFixture};
use serde_json::{Value, json};

/// A new order of one ticket of Ann's.
async fn order(fixture: &PaymentFixture, community: &CommunityFixture) -> Value {
    let order = json!({ "ticket_id_list": [community.next_ticket()] });
    fixture.app.ok(&community.ann, "order_create", order).await["order_id"].clone()
}

/// Asks to pay an order in a scene, and returns the parameters for the client.
async fn pay(fixture: &PaymentFixture, community: &CommunityFixture, order: &Value, scene: Value) -> Value {
    let mut params = json!({ "order_id": order });
    for (key, value) in scene.as_object().unwrap() {
        params[key] = value.clone();
    }
    fixture.app.ok(&community.ann, "order_pay", params).await["payment"].clone()
}

/// The status of an order.
async fn status(fixture: &PaymentFixture, community: &CommunityFixture, order: &Value) -> Value {
    let detail = fixture.app.ok(&community.ann, "order_detail", json!({ "order_id": order })).await;
    detail["order_detail"]["status"].clone()
}

/// Does the background work that is due now.
async fn work(fixture: &PaymentFixture) {
    while fixture.app.service.platform.desk.reconcile().await.unwrap() > 0 {}
    miaohui_community::expire_orders(&fixture.app.service.community).await.unwrap();
    miaohui_crowdfunding::close_projects(&fixture.app.service.crowdfunding).await.unwrap();
}

/// Advances the clock in steps, with the background work after each.
async fn pass(fixture: &PaymentFixture, seconds: i64, step: i64) {
    for _ in 0..seconds / step {
        fixture.app.clock.advance(step * 1000);
        work(fixture).await;
    }
}

/// Executes a statement in place of a longer history.
async fn change(fixture: &PaymentFixture, sql: &'static str) {
    fixture.app.service.community.db.write(move |tx| tx.execute(sql, &[])).await.unwrap();
}

/// The providers' record of an order.
async fn at_provider(fixture: &PaymentFixture, reference: &str) -> Value {
    fixture.providers.orders_and_refunds().await["orders"][reference].clone()
}
