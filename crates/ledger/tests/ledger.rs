//! Postings are made once, and each balance is the sum of its lines.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use miaohui_db::{Database, Options, Slice, verify};
use miaohui_kernel::Fen;
use miaohui_ledger::verify::CHECKS;
use miaohui_ledger::{Account, MIGRATIONS, PostError, Posted, Transfer, balance, post, statement};
use miaohui_testkit::TestDatabase;

fn open() -> (TestDatabase, Database) {
    let database = TestDatabase::create();
    let db = Database::open(&Options { readers: 4, ..Options::new(database.url()) }, &[MIGRATIONS]).unwrap();
    (database, db)
}

fn transfer(from: &Account, to: &Account, fen: i64) -> Transfer {
    Transfer { from: from.clone(), to: to.clone(), fen: Fen(fen) }
}

async fn try_post(db: &Database, key: &str, transfers: Vec<Transfer>) -> Result<Posted, PostError> {
    let key = key.to_owned();
    db.write(move |tx| post(tx, &key, "test", &transfers, 7)).await
}

async fn balance_of(db: &Database, account: &Account) -> i64 {
    let account = account.clone();
    db.read(move |tx| balance(tx, &account)).await.unwrap().get()
}

#[tokio::test]
async fn a_posting_is_made_once_and_no_balance_is_negative() {
    let (_database, db) = open();
    let (ann, escrow, alipay) = (Account::User(1), Account::Escrow(9), Account::Clearing("alipay".into()));
    let recharge = || vec![transfer(&alipay, &ann, 1000)];
    assert_eq!(try_post(&db, "a", recharge()).await.unwrap(), Posted::New);
    assert_eq!(try_post(&db, "a", recharge()).await.unwrap(), Posted::Duplicate);
    assert_eq!((balance_of(&db, &ann).await, balance_of(&db, &alipay).await), (1000, -1000));
    let spend = |fen| vec![transfer(&ann, &escrow, fen)];
    assert!(
        matches!(try_post(&db, "b", spend(1001)).await, Err(PostError::InsufficientFunds(account)) if account == ann)
    );
    assert_eq!(
        try_post(&db, "b", spend(1000)).await.unwrap(),
        Posted::New,
        "the failed posting changed nothing"
    );
    let split = vec![transfer(&escrow, &Account::User(2), 950), transfer(&escrow, &Account::Platform, 50)];
    assert_eq!(try_post(&db, "c", split).await.unwrap(), Posted::New);
    let all = [&ann, &escrow, &alipay, &Account::User(2), &Account::Platform];
    let mut sums = Vec::new();
    for account in all {
        sums.push(balance_of(&db, account).await);
    }
    assert_eq!(sums, [0, 0, -1000, 950, 50]);
    let entries =
        db.read(move |tx| statement(tx, &Account::User(1), Slice { limit: 10, offset: 0 })).await.unwrap();
    assert_eq!(entries.0, 2);
    let lines: Vec<(&str, Fen, Option<Fen>)> =
        entries.1.iter().map(|entry| (entry.key.as_str(), entry.fen, entry.balance)).collect();
    assert_eq!(lines, [("b", Fen(-1000), Some(Fen::ZERO)), ("a", Fen(1000), Some(Fen(1000)))]);
    assert_eq!(verify(&db, CHECKS, false).await.unwrap(), []);
}

#[tokio::test]
async fn concurrent_postings_keep_every_balance_right() {
    let (_database, db) = open();
    let people: Vec<Account> = (1..=4).map(Account::User).collect();
    for (n, person) in people.iter().enumerate() {
        try_post(&db, &format!("start {n}"), vec![transfer(&Account::External, person, 500)]).await.unwrap();
    }
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..200_usize {
        let (db, from, to) = (db.clone(), people[n % 4].clone(), people[(n * 7 + 1) % 4].clone());
        // Each posting is made twice.
        tasks.spawn(async move {
            try_post(&db, &format!("move {}", n / 2 * 2), vec![transfer(&from, &to, 90)]).await
        });
    }
    for result in tasks.join_all().await {
        assert!(matches!(result, Ok(_) | Err(PostError::InsufficientFunds(_))), "{result:?}");
    }
    let mut sum = 0;
    for person in &people {
        let fen = balance_of(&db, person).await;
        assert!(fen >= 0);
        sum += fen;
    }
    assert_eq!(sum, 2000);
    assert_eq!(verify(&db, CHECKS, false).await.unwrap(), []);
}

#[tokio::test]
async fn violations_are_found() {
    let (_database, db) = open();
    try_post(&db, "a", vec![transfer(&Account::External, &Account::User(1), 500)]).await.unwrap();
    db.write(|tx| tx.execute("UPDATE ledger_balance SET balance = 400", &[])).await.unwrap();
    db.write(|tx| tx.execute("UPDATE ledger_line SET fen = 500 WHERE fen = -500", &[])).await.unwrap();
    assert_eq!(verify(&db, CHECKS, false).await.unwrap().len(), 2);
    let negative = db.write(|tx| tx.execute("UPDATE ledger_balance SET balance = -1", &[])).await;
    assert!(negative.is_err(), "a check of the table refuses it");
}

#[test]
fn an_account_is_parsed_from_its_text() {
    for text in ["user:7", "held:7", "escrow:3", "clearing:alipay", "platform", "external"] {
        assert_eq!(text.parse::<Account>().unwrap().to_string(), text);
    }
    for text in ["user", "user:x", "clearing:", "bank", ""] {
        assert!(text.parse::<Account>().is_err(), "{text}");
    }
}
