//! HTTP requests to operations, and their replies to HTTP.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};

use axum::body::Body as HttpBody;
use axum::extract::{ConnectInfo, RawPathParams};
use axum::http::header::{ACCEPT, ALLOW, AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode};
use axum::response::{IntoResponse, Response};
use miaohui_web::idempotency::IdempotencyKey;
use miaohui_web::{ClientAddress, Outcome, RequestId, secure_page};

use crate::access::Who;
use crate::app::App;
use crate::body::{Body, is_multipart};
use crate::call::{ParsedRequest, RequestInfo};
use crate::code::Code;
use crate::error::{Error, Result};
use crate::operation::Operation;
use crate::resource::Resource;
use crate::routes;

const JSON: &str = "application/json";

/// A path with its operations and the state of the API.
pub(crate) struct Endpoint {
    resource: Resource,
    allow: HeaderValue,
    app: Arc<App>,
}

impl Endpoint {
    /// Builds the endpoint of a path.
    pub fn new(resource: Resource, app: Arc<App>) -> Self {
        let mut verbs: Vec<&str> =
            resource.operations.iter().map(|operation| operation.verb.as_str()).collect();
        if resource.operations.iter().any(|operation| operation.reads) {
            verbs.push("HEAD");
        }
        verbs.push("OPTIONS");
        // Method names are valid header values.
        let allow = HeaderValue::try_from(verbs.join(", ")).unwrap_or_else(|_| HeaderValue::from_static(""));
        Self { resource, allow, app }
    }

    fn operation(&self, verb: &Method) -> Result<&Operation> {
        let head = *verb == Method::HEAD;
        let fits = |operation: &&Operation| operation.verb == *verb || (head && operation.reads);
        self.resource.operations.iter().find(fits).ok_or_else(|| not_allowed(verb).into())
    }
}

fn not_allowed(verb: &Method) -> Code {
    match *verb {
        Method::GET => Code::NoGet,
        Method::POST => Code::NoPost,
        Method::PUT => Code::NoPut,
        Method::DELETE => Code::NoDelete,
        Method::HEAD => Code::NoHead,
        Method::PATCH => Code::NoPatch,
        _ => Code::NoSuchMethod,
    }
}

/// Answers a request to an endpoint.
pub(crate) async fn answer(
    endpoint: Arc<Endpoint>,
    ids: RawPathParams,
    request: Request<HttpBody>,
) -> Response {
    let name = request.extensions().get::<RequestId>().map(|RequestId(id)| id.clone()).unwrap_or_default();
    let verb = request.method().clone();
    let address = request.extensions().get::<ClientAddress>().copied();
    let outcome = match endpoint.operation(&verb) {
        Ok(operation) => run(&endpoint, operation, &ids, request).await.map(|body| (operation, body)),
        Err(error) => Err(error),
    };
    let mut code = 0;
    let mut response = match outcome {
        Ok((operation, body)) => success(operation, body),
        Err(error) => {
            if let Error::Unexpected(error) = &error {
                tracing::error!(id = %name, path = endpoint.resource.path, %verb, %error, "a request failed unexpectedly");
            }
            if let (Error::Limited { limit: Some(limit), .. }, Some(ClientAddress(address))) =
                (&error, address)
            {
                endpoint.app.metrics.count_limited_address(limit, address);
            }
            code = error.code().number();
            failure(&error)
        }
    };
    if response.status() == StatusCode::METHOD_NOT_ALLOWED {
        response.headers_mut().insert(ALLOW, endpoint.allow.clone());
    }
    response.extensions_mut().insert(Outcome { operation: label(&verb, endpoint.resource.path), code });
    response
}

