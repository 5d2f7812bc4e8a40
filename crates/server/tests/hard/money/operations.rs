//! The operations that random histories consist of.

use miaohui_kernel::MINUTE_MS;
use reqwest::Method;
use serde_json::{Value, json};

use super::operator_operations::OperatorOperation;
use super::provider_operations::ProviderOperation;
use super::test_data::run_background_tasks;
use super::world::World;

/// A channel, a scene and an openid.
pub type Way = (&'static str, &'static str, &'static str);

/// One operation. Numbers select among the existing rows; without a row the operation does nothing.
#[derive(Clone, Debug)]
pub enum Operation {
    Order {
        who: usize,
        tickets: Vec<usize>,
    },
    PayOrder {
        order: usize,
        way: Way,
    },
    CancelOrder {
        order: usize,
    },
    /// The buyer asks how the payment stands.
    AskOrder {
        order: usize,
    },
    Support {
        who: usize,
        package: usize,
    },
    PaySupport {
        support: usize,
        way: Way,
    },
    DropSupport {
        support: usize,
    },
    /// The supporter asks how the payment stands.
    AskSupport {
        support: usize,
    },
    Recharge {
        who: usize,
        fen: i64,
        way: Way,
    },
    AskRecharge {
        recharge: usize,
    },
    Withdraw {
        who: usize,
        fen: i64,
    },
    /// A payer or a provider does something.
    Provider(ProviderOperation),
    /// An operator does something.
    Operator(OperatorOperation),
    Pass {
        ms: i64,
    },
    Background,
    /// Time passes in steps, with the background tasks after each.
    Wait {
        minutes: i64,
    },
    Bills,
    Tidy,
}

const ORDERS: &str = "SELECT id, user_id FROM co_order ORDER BY id DESC";
const SUPPORTS: &str = "SELECT id, project_id, user_id FROM cf_support ORDER BY id DESC";
const RECHARGES: &str = "SELECT id, user_id FROM cf_recharge ORDER BY id DESC";

impl Operation {
    /// Runs the operation. It may be refused but must not fail with an internal error.
    pub async fn run(self, world: &World) {
        let (app, data) = (&world.fixture.app, &world.data);
        match self {
            Self::Order { who, tickets } => {
                let user = data.community_users[who % data.community_users.len()].id.get();
                let chosen = tickets.iter().map(|n| data.tickets[n % data.tickets.len()]);
                let mut tickets: Vec<i64> = chosen.collect();
                tickets.sort_unstable();
                tickets.dedup();
                call_community(world, user, "order_create", json!({ "ticket_id_list": tickets })).await;
            }
            Self::PayOrder { order, way } => {
                let Some((id, user)) = world.nth::<(i64, i64)>(ORDERS, order).await else { return };
                let mut pay = request(way);
                pay["order_id"] = json!(id);
                let reply = call_community(world, user, "order_pay", pay).await;
                world.keep_payload(&reply["payment"]);
            }
            Self::CancelOrder { order } => {
                let Some((id, user)) = world.nth::<(i64, i64)>(ORDERS, order).await else { return };
                let reply = call_community(world, user, "order_cancel", json!({ "order_id": id })).await;
                if reply["code"] == 0 {
                    world.keep_cancelled(id);
                }
            }
            Self::AskOrder { order } => {
                let Some((id, user)) = world.nth::<(i64, i64)>(ORDERS, order).await else { return };
                call_community(world, user, "order_payment", json!({ "order_id": id })).await;
            }
            Self::Support { who, package } => {
                let (project, package) = data.packages[package % data.packages.len()];
                let path = format!("/api/crowdfunding/project/{project}/support/");
                call_crowdfunding(world, who, Method::POST, &path, json!({ "package": package })).await;
            }
            Self::PaySupport { support, way } => {
                let Some((path, who)) = support_of(world, support).await else { return };
                let path = format!("{path}pay/");
                let reply = call_crowdfunding(world, who, Method::POST, &path, request(way)).await;
                world.keep_payload(&reply["payment"]);
            }
            Self::DropSupport { support } => {
                let Some((path, who)) = support_of(world, support).await else { return };
                call_crowdfunding(world, who, Method::DELETE, &path, Value::Null).await;
            }
            Self::AskSupport { support } => {
                let Some((path, who)) = support_of(world, support).await else { return };
                call_crowdfunding(world, who, Method::GET, &format!("{path}pay/"), Value::Null).await;
            }
            Self::Recharge { who, fen, way } => {
                let mut recharge = request(way);
                recharge["money"] = json!(yuan(fen));
                let path = "/api/accounts/user/recharge/";
                let reply = call_crowdfunding(world, who, Method::POST, path, recharge).await;
                world.keep_payload(&reply["payment"]);
            }
            Self::AskRecharge { recharge } => {
                let Some((id, user)) = world.nth::<(i64, i64)>(RECHARGES, recharge).await else { return };
                let path = format!("/api/accounts/user/recharge/{id}/");
                call_crowdfunding(world, index_of(world, user), Method::GET, &path, Value::Null).await;
            }
            Self::Withdraw { who, fen } => {
                let (path, money) = ("/api/accounts/user/withdraw/", json!({ "money": yuan(fen) }));
                call_crowdfunding(world, who, Method::POST, path, money).await;
            }
            Self::Provider(operation) => operation.run(world).await,
            Self::Operator(operation) => operation.run(world).await,
            Self::Pass { ms } => app.clock.advance(ms),
            Self::Background => run_background_tasks(app).await,
            Self::Wait { minutes } => {
                for _ in 0..minutes {
                    app.clock.advance(MINUTE_MS);
                    run_background_tasks(app).await;
                }
            }
            Self::Bills => drop(app.service.platform.desk.reconcile_bills().await.unwrap()),
            Self::Tidy => {
                miaohui_community::tidy(&app.service.community).await.unwrap();
                miaohui_crowdfunding::tidy(&app.service.crowdfunding).await.unwrap();
            }
        }
    }
}

fn yuan(fen: i64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

/// The parameters for a way to pay.
fn request((channel, scene, openid): Way) -> Value {
    let mut request = json!({ "channel": channel, "scene": scene });
    if !openid.is_empty() {
        request["openid"] = json!(openid);
    }
    request
}

async fn call_community(world: &World, user: i64, method: &str, params: Value) -> Value {
    let member = world.data.community_users.iter().find(|member| member.id.get() == user).unwrap();
    let reply = world.fixture.app.call_as(member, method, params.clone()).await;
    assert_ne!(reply["code"], -1, "{method} {params}: {reply}");
    reply
}

async fn call_crowdfunding(world: &World, who: usize, verb: Method, path: &str, body: Value) -> Value {
    let person = &world.data.crowdfunding_users[who % world.data.crowdfunding_users.len()];
    let answer = world.fixture.app.api(Some(person), verb, path, body.clone()).await;
    assert!(answer.status.as_u16() < 500, "{path} {body}: {} {}", answer.status, answer.body);
    answer.body
}

fn index_of(world: &World, user: i64) -> usize {
    world.data.crowdfunding_users.iter().position(|person| person.id.get() == user).unwrap()
}

/// The path of a support and the index of its user.
async fn support_of(world: &World, n: usize) -> Option<(String, usize)> {
    let (id, project, user) = world.nth::<(i64, i64, i64)>(SUPPORTS, n).await?;
    Some((format!("/api/crowdfunding/project/{project}/support/{id}/"), index_of(world, user)))
}
