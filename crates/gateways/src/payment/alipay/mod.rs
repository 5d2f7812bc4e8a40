//! Alipay: the open platform's gateway (OpenAPI v2), as documented at `opendocs.alipay.com`
//! (`/common/02kf5q` for signatures).

mod bill_file;
mod bills;
mod certificates;
mod codes;
mod complaints;
mod gateway;
mod notice;
mod orders;
mod request;
mod response;
mod settings;
mod text;
mod trades;

pub use codes::CODES;
pub use settings::{AlipayCertificates, AlipayKey, AlipaySettings};

use miaohui_kernel::Clock;

use crate::payment::bill::{Bill, BillDay, BillKind};
use crate::payment::provider::{
    Acknowledgement, CertificateEnd, Charge, CloseState, Notice, PaymentState, Provider,
    ProviderSettingsError, RefundOrder, RefundState, Reply, Started,
};
use gateway::Gateway;
use notice::Content;

/// The production gateway.
pub const GATEWAY: &str = "https://openapi.alipay.com/gateway.do";

/// Payments with Alipay: [`Scene::Page`], [`Scene::Wap`], [`Scene::App`] and [`Scene::Native`].
///
/// [`Scene::Page`]: crate::payment::provider::Scene::Page
/// [`Scene::Wap`]: crate::payment::provider::Scene::Wap
/// [`Scene::App`]: crate::payment::provider::Scene::App
/// [`Scene::Native`]: crate::payment::provider::Scene::Native
#[derive(Debug)]
pub struct Alipay {
    gateway: Gateway,
}

impl Alipay {
    /// Creates a client. It does not connect yet.
    pub fn new(settings: &AlipaySettings, clock: Clock) -> Result<Self, ProviderSettingsError> {
        for (name, value) in [
            ("application's number", &settings.app_id),
            ("seller's number", &settings.seller_id),
            ("address for notices", &settings.notify_url),
        ] {
            if value.trim().is_empty() {
                return Err(ProviderSettingsError(format!("Alipay: the {name} is missing")));
            }
        }
        Ok(Self { gateway: Gateway::new(settings, clock)? })
    }
}

impl Provider for Alipay {
    fn channel(&self) -> &'static str {
        "alipay"
    }

    /// The client gets `url` to open ([`Scene::Page`], [`Scene::Wap`]), `order`, the string for the
    /// SDK ([`Scene::App`]), or `qr_code`, the text of a QR code ([`Scene::Native`]).
    ///
    /// [`Scene::Page`]: crate::payment::provider::Scene::Page
    /// [`Scene::Wap`]: crate::payment::provider::Scene::Wap
    /// [`Scene::App`]: crate::payment::provider::Scene::App
    /// [`Scene::Native`]: crate::payment::provider::Scene::Native
    fn start<'a>(&'a self, charge: &'a Charge) -> Reply<'a, Started> {
        Box::pin(self.gateway.start_payment(charge))
    }

    fn query<'a>(&'a self, reference: &'a str) -> Reply<'a, PaymentState> {
        Box::pin(self.gateway.query_trade(reference))
    }

    fn close<'a>(&'a self, reference: &'a str) -> Reply<'a, CloseState> {
        Box::pin(self.gateway.close_trade(reference))
    }

    fn refund<'a>(&'a self, order: &'a RefundOrder) -> Reply<'a, RefundState> {
        Box::pin(self.gateway.make_refund(order))
    }

    fn query_refund<'a>(&'a self, order: &'a RefundOrder) -> Reply<'a, RefundState> {
        Box::pin(self.gateway.query_refund_state(order))
    }

    fn notice<'a>(&'a self, _: &'a [(String, String)], body: &'a [u8]) -> Reply<'a, Notice> {
        Box::pin(async move {
            match notice::read(&self.gateway, body)? {
                Content::Notice(notice) => Ok(notice),
                Content::Complaint(number) => Ok(Notice::Dispute(self.gateway.complaint(&number).await?)),
            }
        })
    }

    fn bill(&self, day: BillDay, kind: BillKind) -> Reply<'_, Option<Bill>> {
        Box::pin(self.gateway.bill(day, kind))
    }

    fn certificate_ends(&self) -> Vec<CertificateEnd> {
        self.gateway.certificate_ends.clone()
    }

    fn acknowledge(&self, is_recorded: bool) -> Acknowledgement {
        let body = if is_recorded { "success" } else { "fail" };
        Acknowledgement { status: 200, media_type: "text/plain; charset=utf-8", body }
    }
}
