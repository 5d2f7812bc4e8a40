//! The operations that random histories consist of.

use miaohui_crowdfunding::ids::WithdrawalId;
use miaohui_crowdfunding::operators::{self, ProjectDecision as Decision};
use miaohui_db::Tx;
use miaohui_kernel::Fen;
use miaohui_payments::{Error as PayError, RefundRequest};
use miaohui_testkit::{PaymentFixture, code};
use reqwest::Method;
use serde_json::{Value, json};

use super::test_data::{TestData, run_background_tasks};

/// One operation. Numbers select among the existing rows; without a row the operation does nothing.
#[derive(Clone, Debug)]
pub enum Operation {
    Order {
        who: usize,
        tickets: Vec<usize>,
    },
    PayOrder {
        order: usize,
        channel: &'static str,
    },
    CancelOrder {
        order: usize,
    },
    Support {
        who: usize,
        package: usize,
    },
    PaySupport {
        support: usize,
        channel: &'static str,
    },
    DropSupport {
        support: usize,
    },
    Recharge {
        who: usize,
        fen: i64,
        channel: &'static str,
    },
    Withdraw {
        who: usize,
        fen: i64,
    },
    DecideWithdrawal {
        withdrawal: usize,
        paid: bool,
    },
    /// The payer pays, less by `less_fen`.
    Pay {
        payment: usize,
        less_fen: i64,
        notices: Notices,
    },
    /// The payer cancels the payment at the provider.
    GiveUp {
        payment: usize,
    },
    /// The provider repeats a notice.
    Notify {
        payment: usize,
    },
    /// The provider sends delayed notices.
    Flush,
    /// The provider finishes a refund, or reports its failure.
    Refunded {
        refund: usize,
        well: bool,
    },
    /// An outage of the providers begins or ends.
    Outage(bool),
    /// An operator refunds a part of a payment, or asks for more than remains.
    Refund {
        payment: usize,
        per_mille: i64,
    },
    Review {
        package: usize,
        decision: &'static str,
    },
    Pass {
        ms: i64,
    },
    Background,
    Tidy,
}

/// How a provider sends its notices.
#[derive(Clone, Copy, Debug)]
pub enum Notices {
    Once,
    Often,
    Late,
    Forged,
    Never,
}

impl Notices {
    fn mode(self, less_fen: i64) -> Value {
        match self {
            Self::Once => json!({ "less_fen": less_fen }),
            Self::Often => json!({ "less_fen": less_fen, "duplicate": 3 }),
            Self::Late => json!({ "less_fen": less_fen, "reorder": true }),
            Self::Forged => json!({ "less_fen": less_fen, "forge": true }),
            Self::Never => json!({ "less_fen": less_fen, "drop": true }),
        }
    }
}

