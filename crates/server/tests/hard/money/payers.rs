//! Concurrent payers that use all ways to pay, against servers that may be killed.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use miaohui_db::{Database, Sql};
use miaohui_kernel::Rng;
use miaohui_testkit::Providers;
use serde_json::{Value, json};

use super::test_data::TestData;

/// The payments that a server has confirmed.
#[derive(Debug, Default)]
pub struct ConfirmedPayments {
    /// Orders of tickets.
    pub orders: Vec<i64>,
    /// Supports.
    pub supports: Vec<i64>,
    /// Recharges.
    pub recharges: Vec<i64>,
    /// Payments whose notice was accepted.
    pub payments: Vec<String>,
}

impl ConfirmedPayments {
    /// Adds the confirmations of other payers.
    pub fn extend(&mut self, other: Self) {
        self.orders.extend(other.orders);
        self.supports.extend(other.supports);
        self.recharges.extend(other.recharges);
        self.payments.extend(other.payments);
    }

    /// The confirmed payments that are not stored.
    pub async fn lost(&self, db: &Database) -> Vec<String> {
        let orders = missing(db, "SELECT id FROM co_order WHERE status = 1", &self.orders).await;
        let supports = missing(db, "SELECT id FROM cf_support WHERE paid", &self.supports).await;
        let recharges = missing(db, "SELECT id FROM cf_recharge WHERE status = 1", &self.recharges).await;
        let paid = "SELECT reference FROM payment_intent WHERE status IN (2, 5)";
        let payments = missing(db, paid, &self.payments).await;
        [orders, supports, recharges, payments].concat()
    }
}

