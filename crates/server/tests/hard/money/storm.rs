//! Many people who pay in all ways at once, against servers that may be gone at any moment.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use miaohui_db::{Database, Sql};
use miaohui_kernel::Rng;
use miaohui_testkit::Providers;
use serde_json::{Value, json};

use super::stalls::Stalls;

/// What servers said is paid.
#[derive(Debug, Default)]
pub struct Answered {
    /// Orders of tickets.
    pub orders: Vec<i64>,
    /// Supports.
    pub supports: Vec<i64>,
    /// Recharges.
    pub recharges: Vec<i64>,
    /// Payments whose notice was taken.
    pub payments: Vec<String>,
}

impl Answered {
    /// Adds what others were told.
    pub fn extend(&mut self, other: Self) {
        self.orders.extend(other.orders);
        self.supports.extend(other.supports);
        self.recharges.extend(other.recharges);
        self.payments.extend(other.payments);
    }

    /// What was said to be paid, and is not.
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

/// Where the storm goes, and when it ends.
pub struct Storm {
    /// The servers.
    pub addresses: Vec<String>,
    /// The providers.
    pub providers: Providers,
    /// What there is to pay for.
    pub stalls: Stalls,
    /// Tells everybody to stop.
    pub stop: AtomicBool,
    /// How much was answered.
    pub answers: AtomicUsize,
}

/// Lets so many people pay until they are told to stop, or until nobody answers; what they were told.
pub async fn pay(storm: &Arc<Storm>, people: u64, seed: u64) -> Answered {
    let mut all = tokio::task::JoinSet::new();
    for n in 0..people {
        let (storm, rng) = (Arc::clone(storm), Rng::seeded(seed * 1000 + n));
        all.spawn(async move {
            let http = reqwest::Client::builder().no_proxy().build().unwrap();
            let mut payer = Payer { storm: &storm, rng, http, answered: Answered::default() };
            while !storm.stop.load(Ordering::SeqCst) {
                if payer.pay().await.is_none() {
                    break;
                }
                storm.answers.fetch_add(1, Ordering::SeqCst);
            }
            payer.answered
        });
    }
    let mut answered = Answered::default();
    for of_one in all.join_all().await {
        answered.extend(of_one);
    }
    answered
}

struct Payer<'a> {
    storm: &'a Storm,
    rng: Rng,
    http: reqwest::Client,
    answered: Answered,
}

impl Payer<'_> {
    fn one<'b, T>(&self, of: &'b [T]) -> &'b T {
        &of[self.rng.below(of.len() as u64) as usize]
    }

    /// None: nobody answers any more.
    async fn send(&self, path: &str, token: Option<&str>, body: Value) -> Option<(u16, Value)> {
        let mut request =
            self.http.post(format!("http://{}{path}", self.one(&self.storm.addresses))).json(&body);
        if let Some(token) = token {
            request = request.header("authorization", format!("Token {token}"));
        }
        let response = request.send().await.ok()?;
        let status = response.status().as_u16();
        assert!(status < 500, "{path} {body}: {status}");
        Some((status, response.json().await.ok()?))
    }

    /// Pays for something in some way.
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
        let (member, ticket) = (self.one(&self.storm.stalls.members), *self.one(&self.storm.stalls.tickets));
        let order = json!({ "token": member.token, "ticket_id_list": [ticket] });
        let (_, made) = self.send("/community/order_create", None, order).await?;
        assert!(matches!(made["code"].as_i64(), Some(0 | 202)), "{made}");
        let Some(id) = made["order_id"].as_i64() else { return Some(()) };
        let scene = if channel == "wechat" { "native" } else { "app" };
        let pay = json!({ "token": member.token, "order_id": id, "channel": channel, "scene": scene });
        // Twice at once, as impatient people do.
        let send = async || self.send("/community/order_pay", None, pay.clone()).await;
        let (first, second) = tokio::join!(send(), send());
        let mut paid = false;
        for (_, reply) in [first?, second?] {
            // 0: paid or to be paid; 204: somebody was faster; 601: declined.
            assert!(matches!(reply["code"].as_i64(), Some(0 | 204 | 601)), "{channel}: {reply}");
            paid |= reply["code"] == 0 && reply["payment"].is_null();
            if !reply["payment"].is_null() {
                self.at_provider(&reply["payment"]).await;
            }
        }
        if paid {
            self.answered.orders.push(id);
        }
        Some(())
    }

    /// Pays what a provider waits for; its notices go out.
    async fn at_provider(&mut self, payment: &Value) {
        let providers = &self.storm.providers;
        assert!(providers.begin(payment).await);
        let reference = if let Some(order) = payment["order"].as_str() {
            order.split("out_trade_no%22%3A%22").nth(1).unwrap()[..28].to_owned()
        } else {
            let transaction = payment["code_url"].as_str().unwrap().split("pr=").nth(1).unwrap();
            let books = providers.books().await;
            let mut orders = books["orders"].as_object().unwrap().iter();
            orders.find(|(_, order)| order["transaction"] == transaction).unwrap().0.clone()
        };
        // Paid already: by the twin of this attempt.
        let Some(told) = providers.try_control(&format!("pay/{reference}"), json!({})).await else { return };
        let taken = |delivery: &Value| delivery["status"] == 200 && delivery["body"] != "fail";
        if told["deliveries"].as_array().unwrap().iter().any(taken) {
            self.answered.payments.push(reference);
        }
    }

    async fn support(&mut self, channel: &str) -> Option<()> {
        let (person, (project, package)) =
            (self.one(&self.storm.stalls.people), *self.one(&self.storm.stalls.packages));
        let (path, token) =
            (format!("/api/crowdfunding/project/{project}/support/"), Some(person.token.as_str()));
        let (_, made) = self.send(&path, token, json!({ "package": package })).await?;
        let Some(id) = made["id"].as_i64() else { return Some(()) };
        let pay = format!("{path}{id}/pay/");
        let send = async || self.send(&pay, token, json!({ "channel": channel })).await;
        let (first, second) = tokio::join!(send(), send());
        if [first?, second?].iter().any(|(status, reply)| *status == 200 && reply["paid"] == true) {
            self.answered.supports.push(id);
        }
        Some(())
    }

    async fn recharge(&mut self) -> Option<()> {
        let person = self.one(&self.storm.stalls.people);
        let recharge = json!({ "money": 30, "channel": "sandbox" });
        let token = Some(person.token.as_str());
        let (status, made) = self.send("/api/accounts/user/recharge/", token, recharge).await?;
        assert_eq!((status, &made["status"]), (201, &json!(1)));
        self.answered.recharges.push(made["id"].as_i64().unwrap());
        Some(())
    }
}
