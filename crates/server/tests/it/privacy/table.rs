//! The table of `docs/privacy.md` lists every column of the schema, once, on either engine.

use std::collections::{BTreeMap, BTreeSet};

use miaohui_db::Tx;
use miaohui_testkit::TestApp;

/// Table and column of each row of the document.
fn documented() -> BTreeMap<String, BTreeSet<String>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/privacy.md");
    let text = std::fs::read_to_string(path).unwrap();
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let table = text.split("## Every column").nth(1).unwrap();
    for line in table.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        assert_eq!(cells.len(), 4, "table, columns, what an erasure does, how long it is kept: {line}");
        assert!(cells.iter().all(|cell| !cell.is_empty()), "{line}");
        let table = all.entry(cells[0].trim_matches('`').to_owned()).or_default();
        for column in cells[1].split(',').map(|column| column.trim().trim_matches('`')) {
            assert!(table.insert(column.to_owned()), "{}.{column} is listed twice", cells[0]);
        }
    }
    all
}

#[tokio::test]
async fn every_column_is_in_a_row_of_the_privacy_table() {
    let app = TestApp::start().await;
    let sql = if app.is_postgres() {
        "SELECT c.table_name || '.' || c.column_name FROM information_schema.columns c
         JOIN information_schema.tables t ON t.table_name = c.table_name AND t.table_schema = c.table_schema
         WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' ORDER BY 1"
    } else {
        "SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
         WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY 1"
    };
    let read = move |tx: &mut Tx<'_>| tx.query::<(String,)>(sql, &[]);
    let columns = app.service.platform.db.read(read).await.unwrap();
    let mut stored: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name,) in columns {
        let (table, column) = name.split_once('.').unwrap();
        stored.entry(table.to_owned()).or_default().insert(column.to_owned());
    }
    assert!(stored.len() > 60, "{}", stored.len());
    let documented = documented();
    for (table, columns) in &stored {
        let known = documented.get(table).cloned().unwrap_or_default();
        let missing: Vec<&String> = columns.difference(&known).collect();
        assert_eq!(missing, [""; 0], "columns of {table} that docs/privacy.md does not list");
        let gone: Vec<&String> = known.difference(columns).collect();
        assert_eq!(gone, [""; 0], "columns of {table} that do not exist");
    }
    let gone: Vec<&String> = documented.keys().filter(|table| !stored.contains_key(*table)).collect();
    assert_eq!(gone, [""; 0], "tables that do not exist");
}
