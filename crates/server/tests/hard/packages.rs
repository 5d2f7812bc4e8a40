//! Many concurrent supporters of a package with few places.

use std::sync::Arc;

use miaohui_crowdfunding::ids::{PackageId, ProjectId, UserId};
use miaohui_crowdfunding::store::package::{self, PackageKind};
use miaohui_crowdfunding::store::support;
use miaohui_db::{Database, Tx};
use miaohui_kernel::Fen;
use miaohui_server::verify;
use miaohui_testkit::{CrowdfundingUser, TestApp};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::Barrier;

use crate::program::rounds;

const CLIENTS: u32 = 64;
const PLACES: u32 = 10;

/// Creates a project under way with a package of ten places at 23 yuan, and returns both ids.
async fn create_project_with_package(app: &TestApp, owner: &CrowdfundingUser) -> (ProjectId, PackageId) {
    let project = app.create_draft(owner, "一坛酒").await;
    let package = app.create_package(owner, project, json!(23), PLACES, PackageKind::Ordinary).await;
    app.start_project(owner, project).await;
    (project, package)
}

/// The violated invariants of a database.
async fn violations(db: &Database) -> Vec<String> {
    verify(db, false).await.unwrap().into_iter().map(|finding| finding.what).collect()
}

/// A supporter that orders twice, withdraws one order and pays the other with two concurrent calls.
/// Returns the number of paid supports.
async fn order_and_pay(
    app: Arc<TestApp>,
    who: CrowdfundingUser,
    project: ProjectId,
    package: PackageId,
    gate: Arc<Barrier>,
) -> i64 {
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
    assert_eq!(first.status, second.status, "both calls concern the same support");
    i64::from(first.status == 200)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_supporters_get_each_place_at_most_once() {
    let app = Arc::new(TestApp::start().await);
    let owner = app.crowdfunding_user(0).await;
    let mut people = Vec::new();
    for n in 1..=CLIENTS {
        people.push(app.crowdfunding_user(n).await);
    }
    for _ in 0..rounds(1) {
        let (project, package) = create_project_with_package(&app, &owner).await;
        let gate = Arc::new(Barrier::new(CLIENTS as usize));
        let mut backers = tokio::task::JoinSet::new();
        for who in &people {
            backers.spawn(order_and_pay(Arc::clone(&app), who.clone(), project, package, Arc::clone(&gate)));
        }
        let paid: i64 = backers.join_all().await.into_iter().sum();
        assert_eq!(paid, i64::from(PLACES));
        let shown = app.get(None, &format!("/api/crowdfunding/project/{project}/")).await;
        assert_eq!((&shown["support_count"], &shown["now_money"]), (&json!(PLACES), &json!(23 * PLACES)));
    }
    assert_eq!(violations(&app.service.crowdfunding.db).await, [""; 0]);
}

/// Takes a place incorrectly: checks first and inserts without checking again.
async fn take_without_the_guard(
    db: Database,
    user: UserId,
    project: ProjectId,
    package: PackageId,
    all_have_checked: Arc<Barrier>,
) {
    let price = (Fen(2300), PackageKind::Ordinary);
    let has_place = db.read(move |tx| package::has_place(tx, package)).await.unwrap();
    all_have_checked.wait().await;
    if !has_place {
        return;
    }
    let take = move |tx: &mut Tx<'_>| {
        let id = support::insert(tx, user, project, package, price, 0)?;
        tx.execute("UPDATE cf_support SET paid = TRUE, paid_at = 0 WHERE id = $1", &[id.into()])?;
        support::add_to_project(tx, project, price.0, price.1)
    };
    db.write(take).await.unwrap();
}

/// Negative control: without the guard the checks report more supports than places.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_guard_the_checks_report_an_overfull_package() {
    let app = TestApp::start().await;
    let owner = app.crowdfunding_user(0).await;
    let (project, package) = create_project_with_package(&app, &owner).await;
    let all_have_checked = Arc::new(Barrier::new(CLIENTS as usize));
    let mut takers = tokio::task::JoinSet::new();
    for _ in 0..CLIENTS {
        let db = app.service.crowdfunding.db.clone();
        takers.spawn(take_without_the_guard(db, owner.id, project, package, Arc::clone(&all_have_checked)));
    }
    takers.join_all().await;
    let found = violations(&app.service.crowdfunding.db).await;
    assert!(found.iter().any(|what| what == "a package has more paid supports than places"), "{found:?}");
}
