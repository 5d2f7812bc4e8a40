//! The cost of lists of projects: statements and indexes.

use miaohui_crowdfunding::store::package::PackageKind;
use miaohui_testkit::{CrowdfundingFixture, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

const PROJECTS: &str = "/api/crowdfunding/project/";

#[tokio::test]
async fn a_list_runs_a_constant_number_of_statements() {
    let app = TestApp::start().await;
    let crowdfunding = CrowdfundingFixture::create(&app).await;
    for n in 0..12 {
        let id = app.create_draft(&crowdfunding.owner, &format!("n{n}")).await;
        app.create_package(&crowdfunding.owner, id, json!(1), 0, PackageKind::Ordinary).await;
    }
    let statements = async |path: &str| {
        let before = app.service.crowdfunding.db.stats().statements;
        app.get(Some(&crowdfunding.owner), path).await;
        app.service.crowdfunding.db.stats().statements - before
    };
    for path in [PROJECTS, "/api/crowdfunding/project/?search=n"] {
        let join = if path.contains('?') { '&' } else { '?' };
        let (one, many) = (statements(&format!("{path}{join}page_size=1")).await, statements(path).await);
        assert_eq!(one, many, "{path}");
        assert!(many <= 7, "{path}: {many}");
    }
}

/// Statements that collect the details of one page, or that search. The page and the number of
/// matches bound their sorting.
const GATHERING: &[&str] =
    &["IN (SELECT value FROM json_each", "WITH RECURSIVE", "cf_project_gram", "p.name = ?1"];

#[tokio::test]
async fn every_list_is_served_in_order_by_an_index() {
    let app = TestApp::start().await;
    let crowdfunding = CrowdfundingFixture::create(&app).await;
    for query in [
        "",
        "user=1",
        "status=0",
        "location=1",
        "category=1",
        "search=x",
        "name=x",
        "ordering=post_datetime",
        "ordering=-post_datetime",
        "ordering=name",
        "ordering=-name,-id",
        "ordering=attention_count",
        "ordering=-attention_count",
        "ordering=id",
        "ordering=-id",
        "user=1&ordering=-id",
        "status=3&ordering=id",
    ] {
        app.get(Some(&crowdfunding.owner), &format!("{PROJECTS}?{query}")).await;
    }
    for resource in miaohui_crowdfunding::routes::table() {
        let path = crowdfunding.path(resource.path);
        app.api(Some(&crowdfunding.owner), Method::GET, &path, Value::Null).await;
    }
    crate::plans::assert_served_in_order(&app, GATHERING, 30);
}
