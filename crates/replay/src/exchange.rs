//! One request and its reply over HTTP, as the proxy and the replay make them.

use anyhow::{Context, Result};
use ureq::Agent;
use ureq::http::{HeaderMap, Request};

/// Most bytes of a reply.
const MOST_BYTES: u64 = 256 << 20;

/// A reply.
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// All headers.
    pub headers: HeaderMap,
    /// The body.
    pub bytes: Vec<u8>,
}

impl Reply {
    /// A header's text; empty when it is missing.
    pub fn header(&self, name: &str) -> String {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
    }
}

/// A client that follows no redirects and takes every status as a reply.
pub fn agent() -> Agent {
    Agent::config_builder().http_status_as_error(false).max_redirects(0).proxy(None).build().into()
}

/// Sends a request on a thread that may block.
pub async fn send(
    agent: &Agent,
    verb: &str,
    url: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
) -> Result<Reply> {
    let (agent, verb) = (agent.clone(), verb.to_owned());
    let call = move || -> Result<Reply> {
        let mut request = Request::builder().method(verb.as_str()).uri(&url);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let reply = if body.is_empty() {
            agent.run(request.body(()).context("the request")?)
        } else {
            agent.run(request.body(body).context("the request")?)
        };
        let (head, body) = reply.with_context(|| url.clone())?.into_parts();
        let bytes = body.into_with_config().limit(MOST_BYTES).read_to_vec()?;
        Ok(Reply { status: head.status.as_u16(), headers: head.headers, bytes })
    };
    tokio::task::spawn_blocking(call).await.context("the thread of a request")?
}
