//! HTTP calls to a provider: a blocking client on tokio's blocking threads.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use ureq::http::{Method, Request, Uri};
use ureq::{Agent, Error, Proxy};

use crate::agent::{calls, check_scheme};
use crate::payment::provider::{ProviderError, ProviderSettingsError, Remedy};

/// The most concurrent calls. More would only block threads while the provider is slow.
const MAX_CALLS: usize = 64;
/// The longest answer in bytes; usual answers have a few kB.
pub(crate) const MAX_BYTES: u64 = 1 << 20;

/// The address of a provider, and how it is reached.
#[derive(Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// The URL: scheme, host and path. `http` is for the simulator only.
    pub url: String,
    /// The timeout of a call in ms.
    pub timeout_ms: u64,
    /// The proxy, such as `http://user:password@proxy:3128`; `None` for none. Calls pass it with
    /// `CONNECT`.
    pub proxy: Option<String>,
}

/// Shows no proxy, whose URL may have a password.
impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { url, timeout_ms, proxy } = self;
        f.debug_struct("Endpoint")
            .field("url", url)
            .field("timeout_ms", timeout_ms)
            .field("has_proxy", &proxy.is_some())
            .finish()
    }
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
        check_scheme(uri.scheme_str()).map_err(bad)?;
        let proxy = match &endpoint.proxy {
            // The address is not shown, because it may have a password.
            Some(url) => {
                let proxy = if url.starts_with("http://") { Proxy::new(url).ok() } else { None };
                let help = "the proxy's address is no URL such as http://proxy:3128";
                Some(proxy.ok_or_else(|| ProviderSettingsError(help.into()))?)
            }
            None => None,
        };
        let timeout = Duration::from_millis(endpoint.timeout_ms);
        let agent = calls(timeout, proxy).accept("application/json").build().into();
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
        self.send_limited(method, url, headers, body, MAX_BYTES).await
    }

    /// As [`Self::send`], with an answer of at most `limit` bytes.
    pub async fn send_limited(
        &self,
        method: Method,
        url: String,
        headers: Vec<(&'static str, String)>,
        body: Vec<u8>,
        limit: u64,
    ) -> Result<Response, ProviderError> {
        let unreachable = |why: String| ProviderError::Unreachable(format!("{}: {why}", self.host));
        let Ok(permit) = Arc::clone(&self.free).try_acquire_owned() else {
            return Err(unreachable("too many calls are under way".into()));
        };
        let _step = miaohui_trace::begin("provider.call").map(|step| step.asking(&self.host));
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
                body: body.into_with_config().limit(limit).read_to_vec()?,
            })
        };
        match tokio::task::spawn_blocking(call).await {
            Ok(Err(Error::BodyExceedsLimit(_))) => Err(too_long(limit)),
            Ok(answer) => answer.map_err(|error: Error| unreachable(error.to_string())),
            Err(error) => Err(unreachable(error.to_string())),
        }
    }
}

/// The error for an answer or a file of more than `limit` bytes.
pub(crate) fn too_long(limit: u64) -> ProviderError {
    let message = format!("应答超过上限 {limit} 字节");
    ProviderError::Refused { code: "TOO_LONG".into(), message, remedy: Remedy::Alarm }
}

/// The value of a header, by its name in any case.
pub(crate) fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}
