//! The payment providers' side of their protocols: Alipay's gateway and WeChat Pay's API v3, with orders and refunds in
//! memory, payers who do as they are told, and notices that come late, twice, in another order, forged or not at all.
//!
//! It moves no money and proves nothing about the providers: it holds a client to what their documents say. Under
//! `/control` it is told what happens next (see [`serve`]).

mod alipay;
mod control;
mod desk;
mod keys;
mod ledger;
mod notices;
pub mod test_accounts;
mod wechat;

use std::io::{Error, Result};
use std::sync::Arc;

use axum::Router;
use axum::routing::{any, get, post};
use miaohui_kernel::{Clock, Rng, Secret};
use tokio::net::TcpListener;

use desk::Desk;

/// Who may ask, and what time it is.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The time of the providers.
    pub clock: Clock,
    /// Where their numbers come from.
    pub rng: Rng,
    /// The merchant at Alipay.
    pub alipay: AlipayAccount,
    /// The merchant at WeChat Pay.
    pub wechat: WechatAccount,
}

/// A merchant at Alipay.
#[derive(Clone, Debug)]
pub struct AlipayAccount {
    /// The application's number.
    pub app_id: String,
    /// The seller's number.
    pub seller_id: String,
    /// The application's public key, in PEM.
    pub app_public_key: String,
}

/// A merchant at WeChat Pay.
#[derive(Clone, Debug)]
pub struct WechatAccount {
    /// The merchant's number.
    pub mchid: String,
    /// The applications that may be paid with.
    pub appids: Vec<String>,
    /// Serial number of the merchant's certificate.
    pub certificate_serial: String,
    /// That certificate's public key, in PEM.
    pub public_key: String,
    /// The APIv3 key, 32 bytes.
    pub api_v3_key: Secret,
}

impl Settings {
    /// The merchants of [`test_accounts`].
    pub fn new(clock: Clock, rng: Rng) -> Self {
        Self { clock, rng, alipay: test_accounts::alipay(), wechat: test_accounts::wechat() }
    }
}

/// Answers until the task is dropped.
///
/// | path | what |
/// |---|---|
/// | `/gateway.do` | Alipay; a payer opens an app's order string as the query of it |
/// | `/v3/…` | WeChat Pay |
/// | `POST /control/pay/{reference}` | the payer pays; answers with what came of the notices, as `deliveries` |
/// | `POST /control/fail/{number}` | the payer gives up, or WeChat Pay's refund goes wrong |
/// | `POST /control/finish/{refund}` | WeChat Pay's refund arrives |
/// | `POST /control/notify/{number}` | the last notice about a payment or refund goes out again |
/// | `POST /control/mode`, `/control/mode/{number}` | how notices go out from now on, about all or one: any of `delay_ms`, `duplicate` (further copies), `reorder` (after the next one), `drop`, `forge`, and `less_fen`, by which payers pay too little |
/// | `POST /control/flush` | what `reorder` holds back goes out |
/// | `POST /control/rotate` | WeChat Pay signs with its next certificate |
/// | `POST /control/outage` | `true`: the providers answer 503 and do nothing; `false`: no more |
/// | `GET /control/orders` | all orders and refunds |
pub async fn serve(listener: TcpListener, settings: Settings) -> Result<()> {
    let desk = Arc::new(Desk::new(settings).map_err(Error::other)?);
    let router = Router::new()
        .route("/gateway.do", any(alipay::gateway))
        .route("/v3/{*path}", any(wechat::v3))
        .route("/control/pay/{reference}", post(control::pay))
        .route("/control/fail/{number}", post(control::fail))
        .route("/control/finish/{refund}", post(control::finish))
        .route("/control/notify/{number}", post(control::notify))
        .route("/control/mode", post(control::mode_of_all))
        .route("/control/mode/{number}", post(control::mode))
        .route("/control/flush", post(control::flush))
        .route("/control/rotate", post(control::rotate))
        .route("/control/outage", post(control::outage))
        .route("/control/orders", get(control::orders))
        .with_state(desk);
    axum::serve(listener, router).await
}
