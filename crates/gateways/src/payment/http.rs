//! HTTP calls to a provider: a blocking client on tokio's blocking threads.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use ureq::Agent;
use ureq::http::{Method, Request, Uri};
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use crate::payment::provider::{ProviderError, ProviderSettingsError};

/// The most concurrent calls. More would only block threads while the provider is slow.
const MAX_CALLS: usize = 64;
/// The longest answer in bytes; usual answers have a few kB.
const MAX_BYTES: u64 = 1 << 20;

/// The address of a provider, and the timeout of calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// The URL: scheme, host and path. `http` is for the simulator only.
    pub url: String,
    /// The timeout of a call in ms.
    pub timeout_ms: u64,
}

/// The answer to a call.
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
    /// Creates a client for `endpoint`. It does not connect yet.
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
            Some("https") => system_authorities()?,
            Some("http") => RootCerts::WebPki,
            _ => return Err(bad("is neither http nor https")),
        };
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            // Payments must not go through a proxy of the environment.
            .proxy(None)
            .user_agent(concat!("miaohui/", env!("CARGO_PKG_VERSION")))
            .accept("application/json")
            .timeout_global(Some(Duration::from_millis(endpoint.timeout_ms)))
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            .build()
            .into();
        Ok(Self { agent, free: Arc::new(Semaphore::new(MAX_CALLS)), host })
    }

    /// Sends `body`, or no body with GET, to `url`. An answer of any status is returned.
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
            // The headers that are read later are all texts.
            let headers = head.headers.iter().filter_map(|(name, value)| {
                value.to_str().ok().map(|value| (name.as_str().to_owned(), value.to_owned()))
            });
            Ok(Response {
                status: head.status.as_u16(),
                headers: headers.collect(),
                body: body.into_with_config().limit(MAX_BYTES).read_to_vec()?,
            })
        };
        match tokio::task::spawn_blocking(call).await {
            Ok(answer) => answer.map_err(|error: ureq::Error| unreachable(error.to_string())),
            Err(error) => Err(unreachable(error.to_string())),
        }
    }
}

fn system_authorities() -> Result<RootCerts, ProviderSettingsError> {
    let found = rustls_native_certs::load_native_certs();
    if found.certs.is_empty() {
        return Err(ProviderSettingsError("this machine knows no certificate authorities".into()));
    }
    Ok(RootCerts::from(found.certs.iter().map(|der| Certificate::from_der(der).to_owned())))
}

/// The value of a header, by its name in any case.
pub(crate) fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}
