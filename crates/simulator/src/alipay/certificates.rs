//! `alipay.open.app.alipaycert.download` (应用支付宝公钥证书下载).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::alipay::answer::Answer;
use crate::alipay::request::Request;
use crate::simulator::Simulator;

/// Alipay's certificate of a number.
pub fn download(simulator: &Simulator, request: &Request) -> Answer {
    let number = request.text("alipay_cert_sn");
    let certificates = simulator.alipay.certificates.as_ref();
    let found = certificates.filter(|certificates| certificates.alipay_cert_sn == number);
    let certificate = &found.ok_or("40002")?.alipay_certificate;
    Ok(json!({ "alipay_cert_content": STANDARD.encode(certificate) }))
}