async fn missing<T>(db: &Database, sql: &'static str, wanted: &[T]) -> Vec<String>
where
    T: for<'a> miaohui_db::FromColumn<'a> + std::fmt::Debug + Eq + std::hash::Hash + Send + 'static,
{
    let there: Vec<(T,)> = db.read(move |tx| tx.query(Sql::from(sql), &[])).await.unwrap();
    let there: HashSet<T> = there.into_iter().map(|(id,)| id).collect();
    wanted.iter().filter(|id| !there.contains(id)).map(|id| format!("{sql}: {id:?}")).collect()
}

/// What all payers share.
pub struct Load {
    /// Addresses of the servers.
    pub addresses: Vec<String>,
    /// The providers.
    pub providers: Providers,
    /// Users and things to pay for.
    pub data: TestData,
    /// Whether the payers must stop.
    pub stop: AtomicBool,
    /// The number of finished calls.
    pub answers: AtomicUsize,
    /// The keys that were used, and what they have made.
    pub keys: Keys,
}

/// The idempotency keys of all payers.
#[derive(Debug, Default)]
pub struct Keys {
    used: AtomicUsize,
    /// Calls that no server has answered.
    unanswered: Mutex<Vec<KeyedCall>>,
    orders: Mutex<HashSet<i64>>,
    supports: Mutex<HashSet<i64>>,
    recharges: Mutex<HashSet<i64>>,
}

impl Keys {
    /// The number of calls that no server has answered.
    pub fn unanswered(&self) -> usize {
        self.unanswered.lock().unwrap().len()
    }

    /// What is stored and was no answer to any key. Each key is repeated until it is answered, so a key
    /// that makes something twice leaves something that no answer names.
    pub async fn surplus(&self, db: &Database) -> Vec<String> {
        let mut found = Vec::new();
        for (sql, answered) in [
            ("SELECT id FROM co_order", &self.orders),
            ("SELECT id FROM cf_support", &self.supports),
            ("SELECT id FROM cf_recharge", &self.recharges),
        ] {
            let there: Vec<(i64,)> = db.read(move |tx| tx.query(sql, &[])).await.unwrap();
            let answered = answered.lock().unwrap();
            let more = there.iter().filter(|(id,)| !answered.contains(id));
            found.extend(more.map(|(id,)| format!("{sql}: {id}")));
        }
        found
    }
}

/// A call with an idempotency key.
#[derive(Clone, Debug)]
struct KeyedCall {
    key: String,
    path: String,
    /// The token of a user of the Crowdfunding API.
    token: Option<String>,
    body: Value,
    what: What,
}

/// What a call makes.
#[derive(Clone, Debug)]
enum What {
    Order { channel: &'static str },
    OrderPayment { order: i64 },
    Support { channel: &'static str },
    SupportPayment { support: i64 },
    Recharge,
}

/// Runs concurrent payers until they are stopped or no server answers, and returns what was
/// confirmed. Calls that were not answered are repeated first.
pub async fn pay(load: &Arc<Load>, payers: u64, seed: u64) -> ConfirmedPayments {
    let mut all = tokio::task::JoinSet::new();
    for n in 0..payers {
        let (load, rng) = (Arc::clone(load), Rng::seeded(seed * 1000 + n));
        all.spawn(async move {
            let http = reqwest::Client::builder().no_proxy().build().unwrap();
            let mut payer = Payer { load: &load, rng, http, confirmed: ConfirmedPayments::default() };
            while !load.stop.load(Ordering::SeqCst) {
                if payer.work().await.is_none() {
                    break;
                }
                load.answers.fetch_add(1, Ordering::SeqCst);
            }
            payer.confirmed
        });
    }
    let mut confirmed = ConfirmedPayments::default();
    for of_one in all.join_all().await {
        confirmed.extend(of_one);
    }
    confirmed
}

struct Payer<'a> {
    load: &'a Load,
    rng: Rng,
    http: reqwest::Client,
    confirmed: ConfirmedPayments,
}

/// Repeat the call: its key is in use while its first call runs, or the database had no time for it.
/// 110 of the Community API, 409 and 503 of the Crowdfunding API.
fn asks_to_repeat(status: u16, reply: &Value) -> bool {
    matches!(status, 409 | 503) || reply["code"] == 110
}

impl Payer<'_> {
    fn one<'b, T>(&self, of: &'b [T]) -> &'b T {
        &of[self.rng.below(of.len() as u64) as usize]
    }

    /// A call with a new key.
    fn call(&self, path: String, token: Option<&str>, body: Value, what: What) -> KeyedCall {
        let key = format!("key-{}", self.load.keys.used.fetch_add(1, Ordering::SeqCst));
        KeyedCall { key, path, token: token.map(str::to_owned), body, what }
    }

    /// Sends a call until it has run. None when no server answers.
    async fn send(&self, call: &KeyedCall) -> Option<(u16, Value)> {
        loop {
            let address = self.one(&self.load.addresses);
            let mut request = self.http.post(format!("http://{address}{}", call.path)).json(&call.body);
            if let Some(token) = &call.token {
                request = request.header("authorization", format!("Token {token}"));
            }
            let response = request.header("idempotency-key", &call.key).send().await.ok()?;
            let status = response.status().as_u16();
            assert!(status < 500 || status == 503, "{call:?}: {status}");
            let reply = response.json().await.ok()?;
            if !asks_to_repeat(status, &reply) {
                return Some((status, reply));
            }
        }
    }

    /// Repeats a call that was not answered, or makes one random payment. None when no server answers.
    async fn work(&mut self) -> Option<()> {
        let unanswered = self.load.keys.unanswered.lock().unwrap().pop();
        let mut next = Some(unanswered.unwrap_or_else(|| self.random_call()));
        while let Some(call) = next {
            // The same key twice at once, as by a double click.
            let (first, second) = tokio::join!(self.send(&call), self.send(&call));
            let (Some(first), Some(second)) = (first, second) else {
                self.load.keys.unanswered.lock().unwrap().push(call);
                return None;
            };
            next = self.take_answer(&call, first).await;
            let of_second = self.take_answer(&call, second).await;
            next = next.or(of_second);
        }
        Some(())
    }

    fn random_call(&self) -> KeyedCall {
        let channel = match self.rng.below(8) {
            0 | 1 => "sandbox",
            2..5 => "alipay",
            _ => "wechat",
        };
        let data = &self.load.data;
        match self.rng.below(8) {
            0..4 => {
                let (member, ticket) = (self.one(&data.community_users), self.one(&data.tickets));
                let order = json!({ "token": member.token, "ticket_id_list": [ticket] });
                self.call("/community/order_create".to_owned(), None, order, What::Order { channel })
            }
            n @ 4..7 => {
                let (person, (project, package)) =
                    (self.one(&data.crowdfunding_users), self.one(&data.packages));
                let path = format!("/api/crowdfunding/project/{project}/support/");
                let channel = if n == 4 { "balance" } else { channel };
                let body = json!({ "package": package });
                self.call(path, Some(&person.token), body, What::Support { channel })
            }
            _ => {
                let person = self.one(&data.crowdfunding_users);
                let body = json!({ "money": 30, "channel": channel, "scene": scene(channel) });
                self.call(
                    "/api/accounts/user/recharge/".to_owned(),
                    Some(&person.token),
                    body,
                    What::Recharge,
                )
            }
        }
    }

    /// Takes the answer to a call. Returns the call that follows.
    async fn take_answer(&mut self, call: &KeyedCall, (status, reply): (u16, Value)) -> Option<KeyedCall> {
        let keys = &self.load.keys;
        let mut next = None;
        match call.what {
            What::Order { channel } => {
                assert!(matches!(reply["code"].as_i64(), Some(0 | 202)), "{call:?}: {reply}");
                let order = reply["order_id"].as_i64()?;
                if keys.orders.lock().unwrap().insert(order) {
                    let pay = json!({ "token": call.body["token"], "order_id": order, "channel": channel,
                                      "scene": scene(channel) });
                    let what = What::OrderPayment { order };
                    next = Some(self.call("/community/order_pay".to_owned(), None, pay, what));
                }
            }
            What::OrderPayment { order } => {
                // 0: paid or payable; 204: no longer payable; 601: declined.
                assert!(matches!(reply["code"].as_i64(), Some(0 | 204 | 601)), "{call:?}: {reply}");
                if reply["code"] == 0 && reply["payment"].is_null() {
                    self.confirmed.orders.push(order);
                }
                self.at_provider(&reply["payment"]).await;
            }
            What::Support { channel } => {
                let support = reply["id"].as_i64()?;
                if keys.supports.lock().unwrap().insert(support) {
                    let pay = json!({ "channel": channel, "scene": scene(channel) });
                    let (path, what) =
                        (format!("{}{support}/pay/", call.path), What::SupportPayment { support });
                    next = Some(self.call(path, call.token.as_deref(), pay, what));
                }
            }
            What::SupportPayment { support } => {
                if status == 200 && reply["paid"] == true {
                    self.confirmed.supports.push(support);
                }
                self.at_provider(&reply["payment"]).await;
            }
            What::Recharge => {
                assert_eq!(status, 201, "{call:?}: {reply}");
                let recharge = reply["id"].as_i64().unwrap();
                keys.recharges.lock().unwrap().insert(recharge);
                if reply["status"] == 1 {
                    self.confirmed.recharges.push(recharge);
                }
                self.at_provider(&reply["payment"]).await;
            }
        }
        next
    }

    /// Pays at the provider, which sends its notices.
    async fn at_provider(&mut self, payment: &Value) {
        if payment.is_null() {
            return;
        }
        let providers = &self.load.providers;
        // The other call has paid already.
        let Ok(reference) = providers.try_open_payment(payment).await else { return };
        let Some(told) = providers.try_control(&format!("pay/{reference}"), json!({})).await else { return };
        let taken = |delivery: &Value| delivery["status"] == 200 && delivery["body"] != "fail";
        if told["deliveries"].as_array().unwrap().iter().any(taken) {
            self.confirmed.payments.push(reference);
        }
    }
}

/// The scene in which the payers use a channel.
fn scene(channel: &str) -> &'static str {
    if channel == "wechat" { "native" } else { "app" }
}
