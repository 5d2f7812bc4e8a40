//! WeChat Pay's keys for signatures: `/doc/v3/merchant/4012068814` (平台证书简介及使用说明) and `/4012154180`
//! (如何从平台证书切换成微信支付公钥).

use std::collections::BTreeMap;

use miaohui_kernel::{HOUR_MS, MINUTE_MS};
use parking_lot::RwLock;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject as _;
use serde::Deserialize;
use x509_cert::Certificate;
use x509_cert::der::Decode as _;

use crate::payment::http::Response;
use crate::payment::keys::{VerifyingKey, ends_at};
use crate::payment::provider::{ProviderError, forged};
use crate::payment::wechat::resource::{Resource, ResourceKey};
use crate::payment::wechat::signature::SignatureHeaders;

/// The age at which certificates are fetched again, as the documents require. A new certificate is
/// in the answer a day before it is used, and a revoked one is not.
const STALE_MS: i64 = 12 * HOUR_MS;
/// The least time between two fetches, so that forged notices with unknown serial numbers cause no
/// further calls.
const MIN_FETCH_INTERVAL_MS: i64 = MINUTE_MS;

/// The keys by serial number.
#[derive(Debug)]
pub(super) struct Certificates {
    /// The id of the public key and the key, if the merchant has one.
    public_key: Option<(String, VerifyingKey)>,
    known: RwLock<Known>,
    /// The time of the last fetch. Locked during a fetch, so that there is one at a time.
    fetched_at: tokio::sync::Mutex<Option<i64>>,
}

#[derive(Debug, Default)]
struct Known {
    keys: BTreeMap<String, VerifyingKey>,
    /// When the last one of them ends, in Unix ms. A new one comes before the old one has ended.
    last_end: Option<i64>,
    stale_at: i64,
}

#[derive(Deserialize)]
struct Answer {
    data: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    serial_no: String,
    encrypt_certificate: Resource,
}

impl Certificates {
    pub fn new(public_key: Option<(String, VerifyingKey)>) -> Self {
        Self { public_key, known: RwLock::default(), fetched_at: tokio::sync::Mutex::default() }
    }

    /// The id of the public key.
    pub fn public_key_id(&self) -> Option<&str> {
        self.public_key.as_ref().map(|(id, _)| id.as_str())
    }

    /// The key of `serial`. `fetch` is the call `GET /v3/certificates`, which is only made if it is
    /// needed.
    pub async fn key(
        &self,
        serial: &str,
        now_ms: i64,
        key: &ResourceKey,
        fetch: impl Future<Output = Result<Response, ProviderError>>,
    ) -> Result<VerifyingKey, ProviderError> {
        match &self.public_key {
            Some((id, key)) if id == serial => return Ok(key.clone()),
            _ if serial.starts_with("PUB_KEY_ID_") => {
                return Err(forged(format!("the public key {serial:?} is not the one set")));
            }
            _ => {}
        }
        if let Some((found, false)) = self.find(serial, now_ms) {
            return Ok(found);
        }
        let mut fetched_at = self.fetched_at.lock().await;
        let known = match self.find(serial, now_ms) {
            Some((found, false)) => return Ok(found),
            stale => stale.map(|(found, _)| found),
        };
        let unknown = || forged(format!("WeChat Pay has no certificate {serial:?}"));
        if fetched_at.is_some_and(|fetched_at| now_ms.abs_diff(fetched_at) < MIN_FETCH_INTERVAL_MS as u64) {
            return known.ok_or_else(unknown);
        }
        let fetched = match fetch.await {
            Ok(answer) => self.read(&answer, now_ms, key),
            Err(error) => Err(error),
        };
        // Without any certificate nothing can be verified, so a failed first fetch is repeated at
        // once.
        let has_none = self.known.read().keys.is_empty();
        if !(has_none && matches!(fetched, Err(ProviderError::Unreachable(_)))) {
            *fetched_at = Some(now_ms);
        }
        match fetched {
            Ok((keys, last_end)) => {
                *self.known.write() = Known { keys, last_end, stale_at: now_ms.saturating_add(STALE_MS) };
                self.find(serial, now_ms).map(|(found, _)| found).ok_or_else(unknown)
            }
            Err(error) => known.ok_or(error),
        }
    }

    /// A key, and whether it is stale.
    fn find(&self, serial: &str, now_ms: i64) -> Option<(VerifyingKey, bool)> {
        let known = self.known.read();
        known.keys.get(serial).map(|key| (key.clone(), now_ms >= known.stale_at))
    }

    /// When the last one of the certificates ends, in Unix ms; `None` before they are fetched.
    pub fn last_end(&self) -> Option<i64> {
        self.known.read().last_end
    }

    /// Decrypts the certificates, and verifies their answer with the public key or one of the
    /// certificates. That is safe, because only a holder of the APIv3 key can have encrypted them.
    fn read(
        &self,
        response: &Response,
        now_ms: i64,
        key: &ResourceKey,
    ) -> Result<(BTreeMap<String, VerifyingKey>, Option<i64>), ProviderError> {
        let answer: Answer = serde_json::from_slice(&response.body).map_err(|_| {
            ProviderError::Unreachable("the certificates are not what the documents describe".into())
        })?;
        let (mut keys, mut last_end) = (BTreeMap::new(), None);
        for entry in answer.data {
            let pem = key.decrypt(&entry.encrypt_certificate)?;
            let pem = String::from_utf8(pem).map_err(|_| forged("a certificate is not PEM"))?;
            let bad = |why: String| forged(format!("a certificate: {why}"));
            let der = CertificateDer::from_pem_slice(pem.as_bytes()).map_err(|why| bad(why.to_string()))?;
            let (serial, key) = VerifyingKey::of_certificate(&der).map_err(bad)?;
            // The end is for operators only.
            last_end = last_end.max(Certificate::from_der(&der).ok().map(|read| ends_at(&read)));
            if !serial.trim_start_matches('0').eq_ignore_ascii_case(entry.serial_no.trim_start_matches('0')) {
                return Err(forged("a certificate has another serial number"));
            }
            keys.insert(entry.serial_no, key);
        }
        let signed = SignatureHeaders::read(&response.headers, now_ms)?;
        let public_key = self.public_key.as_ref().filter(|(id, _)| id == signed.serial).map(|(_, key)| key);
        match public_key.or_else(|| keys.get(signed.serial)) {
            Some(key) if key.verifies(&signed.text(&response.body), signed.signature) => Ok((keys, last_end)),
            _ => Err(forged("the certificates are not signed by one of them")),
        }
    }
}
