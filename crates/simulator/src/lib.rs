//! A simulator of payment providers (Alipay's gateway and WeChat Pay's API v3) and of providers of
//! short messages (see [`sms`]).
//!
//! Orders and refunds are in memory. It moves no money and does not prove how the providers
//! behave: it is as strict as their documents, which each rule names. Requests under `/control`
//! simulate payers, the providers' back offices, and faults (see [`serve`]).

mod accept;
mod accounts;
mod alipay;
mod bill;
mod bill_plan;
mod complaint;
mod control;
mod documented;
mod faults;
mod fee;
mod gate;
mod keys;
mod notice;
mod notices;
mod open_error;
mod order;
mod records;
mod refund;
mod settings;
mod side;
mod simulator;
pub mod sms;
pub mod test_accounts;
mod time;
mod wechat;

pub use accounts::{AlipayAccount, AlipayCertificates, WechatAccount};
pub use documented::documented_codes;
pub use settings::Settings;

use std::io::{Error, Result};
use std::sync::Arc;

use axum::Router;
use axum::routing::{any, get, post};
use tokio::net::TcpListener;

use control::{back_office, fault_plans, payers};
use simulator::Simulator;

/// Serves the providers until the task is dropped.
///
/// | path | effect |
/// |---|---|
/// | `/gateway.do` | Alipay; an app's order string is opened as its query |
/// | `/downloadBillFile.resource` | Alipay's bills |
/// | `/v3/…` | WeChat Pay |
/// | `POST /control/open` | a payer opens the `payment` that a client received; returns the `reference`, or 410 if its time is over, 409 if the order is not open |
/// | `POST /control/paying/{reference}` | the payer is in the middle of paying (WeChat Pay), or no more with `false` |
/// | `POST /control/pay/{reference}` | the payer pays; returns the merchant's answers to the notices as `deliveries` |
/// | `POST /control/fail/{number}` | the payer cancels, or WeChat Pay's refund fails |
/// | `POST /control/finish/{refund}` | WeChat Pay's refund succeeds |
/// | `POST /control/refund/{reference}` | a refund in the back office, `{"fen", "notice"}`: of the rest if `fen` is null; WeChat Pay sends a notice if `notice` |
/// | `POST /control/refund-state/{number}` | `{"state"}`, a state of WeChat Pay's refunds, with its notice |
/// | `POST /control/finish-trade/{reference}` | Alipay allows no more refunds |
/// | `POST /control/complain/{reference}` | `{"text", "url"}`: a complaint and its notice; returns its `id` |
/// | `POST /control/notify/{number}` | sends the last notice of a payment, a refund or a complaint again |
/// | `POST /control/mode`, `/control/mode/{number}` | how later notices are sent, for all payments or one: any of `delay_ms`, `duplicate` (further copies), `reorder` (after the next one), `drop`, `lose` (so many answers of the merchant, after which it is sent again), `forge`, and `less_fen`, the amount that payers pay too little |
/// | `POST /control/flush` | sends the notices that `reorder` holds |
/// | `POST /control/rotate` | WeChat Pay changes to its next certificate |
/// | `POST /control/bill` | plants differences into the later bills of a day: `{"side", "day", "drop", "fen", "add", "state"}` |
/// | `POST /control/outage` | `true` starts an outage, in which the providers answer 503; `false` ends it; `{"side", "on"}` for one |
/// | `POST /control/hang` | `{"side", "on"}`: the calls of a side are not answered while it is on, and then with 503 |
/// | `POST /control/lose` | `{"side", "call", "count"}`: the next calls take effect, and their answers are lost |
/// | `POST /control/error` | `{"side", "call", "code", "count"}`: the next calls answer this documented code and have no effect; 400 for another code |
/// | `GET /control/orders` | returns all orders, refunds and complaints |
/// | `GET /control/calls` | returns the number of calls by side and call |
pub async fn serve(listener: TcpListener, settings: Settings) -> Result<()> {
    let sms = sms::router(settings.clock.clone(), settings.rng.clone());
    let simulator = Arc::new(Simulator::new(settings).map_err(Error::other)?);
    let router = Router::new()
        .route("/gateway.do", any(alipay::gateway))
        .route("/downloadBillFile.resource", get(alipay::bills::download))
        .route("/v3/{*path}", any(wechat::v3))
        .route("/control/open", post(payers::open))
        .route("/control/paying/{reference}", post(payers::paying))
        .route("/control/pay/{reference}", post(payers::pay))
        .route("/control/fail/{number}", post(payers::fail))
        .route("/control/complain/{reference}", post(payers::complain))
        .route("/control/finish/{refund}", post(back_office::finish))
        .route("/control/refund/{reference}", post(back_office::refund))
        .route("/control/refund-state/{number}", post(back_office::refund_state))
        .route("/control/finish-trade/{reference}", post(back_office::finish_trade))
        .route("/control/notify/{number}", post(control::notify))
        .route("/control/mode", post(control::default_mode))
        .route("/control/mode/{number}", post(control::mode))
        .route("/control/flush", post(control::flush))
        .route("/control/rotate", post(control::rotate))
        .route("/control/bill", post(control::bill))
        .route("/control/outage", post(fault_plans::outage))
        .route("/control/hang", post(fault_plans::hang))
        .route("/control/lose", post(fault_plans::lose))
        .route("/control/error", post(fault_plans::error))
        .route("/control/orders", get(control::orders))
        .route("/control/calls", get(fault_plans::calls))
        .with_state(simulator)
        .merge(sms);
    accept::accept(listener, router).await;
    Ok(())
}
