//! Query plans of the statements that a test has run.

use miaohui_testkit::TestApp;

/// How SQLite runs a statement, step by step.
pub fn plan(file: &rusqlite::Connection, text: &str) -> Vec<String> {
    let mut statement = file.prepare(&format!("EXPLAIN QUERY PLAN {text}")).unwrap();
    let unbound = vec![rusqlite::types::Null; statement.parameter_count()];
    let rows =
        statement.query_map(rusqlite::params_from_iter(unbound), |row| row.get::<_, String>(3)).unwrap();
    rows.map(Result::unwrap).collect()
}

/// Requires that SQLite sorts no rows for a statement with `ORDER BY`, except for statements that
/// contain one of `but`. `least` is the minimal number of statements to check.
pub fn assert_served_in_order(app: &TestApp, but: &[&str], least: usize) {
    // PostgreSQL plans by table sizes, and tables are almost empty in tests.
    if app.is_postgres() {
        return;
    }
    let file = rusqlite::Connection::open(app.data_dir().join("miaohui.db")).unwrap();
    let (mut sorting, mut looked_at) = (Vec::new(), 0);
    for text in app.service.community.db.statements().iter().filter(|text| text.contains("ORDER BY")) {
        looked_at += 1;
        let plan = plan(&file, text);
        let strays = plan.iter().any(|step| step.contains("_by_"));
        assert!(!strays, "an index that is for the console's lists serves {text}\n{}", plan.join("\n"));
        let sorts = plan.iter().any(|step| step.contains("USE TEMP B-TREE FOR"));
        if sorts && !but.iter().any(|part| text.contains(part)) {
            sorting.push(format!("{text}\n  {}", plan.join("\n  ")));
        }
    }
    assert!(looked_at >= least, "{looked_at}");
    assert!(sorting.is_empty(), "{}", sorting.join("\n\n"));
}
