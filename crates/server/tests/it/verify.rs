//! Counters are what a recount gives, after any history; and what is wrong is found and put right.

use std::collections::BTreeSet;

use miaohui_community::operators::{self, Subject};
use miaohui_kernel::{MINUTE_MS, Rng};
use miaohui_server::verify;
use miaohui_testkit::{Fair, Member, TestApp, code};
use serde_json::json;

/// What members do at random. Every one of them may fail for a good reason, and none for a bad one.
const DEEDS: &[&str] = &[
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

/// Returns the deeds that were done, rather than refused.
async fn live_at_random(
    app: &TestApp,
    fair: &Fair,
    members: &[Member],
    seed: u64,
    deeds: usize,
) -> BTreeSet<&'static str> {
    let mut done = BTreeSet::new();
    let rng = Rng::seeded(seed);
    let below = |count: usize| rng.below(count as u64) as usize;
    for _ in 0..deeds {
        let (who, other) = (&members[below(members.len())], &members[below(members.len())]);
        let (small, ticket) = (1 + below(12), 1 + below(20));
        let params = json!({
            "article_id": small, "article_id_list": [small], "content": "x", "reply_id": small,
            "article_comment_id": small, "article_comment_id_list": [small], "to_uid": other.uid,
            "master_id": fair.master_id, "merchant_id": fair.merchant_id, "cloth_id": 1, "game_id": 1, "comment_id": small,
            "order_id": small, "ticket_id": ticket, "ticket_id_list": [ticket], "ticket_comment_id_list": [small],
        });
        let deed = DEEDS[below(DEEDS.len())];
        let reply = app.call_as(who, deed, params).await;
        assert_ne!(code(&reply), -1, "seed {seed}: {deed}: {reply}");
        if code(&reply) == 0 {
            done.insert(deed);
        }
        if below(8) == 0 {
            let kind = Subject::ALL[below(4)];
            let deed = if below(2) == 0 { operators::hide } else { operators::restore };
            app.service.community.db.write(move |tx| deed(tx, kind, small as i64)).await.unwrap();
        }
        if below(40) == 0 {
            app.clock.advance(10 * MINUTE_MS);
            miaohui_community::expire_orders(&app.service.community).await.unwrap();
        }
    }
    done
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn counters_are_right_after_any_history() {
    let app = TestApp::start().await;
    let fair = Fair::build(&app).await;
    let mut members = vec![fair.ann.clone(), fair.bob.clone()];
    for n in 10..14 {
        members.push(app.member(n).await);
    }
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for seed in 0..4 {
        // Two histories at once, so that they meet.
        let (one, two) = tokio::join!(
            live_at_random(&app, &fair, &members, 2 * seed, 200),
            live_at_random(&app, &fair, &members, 2 * seed + 1, 200)
        );
        done.extend(one.union(&two).copied());
        let found = verify(&app.service.community.db, false).await.unwrap();
        assert_eq!(found, [], "after the two histories of round {seed}");
    }
    let never: Vec<_> = DEEDS.iter().filter(|deed| !done.contains(*deed)).collect();
    assert!(never.len() <= DEEDS.len() / 4, "refused each time: {never:?}");
}

#[tokio::test]
async fn what_is_wrong_is_found_and_put_right() {
    let app = TestApp::start().await;
    let fair = Fair::build(&app).await;
    let db = &app.service.community.db;
    assert_eq!(verify(db, false).await.unwrap(), []);
    let spoil = |tx: &mut miaohui_db::Tx<'_>| {
        tx.execute("UPDATE co_article SET like_count = like_count + 7", &[])?;
        tx.execute("UPDATE co_user SET follow_count = 0", &[])
    };
    db.write(spoil).await.unwrap();
    let found = verify(db, false).await.unwrap();
    let what: Vec<&str> = found.iter().map(|finding| finding.what.as_str()).collect();
    assert_eq!(
        what,
        ["co_user.follow_count differs from a recount", "co_article.like_count differs from a recount"]
    );
    assert!(verify(db, true).await.unwrap().iter().all(|finding| finding.repaired && finding.rows > 0));
    assert_eq!(verify(db, false).await.unwrap(), []);
    let detail = app.ok(&fair.ann, "article_detail", json!({ "article_id": fair.article })).await;
    assert_eq!(detail["article_detail"]["like_count"], 0);
    // A ticket that was sold twice is told, and left to a person.
    let sold = fair.sold;
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
