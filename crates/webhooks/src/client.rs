//! HTTP calls to endpoints. They block.

use std::net::SocketAddr;
use std::time::Duration;

use miaohui_gateways::calls;
use ureq::http::{Request, Uri};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};

use crate::address::is_public;

/// The longest answer in bytes; that of a moderator is short, and no other is read.
const MAX_BYTES: u64 = 1 << 16;

/// What endpoints may be called.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reach {
    /// Whether addresses of private networks, and this machine's, may be called.
    pub private: bool,
    /// Whether `http://` may be called.
    pub http: bool,
}

/// What an endpoint answered.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

/// Calls endpoints.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    agent: Agent,
    reach: Reach,
}

impl Client {
    /// Creates a client whose calls take at most `timeout`.
    pub fn new(reach: Reach, timeout: Duration) -> Self {
        let config = calls(timeout, None).build();
        let resolver = PublicResolver { inner: DefaultResolver::default(), reach };
        Self { agent: Agent::with_parts(config, DefaultConnector::new(), resolver), reach }
    }

    /// Posts a body; an answer of any status is returned, or why there is none.
    pub fn post(&self, url: &str, headers: &[(&str, String)], body: &[u8]) -> Result<Answer, String> {
        let uri: Uri = url.parse().map_err(|_| "it is no URL".to_owned())?;
        if uri.scheme_str() != Some("https") && !self.reach.http {
            return Err("only https is called, unless webhooks.allow_http is set".to_owned());
        }
        let host = uri.authority().map_or("", |authority| authority.as_str()).to_owned();
        let _step = miaohui_trace::begin("provider.call").map(|step| step.asking(&host));
        let call = || {
            let mut request = Request::builder().method("POST").uri(uri);
            for (name, value) in headers {
                request = request.header(*name, value);
            }
            let (head, answer) = self.agent.run(request.body(body)?)?.into_parts();
            // A body that cannot be read is one that says nothing.
            let body = answer.into_with_config().limit(MAX_BYTES).read_to_vec().unwrap_or_default();
            Ok(Answer { status: head.status.as_u16(), body })
        };
        call().map_err(|error: Error| error.to_string())
    }
}

/// Resolves names to addresses that may be called. The connection is made to what it returns, so a name
/// cannot mean another address a moment later.
#[derive(Debug)]
struct PublicResolver {
    inner: DefaultResolver,
    reach: Reach,
}

impl Resolver for PublicResolver {
    fn resolve(
        &self,
        uri: &Uri,
        config: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let resolved = self.inner.resolve(uri, config, timeout)?;
        if self.reach.private {
            return Ok(resolved);
        }
        let mut allowed = self.empty();
        for address in resolved.iter().filter(|address: &&SocketAddr| is_public(address.ip())) {
            allowed.push(*address);
        }
        if allowed.is_empty() {
            let why = "the host is in a private network, and webhooks.allow_private is not set";
            return Err(Error::Io(std::io::Error::other(why)));
        }
        Ok(allowed)
    }
}
