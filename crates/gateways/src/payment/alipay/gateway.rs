//! Signed calls of the gateway, and answers with verified signatures.

use std::collections::BTreeMap;

use miaohui_kernel::Clock;
use serde::de::DeserializeOwned;
use serde_json::Value;
use ureq::http::Method;

use crate::payment::alipay::certificates::{self, SerialNumbers};
use crate::payment::alipay::settings::{AlipayKey, AlipaySettings};
use crate::payment::alipay::{request, response};
use crate::payment::codes::Call;
use crate::payment::http::Http;
use crate::payment::keys::{SigningKey, VerifyingKey};
use crate::payment::provider::{CertificateEnd, ProviderError, ProviderSettingsError};
use crate::payment::time::beijing;

/// The gateway, as a merchant calls it.
#[derive(Debug)]
pub(super) struct Gateway {
    pub url: String,
    pub app_id: String,
    pub seller_id: String,
    pub verifying_key: VerifyingKey,
    pub clock: Clock,
    pub http: Http,
    pub notify_url: String,
    pub return_url: Option<String>,
    /// The longest bill in bytes.
    pub bill_bytes: u64,
    pub certificate_ends: Vec<CertificateEnd>,
    key: SigningKey,
    /// In certificate mode.
    serial_numbers: Option<SerialNumbers>,
}

impl Gateway {
    pub fn new(settings: &AlipaySettings, clock: Clock) -> Result<Self, ProviderSettingsError> {
        let (serial_numbers, verifying_key, certificate_ends) = match &settings.alipay_key {
            AlipayKey::Public(key) => (None, VerifyingKey::read("Alipay's public key", key)?, Vec::new()),
            AlipayKey::Certificates(certificates) => {
                let read = certificates::read(certificates)?;
                (Some(read.numbers), read.key, read.ends)
            }
        };
        Ok(Self {
            url: settings.endpoint.url.clone(),
            app_id: settings.app_id.clone(),
            seller_id: settings.seller_id.clone(),
            verifying_key,
            clock,
            http: Http::new(&settings.endpoint)?,
            notify_url: settings.notify_url.clone(),
            return_url: settings.return_url.clone(),
            bill_bytes: settings.bill_bytes,
            key: SigningKey::read("the application's private key", &settings.app_private_key)?,
            serial_numbers,
            certificate_ends,
        })
    }

    /// The parameters of a method with their signature.
    pub fn signed(&self, method: &str, content: &Value, more: &[(&str, &str)]) -> BTreeMap<String, String> {
        let now = beijing(self.clock.now_ms());
        let mut more = more.to_vec();
        if let Some(SerialNumbers { app, root, .. }) = &self.serial_numbers {
            more.extend([("app_cert_sn", app.as_str()), ("alipay_root_cert_sn", root.as_str())]);
        }
        request::signed(&self.key, &self.app_id, method, &now, content, &more)
    }

    /// Calls a method and verifies the answer's signature.
    pub async fn call<T: DeserializeOwned>(
        &self,
        call: Call,
        method: &str,
        content: &Value,
        more: &[(&str, &str)],
    ) -> Result<T, ProviderError> {
        let mut parameters = self.signed(method, content, more);
        // Like Alipay's SDK: the protocol's parameters are in the URL, the content is in the body.
        let body = parameters.remove_entry("biz_content").into_iter().collect();
        let url = format!("{}?{}", self.url, request::encoded(&parameters));
        let kind = vec![("content-type", "application/x-www-form-urlencoded;charset=utf-8".into())];
        let answer = self.http.send(Method::POST, url, kind, request::encoded(&body).into_bytes()).await?;
        if answer.status != 200 {
            return Err(ProviderError::Unreachable(format!("Alipay answered with status {}", answer.status)));
        }
        let certificate = self.serial_numbers.as_ref().map(|numbers| numbers.alipay.as_str());
        response::read(&self.verifying_key, certificate, call, method, &answer.body)
    }
}
