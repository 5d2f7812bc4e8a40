use miaohui_community::ids::ProjectId;
use miaohui_kernel::{Fen, MINUTE_MS};
use miaohui_testkit::{TestApp, code, project_with_tickets};
use serde_json::{Value, json};

/// Creates a project with 20 tickets at `price`, and returns the project and the first ticket.
async fn tickets(app: &TestApp, uid: char, price: Fen) -> (ProjectId, i64) {
    let uid = uid.to_string().repeat(32);
    let made = app.service.community.db.write(move |tx| project_with_tickets(tx, &uid, 20, price)).await;
    let issued = made.unwrap();
    (issued.project_id, *issued.tickets.start())
}

fn ids(rows: &Value, key: &str) -> Vec<i64> {
    rows.as_array().unwrap().iter().map(|row| row[key].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn an_order_reserves_its_tickets_until_it_is_paid() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.community_user(1).await, app.community_user(2).await);
    let (project, first) = tickets(&app, 'a', Fen(1999)).await;
    let on_sale = async || {
        ids(&app.ok(&bob, "ticket_list", json!({ "project_id": project })).await["ticket_list"], "ticket_id")
    };
    assert_eq!(on_sale().await.len(), 20);
    let order = json!({ "ticket_id_list": [first, (first + 1).to_string()] });
    let order = app.ok(&ann, "order_create", order).await["order_id"].clone();
    assert!(!on_sale().await.contains(&first));
    let other = json!({ "ticket_id_list": [first + 2, first + 1] });
    assert_eq!(code(&app.call_as(&bob, "order_create", other.clone()).await), 202);
    assert!(on_sale().await.contains(&(first + 2)), "all or nothing");
    assert_eq!(code(&app.call_as(&ann, "order_create", other).await), 202, "to anybody");
    assert_eq!(
        code(&app.call_as(&bob, "order_create", json!({ "ticket_id_list": [first + 3, 99_999] })).await),
        201
    );
    for bad in [json!([]), json!((1..=101).collect::<Vec<i64>>()), json!(["x"])] {
        assert_eq!(code(&app.call_as(&ann, "order_create", json!({ "ticket_id_list": bad })).await), 400);
    }
    let detail = app.ok(&ann, "order_detail", json!({ "order_id": order })).await["order_detail"].clone();
    assert_eq!(
        (&detail["price"], &detail["status"], &detail["uid"]),
        (&json!(3998), &json!(0), &json!(ann.uid))
    );
    assert_eq!(ids(&detail["order_item_list"], "ticket_id"), [first, first + 1]);
    assert_eq!(detail["ticket_name"], "票");
    for method in ["order_detail", "order_pay", "order_cancel"] {
        assert_eq!(code(&app.call_as(&bob, method, json!({ "order_id": order })).await), 203, "{method}");
        assert_eq!(code(&app.call_as(&bob, method, json!({ "order_id": 99_999 })).await), 203, "{method}");
    }
    app.ok(&ann, "order_pay", json!({ "order_id": order })).await;
    for method in ["order_pay", "order_cancel"] {
        assert_eq!(code(&app.call_as(&ann, method, json!({ "order_id": order })).await), 204, "{method}");
    }
    let mine = app.ok(&ann, "my_ticket_list", json!({})).await["my_ticket_list"].clone();
    assert_eq!(ids(&mine, "ticket_id"), [first + 1, first]);
    assert_eq!(
        app.ok(&bob, "project_detail", json!({ "project_id": project })).await["project_detail"]["ticket_count"],
        20
    );
}

#[tokio::test]
async fn a_cancelled_or_expired_order_releases_its_tickets() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    let (_, first) = tickets(&app, 'a', Fen(1999)).await;
    let order = |ticket: i64| app.ok(&ann, "order_create", json!({ "ticket_id_list": [ticket] }));
    let one = order(first).await["order_id"].clone();
    app.ok(&ann, "order_cancel", json!({ "order_id": one })).await;
    assert_eq!(code(&app.call_as(&ann, "order_pay", json!({ "order_id": one })).await), 204);
    let two = order(first).await["order_id"].clone();
    app.clock.advance(30 * MINUTE_MS - 1);
    assert_eq!(miaohui_community::expire_orders(&app.service.community).await.unwrap(), 0);
    app.clock.advance(1);
    assert_eq!(
        code(&app.call_as(&ann, "order_pay", json!({ "order_id": two })).await),
        204,
        "its time is over"
    );
    assert_eq!(miaohui_community::expire_orders(&app.service.community).await.unwrap(), 1);
    let three = order(first).await["order_id"].clone();
    app.ok(&ann, "order_pay", json!({ "order_id": three })).await;
    app.clock.advance(60 * MINUTE_MS);
    assert_eq!(miaohui_community::expire_orders(&app.service.community).await.unwrap(), 0);
    let list = |status: Value| app.ok(&ann, "my_order_list", json!({ "status": status }));
    assert_eq!(ids(&list(json!(null)).await["my_order_list"], "order_id").len(), 3);
    assert_eq!(ids(&list(json!(1)).await["my_order_list"], "order_id"), [three.as_i64().unwrap()]);
    assert_eq!(
        ids(&list(json!("2")).await["my_order_list"], "order_id"),
        [two.as_i64().unwrap(), one.as_i64().unwrap()]
    );
    assert_eq!(ids(&list(json!(0)).await["my_order_list"], "order_id"), [0_i64; 0]);
    assert_eq!(code(&app.call_as(&ann, "my_order_list", json!({ "status": 3 })).await), 400);
}

