//! Signed requests (`opendocs.alipay.com/common/02kf5q`).

use serde_json::Value;

use crate::alipay::answer::BadRequest;
use crate::alipay::trade::{Parameters, joined};
use crate::simulator::Simulator;

/// A request whose signature was verified.
pub struct Request {
    pub method: String,
    pub notify_url: String,
    pub content: Value,
}

impl Request {
    /// Verifies the parameters of a request.
    ///
    /// A merchant with certificates names its own and Alipay's root certificate by their numbers
    /// (公钥证书模式, `opendocs.alipay.com/common/02kf5p`).
    pub fn read(simulator: &Simulator, mut parameters: Parameters) -> Result<Self, BadRequest> {
        let sign = parameters.remove("sign").unwrap_or_default();
        let get = |name: &str| parameters.get(name).map_or("", String::as_str);
        if get("app_id") != simulator.alipay.app_id {
            return Err(BadRequest("isv.invalid-app-id"));
        }
        if get("sign_type") != "RSA2" || !simulator.app_key.verifies(joined(&parameters).as_bytes(), &sign) {
            return Err(BadRequest("isv.invalid-signature"));
        }
        if let Some(certificates) = &simulator.alipay.certificates {
            match (get("app_cert_sn"), get("alipay_root_cert_sn")) {
                ("", _) => return Err(BadRequest("isv.missing-app-cert-sn")),
                (_, "") => return Err(BadRequest("isv.missing-alipay-root-cert-sn")),
                (app, _) if app != certificates.app_cert_sn => {
                    return Err(BadRequest("isv.invalid-app-cert-sn"));
                }
                (_, root) if root != certificates.alipay_root_cert_sn => {
                    return Err(BadRequest("isv.invalid-alipay-root-cert-sn"));
                }
                _ => {}
            }
        }
        let Ok(content) = serde_json::from_str(get("biz_content")) else {
            return Err(BadRequest("isv.invalid-parameter"));
        };
        Ok(Self { method: get("method").to_owned(), notify_url: get("notify_url").to_owned(), content })
    }

    /// A text of the content; empty if it is missing.
    pub fn text(&self, name: &str) -> String {
        self.content[name].as_str().unwrap_or_default().to_owned()
    }
}