/// Row number `n` of a query, modulo the number of rows.
async fn nth<T>(fixture: &PaymentFixture, sql: &'static str, n: usize) -> Option<T>
where
    T: miaohui_db::FromRow + Send + Clone + 'static,
{
    let rows: Vec<T> = fixture.app.service.community.db.read(move |tx| tx.query(sql, &[])).await.unwrap();
    if rows.is_empty() { None } else { Some(rows[n % rows.len()].clone()) }
}

const PAYMENTS: &str =
    "SELECT reference, client FROM payment_intent WHERE channel <> 'sandbox' ORDER BY id DESC";
const ORDERS: &str = "SELECT id, user_id FROM co_order ORDER BY id DESC";
const SUPPORTS: &str = "SELECT id, project_id, user_id FROM cf_support ORDER BY id DESC";

impl Operation {
    /// Runs the operation. It may be refused but must not fail with an internal error.
    pub async fn run(self, fixture: &PaymentFixture, data: &TestData) {
        let app = &fixture.app;
        match self {
            Self::Order { who, tickets } => {
                let member = &data.community_users[who % data.community_users.len()];
                let chosen = tickets.iter().map(|n| data.tickets[n % data.tickets.len()]);
                let mut tickets: Vec<i64> = chosen.collect();
                tickets.sort_unstable();
                tickets.dedup();
                call_community(fixture, member, "order_create", json!({ "ticket_id_list": tickets })).await;
            }
            Self::PayOrder { order, channel } => {
                let Some((id, user)) = nth::<(i64, i64)>(fixture, ORDERS, order).await else { return };
                let member = data.community_users.iter().find(|member| member.id.get() == user).unwrap();
                let scene = if channel == "wechat" { "native" } else { "app" };
                let pay = json!({ "order_id": id, "channel": channel, "scene": scene });
                call_community(fixture, member, "order_pay", pay).await;
            }
            Self::CancelOrder { order } => {
                let Some((id, user)) = nth::<(i64, i64)>(fixture, ORDERS, order).await else { return };
                let member = data.community_users.iter().find(|member| member.id.get() == user).unwrap();
                call_community(fixture, member, "order_cancel", json!({ "order_id": id })).await;
            }
            Self::Support { who, package } => {
                let (project, package) = data.packages[package % data.packages.len()];
                let path = format!("/api/crowdfunding/project/{project}/support/");
                call_crowdfunding(fixture, data, who, Method::POST, &path, json!({ "package": package }))
                    .await;
            }
            Self::PaySupport { support, channel } => {
                let Some((path, who)) = support_of(fixture, data, support).await else { return };
                let pay = json!({ "channel": channel });
                call_crowdfunding(fixture, data, who, Method::POST, &format!("{path}pay/"), pay).await;
            }
            Self::DropSupport { support } => {
                let Some((path, who)) = support_of(fixture, data, support).await else { return };
                call_crowdfunding(fixture, data, who, Method::DELETE, &path, Value::Null).await;
            }
            Self::Recharge { who, fen, channel } => {
                let money = format!("{}.{:02}", fen / 100, fen % 100);
                let recharge = json!({ "money": money, "channel": channel });
                call_crowdfunding(fixture, data, who, Method::POST, "/api/accounts/user/recharge/", recharge)
                    .await;
            }
            Self::Withdraw { who, fen } => {
                let money = json!({ "money": format!("{}.{:02}", fen / 100, fen % 100) });
                call_crowdfunding(fixture, data, who, Method::POST, "/api/accounts/user/withdraw/", money)
                    .await;
            }
            Self::DecideWithdrawal { withdrawal, paid } => {
                let all = "SELECT id FROM cf_withdrawal ORDER BY id DESC";
                let Some((id,)) = nth::<(i64,)>(fixture, all, withdrawal).await else { return };
                let now = app.clock.now_ms();
                let decide = move |tx: &mut Tx<'_>| {
                    operators::decide_withdrawal(tx, WithdrawalId(id), paid, "root", "ok", now)
                };
                app.service.crowdfunding.db.write(decide).await.unwrap();
            }
            Self::Pay { payment, less_fen, notices } => {
                let Some((reference, client)) = nth::<(String, String)>(fixture, PAYMENTS, payment).await
                else {
                    return;
                };
                fixture.providers.open_payment(&serde_json::from_str(&client).unwrap_or_default()).await;
                fixture.control(&format!("mode/{reference}"), notices.mode(less_fen)).await;
                fixture.providers.try_control(&format!("pay/{reference}"), json!({})).await;
            }
            Self::GiveUp { payment } => at_provider(fixture, "fail", payment).await,
            Self::Notify { payment } => at_provider(fixture, "notify", payment).await,
            Self::Flush => drop(fixture.control("flush", json!({})).await),
            Self::Refunded { refund, well } => {
                let all = "SELECT reference FROM payment_refund ORDER BY id DESC";
                let Some((reference,)) = nth::<(String,)>(fixture, all, refund).await else { return };
                let what = if well { "finish" } else { "fail" };
                fixture.providers.try_control(&format!("{what}/{reference}"), json!({})).await;
            }
            Self::Outage(is_on) => drop(fixture.control("outage", json!(is_on)).await),
            Self::Refund { payment, per_mille } => refund(fixture, payment, per_mille).await,
            Self::Review { package, decision } => {
                let (project, _) = data.packages[package % data.packages.len()];
                let decision = match decision {
                    "stagnate" => Decision::Stagnate,
                    "resume" => Decision::Resume,
                    _ => Decision::Withdraw,
                };
                app.decide(decision, project).await;
            }
            Self::Pass { ms } => app.clock.advance(ms),
            Self::Background => run_background_tasks(app).await,
            Self::Tidy => {
                miaohui_community::tidy(&app.service.community).await.unwrap();
                miaohui_crowdfunding::tidy(&app.service.crowdfunding).await.unwrap();
            }
        }
    }
}

async fn call_community(
    fixture: &PaymentFixture,
    member: &miaohui_testkit::CommunityUser,
    method: &str,
    params: Value,
) {
    let reply = fixture.app.call_as(member, method, params.clone()).await;
    assert_ne!(code(&reply), -1, "{method} {params}: {reply}");
}

async fn call_crowdfunding(
    fixture: &PaymentFixture,
    data: &TestData,
    who: usize,
    verb: Method,
    path: &str,
    body: Value,
) {
    let person = &data.crowdfunding_users[who % data.crowdfunding_users.len()];
    let answer = fixture.app.api(Some(person), verb, path, body.clone()).await;
    assert!(answer.status.as_u16() < 500, "{path} {body}: {} {}", answer.status, answer.body);
}

/// The path of a support and the index of its user.
async fn support_of(fixture: &PaymentFixture, data: &TestData, n: usize) -> Option<(String, usize)> {
    let (id, project, user) = nth::<(i64, i64, i64)>(fixture, SUPPORTS, n).await?;
    let who = data.crowdfunding_users.iter().position(|person| person.id.get() == user).unwrap();
    Some((format!("/api/crowdfunding/project/{project}/support/{id}/"), who))
}

async fn at_provider(fixture: &PaymentFixture, what: &str, payment: usize) {
    if let Some((reference, _)) = nth::<(String, String)>(fixture, PAYMENTS, payment).await {
        fixture.providers.try_control(&format!("{what}/{reference}"), json!({})).await;
    }
}

/// Refunds a part or the remainder of an order or a recharge. An amount over the remainder must be
/// refused, and so must a recharge that was spent.
async fn refund(fixture: &PaymentFixture, n: usize, per_mille: i64) {
    let kept = "SELECT id, paid, returned FROM payment_intent
                WHERE status = 2 AND returned < paid AND subject IN ('ticket order', 'recharge') ORDER BY id DESC";
    let Some((id, paid, returned)) = nth::<(i64, i64, i64)>(fixture, kept, n).await else { return };
    let (actor, reason) = ("eve".to_owned(), "because".to_owned());
    let fen = paid * per_mille / 1000 + 1;
    let asked = RefundRequest { payment: id.to_string(), fen: Some(Fen(fen)), actor, reason };
    match fixture.app.service.platform.desk.refund(asked).await {
        Ok(_) => assert!(fen <= paid - returned, "{fen} of {} fen went back", paid - returned),
        Err(PayError::ExceedsRemainder(Fen(left))) => {
            assert!(fen > left, "{fen} of {left} fen did not go back");
        }
        Err(PayError::NotRefundable(_) | PayError::InsufficientFunds(_)) => {}
        Err(error) => panic!("{error}"),
    }
}