#[tokio::test]
async fn a_declined_order_stays_payable_and_a_free_one_is_complete_at_once() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    let ((_, declined), (_, free)) = (tickets(&app, 'a', Fen(1944)).await, tickets(&app, 'b', Fen(0)).await);
    let order =
        app.ok(&ann, "order_create", json!({ "ticket_id_list": [declined] })).await["order_id"].clone();
    for _ in 0..2 {
        assert_eq!(code(&app.call_as(&ann, "order_pay", json!({ "order_id": order })).await), 601);
    }
    let pay = json!({ "order_id": order, "channel": "no such" });
    assert_eq!(code(&app.call_as(&ann, "order_pay", pay).await), 400);
    let both = json!({ "ticket_id_list": [declined + 1, declined + 2] });
    let both = app.ok(&ann, "order_create", both).await["order_id"].clone();
    app.ok(&ann, "order_pay", json!({ "order_id": both, "channel": "sandbox" })).await;
    let order = app.ok(&ann, "order_create", json!({ "ticket_id_list": [free] })).await["order_id"].clone();
    let detail = app.ok(&ann, "order_detail", json!({ "order_id": order })).await["order_detail"].clone();
    assert_eq!((&detail["price"], &detail["status"]), (&json!(0), &json!(1)));
    assert_eq!(app.ok(&ann, "my_ticket_list", json!({})).await["my_ticket_list"][0]["ticket_id"], free);
}

#[tokio::test]
async fn an_order_keeps_the_prices_of_its_creation() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    let (_, first) = tickets(&app, 'a', Fen(1999)).await;
    let order = app.ok(&ann, "order_create", json!({ "ticket_id_list": [first] })).await["order_id"].clone();
    let raise = |tx: &mut miaohui_db::Tx<'_>| tx.execute("UPDATE co_ticket SET price = 5000", &[]);
    app.service.community.db.write(raise).await.unwrap();
    let detail = app.ok(&ann, "order_detail", json!({ "order_id": order })).await["order_detail"].clone();
    assert_eq!((&detail["price"], &detail["order_item_list"][0]["price"]), (&json!(1999), &json!(1999)));
}

#[tokio::test]
async fn a_cart_keeps_tickets_until_they_are_ordered() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.community_user(1).await, app.community_user(2).await);
    let (_, first) = tickets(&app, 'a', Fen(1999)).await;
    let cart =
        async || ids(&app.ok(&ann, "shopping_cart_info", json!({})).await["shopping_cart_info"], "ticket_id");
    for ticket in [first, first + 1, first + 2, first] {
        app.ok(&ann, "shopping_cart_add", json!({ "ticket_id": ticket })).await;
    }
    assert_eq!(cart().await, [first + 2, first + 1, first]);
    for _ in 0..2 {
        app.ok(&ann, "shopping_cart_del", json!({ "ticket_id": first + 1 })).await;
    }
    assert_eq!(code(&app.call_as(&ann, "shopping_cart_add", json!({ "ticket_id": 99_999 })).await), 201);
    app.ok(&bob, "order_create", json!({ "ticket_id_list": [first + 5] })).await;
    assert_eq!(code(&app.call_as(&ann, "shopping_cart_add", json!({ "ticket_id": first + 5 })).await), 202);
    let by_cart =
        |ids: Value| app.call_as(&ann, "order_create_by_shopping_cart", json!({ "ticket_id_list": ids }));
    assert_eq!(code(&by_cart(json!([first, first + 1])).await), 400, "not in the cart");
    assert_eq!(cart().await, [first + 2, first], "all or nothing");
    app.ok(&bob, "order_create", json!({ "ticket_id_list": [first + 2] })).await;
    assert_eq!(code(&by_cart(json!([first + 2])).await), 202);
    assert_eq!(cart().await, [first + 2, first]);
    assert_eq!(code(&by_cart(json!([first])).await), 0);
    assert_eq!(cart().await, [first + 2]);
}

