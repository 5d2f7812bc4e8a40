//! Places of packages under a rush: many backers, few places.

use std::sync::Arc;

use miaohui_crowdfunding::ids::{PackageId, ProjectId, UserId};
use miaohui_crowdfunding::store::package::{self, PackageKind};
use miaohui_crowdfunding::store::support;
use miaohui_db::{Database, Tx};
use miaohui_kernel::Fen;
use miaohui_server::verify;
use miaohui_testkit::{Person, TestApp};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::Barrier;

use crate::program::rounds;

const CLIENTS: u32 = 64;
const PLACES: i64 = 10;

/// A project under way with a package of ten places at 23 yuan; both ids.
async fn offer(app: &TestApp, owner: &Person) -> (i64, i64) {
    let project = app.draft(owner, "一坛酒").await;
    let package = app.package(owner, project, json!(23), PLACES, 0).await;
    app.begin(owner, project).await;
    (project, package)
}

/// Whatever is wrong in a database; nothing, if all is well.
async fn violations(db: &Database) -> Vec<String> {
    verify(db, false).await.unwrap().into_iter().map(|finding| finding.what).collect()
}

/// One backer: orders, withdraws at times, and pays, twice to be sure; how many supports were paid.
async fn back(app: Arc<TestApp>, who: Person, project: i64, package: i64, gate: Arc<Barrier>) -> i64 {
    let path = format!("/api/crowdfunding/project/{project}/support/");
    let order = async || app.api(Some(&who), Method::POST, &path, json!({ "package": package })).await;
    let mut orders = Vec::new();
    for _ in 0..2 {
        orders.push(order().await.body["id"].clone());
    }
    gate.wait().await;
    let withdrawn = app.api(Some(&who), Method::DELETE, &format!("{path}{}/", orders[0]), Value::Null).await;
    assert_eq!(withdrawn.status, 204);
    let pay = format!("{path}{}/pay/", orders[1]);
    let twice = async || app.api(Some(&who), Method::POST, &pay, json!({})).await;
    let (first, second) = tokio::join!(twice(), twice());
    for answer in [&first, &second] {
        assert!(answer.status == 200 || answer.error() == 10035, "{}", answer.body);
    }
    assert_eq!(first.status, second.status, "both are the same support");
    i64::from(first.status == 200)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rush_takes_every_place_at_most_once() {
    let app = Arc::new(TestApp::start().await);
    let owner = app.person(0).await;
    let mut people = Vec::new();
    for n in 1..=CLIENTS {
        people.push(app.person(n).await);
    }
    for _ in 0..rounds(1) {
        let (project, package) = offer(&app, &owner).await;
        let gate = Arc::new(Barrier::new(CLIENTS as usize));
        let mut backers = tokio::task::JoinSet::new();
        for who in &people {
            backers.spawn(back(Arc::clone(&app), who.clone(), project, package, Arc::clone(&gate)));
        }
        let paid: i64 = backers.join_all().await.into_iter().sum();
        assert_eq!(paid, PLACES);
        let shown = app.get(None, &format!("/api/crowdfunding/project/{project}/")).await;
        assert_eq!((&shown["support_count"], &shown["now_money"]), (&json!(PLACES), &json!(23 * PLACES)));
    }
    assert_eq!(violations(&app.service.crowdfunding.db).await, [""; 0]);
}

/// Takes a place as one must not: looks first, and takes it whatever has happened since.
async fn take_without_the_guard(
    db: Database,
    user: i64,
    project: i64,
    package: i64,
    all_have_looked: Arc<Barrier>,
) {
    let (project, package, price) =
        (ProjectId(project), PackageId(package), (Fen(2300), PackageKind::Ordinary));
    let has_place = db.read(move |tx| package::has_place(tx, package)).await.unwrap();
    all_have_looked.wait().await;
    if !has_place {
        return;
    }
    let take = move |tx: &mut Tx<'_>| {
        let id = support::insert(tx, UserId(user), project, package, price, 0)?;
        tx.execute("UPDATE cf_support SET paid = TRUE, paid_at = 0 WHERE id = $1", &[id.into()])?;
        support::add_to_project(tx, project, price.0, price.1)
    };
    db.write(take).await.unwrap();
}

/// The negative control: without the guard the checks of the test above find more supports than places.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_guard_a_package_is_overfull() {
    let app = TestApp::start().await;
    let owner = app.person(0).await;
    let (project, package) = offer(&app, &owner).await;
    let all_have_looked = Arc::new(Barrier::new(CLIENTS as usize));
    let mut takers = tokio::task::JoinSet::new();
    for _ in 0..CLIENTS {
        let db = app.service.crowdfunding.db.clone();
        takers.spawn(take_without_the_guard(db, owner.id, project, package, Arc::clone(&all_have_looked)));
    }
    takers.join_all().await;
    let found = violations(&app.service.crowdfunding.db).await;
    assert!(found.iter().any(|what| what == "a package has more paid supports than places"), "{found:?}");
}
