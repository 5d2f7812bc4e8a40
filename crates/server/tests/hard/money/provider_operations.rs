//! What payers and providers do in random histories.

use serde_json::{Value, json};

use super::world::World;

/// An operation of a payer at a provider, or of a provider. Numbers select among what exists.
#[derive(Clone, Debug)]
pub enum ProviderOperation {
    /// A payer opens what a client received, and pays, less by `less_fen`.
    Pay { payload: usize, less_fen: i64, notices: Notices },
    /// A payer opens what a client received.
    Open { payload: usize },
    /// A payer is in the middle of paying an opened order.
    Paying { opened: usize },
    /// A payer pays an opened order.
    PayOpened { opened: usize, notices: Notices },
    /// A payer cancels the payment at the provider.
    GiveUp { opened: usize },
    /// The provider repeats a notice.
    Notify { opened: usize },
    /// The provider sends delayed notices.
    Flush,
    /// WeChat Pay gives a refund that is in progress a state.
    RefundState { refund: usize, state: &'static str },
    /// An outage begins or ends.
    Outage { side: &'static str, on: bool },
    /// The answers of the next calls are lost.
    Lose { side: &'static str, call: &'static str, count: u32 },
    /// The next call answers a code.
    Fail { side: &'static str, call: &'static str, code: &'static str },
    /// A refund in the back office, of so much of the payment, or of the rest.
    BackOffice { payment: usize, per_mille: Option<i64>, notice: bool },
    /// Alipay allows no more refunds of a payment.
    FinishTrade { payment: usize },
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

const REFUNDS: &str = "SELECT reference FROM payment_refund WHERE channel = 'wechat' ORDER BY id DESC";
/// The orders that the providers may have, also those that are paid without our knowledge.
const PAYMENTS: &str = "SELECT reference FROM payment_intent WHERE channel <> 'sandbox' ORDER BY id DESC";

impl ProviderOperation {
    /// Runs the operation. The provider may refuse it.
    pub async fn run(self, world: &World) {
        let providers = &world.fixture.providers;
        match self {
            Self::Pay { payload, less_fen, notices } => {
                if let Some(reference) = open(world, payload).await {
                    pay(world, &reference, less_fen, notices).await;
                }
            }
            Self::Open { payload } => {
                open(world, payload).await;
            }
            Self::Paying { opened } => {
                let Some(reference) = world.opened(opened) else { return };
                if providers.try_control(&format!("paying/{reference}"), json!({})).await.is_some() {
                    world.note(PAYING);
                }
            }
            Self::PayOpened { opened, notices } => {
                let Some(reference) = world.opened(opened) else { return };
                pay(world, &reference, 0, notices).await;
            }
            Self::GiveUp { opened } => command(world, "fail", world.opened(opened), json!({})).await,
            Self::Notify { opened } => command(world, "notify", world.opened(opened), json!({})).await,
            Self::Flush => drop(providers.control("flush", json!({})).await),
            Self::RefundState { refund, state } => {
                let Some((number,)) = world.nth::<(String,)>(REFUNDS, refund).await else { return };
                let records = providers.orders_and_refunds().await;
                let now = &records["refunds"][&number]["state"];
                // An abnormal refund can be brought to its end in the back office.
                if *now == "working" || (*now == "failed" && state == "SUCCESS") {
                    providers.refund_state(&number, state).await;
                }
            }
            Self::Outage { side, on } => providers.outage(side, on).await,
            Self::Lose { side, call, count } => providers.lose(side, call, count).await,
            Self::Fail { side, call, code } => providers.error(side, call, code, 1).await,
            Self::BackOffice { payment, per_mille, notice } => {
                let Some((reference,)) = world.nth::<(String,)>(PAYMENTS, payment).await else { return };
                let records = providers.orders_and_refunds().await;
                let paid = records["orders"][&reference]["paid_fen"].as_i64().unwrap_or_default();
                let fen = per_mille.map(|part| paid * part / 1000 + 1);
                let refund = json!({ "fen": fen, "notice": notice });
                if providers.try_control(&format!("refund/{reference}"), refund).await.is_some() {
                    world.note(if notice { BACK_OFFICE } else { SILENT_BACK_OFFICE });
                }
            }
            Self::FinishTrade { payment } => {
                let found = world.nth::<(String,)>(PAYMENTS, payment).await;
                command(world, "finish-trade", found.map(|(reference,)| reference), json!({})).await;
            }
        }
    }
}

/// A payer is in the middle of paying.
pub const PAYING: &str = "a payer is in the middle of paying";
/// A payer opens what has ended.
pub const TOO_OLD: &str = "a payer opens what has ended";
/// A payer opens an order that is paid or closed.
pub const NOT_OPEN: &str = "a payer opens an order that is paid or closed";
/// A payer pays.
pub const PAID: &str = "a payer pays";
/// A refund in the back office, with a notice at Alipay.
pub const BACK_OFFICE: &str = "a refund in the back office";
/// A refund in the back office of WeChat Pay without a notice.
pub const SILENT_BACK_OFFICE: &str = "a refund in the back office without a notice";

/// Opens what a client received, and returns the number of the order if it can be paid.
async fn open(world: &World, payload: usize) -> Option<String> {
    match world.fixture.providers.try_open_payment(&world.payload(payload)?).await {
        Ok(reference) => {
            world.keep_opened(reference.clone());
            return Some(reference);
        }
        Err(410) => world.note(TOO_OLD),
        Err(409) => world.note(NOT_OPEN),
        Err(503) => {}
        Err(status) => panic!("what a client received is answered with {status}"),
    }
    None
}

async fn pay(world: &World, reference: &str, less_fen: i64, notices: Notices) {
    let providers = &world.fixture.providers;
    providers.control(&format!("mode/{reference}"), notices.mode(less_fen)).await;
    if providers.try_control(&format!("pay/{reference}"), json!({})).await.is_some() {
        world.note(PAID);
    }
}

async fn command(world: &World, what: &str, number: Option<String>, body: Value) {
    if let Some(number) = number {
        world.fixture.providers.try_control(&format!("{what}/{number}"), body).await;
    }
}
