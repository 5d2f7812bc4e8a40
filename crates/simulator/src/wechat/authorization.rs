//! Signatures of requests, as 如何生成请求签名 documents them.

use axum::http::{HeaderMap, Method, Uri};
use miaohui_kernel::MINUTE_MS;

use crate::simulator::Simulator;

/// Whether the merchant has signed this request recently.
pub fn is_genuine(
    simulator: &Simulator,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    body: &[u8],
) -> bool {
    let header = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let Some(fields) = header.strip_prefix("WECHATPAY2-SHA256-RSA2048 ") else { return false };
    let field = |name: &str| {
        let of_it = |pair: &&str| pair.split_once('=').is_some_and(|(key, _)| key == name);
        let value = fields.split(',').find(of_it).and_then(|pair| pair.split_once('='));
        value.map_or("", |(_, value)| value.trim_matches('"'))
    };
    let path = uri.path_and_query().map_or("", |path| path.as_str());
    let mut text = format!("{method}\n{path}\n{}\n{}\n", field("timestamp"), field("nonce_str")).into_bytes();
    text.extend_from_slice(body);
    text.push(b'\n');
    let at_ms = field("timestamp").parse::<i64>().ok().and_then(|seconds| seconds.checked_mul(1000));
    at_ms.is_some_and(|at_ms| simulator.clock.now_ms().abs_diff(at_ms) <= 5 * MINUTE_MS as u64)
        && field("mchid") == simulator.wechat.mchid
        && field("serial_no") == simulator.wechat.certificate_serial
        && simulator.merchant_key.verifies(&text, field("signature"))
}
