//! The orders of lists, and what narrowed and sorted lists read.

use std::collections::BTreeSet;

use miaohui_admin::Resource;
use miaohui_testkit::TestApp;

use super::lists::SMALL_TABLES;
use super::{change, resources};
use crate::plans::plan;

/// Whether an index, or the key, gives the rows of a statement in its order. A sort within the rows of one
/// value is none of the table.
fn is_served(app: &TestApp, text: &str) -> Result<(), String> {
    let steps = plan(&rusqlite::Connection::open(app.data_dir().join("miaohui.db")).unwrap(), text);
    if steps.iter().any(|step| step.contains("TEMP B-TREE FOR ORDER BY")) {
        return Err(steps.join("\n  "));
    }
    Ok(())
}

/// The resources of tables that grow, but not those that operators put in order or empty: a partial index
/// has their few rows, which are sorted.
fn growing(app: &TestApp) -> impl Iterator<Item = &'static Resource> {
    let is_few = |only: &str| !only.is_empty() && only != "t.blob IS NOT NULL";
    resources(app).iter().copied().filter(move |one| !SMALL_TABLES.contains(&one.table) && !is_few(one.only))
}

#[tokio::test]
async fn a_list_sorts_by_each_column_that_an_index_orders_and_by_no_other() {
    let app = TestApp::start().await;
    if app.is_postgres() {
        // Both engines have the same indexes, and tables of tests are too small for a planner.
        return;
    }
    let owner = app.signed_in("owner").await;
    let db = &app.service.console.db;
    let (mut bad, mut sorted) = (Vec::new(), 0);
    for resource in growing(&app) {
        let Resource { name, table, key, .. } = resource;
        let only = if resource.only.is_empty() { "1 = 1" } else { resource.only };
        let own = if resource.text_key { String::new() } else { format!(" AND t.{key} > 0") };
        for field in resource.fields {
            let column = field.column;
            match resource.sorts_by(field) {
                Some(by) => {
                    sorted += 1;
                    let before: BTreeSet<String> = db.statements().into_iter().collect();
                    for sign in ["", "-"] {
                        let path = format!("/console/r/{name}?sort={sign}{by}");
                        assert_eq!(owner.get(&path).await.status, 200, "{path}");
                    }
                    let new = db.statements().into_iter().filter(|text| !before.contains(text));
                    let ordered = |text: &String| {
                        text.contains("ORDER BY") && text.contains(&format!("FROM {table} t WHERE"))
                    };
                    for text in new.filter(ordered).collect::<Vec<_>>() {
                        if let Err(steps) = is_served(&app, &text) {
                            bad.push(format!("{name} sorts by {by}:\n  {text}\n  {steps}"));
                        }
                    }
                }
                None if !field.kind.is_ordered() || column == *key => {}
                None => {
                    let text = format!(
                        "SELECT t.* FROM {table} t WHERE {only}{own} ORDER BY t.{column}, t.{key} LIMIT 51"
                    );
                    if is_served(&app, &text).is_ok() {
                        bad.push(format!("an index orders {name} by {column}, and its list does not"));
                    }
                }
            }
        }
    }
    assert!(sorted > 60, "{sorted}");
    assert!(bad.is_empty(), "{}: {}", bad.len(), bad.join("\n\n"));
}

#[tokio::test]
async fn a_state_within_days_reads_the_rows_of_these_days() {
    let app = TestApp::start().await;
    if app.is_postgres() {
        // SQLite tells the steps of its statements.
        return;
    }
    let owner = app.signed_in("owner").await;
    let now = app.clock.now_ms();
    // Thirty thousand messages in three hundred days.
    change(
        &app,
        &format!(
            "INSERT INTO outbox (kind, payload, created_at, expires_at, tries, state)
             WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 30000)
             SELECT 'sms', '', {now} - (30000 - n) * 864000, {now}, 1, 'delivered' FROM n"
        ),
    )
    .await;
    let steps = async |path: &str| {
        let before = app.service.console.db.stats().steps;
        let page = owner.get(path).await;
        assert!(page.status == 200 && page.has("data-row"), "{path}: {}", page.text());
        app.service.console.db.stats().steps - before
    };
    let days = steps("/console/r/outbox?t=today").await;
    let state = steps("/console/r/outbox?t=today&f.state=delivered").await;
    assert!(state < days + days / 2, "{state} steps, and {days} for the days alone");
}
