//! The connection to a provider: a blocking client on tokio's blocking threads.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use ureq::Agent;
use ureq::http::{Method, Request, Uri};
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use crate::payment::provider::{ProviderError, ProviderSettingsError};

/// Calls under way at once. More would only hold threads while the provider is slow.
const MOST_AT_ONCE: usize = 64;
/// The providers' answers are a few kB.
const MOST_BYTES: u64 = 1 << 20;

/// Where a provider is, and for how long it is waited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// Scheme, host and, where the provider has one, path. Only a simulator is spoken to without TLS.
    pub url: String,
    /// Time for a whole call, in ms.
    pub timeout_ms: u64,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

#[derive(Clone, Debug)]
pub(crate) struct Http {
    agent: Agent,
    free: Arc<Semaphore>,
    host: String,
}

impl Http {
    /// A client for `endpoint`. Does not connect yet.
    pub fn new(endpoint: &Endpoint) -> Result<Self, ProviderSettingsError> {
        let url = &endpoint.url;
        let bad = |why: &str| ProviderSettingsError(format!("the provider's address {url:?} {why}"));
        let uri: Uri = url.parse().map_err(|_| bad("is no URL"))?;
        let host = uri.authority().ok_or_else(|| bad("has no host"))?.to_string();
        if uri.query().is_some() {
            return Err(bad("has a query"));
        }
        if endpoint.timeout_ms == 0 {
            return Err(ProviderSettingsError(
                "the timeout is 0 ms, which leaves no time for anything".into(),
            ));
        }
        let roots = match uri.scheme_str() {
            Some("https") => machines_authorities()?,
            Some("http") => RootCerts::WebPki,
            _ => return Err(bad("is neither http nor https")),
        };
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            // A proxy that happens to be in the environment is not told about payments.
            .proxy(None)
            .user_agent(concat!("miaohui/", env!("CARGO_PKG_VERSION")))
            .accept("application/json")
            .timeout_global(Some(Duration::from_millis(endpoint.timeout_ms)))
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            .build()
            .into();
        Ok(Self { agent, free: Arc::new(Semaphore::new(MOST_AT_ONCE)), host })
    }

    /// Sends `body`, or nothing with GET, to `url`, whatever status comes back.
    pub async fn send(
        &self,
        method: Method,
        url: String,
        headers: Vec<(&'static str, String)>,
        body: Vec<u8>,
    ) -> Result<Response, ProviderError> {
        let unreachable = |why: String| ProviderError::Unreachable(format!("{}: {why}", self.host));
        let Ok(permit) = Arc::clone(&self.free).try_acquire_owned() else {
            return Err(unreachable("too many calls are under way".into()));
        };
        let agent = self.agent.clone();
        let call = move || {
            let _permit = permit;
            let mut request = Request::builder().method(&method).uri(url);
            for (name, value) in headers {
                request = request.header(name, value);
            }
            let response = if method == Method::GET {
                agent.run(request.body(())?)
            } else {
                agent.run(request.body(body)?)
            };
            let (head, body) = response?.into_parts();
            // What is no text cannot be one of the headers that are looked at.
            let headers = head.headers.iter().filter_map(|(name, value)| {
                value.to_str().ok().map(|value| (name.as_str().to_owned(), value.to_owned()))
            });
            Ok(Response {
                status: head.status.as_u16(),
                headers: headers.collect(),
                body: body.into_with_config().limit(MOST_BYTES).read_to_vec()?,
            })
        };
        match tokio::task::spawn_blocking(call).await {
            Ok(answer) => answer.map_err(|error: ureq::Error| unreachable(error.to_string())),
            Err(error) => Err(unreachable(error.to_string())),
        }
    }
}

fn machines_authorities() -> Result<RootCerts, ProviderSettingsError> {
    let found = rustls_native_certs::load_native_certs();
    if found.certs.is_empty() {
        return Err(ProviderSettingsError("this machine knows no certificate authorities".into()));
    }
    Ok(RootCerts::from(found.certs.iter().map(|der| Certificate::from_der(der).to_owned())))
}

/// The value of a header, whatever the case of its name.
pub(crate) fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}
