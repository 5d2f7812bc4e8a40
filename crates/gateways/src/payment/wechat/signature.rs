//! The signed texts: 如何生成请求签名 for requests, and for answers and notices
//! `pay.weixin.qq.com/docs/merchant/development/interface-rules/build-verify-sign-src.html`.

use miaohui_kernel::MINUTE_MS;

use crate::payment::http::header;
use crate::payment::provider::{ProviderError, forged};

/// The largest difference between the time of a signature and our clock.
const FRESH_MS: i64 = 5 * MINUTE_MS;

/// The text of a request: method, path with query, time in seconds, nonce, body.
pub(super) fn request(method: &str, path: &str, timestamp: &str, nonce: &str, body: &str) -> String {
    format!("{method}\n{path}\n{timestamp}\n{nonce}\n{body}\n")
}

/// The signature headers of an answer or a notice.
#[derive(Clone, Copy, Debug)]
pub(super) struct SignatureHeaders<'a> {
    /// The certificate's serial number, or the public key's id.
    pub serial: &'a str,
    /// The signature in Base64.
    pub signature: &'a str,
    timestamp: &'a str,
    nonce: &'a str,
}

impl<'a> SignatureHeaders<'a> {
    /// Whether there is a signature.
    pub fn are_in(headers: &[(String, String)]) -> bool {
        header(headers, "Wechatpay-Signature").is_some()
    }

    /// Reads the headers, and checks that the signature is recent at `now_ms`.
    pub fn read(headers: &'a [(String, String)], now_ms: i64) -> Result<Self, ProviderError> {
        let get = |name: &str| header(headers, name).ok_or_else(|| forged(format!("there is no {name}")));
        let read = Self {
            serial: get("Wechatpay-Serial")?,
            signature: get("Wechatpay-Signature")?,
            timestamp: get("Wechatpay-Timestamp")?,
            nonce: get("Wechatpay-Nonce")?,
        };
        let at_ms = read.timestamp.parse::<i64>().ok().and_then(|seconds| seconds.checked_mul(1000));
        if at_ms.is_some_and(|at_ms| now_ms.abs_diff(at_ms) <= FRESH_MS as u64) {
            Ok(read)
        } else {
            Err(forged("the signature is not of these five minutes"))
        }
    }

    /// The signed text: time, nonce, body.
    pub fn text(&self, body: &[u8]) -> Vec<u8> {
        let mut text = format!("{}\n{}\n", self.timestamp, self.nonce).into_bytes();
        text.extend_from_slice(body);
        text.push(b'\n');
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payment::keys::VerifyingKey;

    /// The public key of the example in WeChat Pay's document 如何生成请求签名.
    const EXAMPLE_KEY: &str = concat!(
        "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAptpm+qvIDCh/9wjU26SQCK26ogYkBhDrYxnAaw2JbbBsp1oDbHKk+1r3",
        "81NeBUG2HEFAuU+Fr72u5ot3yKdzoF/FajAzQNKnm569/D3upKoi8mYBaST15Uig8j8qoUW1U217LL0jEHlSnHV3lcaDTXqDpTRR",
        "4Bfz9IqOgJgFZ8/oTfEomSrjrLYef81Eyxr7ZIMQXEKKEK7V4UXKS0+/fDsiG/cXidhzt8UbTL9vqXqxM2+IDImyO+FAc/tkBG55",
        "LmzxPto1Nq0WbnZzRM/wTzrd0I/8NlevxtFbphg4evlHjFNI7+GrqR87ViEwuAJJ9Je5QQjct5YJfFRWiZ5CMQIDAQAB",
    );

    /// The example of the same document: its key, its request, its signature.
    #[test]
    fn the_documents_example_has_our_signed_text() {
        let body = concat!(
            r#"{"appid":"wxd678efh567hg6787","mchid":"1900007291","description":"Image形象店-深圳腾大-QQ公仔","#,
            r#""out_trade_no":"1217752501201407033233368018","notify_url":"https://www.weixin.qq.com/wxpay/pay.php","#,
            r#""amount":{"total":100,"currency":"CNY"},"payer":{"openid":"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"}}"#,
        );
        let signature = concat!(
            "jnks4dlrPw3ZX+ozVvSK39oa0t7OMBsg83BHAwd8BRdUFiVaQNTLTvci+wURgP1OQBbKYhFGvt7iqYpDSTQkp7Uq1sltaQKyncCyrA1g",
            "88m5bsKERQfPyT0ahSwKTYJ1CAn9QiJuSJRq1QsQs07eehbU/k9BCS51jTyc1Jpsi2H77HF9f/BnjXAOP3/sPObg6V5Ee4EzwLox684h",
            "huMuIwHo7D8KFk3LIHOKDcNI4It1aCXydFWNpNK+SG86VUDe5kwoDpw4Ulqfu9z8OFDGbDs9TCxEv8iqQzbpxOlEVoOe2kalSYM5kApQ",
            "b3nZcxdUtoE0liJGW3RGUNE0t4v01A==",
        );
        let path = "/v3/pay/transactions/jsapi";
        let text = request("POST", path, "1554208460", "593BEC0C930BF1AFEB40B4A08C8FB242", body);
        let key = VerifyingKey::read("the example's key", EXAMPLE_KEY).unwrap();
        assert!(key.verifies(text.as_bytes(), signature));
        assert!(!key.verifies(text.replace("100", "101").as_bytes(), signature));
    }

    #[test]
    fn a_signature_is_valid_for_five_minutes() {
        let headers = |timestamp: &str| {
            [("serial", "S"), ("signature", "x"), ("timestamp", timestamp), ("nonce", "n")]
                .map(|(name, value)| (format!("wechatpay-{name}"), value.to_owned()))
        };
        let now_ms = 1_700_000_000_000;
        let is_read = |timestamp: &str| SignatureHeaders::read(&headers(timestamp), now_ms).is_ok();
        assert!(is_read("1700000000") && is_read("1699999700") && is_read("1700000300"));
        for bad in ["1699999699", "1700000301", "", "now", "9223372036854775807", "-9223372036854775808"] {
            assert!(!is_read(bad), "{bad}");
        }
    }
}