/// The name of a request in the log and the metrics. Each name is allocated once and never freed.
fn label(verb: &Method, path: &'static str) -> &'static str {
    static LABELS: LazyLock<HashMap<(Method, &'static str), &'static str>> = LazyLock::new(|| {
        let name = |path, verb: &Method| ((verb.clone(), path), &*format!("{verb} {path}").leak());
        let table = routes::table().into_iter();
        table.flat_map(|r| r.operations.into_iter().map(move |o| name(r.path, &o.verb))).collect()
    });
    let verb = if *verb == Method::HEAD { Method::GET } else { verb.clone() };
    LABELS.get(&(verb, path)).copied().unwrap_or(path)
}

fn success(operation: &Operation, body: Vec<u8>) -> Response {
    // The statuses in the table are valid.
    let status = StatusCode::from_u16(operation.status).unwrap_or_default();
    if status == StatusCode::NO_CONTENT {
        return status.into_response();
    }
    let mut response = (status, [(CONTENT_TYPE, operation.media_type)], body).into_response();
    if operation.media_type.starts_with("text/html") {
        secure_page(response.headers_mut());
    }
    response
}

fn failure(error: &Error) -> Response {
    let (status, body) = error.reply();
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, [(CONTENT_TYPE, JSON)], body.to_string()).into_response();
    if let Error::Limited { retry_after_ms, .. } = error {
        // A client waits at least a second.
        let seconds = ((retry_after_ms + 999) / 1000).max(1);
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if status == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Token"));
    }
    response
}

/// Answers a request to an unknown path under `/api/`.
pub(crate) async fn not_found() -> Response {
    let mut response = failure(&Code::NotFound.into());
    response.extensions_mut().insert(Outcome { operation: "/api/", code: Code::NotFound.number() });
    response
}

async fn run(
    endpoint: &Endpoint,
    operation: &Operation,
    ids: &RawPathParams,
    request: Request<HttpBody>,
) -> Result<Vec<u8>> {
    if !accepts(request.headers(), operation.media_type) {
        return Err(Code::NotAcceptable.into());
    }
    let app = &endpoint.app;
    let info = request_info(app, operation, ids, &request)?;
    let headers = operation.idempotent.then(|| request.headers().clone());
    let has_files = operation.takes_file && is_multipart(request.headers());
    operation.begin(app, &info, has_files).await?;
    let body = match operation.verb {
        Method::GET => Body::default(),
        _ => Body::read(&app.bodies, request, has_files.then_some(&app.blobs)).await?,
    };
    let what = || format!("{} {} {:?}", operation.verb, endpoint.resource.path, info.ids);
    let once = match headers {
        Some(headers) => IdempotencyKey::of(&headers, &what(), &body.fields, &[])?,
        None => None,
    };
    operation.run(app, ParsedRequest { info, body, once }).await
}

fn request_info(
    app: &App,
    operation: &Operation,
    ids: &RawPathParams,
    request: &Request<HttpBody>,
) -> Result<RequestInfo> {
    let ids = ids.iter().map(|(_, id)| id.parse().ok().filter(|id| *id > 0));
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let address = request.extensions().get::<ClientAddress>().copied();
    let missing = || Error::Unexpected("the request has no address".into());
    let (peer, address) = (peer.ok_or_else(missing)?, address.ok_or_else(missing)?);
    let query = request.uri().query().unwrap_or_default();
    Ok(RequestInfo {
        ids: ids.collect::<Option<_>>().ok_or(Code::NotFound)?,
        path: request.uri().path().to_owned(),
        query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
        origin: app.proxies.origin(peer, request.headers(), request.extensions()),
        token: if operation.who == Who::Stranger { None } else { token(request.headers())? },
        address,
        now: app.clock.now_ms(),
    })
}

/// Reads the token of `Authorization: Token …`; other schemes are ignored.
fn token(headers: &HeaderMap) -> Result<Option<String>> {
    let Some(value) = headers.get(AUTHORIZATION) else { return Ok(None) };
    let value = value.to_str().map_err(|_| Error::Unauthorized(Code::InvalidToken))?;
    let mut words = value.split_ascii_whitespace();
    if !words.next().is_some_and(|scheme| scheme.eq_ignore_ascii_case("token")) {
        return Ok(None);
    }
    match (words.next(), words.next()) {
        (None, _) => Err(Error::Unauthorized(Code::NoTokenInHeader)),
        (Some(token), None) => Ok(Some(token.to_owned())),
        (Some(_), Some(_)) => Err(Error::Unauthorized(Code::SpacesInHeader)),
    }
}

/// Whether the client accepts the media type. The most specific range of `Accept` decides; without
/// the header everything is accepted.
fn accepts(headers: &HeaderMap, media_type: &str) -> bool {
    let wanted = media_type.split(';').next().unwrap_or_default();
    let family = wanted.split('/').next().unwrap_or_default();
    let mut values = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok()).peekable();
    if values.peek().is_none() {
        return true;
    }
    let ranges = values.flat_map(|value| value.split(',')).filter_map(|range| {
        let mut parts = range.split(';').map(str::trim);
        let kind = parts.next().unwrap_or_default();
        let exactness = match kind {
            "*/*" => 0,
            kind if kind.strip_suffix("/*").is_some_and(|own| own.eq_ignore_ascii_case(family)) => 1,
            kind if kind.eq_ignore_ascii_case(wanted) => 2,
            _ => return None,
        };
        let refused = parts.any(|part| part.strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0)));
        Some((exactness, !refused))
    });
    ranges.max().is_some_and(|(_, accepted)| accepted)
}
