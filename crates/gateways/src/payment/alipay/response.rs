//! Answers of the gateway, and their signatures.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::payment::alipay::codes;
use crate::payment::codes::Call;
use crate::payment::keys::VerifyingKey;
use crate::payment::provider::{ProviderError, Remedy, forged};

/// The members of every answer.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Head {
    code: String,
    msg: String,
    sub_code: Option<String>,
    sub_msg: Option<String>,
}

/// Reads the answer to `method`: a JSON object with `method_with_underscores_response`, whose text
/// is signed as it was sent, and `sign`. In certificate mode it has `alipay_cert_sn` too, which
/// must be `certificate`.
pub(super) fn read<T: DeserializeOwned>(
    key: &VerifyingKey,
    certificate: Option<&str>,
    call: Call,
    method: &str,
    body: &[u8],
) -> Result<T, ProviderError> {
    let unreadable =
        |_| ProviderError::Unreachable("Alipay's answer is not what the documents describe".into());
    let members: BTreeMap<&str, &RawValue> = serde_json::from_slice(body).map_err(unreadable)?;
    let name = format!("{}_response", method.replace('.', "_"));
    let Some(answer) = members.get(name.as_str()).or_else(|| members.get("error_response")) else {
        return Err(ProviderError::Unreachable("Alipay's answer lacks the response".into()));
    };
    let head: Head = serde_json::from_str(answer.get()).map_err(unreadable)?;
    let text = |name: &str| -> Option<String> {
        members.get(name).and_then(|value| serde_json::from_str(value.get()).ok())
    };
    let sign = text("sign");
    if let (Some(expected), Some(used)) = (certificate, text("alipay_cert_sn"))
        && !used.eq_ignore_ascii_case(expected)
    {
        let message = format!("支付宝公钥证书已更换为 {used}，请在开放平台下载新证书");
        return Err(ProviderError::Refused { code: "CERTIFICATE".into(), message, remedy: Remedy::Alarm });
    }
    let is_signed = sign.as_ref().is_some_and(|sign| {
        key.verifies(answer.get().as_bytes(), sign) || key.verifies(unescaped(answer).as_bytes(), sign)
    });
    // Only errors of the gateway itself are unsigned: an unknown application, or an outage.
    let must_be_signed = head.code == "10000" || head.code == "40004";
    if !is_signed && (must_be_signed || sign.is_some_and(|sign| !sign.is_empty())) {
        return Err(forged("the answer's signature does not fit"));
    }
    let code = head.sub_code.filter(|code| !code.is_empty()).unwrap_or_else(|| head.code.clone());
    let message = head.sub_msg.filter(|message| !message.is_empty()).unwrap_or(head.msg);
    if head.code == "10000" {
        serde_json::from_str(answer.get()).map_err(|_| forged("the answer's members are of other types"))
    } else {
        Err(codes::refusal(call, &head.code, &code, message))
    }
}

/// The answer with unescaped slashes: Alipay signs some answers before it escapes them, and its SDK
/// tries both.
fn unescaped(answer: &RawValue) -> String {
    answer.get().replace("\\/", "/")
}

#[cfg(test)]
mod tests {
    use miaohui_kernel::Secret;
    use miaohui_simulator::test_accounts::{WECHAT_MERCHANT_PUBLIC_KEY, WECHAT_PRIVATE_KEY};
    use serde_json::Value;

    use super::*;
    use crate::payment::keys::SigningKey;

    const METHOD: &str = "alipay.trade.refund";

    /// An answer that contains `text`, with the signature of `signed`.
    fn answer(member: &str, text: &str, signed: &str) -> Result<Value, ProviderError> {
        let key = SigningKey::read("the key", &Secret::new(WECHAT_PRIVATE_KEY)).unwrap();
        let body = format!("{{\"{member}\": {text} ,\"sign\":\"{}\"}}", key.sign(signed));
        unsigned(&body)
    }

    fn unsigned(body: &str) -> Result<Value, ProviderError> {
        let key = VerifyingKey::read("the key", WECHAT_MERCHANT_PUBLIC_KEY).unwrap();
        read(&key, None, Call::Refund, METHOD, body.as_bytes())
    }

    #[test]
    fn the_text_is_verified_as_it_was_sent() {
        let member = "alipay_trade_refund_response";
        let odd = r#"{ "msg":"S\u0075ccess", "z" : 1, "code":"10000" ,"a":"}\",\"sign\":\"x"}"#;
        assert_eq!(answer(member, odd, odd).unwrap()["z"], 1);
        let slashed = r#"{"code":"10000","url":"https:\/\/x"}"#;
        assert_eq!(answer(member, slashed, slashed).unwrap()["url"], "https://x");
        let as_signed_before = r#"{"code":"10000","url":"https://x"}"#;
        assert_eq!(answer(member, slashed, as_signed_before).unwrap()["url"], "https://x");
        let compact = r#"{"msg":"Success","z":1,"code":"10000"}"#;
        assert!(matches!(answer(member, odd, compact), Err(ProviderError::Forged(_))));
    }

    #[test]
    fn refusals_and_outages_are_distinguished() {
        let member = "alipay_trade_refund_response";
        let no = r#"{"code":"40004","msg":"Business Failed","sub_code":"ACQ.TRADE_NOT_EXIST","sub_msg":"交易不存在"}"#;
        let refused = |code: &str, message: &str, remedy| {
            Err(ProviderError::Refused { code: code.into(), message: message.into(), remedy })
        };
        assert_eq!(answer(member, no, no), refused("ACQ.TRADE_NOT_EXIST", "交易不存在", Remedy::Final));
        assert!(matches!(answer(member, no, "x"), Err(ProviderError::Forged(_))));
        let busy =
            r#"{"code":"40004","msg":"Business Failed","sub_code":"ACQ.SYSTEM_ERROR","sub_msg":"系统错误"}"#;
        assert_eq!(answer(member, busy, busy), refused("ACQ.SYSTEM_ERROR", "系统错误", Remedy::Retry));
        let down = r#"{"error_response":{"code":"20000","msg":"Service Currently Unavailable"}}"#;
        assert_eq!(unsigned(down), refused("20000", "Service Currently Unavailable", Remedy::Ask));
        let many = r#"{"error_response":{"code":"40005","msg":"Call Limited","sub_code":"isv.odd"}}"#;
        assert_eq!(unsigned(many), refused("isv.odd", "Call Limited", Remedy::Retry));
        let who = r#"{"error_response":{"code":"40002","msg":"Invalid Arguments","sub_code":"isv.invalid-app-id"},"sign":""}"#;
        assert_eq!(unsigned(who), refused("isv.invalid-app-id", "Invalid Arguments", Remedy::Alarm));
        for forged in
            [format!(r#"{{"{member}":{no}}}"#), format!(r#"{{"{member}":{{"code":"10000"}},"sign":1}}"#)]
        {
            assert!(matches!(unsigned(&forged), Err(ProviderError::Forged(_))), "{forged}");
        }
        for nonsense in ["", "[]", "<html>", "{}", r#"{"sign":"x"}"#, r#"{"error_response":7}"#] {
            assert!(matches!(unsigned(nonsense), Err(ProviderError::Unreachable(_))), "{nonsense}");
        }
    }
}
