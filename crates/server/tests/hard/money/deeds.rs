//! What happens to money, one thing at a time.

use miaohui_crowdfunding::ids::WithdrawalId;
use miaohui_crowdfunding::operators::{self, ProjectDecision as Decision};
use miaohui_db::Tx;
use miaohui_kernel::Fen;
use miaohui_payments::{Error as PayError, RefundRequest};
use miaohui_testkit::{World, code};
use reqwest::Method;
use serde_json::{Value, json};

use super::stalls::{Stalls, background};

/// Something that happens. Numbers choose among what there is; where there is nothing, nothing happens.
#[derive(Clone, Debug)]
pub enum Deed {
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
    /// The payer pays, so much too little.
    Pay {
        payment: usize,
        less_fen: i64,
        notices: Notices,
    },
    /// The payer will not pay.
    GiveUp {
        payment: usize,
    },
    /// A notice goes out again, long after perhaps.
    Notify {
        payment: usize,
    },
    /// What was held back goes out.
    Flush,
    /// A refund arrives, or goes wrong.
    Refunded {
        refund: usize,
        well: bool,
    },
    /// The providers are not well, or well again.
    Outage(bool),
    /// An operator gives a part back, or asks for more than there is.
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

/// How a provider tells us.
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

/// The nth of what a statement finds.
async fn nth<T>(world: &World, sql: &'static str, n: usize) -> Option<T>
where
    T: miaohui_db::FromRow + Send + Clone + 'static,
{
    let rows: Vec<T> = world.app.service.community.db.read(move |tx| tx.query(sql, &[])).await.unwrap();
    if rows.is_empty() { None } else { Some(rows[n % rows.len()].clone()) }
}

const PAYMENTS: &str =
    "SELECT reference, client FROM payment_intent WHERE channel <> 'sandbox' ORDER BY id DESC";
const ORDERS: &str = "SELECT id, user_id FROM co_order ORDER BY id DESC";
const SUPPORTS: &str = "SELECT id, project_id, user_id FROM cf_support ORDER BY id DESC";

impl Deed {
    /// Does it. Everything may be refused, and nothing may fail.
    pub async fn run(self, world: &World, stalls: &Stalls) {
        let app = &world.app;
        match self {
            Self::Order { who, tickets } => {
                let member = &stalls.members[who % stalls.members.len()];
                let chosen = tickets.iter().map(|n| stalls.tickets[n % stalls.tickets.len()]);
                let mut tickets: Vec<i64> = chosen.collect();
                tickets.sort_unstable();
                tickets.dedup();
                community(world, member, "order_create", json!({ "ticket_id_list": tickets })).await;
            }
            Self::PayOrder { order, channel } => {
                let Some((id, user)) = nth::<(i64, i64)>(world, ORDERS, order).await else { return };
                let member = stalls.members.iter().find(|member| member.id == user).unwrap();
                let scene = if channel == "wechat" { "native" } else { "app" };
                let pay = json!({ "order_id": id, "channel": channel, "scene": scene });
                community(world, member, "order_pay", pay).await;
            }
            Self::CancelOrder { order } => {
                let Some((id, user)) = nth::<(i64, i64)>(world, ORDERS, order).await else { return };
                let member = stalls.members.iter().find(|member| member.id == user).unwrap();
                community(world, member, "order_cancel", json!({ "order_id": id })).await;
            }
            Self::Support { who, package } => {
                let (project, package) = stalls.packages[package % stalls.packages.len()];
                let path = format!("/api/crowdfunding/project/{project}/support/");
                rest(world, stalls, who, Method::POST, &path, json!({ "package": package })).await;
            }
            Self::PaySupport { support, channel } => {
                let Some((path, who)) = support_of(world, stalls, support).await else { return };
                let pay = json!({ "channel": channel });
                rest(world, stalls, who, Method::POST, &format!("{path}pay/"), pay).await;
            }
            Self::DropSupport { support } => {
                let Some((path, who)) = support_of(world, stalls, support).await else { return };
                rest(world, stalls, who, Method::DELETE, &path, Value::Null).await;
            }
            Self::Recharge { who, fen, channel } => {
                let money = format!("{}.{:02}", fen / 100, fen % 100);
                let recharge = json!({ "money": money, "channel": channel });
                rest(world, stalls, who, Method::POST, "/api/accounts/user/recharge/", recharge).await;
            }
            Self::Withdraw { who, fen } => {
                let money = json!({ "money": format!("{}.{:02}", fen / 100, fen % 100) });
                rest(world, stalls, who, Method::POST, "/api/accounts/user/withdraw/", money).await;
            }
            Self::DecideWithdrawal { withdrawal, paid } => {
                let all = "SELECT id FROM cf_withdrawal ORDER BY id DESC";
                let Some((id,)) = nth::<(i64,)>(world, all, withdrawal).await else { return };
                let now = app.clock.now_ms();
                let decide = move |tx: &mut Tx<'_>| {
                    operators::decide_withdrawal(tx, WithdrawalId(id), paid, "root", "ok", now)
                };
                app.service.crowdfunding.db.write(decide).await.unwrap();
            }
            Self::Pay { payment, less_fen, notices } => {
                let Some((reference, client)) = nth::<(String, String)>(world, PAYMENTS, payment).await
                else {
                    return;
                };
                world.providers.begin(&serde_json::from_str(&client).unwrap_or_default()).await;
                world.control(&format!("mode/{reference}"), notices.mode(less_fen)).await;
                world.providers.try_control(&format!("pay/{reference}"), json!({})).await;
            }
            Self::GiveUp { payment } => at_provider(world, "fail", payment).await,
            Self::Notify { payment } => at_provider(world, "notify", payment).await,
            Self::Flush => drop(world.control("flush", json!({})).await),
            Self::Refunded { refund, well } => {
                let all = "SELECT reference FROM payment_refund ORDER BY id DESC";
                let Some((reference,)) = nth::<(String,)>(world, all, refund).await else { return };
                let what = if well { "finish" } else { "fail" };
                world.providers.try_control(&format!("{what}/{reference}"), json!({})).await;
            }
            Self::Outage(is_on) => drop(world.control("outage", json!(is_on)).await),
            Self::Refund { payment, per_mille } => refund(world, payment, per_mille).await,
            Self::Review { package, decision } => {
                let (project, _) = stalls.packages[package % stalls.packages.len()];
                let decision = match decision {
                    "stagnate" => Decision::Stagnate,
                    "resume" => Decision::Resume,
                    _ => Decision::Withdraw,
                };
                app.decide(decision, project).await;
            }
            Self::Pass { ms } => app.clock.advance(ms),
            Self::Background => background(app).await,
            Self::Tidy => {
                miaohui_community::tidy(&app.service.community).await.unwrap();
                miaohui_crowdfunding::tidy(&app.service.crowdfunding).await.unwrap();
            }
        }
    }
}

async fn community(world: &World, member: &miaohui_testkit::Member, method: &str, params: Value) {
    let reply = world.app.call_as(member, method, params.clone()).await;
    assert_ne!(code(&reply), -1, "{method} {params}: {reply}");
}

async fn rest(world: &World, stalls: &Stalls, who: usize, verb: Method, path: &str, body: Value) {
    let person = &stalls.people[who % stalls.people.len()];
    let answer = world.app.api(Some(person), verb, path, body.clone()).await;
    assert!(answer.status.as_u16() < 500, "{path} {body}: {} {}", answer.status, answer.body);
}

/// The path of a support, and whose it is.
async fn support_of(world: &World, stalls: &Stalls, n: usize) -> Option<(String, usize)> {
    let (id, project, user) = nth::<(i64, i64, i64)>(world, SUPPORTS, n).await?;
    let who = stalls.people.iter().position(|person| person.id == user).unwrap();
    Some((format!("/api/crowdfunding/project/{project}/support/{id}/"), who))
}

async fn at_provider(world: &World, what: &str, payment: usize) {
    if let Some((reference, _)) = nth::<(String, String)>(world, PAYMENTS, payment).await {
        world.providers.try_control(&format!("{what}/{reference}"), json!({})).await;
    }
}

/// Gives money of an order or a recharge back as an operator, a part or all that is left; more than is left is refused, and so is
/// a recharge that was spent.
async fn refund(world: &World, n: usize, per_mille: i64) {
    let kept = "SELECT id, paid, returned FROM payment_intent
                WHERE status = 2 AND returned < paid AND subject IN ('ticket order', 'recharge') ORDER BY id DESC";
    let Some((id, paid, returned)) = nth::<(i64, i64, i64)>(world, kept, n).await else { return };
    let (actor, reason) = ("eve".to_owned(), "because".to_owned());
    let fen = paid * per_mille / 1000 + 1;
    let asked = RefundRequest { payment: id.to_string(), fen: Some(Fen(fen)), actor, reason };
    match world.app.service.platform.desk.refund(asked).await {
        Ok(_) => assert!(fen <= paid - returned, "{fen} of {} fen went back", paid - returned),
        Err(PayError::ExceedsRemainder(Fen(left))) => {
            assert!(fen > left, "{fen} of {left} fen did not go back");
        }
        Err(PayError::NotRefundable(_) | PayError::InsufficientFunds(_)) => {}
        Err(error) => panic!("{error}"),
    }
}
