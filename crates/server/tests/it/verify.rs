//! Stored counters match a recount after random calls, and `verify` repairs wrong ones.

use std::collections::BTreeSet;

use miaohui_community::operators::{self, Subject};
use miaohui_kernel::{MINUTE_MS, Rng};
use miaohui_server::verify;
use miaohui_testkit::{CommunityFixture, CommunityUser, TestApp, code};
use serde_json::json;

/// The methods that are called at random. Each call may be refused but must not give code -1.
const METHODS: &[&str] = &[
    "article_like",
    "article_unlike",
    "article_collect",
    "article_uncollect",
    "article_publish",
    "article_del",
    "article_comment_publish",
    "article_comment_reply",
    "article_comment_del",
    "article_comment_up",
    "user_follow",
    "user_unfollow",
    "sns_block",
    "sns_unblock",
    "master_follow",
    "master_unfollow",
    "merchant_follow",
    "merchant_unfollow",
    "merchant_cloth_collect",
    "merchant_cloth_uncollect",
    "game_like",
    "game_unlike",
    "game_collect",
    "game_uncollect",
    "game_comment_publish",
    "game_comment_del",
    "game_comment_up",
    "game_comment_down",
    "order_create",
    "order_pay",
    "order_cancel",
    "shopping_cart_add",
    "order_create_by_shopping_cart",
    "ticket_comment_publish",
    "ticket_comment_del",
];

/// Calls random methods and returns those that succeeded at least once.
async fn call_random_methods(
    app: &TestApp,
    community: &CommunityFixture,
    members: &[CommunityUser],
    seed: u64,
    calls: usize,
) -> BTreeSet<&'static str> {
    let mut succeeded = BTreeSet::new();
    let rng = Rng::seeded(seed);
    let below = |count: usize| rng.below(count as u64) as usize;
    for _ in 0..calls {
        let (who, other) = (&members[below(members.len())], &members[below(members.len())]);
        let (row, ticket) = (1 + below(12), 1 + below(20));
        let params = json!({
            "article_id": row, "article_id_list": [row], "content": "x", "reply_id": row,
            "article_comment_id": row, "article_comment_id_list": [row], "to_uid": other.uid,
            "master_id": community.master_id, "merchant_id": community.merchant_id, "cloth_id": 1, "game_id": 1, "comment_id": row,
            "order_id": row, "ticket_id": ticket, "ticket_id_list": [ticket], "ticket_comment_id_list": [row],
        });
        let method = METHODS[below(METHODS.len())];
        let reply = app.call_as(who, method, params).await;
        assert_ne!(code(&reply), -1, "seed {seed}: {method}: {reply}");
        if code(&reply) == 0 {
            succeeded.insert(method);
        }
        if below(8) == 0 {
            let kind = Subject::ALL[below(4)];
            let change = if below(2) == 0 { operators::hide } else { operators::restore };
            app.service.community.db.write(move |tx| change(tx, kind, row as i64)).await.unwrap();
        }
        if below(40) == 0 {
            app.clock.advance(10 * MINUTE_MS);
            miaohui_community::expire_orders(&app.service.community).await.unwrap();
        }
    }
    succeeded
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn counters_match_a_recount_after_random_calls() {
    let app = TestApp::start().await;
    let community = CommunityFixture::create(&app).await;
    let mut members = vec![community.ann.clone(), community.bob.clone()];
    for n in 10..14 {
        members.push(app.community_user(n).await);
    }
    let mut succeeded: BTreeSet<&str> = BTreeSet::new();
    for seed in 0..4 {
        // Two concurrent histories concern the same rows.
        let (one, two) = tokio::join!(
            call_random_methods(&app, &community, &members, 2 * seed, 200),
            call_random_methods(&app, &community, &members, 2 * seed + 1, 200)
        );
        succeeded.extend(one.union(&two).copied());
        let found = verify(&app.service.community.db, false).await.unwrap();
        assert_eq!(found, [], "after round {seed}");
    }
    let never: Vec<_> = METHODS.iter().filter(|method| !succeeded.contains(*method)).collect();
    assert!(never.len() <= METHODS.len() / 4, "never succeeded: {never:?}");
}

#[tokio::test]
async fn verify_finds_and_repairs_wrong_counters() {
    let app = TestApp::start().await;
    let community = CommunityFixture::create(&app).await;
    let db = &app.service.community.db;
    assert_eq!(verify(db, false).await.unwrap(), []);
    let corrupt = |tx: &mut miaohui_db::Tx<'_>| {
        tx.execute("UPDATE co_article SET like_count = like_count + 7", &[])?;
        tx.execute("UPDATE co_user SET follow_count = 0", &[])
    };
    db.write(corrupt).await.unwrap();
    let found = verify(db, false).await.unwrap();
    let what: Vec<&str> = found.iter().map(|finding| finding.what.as_str()).collect();
    assert_eq!(
        what,
        ["co_user.follow_count differs from a recount", "co_article.like_count differs from a recount"]
    );
    assert!(verify(db, true).await.unwrap().iter().all(|finding| finding.repaired && finding.rows > 0));
    assert_eq!(verify(db, false).await.unwrap(), []);
    let detail = app.ok(&community.ann, "article_detail", json!({ "article_id": community.article })).await;
    assert_eq!(detail["article_detail"]["like_count"], 0);
    // A ticket sold twice is reported and not repaired.
    let sold = community.sold;
    db.write(move |tx| {
        let (order,): (i64,) = tx.query_one(
            "INSERT INTO co_order (user_id, price, status, created_at, updated_at, expires_at)
             VALUES (1, 1999, 1, 0, 0, 0) RETURNING id",
            &[],
        )?;
        tx.execute(
            "INSERT INTO co_order_item (order_id, ticket_id, price, created_at, updated_at) VALUES ($1, $2, 1999, 0, 0)",
            &[order.into(), sold.into()],
        )
    })
    .await
    .unwrap();
    let found = verify(db, true).await.unwrap();
    assert_eq!((found[0].what.as_str(), found[0].repaired), ("a ticket was sold twice", false));
}
