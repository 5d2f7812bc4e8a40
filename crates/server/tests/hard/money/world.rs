//! What a random history works on, and what it remembers.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use miaohui_testkit::PaymentFixture;
use serde_json::Value;

use super::test_data::TestData;

/// The service, the providers, the users, and the memory of a history.
pub struct World {
    /// The service and the providers.
    pub fixture: PaymentFixture,
    /// Users and things to pay for.
    pub data: TestData,
    memory: Mutex<Memory>,
}

#[derive(Default)]
struct Memory {
    payloads: Vec<Value>,
    opened: Vec<String>,
    cancelled: BTreeSet<i64>,
    decided: BTreeSet<i64>,
    events: BTreeMap<&'static str, i64>,
}

impl World {
    /// Starts a service and providers, and creates the users.
    pub async fn create() -> Self {
        let fixture = PaymentFixture::start_with(&["crowdfunding.fee_per_mille=25"]).await;
        let data = TestData::create(&fixture.app, 4, 4).await;
        Self { fixture, data, memory: Mutex::default() }
    }

    /// Counts an event that leaves no row.
    pub fn note(&self, event: &'static str) {
        *self.memory.lock().unwrap().events.entry(event).or_default() += 1;
    }

    /// The number of times that an event was noted.
    pub fn noted(&self, event: &str) -> i64 {
        self.memory.lock().unwrap().events.get(event).copied().unwrap_or_default()
    }

    /// Keeps what a client received to pay with, if it received something.
    pub fn keep_payload(&self, payment: &Value) {
        if payment.is_object() {
            self.memory.lock().unwrap().payloads.push(payment.clone());
        }
    }

    /// What a client received, the last one for 0.
    pub fn payload(&self, n: usize) -> Option<Value> {
        let memory = self.memory.lock().unwrap();
        let count = memory.payloads.len();
        let index = count.checked_sub(1 + n.checked_rem(count)?)?;
        memory.payloads.get(index).cloned()
    }

    /// Keeps the number of an order that a payer has opened at a provider.
    pub fn keep_opened(&self, reference: String) {
        self.memory.lock().unwrap().opened.push(reference);
    }

    /// An order that a payer has opened, the last one for 0.
    pub fn opened(&self, n: usize) -> Option<String> {
        let memory = self.memory.lock().unwrap();
        let count = memory.opened.len();
        let index = count.checked_sub(1 + n.checked_rem(count)?)?;
        memory.opened.get(index).cloned()
    }

    /// Keeps the id of an order that its owner has cancelled.
    pub fn keep_cancelled(&self, order: i64) {
        self.memory.lock().unwrap().cancelled.insert(order);
    }

    /// The orders that their owners have cancelled.
    pub fn cancelled(&self) -> BTreeSet<i64> {
        self.memory.lock().unwrap().cancelled.clone()
    }

    /// Keeps the id of a project that an operator has decided about.
    pub fn keep_decided(&self, project: i64) {
        self.memory.lock().unwrap().decided.insert(project);
    }

    /// The projects that an operator has decided about.
    pub fn decided(&self) -> BTreeSet<i64> {
        self.memory.lock().unwrap().decided.clone()
    }

    /// Row number `n` of a query, modulo the number of rows.
    pub async fn nth<T>(&self, sql: &'static str, n: usize) -> Option<T>
    where
        T: miaohui_db::FromRow + Send + Clone + 'static,
    {
        let db = &self.fixture.app.service.community.db;
        let rows: Vec<T> = db.read(move |tx| tx.query(sql, &[])).await.unwrap();
        if rows.is_empty() { None } else { Some(rows[n % rows.len()].clone()) }
    }
}
