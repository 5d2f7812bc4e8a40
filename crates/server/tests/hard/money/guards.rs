//! Negative controls: without a guard, the operation that it prevents succeeds, and the checks of
//! the other tests report the damage.

use miaohui_community::store::order_payments::OrderPayments;
use miaohui_crowdfunding::ids::UserId;
use miaohui_crowdfunding::store::money::{self, RechargePayments};
use miaohui_crowdfunding::store::settlement::{self, Fee};
use miaohui_db::{Sql, Tx};
use miaohui_kernel::{DAY_MS, Fen};
use miaohui_payments::{Error, NewIntent, Payable, PayerId, PaymentDecision, Result, SubjectId, record_paid};
use miaohui_testkit::TestApp;
use serde_json::json;

use super::test_data::TestData;
use super::violations;

/// A guard and how to remove it.
enum Guard {
    /// A constraint: its table, its text in the definition, and PostgreSQL's name for it.
    Constraint(&'static str, &'static str, &'static str),
    /// A condition of a statement: SQL that makes it true.
    Condition(&'static str),
}

/// Removes the guard.
async fn remove_guard(app: &TestApp, guard: &Guard) {
    let db = &app.service.community.db;
    match *guard {
        Guard::Condition(sql) => drop(db.write(move |tx| tx.execute(sql, &[])).await.unwrap()),
        Guard::Constraint(table, _, name) if app.is_postgres() => {
            let sql = format!("ALTER TABLE {table} DROP CONSTRAINT {name}");
            db.write(move |tx| tx.execute(Sql::Built(&sql), &[])).await.unwrap();
        }
        Guard::Constraint(table, text, _) => recreate_without(app, table, text),
    }
}

/// Recreates a table of SQLite without a text of its definition, because SQLite cannot drop
/// constraints.
fn recreate_without(app: &TestApp, table: &str, text: &str) {
    let file = rusqlite::Connection::open(app.data_dir().join("miaohui.db")).unwrap();
    let schema = |kind: &str| -> Vec<String> {
        let sql = "SELECT sql FROM sqlite_schema WHERE tbl_name = ?1 AND type = ?2 AND sql IS NOT NULL";
        let mut found = file.prepare(sql).unwrap();
        found.query_map([table, kind], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let (made, indexes) = (schema("table").remove(0), schema("index").join(";"));
    assert!(made.contains(text), "{made}");
    let without = made.replacen(text, "", 1);
    file.execute_batch(&format!(
        "PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON; BEGIN IMMEDIATE;
         ALTER TABLE {table} RENAME TO guarded; {without}; INSERT INTO {table} SELECT * FROM guarded;
         DROP TABLE guarded; {indexes}; COMMIT"
    ))
    .unwrap();
}

/// An app with a paid ticket order, a recharged balance and a project that has succeeded.
async fn app_with_payments() -> TestApp {
    let app = TestApp::start().await;
    let data = TestData::create(&app, 2, 4).await;
    let order = json!({ "ticket_id_list": [data.tickets[0]] });
    let order = app.ok(&data.community_users[0], "order_create", order).await["order_id"].clone();
    app.ok(&data.community_users[0], "order_pay", json!({ "order_id": order })).await;
    app.post(&data.crowdfunding_users[1], "/api/accounts/user/recharge/", json!({ "money": 100 })).await;
    let (project, package) = data.packages[0];
    for _ in 0..2 {
        app.create_support(&data.crowdfunding_users[1], project, package, true).await;
    }
    app.clock.advance(5 * DAY_MS);
    miaohui_crowdfunding::close_projects(&app.service.crowdfunding).await.unwrap();
    assert_eq!(violations(&app.service.community.db).await, [""; 0]);
    app
}

/// Records a payment through the sandbox channel, as the payment desk does.
fn pay(
    tx: &mut Tx<'_>,
    payable: &dyn Payable,
    (subject_id, payer_id): (SubjectId, PayerId),
    number: &str,
    transaction: &str,
) -> Result<()> {
    let (subject, channel) = (payable.subject(), "sandbox");
    let new = NewIntent {
        reference: number,
        subject,
        subject_id,
        payer_id,
        channel,
        fen: Fen(1999),
        expires_at: i64::MAX,
    };
    match record_paid(tx, &new, transaction, Some(payable), 1)? {
        PaymentDecision::Accepted(_) => Ok(()),
        PaymentDecision::Refused => Err(Error::TooLate),
    }
}

fn one_transaction_for_two(tx: &mut Tx<'_>) -> Result<()> {
    for number in ["m-control-1", "m-control-2"] {
        let (user,): (UserId,) = tx.query_one("SELECT MAX(id) FROM cf_user", &[])?;
        let recharge = money::begin_recharge(tx, user, Fen(1999), "sandbox", 1)?;
        pay(tx, &RechargePayments, (SubjectId(recharge.id.get()), PayerId(user.get())), number, "the same")?;
    }
    Ok(())
}

fn an_order_again(tx: &mut Tx<'_>) -> Result<()> {
    let (order, user): (i64, i64) =
        tx.query_one("SELECT id, user_id FROM co_order ORDER BY id DESC LIMIT 1", &[])?;
    pay(tx, &OrderPayments, (SubjectId(order), PayerId(user)), "m-control", "another")
}

fn a_posting_again(tx: &mut Tx<'_>) -> Result<()> {
    run(
        tx,
        &[
            "INSERT INTO ledger_posting (key, what, created_at)
             SELECT key, what, created_at FROM ledger_posting WHERE what = 'recharge'",
            "INSERT INTO ledger_line (posting_id, account, fen, balance)
             SELECT (SELECT MAX(id) FROM ledger_posting), l.account, l.fen, l.balance FROM ledger_line l
             WHERE l.posting_id = (SELECT MIN(id) FROM ledger_posting WHERE what = 'recharge')",
            "UPDATE ledger_balance SET balance = balance + 10000 WHERE account =
               (SELECT account FROM ledger_line WHERE posting_id = (SELECT MAX(id) FROM ledger_posting) AND fen > 0)",
        ],
    )
}

fn more_than_there_is(tx: &mut Tx<'_>) -> Result<()> {
    run(
        tx,
        &[
            "INSERT INTO ledger_posting (key, what, created_at) VALUES ('control', 'withdrawal', 1)",
            "INSERT INTO ledger_line (posting_id, account, fen)
             SELECT MAX(id), 'user:' || (SELECT MAX(id) FROM cf_user), -10000000 FROM ledger_posting",
            "INSERT INTO ledger_line (posting_id, account, fen) SELECT MAX(id), 'external', 10000000 FROM ledger_posting",
            "UPDATE ledger_balance SET balance = balance - 10000000
             WHERE account = 'user:' || (SELECT MAX(id) FROM cf_user)",
        ],
    )
}

fn more_back_than_was_paid(tx: &mut Tx<'_>) -> Result<()> {
    run(
        tx,
        &[
            "UPDATE payment_intent SET returned = paid + 1 WHERE subject = 'ticket order'",
            "INSERT INTO payment_refund (reference, intent_id, fen, reason, next_at, created_at)
             SELECT 'm-control', id, paid + 1, 'control', 1, 1 FROM payment_intent WHERE subject = 'ticket order'",
            "INSERT INTO ledger_posting (key, what, created_at) VALUES ('control', 'refund', 1)",
            "INSERT INTO ledger_line (posting_id, account, fen) SELECT MAX(id), 'platform', -2000 FROM ledger_posting",
            "INSERT INTO ledger_line (posting_id, account, fen) SELECT MAX(id), 'due', 2000 FROM ledger_posting",
        ],
    )
}

fn a_project_again(tx: &mut Tx<'_>) -> Result<()> {
    run(
        tx,
        &[
            "UPDATE cf_project SET status = 3 WHERE status = 4",
            "UPDATE cf_project_total SET count = count + CASE WHEN status = 3 THEN 1 ELSE -1 END WHERE status IN (3, 4)",
        ],
    )?;
    settlement::close_due(tx, Fee { per_mille: 0 }, i64::MAX / 2, 10).map(drop).map_err(|_| Error::Failed)
}

fn half_a_posting(tx: &mut Tx<'_>) -> Result<()> {
    run(
        tx,
        &[
            "INSERT INTO ledger_posting (key, what, created_at) VALUES ('control', 'control', 1)",
            "INSERT INTO ledger_line (posting_id, account, fen) SELECT MAX(id), 'external', 1 FROM ledger_posting",
        ],
    )
}

fn run(tx: &mut Tx<'_>, statements: &[&'static str]) -> Result<()> {
    for sql in statements {
        tx.execute(*sql, &[])?;
    }
    Ok(())
}

/// Requires that the operation is refused with the guard, and succeeds without it and is reported
/// by the checks.
async fn require_detection(guard: Guard, operation: fn(&mut Tx<'_>) -> Result<()>, finding: &str) {
    let app = app_with_payments().await;
    let db = &app.service.community.db;
    let refused = db.write(operation).await;
    assert!(refused.is_err(), "{finding}: the guard lets it through");
    assert_eq!(violations(db).await, [""; 0], "what is refused changes nothing");
    remove_guard(&app, &guard).await;
    db.write(operation).await.unwrap_or_else(|error| panic!("{finding}: {error}"));
    let found = violations(db).await;
    assert!(found.iter().any(|what| what == finding), "{finding}: {found:?}");
}

#[tokio::test]
async fn a_provider_transaction_counts_once() {
    let unique = ",\n  UNIQUE (channel, transaction_no)";
    let guard = Guard::Constraint("payment_intent", unique, "payment_intent_channel_transaction_no_key");
    require_detection(guard, one_transaction_for_two, "a provider's transaction is recorded twice").await;
}

#[tokio::test]
async fn a_posting_happens_once() {
    let guard = Guard::Constraint("ledger_posting", " UNIQUE", "ledger_posting_key_key");
    require_detection(guard, a_posting_again, "two ledger postings have the same key").await;
}

#[tokio::test]
async fn a_balance_is_never_negative() {
    let guard = Guard::Constraint("ledger_balance", " CHECK (balance >= 0)", "ledger_balance_balance_check");
    require_detection(guard, more_than_there_is, "a ledger balance is negative").await;
}

#[tokio::test]
async fn refunds_never_exceed_the_payment() {
    let check = " CHECK (returned BETWEEN 0 AND paid)";
    let guard = Guard::Constraint("payment_intent", check, "payment_intent_check");
    require_detection(guard, more_back_than_was_paid, "the refunds of a payment exceed the paid amount")
        .await;
}

#[tokio::test]
async fn an_order_is_paid_once() {
    let forget = "UPDATE co_order SET status = 0, expires_at = 9000000000000000 WHERE status = 1";
    let finding = "an order was paid for twice and both payments were kept";
    require_detection(Guard::Condition(forget), an_order_again, finding).await;
    require_detection(Guard::Condition(forget), an_order_again, "more was kept for an order than it costs")
        .await;
}

#[tokio::test]
async fn a_project_is_settled_once() {
    let guard = || Guard::Constraint("cf_settlement", " PRIMARY KEY", "cf_settlement_pkey");
    require_detection(guard(), a_project_again, "a project was settled twice").await;
    let finding = "a user's balance is not income less expenses";
    require_detection(guard(), a_project_again, finding).await;
}

/// No constraint keeps postings balanced: one function creates all lines. The checks must report an
/// unbalanced posting.
#[tokio::test]
async fn an_unbalanced_posting_is_reported() {
    let app = app_with_payments().await;
    let db = &app.service.community.db;
    db.write(half_a_posting).await.unwrap();
    let found = violations(db).await;
    for finding in ["a ledger posting does not sum to zero", "the ledger does not sum to zero"] {
        assert!(found.iter().any(|what| what == finding), "{finding}: {found:?}");
    }
}
