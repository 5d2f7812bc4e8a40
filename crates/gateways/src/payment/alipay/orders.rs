//! Orders: the pages `/open/270` (page), `/203` (phone), `/204` (app) and `/open/05osv9` (QR code)
//! of `opendocs.alipay.com`.

use miaohui_kernel::HOUR_MS;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::payment::alipay::gateway::Gateway;
use crate::payment::alipay::request::encoded;
use crate::payment::alipay::text::without_reserved;
use crate::payment::checks::check_charge;
use crate::payment::codes::Call;
use crate::payment::provider::{Charge, ProviderError, Scene, Started, forged, refused};
use crate::payment::time::beijing;

/// How long a QR code can be scanned.
const QR_CODE_MS: i64 = 2 * HOUR_MS;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct QrCode {
    out_trade_no: String,
    qr_code: String,
}

impl Gateway {
    /// Starts a payment. A QR code is requested from the gateway; the other scenes need no call.
    pub(super) async fn start_payment(&self, charge: &Charge) -> Result<Started, ProviderError> {
        check_charge(charge)?;
        let (method, product) = match charge.scene {
            Scene::Page => ("alipay.trade.page.pay", "FAST_INSTANT_TRADE_PAY"),
            Scene::Wap => ("alipay.trade.wap.pay", "QUICK_WAP_WAY"),
            Scene::App => ("alipay.trade.app.pay", "QUICK_MSECURITY_PAY"),
            Scene::Native => ("alipay.trade.precreate", "QR_CODE_OFFLINE"),
            Scene::Jsapi { .. } | Scene::Mini { .. } | Scene::H5 { .. } => {
                return Err(refused("SCENE", "支付宝只能在网页、手机浏览器、App 内或扫码支付"));
            }
        };
        let mut content = json!({
            "out_trade_no": charge.reference,
            "total_amount": charge.fen.to_string(),
            "subject": without_reserved(&charge.subject),
            "product_code": product,
            "time_expire": beijing(charge.expires_at),
            "seller_id": self.seller_id,
        });
        let mut more = vec![("notify_url", self.notify_url.as_str())];
        let return_url = charge.return_url.as_ref().or(self.return_url.as_ref());
        if let (Some(url), Scene::Page | Scene::Wap) = (return_url, &charge.scene) {
            more.push(("return_url", url));
            if charge.scene == Scene::Wap {
                content["quit_url"] = url.as_str().into();
            }
        }
        if charge.scene == Scene::Native {
            return self.request_code(charge, method, &content, &more).await;
        }
        let order = encoded(&self.signed(method, &content, &more));
        let client = match charge.scene {
            Scene::App => json!({ "order": order }),
            _ => json!({ "url": format!("{}?{order}", self.url) }),
        };
        Ok(Started::Waiting { client, valid_until: charge.expires_at })
    }

    async fn request_code(
        &self,
        charge: &Charge,
        method: &str,
        content: &Value,
        more: &[(&str, &str)],
    ) -> Result<Started, ProviderError> {
        // The code is at least as old as the call.
        let valid_until = charge.expires_at.min(self.clock.now_ms() + QR_CODE_MS);
        let code: QrCode = self.call(Call::Create, method, content, more).await?;
        if code.out_trade_no != charge.reference || code.qr_code.is_empty() {
            return Err(forged("the answer is about another payment"));
        }
        Ok(Started::Waiting { client: json!({ "qr_code": code.qr_code }), valid_until })
    }
}
