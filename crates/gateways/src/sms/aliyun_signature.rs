//! ACS3-HMAC-SHA256, the signature of Aliyun's calls.
//!
//! Source: <https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature>.

use miaohui_kernel::sha256_hex;

use crate::sms::signing::{hmac_sha256_hex, percent_encode};

const ALGORITHM: &str = "ACS3-HMAC-SHA256";

/// A call to sign.
pub(crate) struct Acs3Call<'a> {
    pub host: &'a str,
    pub action: &'a str,
    pub version: &'a str,
    /// The time, such as `2023-10-26T10:22:32Z`.
    pub date: &'a str,
    /// A text that no other call has.
    pub nonce: &'a str,
    /// The parameters, which are sent in the query.
    pub params: &'a [(&'a str, String)],
}

impl Acs3Call<'_> {
    /// The query in its canonical form, in which it is sent.
    pub fn query(&self) -> String {
        let mut pairs: Vec<(String, String)> =
            self.params.iter().map(|(key, value)| (percent_encode(key), percent_encode(value))).collect();
        pairs.sort();
        let pairs: Vec<String> = pairs.into_iter().map(|(key, value)| format!("{key}={value}")).collect();
        pairs.join("&")
    }

    /// The headers of the call, with its signature.
    pub fn headers(&self, key_id: &str, secret: &str) -> Vec<(&'static str, String)> {
        let payload = sha256_hex("");
        // In the order of their names, as the canonical form needs them.
        let signed = [
            ("host", self.host.to_owned()),
            ("x-acs-action", self.action.to_owned()),
            ("x-acs-content-sha256", payload.clone()),
            ("x-acs-date", self.date.to_owned()),
            ("x-acs-signature-nonce", self.nonce.to_owned()),
            ("x-acs-version", self.version.to_owned()),
        ];
        let names = signed.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(";");
        let lines: Vec<String> = signed.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
        let lines = lines.concat();
        let canonical = format!("POST\n/\n{}\n{lines}\n{names}\n{payload}", self.query());
        let to_sign = format!("{ALGORITHM}\n{}", sha256_hex(canonical));
        let signature = hmac_sha256_hex(secret.as_bytes(), to_sign.as_bytes());
        let mut headers: Vec<_> = signed.into_iter().skip(1).collect();
        headers.push((
            "authorization",
            format!("{ALGORITHM} Credential={key_id},SignedHeaders={names},Signature={signature}"),
        ));
        headers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_example_has_its_signature() {
        let params = [
            ("ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd".to_owned()),
            ("RegionId", "cn-shanghai".to_owned()),
        ];
        let call = Acs3Call {
            host: "ecs.cn-shanghai.aliyuncs.com",
            action: "RunInstances",
            version: "2014-05-26",
            date: "2023-10-26T10:22:32Z",
            nonce: "3156853299f313e23d1673dc12e1703d",
            params: &params,
        };
        let headers = call.headers("YourAccessKeyId", "YourAccessKeySecret");
        let signature = "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0";
        assert!(headers.last().unwrap().1.ends_with(signature), "{headers:?}");
    }
}
