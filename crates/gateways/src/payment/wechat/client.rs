//! Signed calls, and answers with verified signatures.

use miaohui_kernel::{Clock, Rng};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use ureq::http::{Method, Uri};

use crate::payment::codes::Call;
use crate::payment::http::{Http, MAX_BYTES, Response};
use crate::payment::keys::{SigningKey, VerifyingKey};
use crate::payment::provider::{ProviderError, ProviderSettingsError, forged, refused};
use crate::payment::wechat::certificates::Certificates;
use crate::payment::wechat::codes;
use crate::payment::wechat::hosts::Hosts;
use crate::payment::wechat::resource::ResourceKey;
use crate::payment::wechat::settings::WechatSettings;
use crate::payment::wechat::signature::{SignatureHeaders, request};

#[derive(Debug)]
pub(super) struct Client {
    pub mchid: String,
    pub key: SigningKey,
    pub resource_key: ResourceKey,
    pub clock: Clock,
    http: Http,
    hosts: Hosts,
    rng: Rng,
    certificate_serial: String,
    certificates: Certificates,
}

/// The body of a refusal.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Refusal {
    code: String,
    message: String,
}

impl Client {
    pub fn new(settings: &WechatSettings, clock: Clock, rng: Rng) -> Result<Self, ProviderSettingsError> {
        let public_key = match &settings.public_key {
            Some(key) => Some((key.id.clone(), VerifyingKey::read("WeChat Pay's public key", &key.pem)?)),
            None => None,
        };
        let second = settings.second_host.as_deref();
        if let Some(url) = second {
            let uri = url.parse::<Uri>().ok().filter(|uri| uri.host().is_some() && uri.query().is_none());
            if !uri.is_some_and(|uri| matches!(uri.scheme_str(), Some("http" | "https"))) {
                return Err(ProviderSettingsError(format!("the second host {url:?} is no URL")));
            }
        }
        Ok(Self {
            mchid: settings.mchid.clone(),
            key: SigningKey::read("the merchant's private key", &settings.private_key)?,
            resource_key: ResourceKey::read(&settings.api_v3_key)?,
            http: Http::new(&settings.endpoint)?,
            hosts: Hosts::new(&settings.endpoint.url, second),
            clock,
            rng,
            certificate_serial: settings.certificate_serial.clone(),
            certificates: Certificates::new(public_key),
        })
    }

    /// When the last one of WeChat Pay's certificates ends, in Unix ms.
    pub fn certificates_end(&self) -> Option<i64> {
        self.certificates.last_end()
    }

    /// The time in Unix seconds, for signatures.
    pub fn timestamp(&self) -> String {
        (self.clock.now_ms() / 1000).to_string()
    }

