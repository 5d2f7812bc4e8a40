//! Concurrent payers that use all ways to pay, against servers that may be killed.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

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
}

/// Runs concurrent payers until they are stopped or no server answers, and returns what was
/// confirmed.
pub async fn pay(load: &Arc<Load>, payers: u64, seed: u64) -> ConfirmedPayments {
    let mut all = tokio::task::JoinSet::new();
    for n in 0..payers {
        let (load, rng) = (Arc::clone(load), Rng::seeded(seed * 1000 + n));
        all.spawn(async move {
            let http = reqwest::Client::builder().no_proxy().build().unwrap();
            let mut payer = Payer { load: &load, rng, http, confirmed: ConfirmedPayments::default() };
            while !load.stop.load(Ordering::SeqCst) {
                if payer.pay().await.is_none() {
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

impl Payer<'_> {
    fn one<'b, T>(&self, of: &'b [T]) -> &'b T {
        &of[self.rng.below(of.len() as u64) as usize]
    }

    /// Sends a request. None when no server answers.
    async fn send(&self, path: &str, token: Option<&str>, body: Value) -> Option<(u16, Value)> {
        let mut request =
            self.http.post(format!("http://{}{path}", self.one(&self.load.addresses))).json(&body);
        if let Some(token) = token {
            request = request.header("authorization", format!("Token {token}"));
        }
        let response = request.send().await.ok()?;
        let status = response.status().as_u16();
        assert!(status < 500, "{path} {body}: {status}");
        Some((status, response.json().await.ok()?))
    }

    /// Makes one random payment. None when no server answers.
    async fn pay(&mut self) -> Option<()> {
        match self.rng.below(8) {
            0 | 1 => self.order("sandbox").await,
            2 => self.order("alipay").await,
            3 => self.order("wechat").await,
            4 => self.support("sandbox").await,
            5 | 6 => self.support("balance").await,
            _ => self.recharge().await,
        }
    }

    async fn order(&mut self, channel: &str) -> Option<()> {
        let (member, ticket) =
            (self.one(&self.load.data.community_users), *self.one(&self.load.data.tickets));
        let order = json!({ "token": member.token, "ticket_id_list": [ticket] });
        let (_, made) = self.send("/community/order_create", None, order).await?;
        assert!(matches!(made["code"].as_i64(), Some(0 | 202)), "{made}");
        let Some(id) = made["order_id"].as_i64() else { return Some(()) };
        let scene = if channel == "wechat" { "native" } else { "app" };
        let pay = json!({ "token": member.token, "order_id": id, "channel": channel, "scene": scene });
        // Two concurrent calls, as by a double click.
        let send = async || self.send("/community/order_pay", None, pay.clone()).await;
        let (first, second) = tokio::join!(send(), send());
        let mut paid = false;
        for (_, reply) in [first?, second?] {
            // 0: paid or payable; 204: paid by the other call; 601: declined.
            assert!(matches!(reply["code"].as_i64(), Some(0 | 204 | 601)), "{channel}: {reply}");
            paid |= reply["code"] == 0 && reply["payment"].is_null();
            if !reply["payment"].is_null() {
                self.at_provider(&reply["payment"]).await;
            }
        }
        if paid {
            self.confirmed.orders.push(id);
        }
        Some(())
    }

    /// Pays at the provider, which sends its notices.
    async fn at_provider(&mut self, payment: &Value) {
        let providers = &self.load.providers;
        // The other call has paid already.
        let Ok(reference) = providers.try_open_payment(payment).await else { return };
        let Some(told) = providers.try_control(&format!("pay/{reference}"), json!({})).await else { return };
        let taken = |delivery: &Value| delivery["status"] == 200 && delivery["body"] != "fail";
        if told["deliveries"].as_array().unwrap().iter().any(taken) {
            self.confirmed.payments.push(reference);
        }
    }

    async fn support(&mut self, channel: &str) -> Option<()> {
        let (person, (project, package)) =
            (self.one(&self.load.data.crowdfunding_users), *self.one(&self.load.data.packages));
        let (path, token) =
            (format!("/api/crowdfunding/project/{project}/support/"), Some(person.token.as_str()));
        let (_, made) = self.send(&path, token, json!({ "package": package })).await?;
        let Some(id) = made["id"].as_i64() else { return Some(()) };
        let pay = format!("{path}{id}/pay/");
        let send = async || self.send(&pay, token, json!({ "channel": channel })).await;
        let (first, second) = tokio::join!(send(), send());
        if [first?, second?].iter().any(|(status, reply)| *status == 200 && reply["paid"] == true) {
            self.confirmed.supports.push(id);
        }
        Some(())
    }

    async fn recharge(&mut self) -> Option<()> {
        let person = self.one(&self.load.data.crowdfunding_users);
        let recharge = json!({ "money": 30, "channel": "sandbox" });
        let token = Some(person.token.as_str());
        let (status, made) = self.send("/api/accounts/user/recharge/", token, recharge).await?;
        assert_eq!((status, &made["status"]), (201, &json!(1)));
        self.confirmed.recharges.push(made["id"].as_i64().unwrap());
        Some(())
    }
}
