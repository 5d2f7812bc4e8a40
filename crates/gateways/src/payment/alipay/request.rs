//! Signed requests.

use std::collections::BTreeMap;

use form_urlencoded::Serializer;
use serde_json::Value;

use crate::payment::keys::SigningKey;

/// The parameters of a call with their signature.
pub(super) fn signed(
    key: &SigningKey,
    app_id: &str,
    method: &str,
    now: &str,
    content: &Value,
    more: &[(&str, &str)],
) -> BTreeMap<String, String> {
    let content = content.to_string();
    let common = [
        ("app_id", app_id),
        ("method", method),
        ("format", "JSON"),
        ("charset", "utf-8"),
        ("sign_type", "RSA2"),
        ("timestamp", now),
        ("version", "1.0"),
        ("biz_content", &content),
    ];
    let mut parameters: BTreeMap<String, String> =
        common.iter().chain(more).map(|(name, value)| ((*name).into(), (*value).into())).collect();
    let sign = key.sign(&joined(&parameters));
    parameters.insert("sign".into(), sign);
    parameters
}

/// The signed text: all parameters as `name=value`, sorted by name, joined by `&`, not URL-encoded.
pub(super) fn joined(parameters: &BTreeMap<String, String>) -> String {
    let pairs: Vec<String> = parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

/// The parameters, URL-encoded, as a query or a form.
pub(super) fn encoded(parameters: &BTreeMap<String, String>) -> String {
    Serializer::new(String::new()).extend_pairs(parameters).finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example at `opendocs.alipay.com/common/02kf5q` ("请求签名").
    #[test]
    fn parameters_are_signed_in_order_and_unencoded() {
        let parameters = [
            ("timestamp", "2014-07-24 03:07:50"),
            ("method", "alipay.mobile.public.menu.add"),
            ("charset", "GBK"),
            ("biz_content", r#"{"button":[{"actionParam":"ZFB_HFCZ","name":"话费充值"}]}"#),
            ("app_id", "2014072300007148"),
            ("version", "1.0"),
            ("sign_type", "RSA2"),
        ];
        let parameters = parameters.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        assert_eq!(
            joined(&parameters),
            "app_id=2014072300007148&biz_content={\"button\":[{\"actionParam\":\"ZFB_HFCZ\",\"name\":\"话费充值\"}]}\
             &charset=GBK&method=alipay.mobile.public.menu.add&sign_type=RSA2&timestamp=2014-07-24 03:07:50&version=1.0"
        );
        assert!(encoded(&parameters).contains("&timestamp=2014-07-24+03%3A07%3A50&"));
    }
}
