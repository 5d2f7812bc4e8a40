//! The proxy that records.

use std::collections::BTreeMap;
use std::fs::File;
use std::sync::Arc;

use anyhow::{Context, Result};
use axum::Router;
use axum::body::{Body as HttpBody, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Request, StatusCode};
use axum::response::{IntoResponse, Response};
use parking_lot::Mutex;
use serde_json::Value;
use tokio::net::TcpListener;
use ureq::Agent;

use crate::body::{Body, masked_field};
use crate::exchange::{self, Reply};
use crate::masks::Masks;
use crate::recording::{self, Call};

/// Most bytes of a request.
const MOST_BYTES: usize = 256 << 20;

/// Headers of requests that are recorded. The others say nothing to the APIs, or too much about a client.
const HEADERS: [&str; 4] = ["accept", "content-type", "idempotency-key", "authorization"];

/// Headers that belong to one connection.
const OF_CONNECTION: [&str; 6] =
    ["connection", "keep-alive", "transfer-encoding", "upgrade", "te", "content-length"];

/// Where a recording goes.
pub struct Recorder {
    agent: Agent,
    to: String,
    masks: Mutex<Masks>,
    out: Mutex<File>,
    values: Option<Mutex<File>>,
    unrecorded: Vec<&'static str>,
}

impl Recorder {
    /// Begins a recording of calls to the server at `to`. `values` is a file for the masked values.
    /// `unrecorded` are first segments of paths that are passed on only.
    pub fn begin(
        to: &str,
        mut out: File,
        values: Option<File>,
        unrecorded: Vec<&'static str>,
    ) -> Result<Self> {
        recording::begin(&mut out)?;
        Ok(Self {
            agent: exchange::agent(),
            to: to.trim_end_matches('/').to_owned(),
            masks: Mutex::default(),
            out: Mutex::new(out),
            values: values.map(Mutex::new),
            unrecorded,
        })
    }

    async fn pass_on(&self, request: Request<HttpBody>) -> Result<Response> {
        let (head, body) = request.into_parts();
        let body = to_bytes(body, MOST_BYTES).await.context("the body of the request")?.to_vec();
        let (verb, target) =
            (head.method.as_str(), head.uri.path_and_query().map_or("/", |target| target.as_str()));
        let url = format!("{}{target}", self.to);
        let reply = exchange::send(&self.agent, verb, url, passed(&head.headers), body.clone()).await?;
        let first = head.uri.path().split('/').nth(1).unwrap_or_default();
        if !self.unrecorded.contains(&first) {
            let call = self.masked(verb, target, &head.headers, &body, &reply).await;
            recording::write_line(&mut *self.out.lock(), &call)?;
            let new = self.masks.lock().take_new();
            if let Some(values) = &self.values {
                let mut values = values.lock();
                new.iter().try_for_each(|pair| recording::write_line(&mut *values, pair))?;
            }
        }
        let mut response = Response::builder().status(reply.status);
        for (name, value) in reply.headers.iter().filter(|(name, _)| !OF_CONNECTION.contains(&name.as_str()))
        {
            response = response.header(name, value);
        }
        Ok(response.body(HttpBody::from(reply.bytes))?)
    }

    async fn masked(
        &self,
        verb: &str,
        target: &str,
        headers: &HeaderMap,
        body: &[u8],
        reply: &Reply,
    ) -> Call {
        let content_type =
            headers.get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let body = Body::masked(content_type, body, &self.masks).await;
        let mut masks = self.masks.lock();
        let kept = HEADERS.iter().filter_map(|name| {
            let text = headers.get(*name)?.to_str().ok()?;
            let text = match *name {
                "authorization" => masked_authorization(text, &mut masks),
                "idempotency-key" => masks.text(text),
                _ => text.to_owned(),
            };
            Some(((*name).to_owned(), text))
        });
        let headers: BTreeMap<String, String> = kept.collect();
        let mut shown: Option<Value> = serde_json::from_slice(&reply.bytes).ok();
        if let Some(value) = &mut shown {
            masks.json(value);
        }
        let target = masked_target(target, &mut masks);
        let content_type = reply.header("content-type");
        Call {
            verb: verb.to_owned(),
            target,
            headers,
            body,
            status: reply.status,
            content_type,
            reply: shown,
        }
    }
}

/// The scheme stays; without one, all of it is the token.
fn masked_authorization(text: &str, masks: &mut Masks) -> String {
    match text.split_once(' ') {
        Some((scheme, token)) => format!("{scheme} {}", masks.label("token", token)),
        None => masks.label("token", text),
    }
}

fn passed(headers: &HeaderMap) -> Vec<(String, String)> {
    let of_request = headers.iter().filter(|(name, _)| !OF_CONNECTION.contains(&name.as_str()));
    // A compressed reply could not be read.
    let of_request = of_request.filter(|(name, _)| name.as_str() != "accept-encoding");
    let text =
        of_request.filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())));
    text.collect()
}

fn masked_target(target: &str, masks: &mut Masks) -> String {
    let Some((path, query)) = target.split_once('?') else { return target.to_owned() };
    let pairs = form_urlencoded::parse(query.as_bytes()).map(|(name, text)| {
        let masked = masked_field(&name, &text, masks);
        (name.into_owned(), masked)
    });
    let pairs: Vec<(String, String)> = pairs.collect();
    format!("{path}?{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish())
}

/// Serves the proxy until `end` resolves.
pub async fn record(
    listener: TcpListener,
    recorder: Recorder,
    end: impl Future<Output = ()> + Send + 'static,
) -> Result<()> {
    let router = Router::new().fallback(answer).with_state(Arc::new(recorder));
    Ok(axum::serve(listener, router).with_graceful_shutdown(end).await?)
}

async fn answer(State(recorder): State<Arc<Recorder>>, request: Request<HttpBody>) -> Response {
    let answered = recorder.pass_on(request).await;
    answered.unwrap_or_else(|error| (StatusCode::BAD_GATEWAY, format!("{error:#}\n")).into_response())
}
