//! A desk with one channel, and helpers to pay, refund and reconcile.

use std::sync::Arc;

use miaohui_db::{Database, FromRow, Options, Sql, Tx, verify};
use miaohui_gateways::payment::provider::{Notice, Paid};
use miaohui_kernel::{Clock, DAY_MS, Fen, HOUR_MS, Rng};
use miaohui_ledger::{Account, balance};
use miaohui_payments::{
    BillDay, BillOutcome, Desk, Intent, Payable, PaymentDecision, PaymentOutcome, PaymentRequest,
    RefundRequest, Result, Reversal, Scene,
};
use miaohui_testkit::TestDatabase;

use crate::bank::Bank;

/// Noon of a day in China.
const NOON: i64 = 1_780_286_400_000;

/// A product that accepts every payment.
struct Order;

impl Payable for Order {
    fn subject(&self) -> &'static str {
        "order"
    }

    fn decide(&self, _: &mut Tx<'_>, _: &Intent, _: i64) -> miaohui_db::Result<PaymentDecision> {
        Ok(PaymentDecision::Accepted(Account::Platform))
    }

    fn reverse(&self, _: &mut Tx<'_>, _: &Intent, _: &Reversal<'_>, _: i64) -> Result<Account> {
        Ok(Account::Platform)
    }
}

/// A desk on a database of its own, at noon of [`Shop::day`].
pub struct Shop {
    pub db: Database,
    pub clock: Clock,
    pub bank: Bank,
    pub desk: Desk,
    _database: TestDatabase,
}

impl Shop {
    pub fn open() -> Self {
        let database = TestDatabase::create();
        let schema = [miaohui_ledger::MIGRATIONS, miaohui_payments::MIGRATIONS];
        let db = Database::open(&Options { readers: 2, ..Options::new(database.url()) }, &schema).unwrap();
        let (clock, bank) = (Clock::manual(NOON), Bank::default());
        let desk = Desk::new(
            db.clone(),
            clock.clone(),
            Rng::seeded(7),
            vec![Arc::new(bank.clone())],
            vec![Arc::new(Order)],
        );
        Self { db, clock, bank, desk, _database: database }
    }

    /// The present day.
    pub fn day(&self) -> BillDay {
        BillDay::of(self.clock.now_ms())
    }

    pub fn now(&self) -> i64 {
        self.clock.now_ms()
    }

    /// Opens an attempt to pay; returns our number of it.
    pub async fn attempt(&self, subject_id: i64, fen: i64) -> String {
        let request = PaymentRequest {
            subject: "order",
            subject_id: subject_id.into(),
            payer_id: 1.into(),
            channel: String::new(),
            fen: Fen(fen),
            title: "x".to_owned(),
            expires_at: self.now() + HOUR_MS,
            scene: Scene::App,
            return_url: None,
        };
        let PaymentOutcome::Pending(client) = self.desk.pay(request).await.unwrap() else { panic!("paid") };
        client["order"].as_str().unwrap().to_owned()
    }

    /// Pays; returns our number of the payment.
    pub async fn pay(&self, subject_id: i64, fen: i64) -> String {
        let reference = self.attempt(subject_id, fen).await;
        self.notify_paid(&reference, fen, self.now(), false).await;
        reference
    }

    pub async fn notify_paid(&self, reference: &str, fen: i64, at: i64, is_refunded: bool) {
        let transaction = format!("t-{reference}");
        let paid = Paid { transaction, fen: Fen(fen), at: Some(at), is_refunded };
        self.notify(Notice::Paid { reference: reference.to_owned(), paid }).await;
    }

    pub async fn notify(&self, notice: Notice) {
        self.bank.tell(notice);
        assert_eq!(self.desk.handle_notice("bank", &[], b"").await.unwrap().status, 200);
    }

    /// Starts and sends a refund, which is in progress then; returns our number of it.
    pub async fn refund(&self, payment: &str, fen: i64) -> String {
        let request = RefundRequest {
            payment: payment.to_owned(),
            fen: Some(Fen(fen)),
            actor: "ann".to_owned(),
            reason: "x".to_owned(),
        };
        self.desk.refund(request).await.unwrap();
        self.desk.reconcile().await.unwrap();
        self.one::<(String,)>("SELECT reference FROM payment_refund ORDER BY id DESC LIMIT 1").await.0
    }

    /// Lets the refunds that are in progress end.
    pub async fn end_refunds(&self) {
        self.clock.advance(60_000);
        self.desk.reconcile().await.unwrap();
    }

    /// Advances the clock to noon of the next day.
    pub fn next_noon(&self) {
        self.clock.advance(self.day().after().begins_at() + DAY_MS / 2 - self.now());
    }

    /// Works on the bills that are due; returns the outcomes of the trade bills.
    pub async fn reconcile(&self) -> Vec<BillOutcome> {
        let reports = self.desk.reconcile_bills().await.unwrap();
        let trade =
            reports.into_iter().filter(|report| report.kind == miaohui_payments::StoredBillKind::Trade);
        trade.map(|report| report.outcome).collect()
    }

    pub async fn rows<T: FromRow + Send + 'static>(&self, sql: &str) -> Vec<T> {
        let sql = sql.to_owned();
        self.db.read(move |tx: &mut Tx<'_>| tx.query(Sql::Built(&sql), &[])).await.unwrap()
    }

    pub async fn one<T: FromRow + Send + 'static>(&self, sql: &str) -> T {
        self.rows(sql).await.pop().unwrap()
    }

    /// The kinds of the open cases, in the order in which they were opened.
    pub async fn open_cases(&self) -> Vec<String> {
        let rows = self.rows::<(String,)>("SELECT kind FROM payment_case WHERE status = 0 ORDER BY id").await;
        rows.into_iter().map(|(kind,)| kind).collect()
    }

    pub async fn balance(&self, account: &str) -> i64 {
        let account: Account = account.parse().unwrap();
        self.db.read(move |tx: &mut Tx<'_>| balance(tx, &account)).await.unwrap().get()
    }

    /// Requires that all invariants hold.
    pub async fn verify(&self) {
        for checks in [
            miaohui_ledger::verify::CHECKS,
            miaohui_payments::verify::CHECKS,
            miaohui_payments::verify_bills::BILL_CHECKS,
        ] {
            assert_eq!(verify(&self.db, checks, false).await.unwrap(), []);
        }
    }
}
