//! A simulator of payment providers: Alipay's gateway and WeChat Pay's API v3.
//!
//! Orders and refunds are in memory. It moves no money and does not prove how the providers
//! behave: it checks a client against their documents. Requests under `/control` simulate payers,
//! and notices that are late, duplicate, reordered, forged or lost (see [`serve`]).

mod accounts;
mod alipay;
mod control;
mod keys;
mod notice;
mod notices;
mod records;
mod settings;
mod simulator;
pub mod test_accounts;
mod wechat;

pub use accounts::{AlipayAccount, WechatAccount};
pub use settings::Settings;

use std::io::{Error, Result};
use std::sync::Arc;

use axum::Router;
use axum::routing::{any, get, post};
use tokio::net::TcpListener;

use simulator::Simulator;

/// Serves the providers until the task is dropped.
///
/// | path | effect |
/// |---|---|
/// | `/gateway.do` | Alipay; an app's order string is opened as its query |
/// | `/v3/…` | WeChat Pay |
/// | `POST /control/pay/{reference}` | the payer pays; returns the merchant's answers to the notices as `deliveries` |
/// | `POST /control/fail/{number}` | the payer cancels, or WeChat Pay's refund fails |
/// | `POST /control/finish/{refund}` | WeChat Pay's refund succeeds |
/// | `POST /control/notify/{number}` | sends the last notice of a payment or a refund again |
/// | `POST /control/mode`, `/control/mode/{number}` | how later notices are sent, for all payments or one: any of `delay_ms`, `duplicate` (further copies), `reorder` (after the next one), `drop`, `forge`, and `less_fen`, the amount that payers pay too little |
/// | `POST /control/flush` | sends the notices that `reorder` holds |
/// | `POST /control/rotate` | WeChat Pay changes to its next certificate |
/// | `POST /control/outage` | `true` starts an outage, in which the providers answer 503; `false` ends it |
/// | `GET /control/orders` | returns all orders and refunds |
pub async fn serve(listener: TcpListener, settings: Settings) -> Result<()> {
    let simulator = Arc::new(Simulator::new(settings).map_err(Error::other)?);
    let router = Router::new()
        .route("/gateway.do", any(alipay::gateway))
        .route("/v3/{*path}", any(wechat::v3))
        .route("/control/pay/{reference}", post(control::pay))
        .route("/control/fail/{number}", post(control::fail))
        .route("/control/finish/{refund}", post(control::finish))
        .route("/control/notify/{number}", post(control::notify))
        .route("/control/mode", post(control::default_mode))
        .route("/control/mode/{number}", post(control::mode))
        .route("/control/flush", post(control::flush))
        .route("/control/rotate", post(control::rotate))
        .route("/control/outage", post(control::outage))
        .route("/control/orders", get(control::orders))
        .with_state(simulator);
    axum::serve(listener, router).await
}
