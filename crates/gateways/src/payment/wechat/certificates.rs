//! The keys that WeChat Pay signs with: `/doc/v3/merchant/4012068814` (平台证书简介及使用说明) and `/4012154180`
//! (如何从平台证书切换成微信支付公钥).

use std::collections::BTreeMap;

use miaohui_kernel::{HOUR_MS, MINUTE_MS};
use parking_lot::RwLock;
use serde::Deserialize;

use crate::payment::http::Response;
use crate::payment::keys::VerifyingKey;
use crate::payment::provider::{ProviderError, forged};
use crate::payment::wechat::resource::{Resource, ResourceKey};
use crate::payment::wechat::signature::Voucher;

/// The documents ask for a look at least every twelve hours: a new certificate is in the answer a day before it is used,
/// and a withdrawn one is gone from it.
const STALE_MS: i64 = 12 * HOUR_MS;
/// Forged notices name serial numbers that do not exist: they do not make us ask more often than this.
const ASK_AGAIN_MS: i64 = MINUTE_MS;

/// Keys by serial number.
#[derive(Debug)]
pub(super) struct Certificates {
    /// The public key and its number, if the merchant has one.
    public_key: Option<(String, VerifyingKey)>,
    known: RwLock<Known>,
    /// When they were asked for. Held while they are, so that nobody asks twice.
    asked_at: tokio::sync::Mutex<Option<i64>>,
}

#[derive(Debug, Default)]
struct Known {
    keys: BTreeMap<String, VerifyingKey>,
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
        Self { public_key, known: RwLock::default(), asked_at: tokio::sync::Mutex::default() }
    }

    /// The number of the public key.
    pub fn public_key_id(&self) -> Option<&str> {
        self.public_key.as_ref().map(|(id, _)| id.as_str())
    }

    /// The key of `serial`. `fetch` is `GET /v3/certificates`, which is not sent unless it is awaited.
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
        let mut asked_at = self.asked_at.lock().await;
        let known = match self.find(serial, now_ms) {
            Some((found, false)) => return Ok(found),
            stale => stale.map(|(found, _)| found),
        };
        let nobody = || forged(format!("WeChat Pay has no certificate {serial:?}"));
        if asked_at.is_some_and(|asked_at| now_ms.abs_diff(asked_at) < ASK_AGAIN_MS as u64) {
            return known.ok_or_else(nobody);
        }
        let fetched = match fetch.await {
            Ok(answer) => self.read(&answer, now_ms, key),
            Err(error) => Err(error),
        };
        // Without any certificate nothing can be believed, so nobody waits a minute because of one lost connection.
        let has_none = self.known.read().keys.is_empty();
        if !(has_none && matches!(fetched, Err(ProviderError::Unreachable(_)))) {
            *asked_at = Some(now_ms);
        }
        match fetched {
            Ok(keys) => {
                *self.known.write() = Known { keys, stale_at: now_ms.saturating_add(STALE_MS) };
                self.find(serial, now_ms).map(|(found, _)| found).ok_or_else(nobody)
            }
            Err(error) => known.ok_or(error),
        }
    }

    /// A key, and whether it is time to look whether it is still one.
    fn find(&self, serial: &str, now_ms: i64) -> Option<(VerifyingKey, bool)> {
        let known = self.known.read();
        known.keys.get(serial).map(|key| (key.clone(), now_ms >= known.stale_at))
    }

    /// Decrypts the certificates, and verifies the answer that brought them with the public key or one of them: only
    /// who has the APIv3 key can have encrypted them.
    fn read(
        &self,
        response: &Response,
        now_ms: i64,
        key: &ResourceKey,
    ) -> Result<BTreeMap<String, VerifyingKey>, ProviderError> {
        let answer: Answer = serde_json::from_slice(&response.body).map_err(|_| {
            ProviderError::Unreachable("the certificates are not what the documents describe".into())
        })?;
        let mut keys = BTreeMap::new();
        for entry in answer.data {
            let pem = key.open(&entry.encrypt_certificate)?;
            let pem = String::from_utf8(pem).map_err(|_| forged("a certificate is not PEM"))?;
            let (serial, key) =
                VerifyingKey::of_certificate(&pem).map_err(|why| forged(format!("a certificate: {why}")))?;
            if !serial.trim_start_matches('0').eq_ignore_ascii_case(entry.serial_no.trim_start_matches('0')) {
                return Err(forged("a certificate has another serial number"));
            }
            keys.insert(entry.serial_no, key);
        }
        let voucher = Voucher::read(&response.headers, now_ms)?;
        let public_key = self.public_key.as_ref().filter(|(id, _)| id == voucher.serial).map(|(_, key)| key);
        match public_key.or_else(|| keys.get(voucher.serial)) {
            Some(key) if key.verifies(&voucher.text(&response.body), voucher.signature) => Ok(keys),
            _ => Err(forged("the certificates are not signed by one of them")),
        }
    }
}
