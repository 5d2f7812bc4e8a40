//! The differences between the two dialects: a statement gives the same result on both engines, or
//! an error on both.

use miaohui_db::{Database, Error, FromRow, Migration, Migrations, Options, Script, Value};
use miaohui_testkit::TestDatabase;

const SCHEMA: Migrations = Migrations {
    component: "test",
    steps: &[Migration {
        version: 1,
        name: "rows",
        sql: Script::Text(
            "CREATE TABLE r (id IDENTITY, s TEXT, n BIGINT, flag BOOLEAN, g TEXT) STRICT;
              CREATE UNIQUE INDEX r_s ON r (s);
              CREATE TABLE tally (k TEXT PRIMARY KEY, n BIGINT NOT NULL) STRICT;",
        ),
    }],
};

struct Bench {
    db: Database,
    _database: TestDatabase,
}

impl Bench {
    fn open() -> Self {
        let database = TestDatabase::create();
        let db = Database::open(&Options { readers: 2, ..Options::new(database.url()) }, &[SCHEMA]).unwrap();
        Self { db, _database: database }
    }

    async fn run(&self, sql: &'static str, params: &[Value<'static>]) -> Result<u64, Error> {
        let params = params.to_vec();
        self.db.write(move |tx| tx.execute(sql, &params)).await
    }

    async fn all<T: FromRow + Send + 'static>(&self, sql: &'static str, params: &[Value<'static>]) -> Vec<T> {
        self.try_all(sql, params).await.unwrap()
    }

    async fn try_all<T: FromRow + Send + 'static>(
        &self,
        sql: &'static str,
        params: &[Value<'static>],
    ) -> Result<Vec<T>, Error> {
        let params = params.to_vec();
        self.db.read(move |tx| tx.query(sql, &params)).await
    }

    async fn rows(self) -> Self {
        for (s, n, g) in [("apple", Some(3), "x"), ("Banana", None, "y"), ("cherry", Some(1), "x")] {
            let values = [s.into(), n.into(), true.into(), g.into()];
            self.run("INSERT INTO r (s, n, flag, g) VALUES ($1, $2, $3, $4)", &values).await.unwrap();
        }
        self
    }
}

#[tokio::test]
async fn repeated_and_unordered_binds_keep_their_numbers() {
    let bench = Bench::open();
    let sql = "SELECT CAST($2 AS TEXT), CAST($1 AS TEXT), CAST($2 AS TEXT), '$1'";
    let rows: Vec<(String, String, String, String)> = bench.all(sql, &["one".into(), "two".into()]).await;
    assert_eq!(rows, [("two".into(), "one".into(), "two".into(), "$1".into())]);
}

#[tokio::test]
async fn identity_keys_grow_and_are_never_reused() {
    let bench = Bench::open();
    for _ in 0..2 {
        bench.run("INSERT INTO r (n) VALUES (1)", &[]).await.unwrap();
    }
    bench.run("DELETE FROM r WHERE id = 2", &[]).await.unwrap();
    bench.run("INSERT INTO r (n) VALUES (2)", &[]).await.unwrap();
    let ids: Vec<(i64,)> = bench.all("SELECT id FROM r ORDER BY id", &[]).await;
    assert_eq!(ids, [(1,), (3,)]);
}

#[tokio::test]
async fn like_is_case_sensitive() {
    let bench = Bench::open().rows().await;
    let found: Vec<(String,)> = bench.all("SELECT s FROM r WHERE s LIKE $1", &["b%".into()]).await;
    assert_eq!(found, []);
    let found: Vec<(String,)> = bench.all("SELECT s FROM r WHERE s LIKE $1", &["B%".into()]).await;
    assert_eq!(found, [("Banana".into(),)]);
}

#[tokio::test]
async fn texts_sort_by_bytes_and_nulls_as_stated() {
    let bench = Bench::open().rows().await;
    let sorted: Vec<(String,)> = bench.all("SELECT s FROM r ORDER BY s", &[]).await;
    assert_eq!(sorted, [("Banana".into(),), ("apple".into(),), ("cherry".into(),)]);
    let sorted: Vec<(Option<i64>,)> = bench.all("SELECT n FROM r ORDER BY n DESC NULLS LAST", &[]).await;
    assert_eq!(sorted, [(Some(3),), (Some(1),), (None,)]);
}

#[tokio::test]
async fn a_quoted_name_is_never_a_text() {
    let bench = Bench::open();
    assert!(bench.try_all::<(String,)>("SELECT \"no such column\"", &[]).await.is_err());
}

#[tokio::test]
async fn a_value_of_another_type_is_refused() {
    let bench = Bench::open();
    assert!(bench.run("INSERT INTO r (n) VALUES ($1)", &["abc".into()]).await.is_err());
    assert!(bench.run("INSERT INTO r (n) VALUES ('abc')", &[]).await.is_err());
}

