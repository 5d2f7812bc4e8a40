//! The operators' console, tested through its pages.

mod actions;
mod authorization;
mod door;
mod files;
mod find;
mod fixture;
mod following;
mod forgery;
mod forms;
mod hostile_text;
mod lists;
mod messages;
mod narrowing;
mod order;
mod pictures;
mod refusals;
mod registry;
mod revenue;
mod running;
mod second_factor;
mod second_person;
mod sign_in;
mod sorting;
mod things;
mod tickets;
mod views;

use miaohui_admin::Resource;
use miaohui_db::Sql;
use miaohui_testkit::TestApp;

/// The resources of the console.
fn resources(app: &TestApp) -> &[&'static Resource] {
    &app.service.console.registry.resources
}

/// The integer that a query returns.
pub async fn number(app: &TestApp, sql: &str) -> i64 {
    let sql = sql.to_owned();
    let read = move |tx: &mut miaohui_db::Tx<'_>| tx.query_one::<(i64,)>(Sql::Built(&sql), &[]);
    app.service.console.db.read(read).await.unwrap().0
}

/// The text that a query returns.
pub async fn text(app: &TestApp, sql: &str) -> String {
    let sql = sql.to_owned();
    let read = move |tx: &mut miaohui_db::Tx<'_>| tx.query_one::<(String,)>(Sql::Built(&sql), &[]);
    app.service.console.db.read(read).await.unwrap().0
}

/// Executes a statement that must change rows.
pub async fn change(app: &TestApp, sql: &str) {
    let sql = sql.to_owned();
    let write = move |tx: &mut miaohui_db::Tx<'_>| tx.execute(Sql::Built(&sql), &[]);
    assert!(app.service.console.db.write(write).await.unwrap() > 0);
}

/// The number of audit rows with an action.
pub async fn audited(app: &TestApp, action: &str) -> i64 {
    number(app, &format!("SELECT COUNT(*) FROM console_audit WHERE action = '{action}'")).await
}

/// A text percent-encoded byte by byte.
fn encoded(text: &str) -> String {
    let bytes: Vec<String> = text.bytes().map(|byte| format!("%{byte:02x}")).collect();
    bytes.concat()
}
