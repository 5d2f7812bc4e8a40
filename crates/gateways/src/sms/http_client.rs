//! HTTP calls to a provider of short messages. They block.

use std::time::Duration;

use ureq::http::{Request, Uri};
use ureq::{Agent, Proxy};

use crate::agent::{calls, check_scheme};
use crate::send_error::SendError;

/// The timeout of a call. Two providers for each message of a batch stay within the outbox's claim.
const TIMEOUT: Duration = Duration::from_secs(5);
/// The longest answer in bytes.
const MAX_BYTES: u64 = 1 << 18;

/// Why a provider cannot be used as it is configured.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SmsSettingsError(pub String);

/// A client of one URL.
#[derive(Debug)]
pub(crate) struct HttpClient {
    agent: Agent,
    url: String,
    host: String,
}

impl HttpClient {
    /// Creates a client of `url`, by way of `proxy` unless it is empty. It does not connect yet.
    pub fn new(url: &str, proxy: &str) -> Result<Self, SmsSettingsError> {
        let bad = |why: &str| SmsSettingsError(format!("the address {url:?} {why}"));
        let uri: Uri = url.parse().map_err(|_| bad("is no URL"))?;
        let host = uri.authority().ok_or_else(|| bad("has no host"))?.to_string();
        if uri.query().is_some() || host.contains('@') {
            return Err(bad("has a query or a user name"));
        }
        check_scheme(uri.scheme_str()).map_err(bad)?;
        let proxy = match proxy {
            "" => None,
            // The proxy's address is not shown, because it may have a password.
            url => {
                Some(Proxy::new(url).map_err(|_| SmsSettingsError("the proxy's address is no URL".into()))?)
            }
        };
        let agent = calls(TIMEOUT, proxy).build().into();
        Ok(Self { agent, url: url.trim_end_matches('/').to_owned(), host })
    }

    /// The value of the header `Host`.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Posts `body` to the URL followed by `suffix`; returns the status and the body of the answer.
    pub fn post(
        &self,
        suffix: &str,
        headers: &[(&str, String)],
        body: &[u8],
    ) -> Result<(u16, Vec<u8>), SendError> {
        let _step = miaohui_trace::begin("provider.call").map(|step| step.asking(&self.host));
        let call = || {
            let mut request = Request::builder().method("POST").uri(format!("{}{suffix}", self.url));
            for (name, value) in headers {
                request = request.header(*name, value);
            }
            let (head, answer) = self.agent.run(request.body(body)?)?.into_parts();
            let answer = answer.into_with_config().limit(MAX_BYTES).read_to_vec()?;
            Ok((head.status.as_u16(), answer))
        };
        call().map_err(|error: ureq::Error| SendError::Transient(format!("{}: {error}", self.host)))
    }
}