#[tokio::test]
async fn a_nul_character_is_refused() {
    let bench = Bench::open();
    assert!(matches!(bench.run("INSERT INTO r (s) VALUES ($1)", &["a\0b".into()]).await, Err(Error::Nul)));
    let texts: &[&str] = &["fine", "not\0fine"];
    assert!(matches!(
        bench.try_all::<(i64,)>("SELECT id FROM r WHERE s IN LIST($1)", &[texts.into()]).await,
        Err(Error::Nul)
    ));
}

#[tokio::test]
async fn flags_and_conditions_are_flags() {
    let bench = Bench::open().rows().await;
    let sql = "SELECT flag, EXISTS (SELECT 1 FROM r WHERE n = 3), n IS NULL FROM r WHERE s = 'apple'";
    assert_eq!(bench.all::<(bool, bool, bool)>(sql, &[]).await, [(true, true, false)]);
    let found: Vec<(i64,)> =
        bench.all("SELECT COUNT(*) FROM r WHERE flag = $1 AND flag = TRUE", &[true.into()]).await;
    assert_eq!(found, [(3,)]);
}

#[tokio::test]
async fn a_limit_can_be_bound() {
    let bench = Bench::open().rows().await;
    let sql = "SELECT id FROM r ORDER BY id LIMIT $1 OFFSET $2";
    assert_eq!(bench.all::<(i64,)>(sql, &[2.into(), 1.into()]).await, [(2,), (3,)]);
}

#[tokio::test]
async fn a_list_is_one_bind() {
    let bench = Bench::open().rows().await;
    let (ids, texts): (&[i64], &[&str]) = (&[1, 3, 99], &["apple", "x\"y\\z", "庙会"]);
    assert_eq!(
        bench.all::<(i64,)>("SELECT id FROM r WHERE id IN LIST($1) ORDER BY id", &[ids.into()]).await,
        [(1,), (3,)]
    );
    assert_eq!(bench.all::<(i64,)>("SELECT id FROM r WHERE s IN LIST($1)", &[texts.into()]).await, [(1,)]);
    let none: &[i64] = &[];
    assert_eq!(bench.all::<(i64,)>("SELECT id FROM r WHERE id IN LIST($1)", &[none.into()]).await, []);
}

#[tokio::test]
async fn optional_filters_need_a_cast() {
    let bench = Bench::open().rows().await;
    let sql = "SELECT COUNT(*) FROM r WHERE CAST($1 AS BIGINT) IS NULL OR n = $1";
    assert_eq!(bench.all::<(i64,)>(sql, &[Value::Null]).await, [(3,)]);
    assert_eq!(bench.all::<(i64,)>(sql, &[3.into()]).await, [(1,)]);
}

#[tokio::test]
async fn a_sum_without_a_cast_is_an_error_that_says_so() {
    let bench = Bench::open().rows().await;
    assert_eq!(bench.all::<(i64,)>("SELECT CAST(SUM(n) AS BIGINT) FROM r", &[]).await, [(4,)]);
    if let Err(error) = bench.try_all::<(i64,)>("SELECT SUM(n) AS total FROM r", &[]).await {
        assert!(error.to_string().contains("`total`") && error.to_string().contains("CAST"), "{error}");
    }
}

#[tokio::test]
async fn an_insert_from_a_select_can_update_on_conflict() {
    let bench = Bench::open().rows().await;
    let sql = "INSERT INTO tally (k, n) SELECT g, COUNT(*) FROM r WHERE TRUE GROUP BY g
               ON CONFLICT (k) DO UPDATE SET n = tally.n + excluded.n";
    assert_eq!(bench.run(sql, &[]).await.unwrap(), 2);
    assert_eq!(bench.run(sql, &[]).await.unwrap(), 2);
    let rows: Vec<(String, i64)> = bench.all("SELECT k, n FROM tally ORDER BY k", &[]).await;
    assert_eq!(rows, [("x".into(), 4), ("y".into(), 2)]);
    assert_eq!(
        bench.run("INSERT INTO tally (k, n) VALUES ('x', 1) ON CONFLICT DO NOTHING", &[]).await.unwrap(),
        0
    );
}

#[tokio::test]
async fn common_features_work_on_both_engines() {
    let bench = Bench::open().rows().await;
    let numbers = "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 4)
                   SELECT CAST(n AS BIGINT), ROW_NUMBER() OVER (ORDER BY n DESC) FROM c WHERE (n, 0) > (1, 5) ORDER BY n";
    assert_eq!(bench.all::<(i64, i64)>(numbers, &[]).await, [(2, 3), (3, 2), (4, 1)]);
    let filtered = "SELECT COUNT(*) FILTER (WHERE n > 1), COUNT(*) FROM r";
    assert_eq!(bench.all::<(i64, i64)>(filtered, &[]).await, [(1, 3)]);
    let update = "UPDATE r SET n = o.n + 10 FROM r o WHERE o.s = 'apple' AND r.s = 'cherry'";
    assert_eq!(bench.run(update, &[]).await.unwrap(), 1);
    let texts = "SELECT s || '!' FROM r WHERE n = 13";
    assert_eq!(bench.all::<(String,)>(texts, &[]).await, [("cherry!".into(),)]);
}
