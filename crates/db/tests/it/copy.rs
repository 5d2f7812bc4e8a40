//! Copies of an SQLite file.

use miaohui_db::copy_sqlite;
use miaohui_testkit::TestDatabase;

#[test]
fn a_copy_is_paced_by_its_bytes_whatever_the_size_of_its_pages() {
    let database = TestDatabase::create();
    let dir = database.dir();
    for page_size in [1024, 4096] {
        let (from, to) = (dir.join(format!("{page_size}.db")), dir.join(format!("{page_size}.copy")));
        let connection = rusqlite::Connection::open(&from).unwrap();
        connection
            .execute_batch(&format!(
                "PRAGMA page_size = {page_size}; CREATE TABLE t (x); INSERT INTO t VALUES (zeroblob(3000000))"
            ))
            .unwrap();
        let mut told = Vec::new();
        let pace = |done, all| {
            told.push((done, all));
            true
        };
        copy_sqlite(&from, &to, |begin| begin(), pace).unwrap();
        let size = std::fs::metadata(&to).unwrap().len();
        assert!(size > 3_000_000, "{size}");
        assert_eq!(told.last(), Some(&(size, size)), "{page_size}");
        assert!(told.len() > 1 && told[0].0 < size, "{told:?}");
    }
}