    /// Calls `path` (with its query) and verifies the answer's signature. An empty answer is read
    /// as `null`.
    pub async fn call<T: DeserializeOwned>(
        &self,
        call: Call,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<T, ProviderError> {
        let answer = self.answer(call, method, path, body).await?;
        let body = if answer.body.is_empty() { b"null" } else { answer.body.as_slice() };
        serde_json::from_slice(body).map_err(|_| forged("the answer's members are of other types"))
    }

    /// Calls `path` and verifies the answer's signature; the answer of any status 2xx.
    pub async fn answer(
        &self,
        call: Call,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Response, ProviderError> {
        let answer = self.send(method, path, body, MAX_BYTES).await?;
        let is_success = matches!(answer.status, 200..=299);
        // A refusal is unsigned if WeChat Pay did not recognize the merchant. A success is always
        // signed.
        if is_success || SignatureHeaders::are_in(&answer.headers) {
            self.verify(&answer.headers, &answer.body).await?;
        }
        if is_success { Ok(answer) } else { Err(refusal(call, &answer)) }
    }

    /// Downloads a file of at most `limit` bytes, which is not signed.
    pub async fn download(&self, path: &str, limit: u64) -> Result<Vec<u8>, ProviderError> {
        let answer = self.send(Method::GET, path, None, limit).await?;
        if answer.status == 200 { Ok(answer.body) } else { Err(refusal(Call::Download, &answer)) }
    }

    /// Verifies that WeChat Pay has signed an answer or a notice recently.
    pub async fn verify(&self, headers: &[(String, String)], body: &[u8]) -> Result<(), ProviderError> {
        let now_ms = self.clock.now_ms();
        let signed = SignatureHeaders::read(headers, now_ms)?;
        let key = self.certificates.key(signed.serial, now_ms, &self.resource_key, self.fetch()).await?;
        if key.verifies(&signed.text(body), signed.signature) {
            Ok(())
        } else {
            Err(forged("the signature does not fit"))
        }
    }

    async fn fetch(&self) -> Result<Response, ProviderError> {
        let answer = self.send(Method::GET, "/v3/certificates", None, MAX_BYTES).await?;
        if answer.status == 200 { Ok(answer) } else { Err(refusal(Call::Query, &answer)) }
    }

    /// Sends a call to the first host, and to the second one if the first does not answer.
    ///
    /// The first host may have carried out the call all the same. A repeated call has the same
    /// numbers and the same body, so WeChat Pay takes it as the same order or refund.
    async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        limit: u64,
    ) -> Result<Response, ProviderError> {
        let body = body.map(ToString::to_string).unwrap_or_default();
        let mut last = ProviderError::Unreachable("there is no host".into());
        for host in self.hosts.in_order(self.clock.now_ms()) {
            match self.send_to(host, method.clone(), path, &body, limit).await {
                Ok(answer) if is_answer(&answer) => return Ok(answer),
                Ok(answer) => {
                    last =
                        ProviderError::Unreachable(format!("{host} answered with status {}", answer.status));
                }
                Err(error @ ProviderError::Unreachable(_)) => last = error,
                Err(error) => return Err(error),
            }
            self.hosts.failed(host, self.clock.now_ms());
        }
        Err(last)
    }

    async fn send_to(
        &self,
        host: &str,
        method: Method,
        path: &str,
        body: &str,
        limit: u64,
    ) -> Result<Response, ProviderError> {
        let url = format!("{host}{path}");
        let (timestamp, nonce) = (self.timestamp(), self.rng.hex32());
        // The path is signed in the form that the server receives.
        let uri: Uri = url.parse().map_err(|_| refused("CHARGE", "单号无效"))?;
        let seen = uri.path_and_query().map_or(path, |path| path.as_str());
        let signature = self.key.sign(&request(method.as_str(), seen, &timestamp, &nonce, body));
        let authorization = format!(
            "WECHATPAY2-SHA256-RSA2048 mchid=\"{}\",nonce_str=\"{nonce}\",signature=\"{signature}\",\
             timestamp=\"{timestamp}\",serial_no=\"{}\"",
            self.mchid, self.certificate_serial
        );
        let mut headers = vec![("authorization", authorization), ("content-type", "application/json".into())];
        if let Some(id) = self.certificates.public_key_id() {
            // Requests answers signed with this key during a migration from certificates.
            headers.push(("wechatpay-serial", id.to_owned()));
        }
        self.http.send_limited(method, url, headers, body.as_bytes().to_vec(), limit).await
    }
}

/// The code and the message of an answer.
fn code_of(answer: &Response) -> Refusal {
    serde_json::from_slice(&answer.body).unwrap_or_default()
}

/// Whether WeChat Pay itself has answered, and not a gateway that does not reach it.
fn is_answer(answer: &Response) -> bool {
    answer.status < 500 || !code_of(answer).code.is_empty()
}

fn refusal(call: Call, answer: &Response) -> ProviderError {
    let Refusal { code, message } = code_of(answer);
    let code = if code.is_empty() { answer.status.to_string() } else { code };
    codes::refusal(call, answer.status, &code, message)
}
