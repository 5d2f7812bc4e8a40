//! TC3-HMAC-SHA256, the signature of Tencent Cloud's calls.
//!
//! Source: <https://cloud.tencent.com/document/api/382/52072>.

use miaohui_kernel::sha256_hex;

use crate::sms::signing::{hmac_sha256, hmac_sha256_hex, utc};

const ALGORITHM: &str = "TC3-HMAC-SHA256";
const CONTENT_TYPE: &str = "application/json; charset=utf-8";

/// A call to sign.
pub(crate) struct Tc3Call<'a> {
    pub host: &'a str,
    /// The service, such as `sms`.
    pub service: &'a str,
    pub action: &'a str,
    pub version: &'a str,
    pub region: &'a str,
    /// The time in Unix ms.
    pub now: i64,
    /// The body, in JSON.
    pub body: &'a str,
}

impl Tc3Call<'_> {
    /// The headers of the call, with its signature.
    pub fn headers(&self, secret_id: &str, secret_key: &str) -> Vec<(&'static str, String)> {
        let seconds = self.now / 1000;
        let day = &utc(self.now)[..10];
        let names = "content-type;host;x-tc-action";
        let canonical = format!(
            "POST\n/\n\ncontent-type:{CONTENT_TYPE}\nhost:{}\nx-tc-action:{}\n\n{names}\n{}",
            self.host,
            self.action.to_lowercase(),
            sha256_hex(self.body)
        );
        let scope = format!("{day}/{}/tc3_request", self.service);
        let to_sign = format!("{ALGORITHM}\n{seconds}\n{scope}\n{}", sha256_hex(canonical));
        let by_day = hmac_sha256(format!("TC3{secret_key}").as_bytes(), day.as_bytes());
        let by_service = hmac_sha256(&by_day, self.service.as_bytes());
        let key = hmac_sha256(&by_service, b"tc3_request");
        let signature = hmac_sha256_hex(&key, to_sign.as_bytes());
        let credential = format!("{ALGORITHM} Credential={secret_id}/{scope}");
        let mut headers = vec![
            ("content-type", CONTENT_TYPE.to_owned()),
            ("x-tc-action", self.action.to_owned()),
            ("x-tc-timestamp", seconds.to_string()),
            ("x-tc-version", self.version.to_owned()),
        ];
        if !self.region.is_empty() {
            headers.push(("x-tc-region", self.region.to_owned()));
        }
        headers
            .push(("authorization", format!("{credential}, SignedHeaders={names}, Signature={signature}")));
        headers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_example_has_its_signature() {
        let call = Tc3Call {
            host: "cvm.tencentcloudapi.com",
            service: "cvm",
            action: "DescribeInstances",
            version: "2017-03-12",
            region: "ap-guangzhou",
            now: 1_551_113_065_000,
            body: r#"{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}"#,
        };
        let headers =
            call.headers("AKID********************************", "********************************");
        let signature = "10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f";
        assert!(headers.last().unwrap().1.ends_with(signature), "{headers:?}");
    }
}
