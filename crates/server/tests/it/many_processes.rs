//! Several processes on one database of PostgreSQL are one service.

use miaohui_kernel::{Clock, HOUR_MS, MINUTE_MS};
use miaohui_testkit::{CommunityUser, TestApp, TestDatabase, code};
use serde_json::json;

/// Two processes on one database, with one clock; `None` on SQLite, which has one process.
async fn two(settings: &[&str]) -> Option<[TestApp; 2]> {
    let database = TestDatabase::create();
    if !database.is_postgres() {
        return None;
    }
    let (clock, shared) = (Clock::manual(1_700_000_000_000), database.shared());
    let first = TestApp::start_on(database, clock.clone(), settings).await;
    let second = TestApp::start_on(shared, clock, settings).await;
    // The second ends first.
    Some([second, first])
}

/// Logs a number without an account in; whether a limit refused it.
async fn is_limited(app: &TestApp, number: usize) -> bool {
    let login = json!({ "country": "86", "phone": format!("138001380{number:02}"), "password": "x" });
    match code(&app.call("user_login", login).await) {
        107 => false,
        110 => true,
        other => panic!("{other}"),
    }
}

/// Publishes so many articles in turn; how many were accepted.
async fn publish(apps: &[TestApp; 2], user: &CommunityUser, count: usize) -> usize {
    let mut accepted = 0;
    for n in 0..count {
        let reply = apps[n % 2].call_as(user, "article_publish", json!({ "content": n.to_string() })).await;
        accepted += usize::from(code(&reply) == 0);
    }
    accepted
}

#[tokio::test]
async fn the_logins_of_an_address_are_limited_in_all_processes_together() {
    let Some(apps) = two(&["limits.login_per_minute=5"]).await else { return };
    let mut accepted = 0;
    for number in 0..14 {
        accepted += usize::from(!is_limited(&apps[number % 2], number).await);
    }
    assert_eq!(accepted, 5);
    apps[0].clock.advance(MINUTE_MS / 5);
    assert!(!is_limited(&apps[0], 20).await);
    assert!(is_limited(&apps[1], 21).await, "the other one has used the place");
    apps[0].clock.advance(MINUTE_MS);
    let mut calls = tokio::task::JoinSet::new();
    let apps = std::sync::Arc::new(apps);
    for number in 0..20 {
        let apps = std::sync::Arc::clone(&apps);
        calls.spawn(async move { is_limited(&apps[number % 2], 30 + number).await });
    }
    assert_eq!(
        calls.join_all().await.iter().filter(|limited| !**limited).count(),
        5,
        "also at the same time"
    );
    let shown = apps[0].metrics().await;
    assert!(shown.contains("miaohui_limited_total{limit=\"login\"}"), "{shown}");
}

#[tokio::test]
async fn what_an_account_publishes_is_limited_in_all_processes_together() {
    let Some(apps) = two(&["limits.publish_per_minute=6"]).await else { return };
    let ann = apps[0].community_user(1).await;
    assert_eq!(publish(&apps, &ann, 14).await, 6);
    apps[0].clock.advance(MINUTE_MS);
    assert_eq!(publish(&apps, &ann, 14).await, 6);
}

#[tokio::test]
async fn processes_take_several_calls_at_once_and_never_too_many() {
    let Some(apps) = two(&["limits.publish_per_minute=60"]).await else { return };
    let ann = apps[0].community_user(1).await;
    let accepted = publish(&apps, &ann, 60).await;
    assert!((56..=60).contains(&accepted), "{accepted}");
    let taken: (i64,) = one(&apps[0], "SELECT COUNT(*) FROM rate_bucket").await;
    assert_eq!(taken, (1,));
    assert!(publish(&apps, &ann, 60).await <= 60 - accepted, "what one has taken the other has not");
}

#[tokio::test]
async fn a_refused_call_counts_for_nobody_else() {
    let Some(apps) = two(&["limits.publish_per_minute=3"]).await else { return };
    let ann = apps[0].community_user(1).await;
    for _ in 0..3 {
        let reply = json!({ "article_id": 99_999, "content": "x" });
        assert_ne!(code(&apps[0].call_as(&ann, "article_comment_publish", reply).await), 0);
    }
    let refused = json!({ "content": "x" });
    assert_eq!(code(&apps[0].call_as(&ann, "article_publish", refused).await), 110, "here it counts");
    apps[1].publish_article(&ann, "here").await;
}

#[tokio::test]
async fn full_buckets_and_those_of_a_wrong_clock_are_forgotten() {
    let Some(apps) = two(&["limits.login_per_minute=5"]).await else { return };
    assert!(!is_limited(&apps[0], 1).await);
    let buckets = async || one::<(i64,)>(&apps[0], "SELECT COUNT(*) FROM rate_bucket").await.0;
    let tidy = async || {
        let now = apps[0].clock.now_ms();
        let forget = move |tx: &mut miaohui_db::Tx<'_>| miaohui_web::forget_full_buckets(tx, now);
        apps[0].service.platform.db.write(forget).await.unwrap()
    };
    assert_eq!((buckets().await, tidy().await), (2, 0), "the address and the account");
    apps[0].clock.advance(MINUTE_MS);
    assert_eq!((tidy().await, buckets().await), (2, 0));
    apps[0].clock.jump(24 * HOUR_MS);
    assert!(!is_limited(&apps[0], 1).await);
    apps[0].clock.jump(-24 * HOUR_MS);
    assert_eq!((tidy().await, buckets().await), (2, 0));
}

#[tokio::test]
async fn one_process_on_sqlite_counts_in_memory() {
    let app = TestApp::start_on(
        TestDatabase::sqlite(),
        Clock::manual(1_700_000_000_000),
        &["limits.login_per_minute=5", "limits.publish_per_minute=5"],
    )
    .await;
    let ann = app.community_user(1).await;
    app.publish_article(&ann, "x").await;
    for number in 0..6 {
        assert_eq!(is_limited(&app, number).await, number == 5);
    }
    assert_eq!(one::<(i64,)>(&app, "SELECT COUNT(*) FROM rate_bucket").await, (0,));
}

#[tokio::test]
async fn words_reach_the_other_process() {
    let Some(apps) = two(&[]).await else { return };
    let ann = apps[0].community_user(1).await;
    let add = |tx: &mut miaohui_db::Tx<'_>| -> miaohui_db::Result<()> {
        tx.execute(
            "INSERT INTO moderation_word (word, policy, created_at) VALUES ('赌博', 'refuse', 1)",
            &[],
        )?;
        tx.execute("UPDATE moderation_version SET version = version + 1", &[]).map(drop)
    };
    apps[0].service.platform.db.write(add).await.unwrap();
    // The background task does this every second.
    assert!(apps[1].service.platform.words.reload(&apps[1].service.platform.db).await.unwrap());
    let refused = apps[1].call_as(&ann, "article_publish", json!({ "content": "赌博" })).await;
    assert_eq!(code(&refused), 400, "{refused}");
}

async fn one<T: miaohui_db::FromRow + Send + 'static>(app: &TestApp, sql: &'static str) -> T {
    app.service.platform.db.read(move |tx| tx.query_one(sql, &[])).await.unwrap()
}