#[tokio::test]
async fn the_tickets_that_one_account_holds_unpaid_are_bounded() {
    let settings = [
        "orders.pending_orders=3",
        "orders.pending_tickets=6",
        "orders.pending_tickets_per_project=4",
        "orders.pay_within_minutes=10",
    ];
    let app = TestApp::start_with(&settings).await;
    let (ann, bob) = (app.community_user(1).await, app.community_user(2).await);
    let (_, one) = tickets(&app, 'a', Fen(1999)).await;
    let (_, two) = tickets(&app, 'b', Fen(1999)).await;
    let (_, free) = tickets(&app, 'c', Fen(0)).await;
    let wanted =
        |first: i64, count: i64| json!({ "ticket_id_list": (first..first + count).collect::<Vec<_>>() });
    let refused = app.call_as(&ann, "order_create", wanted(one, 5)).await;
    assert_eq!(
        (code(&refused), refused["retry_after"].as_i64()),
        (110, Some(600)),
        "of one project: {refused}"
    );
    let order = app.ok(&ann, "order_create", wanted(one, 4)).await["order_id"].clone();
    assert_eq!(code(&app.call_as(&ann, "order_create", wanted(one + 4, 1)).await), 110, "of one project");
    assert_eq!(code(&app.call_as(&ann, "order_create", wanted(two, 3)).await), 110, "of all projects");
    app.ok(&ann, "order_create", wanted(two, 1)).await;
    app.ok(&ann, "order_create", wanted(two + 1, 1)).await;
    app.ok(&ann, "shopping_cart_add", json!({ "ticket_id": two + 2 })).await;
    let cart = app.call_as(&ann, "order_create_by_shopping_cart", wanted(two + 2, 1)).await;
    assert_eq!(code(&cart), 110, "orders");
    let cart = app.ok(&ann, "shopping_cart_info", json!({})).await;
    assert!(cart.to_string().contains(&format!("\"ticket_id\":{}", two + 2)), "the refusal changed nothing");
    app.ok(&bob, "order_create", wanted(two + 2, 1)).await;
    // Free tickets are not held, paid and cancelled ones no longer.
    app.ok(&bob, "order_create", wanted(free, 20)).await;
    app.ok(&ann, "order_pay", json!({ "order_id": order })).await;
    app.ok(&ann, "order_create", wanted(one + 4, 4)).await;
}

#[tokio::test]
async fn orders_that_expire_again_and_again_pause_their_account() {
    let app = TestApp::start_with(&["orders.expired_before_pause=2", "orders.pause_minutes=60"]).await;
    let (ann, bob) = (app.community_user(1).await, app.community_user(2).await);
    let (_, first) = tickets(&app, 'a', Fen(1999)).await;
    let wanted = json!({ "ticket_id_list": [first] });
    for _ in 0..2 {
        app.ok(&ann, "order_create", wanted.clone()).await;
        app.clock.advance(30 * MINUTE_MS);
        assert_eq!(miaohui_community::expire_orders(&app.service.community).await.unwrap(), 1);
    }
    let refused = app.call_as(&ann, "order_create", wanted.clone()).await;
    assert_eq!((code(&refused), refused["retry_after"].as_i64()), (110, Some(3600)), "{refused}");
    // Others order, and cancelling is no expiry.
    for _ in 0..3 {
        let order = app.ok(&bob, "order_create", wanted.clone()).await["order_id"].clone();
        app.ok(&bob, "order_cancel", json!({ "order_id": order })).await;
    }
    app.clock.advance(60 * MINUTE_MS);
    app.ok(&ann, "order_create", wanted).await;
}

#[tokio::test]
async fn ordering_has_a_rate_limit() {
    let app = TestApp::start_with(&["limits.order_per_minute=2"]).await;
    let ann = app.community_user(1).await;
    let (_, first) = tickets(&app, 'a', Fen(1999)).await;
    let create = |n: i64| app.call_as(&ann, "order_create", json!({ "ticket_id_list": [first + n] }));
    assert_eq!([code(&create(0).await), code(&create(1).await)], [0, 0]);
    let refused = create(2).await;
    assert_eq!((code(&refused), refused["retry_after"].as_i64()), (110, Some(30)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_orders_of_one_account_stay_within_the_bound() {
    let app = std::sync::Arc::new(TestApp::start_with(&["orders.pending_tickets=3"]).await);
    let ann = app.community_user(1).await;
    let (_, first) = tickets(&app, 'a', Fen(1999)).await;
    let mut calls = tokio::task::JoinSet::new();
    for n in 0..20 {
        let (app, ann) = (std::sync::Arc::clone(&app), ann.clone());
        calls.spawn(async move {
            code(&app.call_as(&ann, "order_create", json!({ "ticket_id_list": [first + n] })).await)
        });
    }
    let codes = calls.join_all().await;
    assert_eq!(codes.iter().filter(|code| **code == 0).count(), 3, "{codes:?}");
    assert!(codes.iter().all(|code| matches!(code, 0 | 110)), "{codes:?}");
}
