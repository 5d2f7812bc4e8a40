//! Lists of articles keep their authors in memory, and show each change of them at once.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, mpsc};

use miaohui_community::ids::UserId;
use miaohui_community::store::Page;
use miaohui_community::store::article_list::{self, Viewer};
use miaohui_db::{Error, Result, Tx};
use miaohui_kernel::Rng;
use miaohui_testkit::{CommunityUser, TestApp, png};
use serde_json::{Value, json};

const LISTS: [&str; 3] = ["article_list", "my_article_list", "my_article_collect_list"];

async fn authors(app: &TestApp, viewer: &CommunityUser, list: &str) -> Vec<Value> {
    let reply = app.ok(viewer, list, json!({})).await;
    let articles = reply[list].as_array().unwrap();
    articles
        .iter()
        .map(|article| {
            assert_eq!(article["uid"], article["author"]["uid"], "{article}");
            article["author"].clone()
        })
        .collect()
}

/// The users as the database has them.
async fn stored(app: &TestApp) -> Vec<Value> {
    let read = |tx: &mut Tx<'_>| tx.query("SELECT uid, nickname, avatar FROM co_user", &[]);
    let rows: Vec<(String, String, Option<String>)> = app.service.platform.db.read(read).await.unwrap();
    let user = |(uid, nickname, avatar)| json!({ "uid": uid, "nickname": nickname, "avatar": avatar });
    rows.into_iter().map(user).collect()
}

/// Changes names past the program, as another one would; not at all if `kept` is not set.
async fn rename(app: &TestApp, uid: &str, nickname: &str, kept: bool) {
    let (uid, nickname) = (uid.to_owned(), nickname.to_owned());
    let changed = app.service.platform.db.write(move |tx: &mut Tx<'_>| -> Result<()> {
        let values = [(&*uid).into(), (&*nickname).into()];
        tx.execute("UPDATE co_user SET nickname = $2 WHERE uid = $1", &values)?;
        if kept { Ok(()) } else { Err(Error::Unavailable("changed my mind".into())) }
    });
    assert_eq!(changed.await.is_ok(), kept);
}

#[tokio::test]
async fn lists_show_the_authors_that_the_database_has() {
    let app = TestApp::start().await;
    let rng = Rng::seeded(1);
    let mut users = Vec::new();
    for n in 1..=4 {
        let user = app.community_user(n).await;
        let id = app.publish_article(&user, &format!("article {n}")).await;
        app.ok(&user, "article_collect", json!({ "article_id": id })).await;
        users.push((app.upload(&user, png(n as u8, 8, 8)).await, user));
    }
    for n in 0..80 {
        let (picture, user) = &users[rng.below(4) as usize];
        match rng.below(6) {
            0 => drop(
                app.ok(user, "my_user_info_update", json!({ "nickname": format!("name \"{n}\" 🏮") })).await,
            ),
            1 => drop(app.ok(user, "my_user_info_update", json!({ "avatar": picture })).await),
            2 => drop(app.ok(user, "my_user_info_update", json!({ "avatar": null, "city": "天津" })).await),
            3 => rename(&app, &user.uid, &format!("past {n}"), true).await,
            4 => rename(&app, &user.uid, &format!("never {n}"), false).await,
            _ => drop(app.publish_article(user, "another").await),
        }
        let stored = stored(&app).await;
        for (_, viewer) in &users[..2] {
            for list in LISTS {
                for author in authors(&app, viewer, list).await {
                    assert!(
                        stored.contains(&author),
                        "after change {n}, {list}: {author} is none of {stored:?}"
                    );
                }
            }
        }
    }
}

#[tokio::test]
async fn a_change_that_was_answered_is_seen_by_every_reader_that_comes_later() {
    let app = Arc::new(TestApp::start().await);
    let (ann, bob) = (app.community_user(1).await, app.community_user(2).await);
    app.publish_article(&ann, "x").await;
    let answered = Arc::new(AtomicI64::new(0));
    app.ok(&ann, "my_user_info_update", json!({ "nickname": "name-0" })).await;
    let mut readers = tokio::task::JoinSet::new();
    for _ in 0..3 {
        let (app, bob, answered) = (Arc::clone(&app), bob.clone(), Arc::clone(&answered));
        readers.spawn(async move {
            let mut newest = 0;
            while answered.load(Ordering::SeqCst) < 60 {
                let least = answered.load(Ordering::SeqCst);
                let author = authors(&app, &bob, "article_list").await.remove(0);
                let name = author["nickname"].as_str().unwrap().to_owned();
                let shown: i64 = name.strip_prefix("name-").unwrap().parse().unwrap();
                assert!(shown >= least.max(newest), "{shown} is shown after {least} and {newest}");
                newest = shown;
            }
        });
    }
    for n in 1..=60 {
        app.ok(&ann, "my_user_info_update", json!({ "nickname": format!("name-{n}") })).await;
        answered.store(n, Ordering::SeqCst);
    }
    while let Some(read) = readers.join_next().await {
        read.unwrap();
    }
}

/// The first author's name in the feed, as a transaction sees it.
fn name_in(tx: &mut Tx<'_>, app: &TestApp, user: UserId) -> String {
    let viewer = Viewer { user, caches: &app.service.community.articles };
    let rows = article_list::newest(tx, viewer, Page { limit: 1, offset: 0 }).unwrap();
    serde_json::to_value(&rows[0]).unwrap()["author"]["nickname"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transaction_shows_the_authors_of_its_own_time() {
    let app = Arc::new(TestApp::start().await);
    let ann = app.community_user(1).await;
    app.publish_article(&ann, "x").await;
    let ((begun, begins), (renamed, waits)) = (mpsc::channel(), mpsc::channel::<()>());
    let (own, user) = (Arc::clone(&app), ann.id);
    let old = tokio::spawn(async move {
        let service = Arc::clone(&own);
        let read = move |tx: &mut Tx<'_>| -> Result<[String; 2]> {
            let before = name_in(tx, &service, user);
            begun.send(()).unwrap();
            waits.recv().unwrap();
            Ok([before, name_in(tx, &service, user)])
        };
        own.service.platform.db.read(read).await.unwrap()
    });
    tokio::task::spawn_blocking(move || begins.recv().unwrap()).await.unwrap();
    rename(&app, &ann.uid, "new", true).await;
    let shown = async || authors(&app, &ann, "article_list").await[0]["nickname"].clone();
    assert_eq!(shown().await, "new");
    renamed.send(()).unwrap();
    let in_its_time = old.await.unwrap();
    if !app.is_postgres() {
        assert_eq!(in_its_time, ["user-1", "user-1"]);
    }
    assert_eq!(shown().await, "new", "the old reader leaves nothing behind");
}
