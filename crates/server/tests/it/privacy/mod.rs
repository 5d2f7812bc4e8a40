//! Personal data: erasure and export in both products, and the table in `docs/privacy.md`.

mod at_rest;
mod community;
mod crowdfunding;
mod demo;
mod table;

use miaohui_db::Tx;
use miaohui_testkit::TestApp;

/// Does the background work of erasures and returns the number of erased users.
pub async fn erase_due(app: &TestApp) -> usize {
    miaohui_server::erase_due(&app.service.community, &app.service.crowdfunding).await.unwrap()
}

/// The first column of each row of a statement, as a text.
async fn texts(app: &TestApp, sql: String) -> Vec<String> {
    let read = move |tx: &mut Tx<'_>| {
        let mut all = Vec::new();
        tx.for_each(miaohui_db::Sql::Built(&sql), &[], |row| {
            all.extend(row.columns().take::<Option<String>>()?);
            Ok(())
        })?;
        Ok::<_, miaohui_db::Error>(all)
    };
    app.service.platform.db.read(read).await.unwrap()
}

/// The text columns of the tables.
pub async fn text_columns(app: &TestApp) -> Vec<(String, String)> {
    let sql = if app.is_postgres() {
        "SELECT table_name || '.' || column_name FROM information_schema.columns
         WHERE table_schema = 'public' AND data_type = 'text' AND table_name IN
           (SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE')
         ORDER BY 1"
    } else {
        "SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
         WHERE m.type = 'table' AND c.type = 'TEXT' ORDER BY 1"
    };
    let all = texts(app, sql.into()).await;
    all.iter().map(|name| name.split_once('.').map(|(t, c)| (t.into(), c.into())).unwrap()).collect()
}

/// Fails if a text of the database contains one of `words`.
pub async fn require_nowhere(app: &TestApp, columns: &[(String, String)], words: &[String]) {
    for (table, column) in columns {
        for word in words {
            let word = word.replace('\'', "''");
            let sql = format!("SELECT {column} FROM {table} WHERE {column} LIKE '%{word}%' LIMIT 1");
            assert_eq!(texts(app, sql).await, [""; 0], "{table}.{column} names {word}");
        }
    }
}
