//! The envelope of calls and replies: its five fields, the signature, `code` and `err_msg`.

use std::sync::Arc;

use axum::Extension;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue, Request};
use axum::response::Response;
use miaohui_kernel::size_text;
use miaohui_web::idempotency::IdempotencyKey;
use miaohui_web::{BodyError, ClientAddress, Outcome, RequestId};
use serde_json::{Map, Value};

use crate::api::Api;
use crate::error::{failure, limited_failure};
use crate::method_call::MethodCall;
use crate::{App, Code, Error, Result, json_body, signature};

/// The only version.
const VERSION: &str = "1";

/// `POST {mount}/`: the body names the method.
pub(crate) async fn by_body(
    State(api): State<Arc<Api>>,
    Extension(address): Extension<ClientAddress>,
    Extension(id): Extension<RequestId>,
    request: Request<Body>,
) -> Response {
    answer(&api, address, &id, None, request).await
}

/// `POST {mount}/{method}`: the path names the method.
pub(crate) async fn by_path(
    State(api): State<Arc<Api>>,
    Path(method): Path<String>,
    Extension(address): Extension<ClientAddress>,
    Extension(id): Extension<RequestId>,
    request: Request<Body>,
) -> Response {
    answer(&api, address, &id, Some(method), request).await
}

async fn answer(
    api: &Api,
    address: ClientAddress,
    id: &RequestId,
    path: Option<String>,
    request: Request<Body>,
) -> Response {
    let mut operation = "community";
    let result = call(api, address, path, request, &mut operation).await;
    if let Err(Error::Limited { limit: Some(limit), .. }) = &result {
        api.app.metrics.count_limited_address(limit, address.0);
    }
    respond(operation, id, result)
}

async fn call(
    api: &Api,
    address: ClientAddress,
    path: Option<String>,
    request: Request<Body>,
    operation: &mut &'static str,
) -> Result<Vec<u8>> {
    let (head, body) = request.into_parts();
    let mut params = json_body::parse(&api.app.bodies.read(body).await?)?;
    api.app.bodies.check_fields(params.len())?;
    let now = api.app.clock.now_ms();
    // A phone whose clock is wrong asks for the time.
    let asks_time = path.as_deref().or_else(|| params.get("method")?.as_str()) == Some("current_time");
    check_envelope(&api.app, &params, asks_time, now)?;
    let signed = params.remove("method");
    let is_signed = !api.app.settings.apps.is_empty();
    if let (true, Some(path), Some(signed)) = (is_signed, &path, &signed)
        && signed.as_str() != Some(path)
    {
        return Err(Error::refused(Code::BadSignature, "签名错误: 路径与签名的 method 不一致"));
    }
    let name = path.or_else(|| signed.and_then(|name| name.as_str().map(str::to_owned)));
    let method = name.and_then(|name| api.methods.get(name.as_str())).ok_or(Code::NoSuchApi)?;
    *operation = method.name;
    let once = if method.idempotent { once(&head.headers, method.name, &params, is_signed)? } else { None };
    method
        .answer(&api.app, MethodCall::new(params, address, now, once, api.app.settings.deepest_offset))
        .await
}

/// The idempotency key of a call. Neither the signature nor the way the method is named
/// distinguishes calls. A signed call without a key has its signature as one, so that whoever repeats
/// it gets its answer and moves nothing.
fn once(
    headers: &HeaderMap,
    method: &str,
    params: &Map<String, Value>,
    is_signed: bool,
) -> Result<Option<IdempotencyKey>> {
    const ENVELOPE: [&str; 6] = ["token", "method", "ver", "ts", "app", "sig"];
    if let Some(key) = IdempotencyKey::of(headers, method, params, &ENVELOPE)? {
        return Ok(Some(key));
    }
    let signature = params.get("sig").and_then(Value::as_str).filter(|_| is_signed);
    Ok(signature.map(|signature| IdempotencyKey::of_signature(signature, method, params, &ENVELOPE)))
}

/// The HTTP response, always with status 200.
pub(crate) fn respond(operation: &'static str, id: &RequestId, result: Result<Vec<u8>>) -> Response {
    let (code, json) = match result {
        Ok(json) => (0, json),
        Err(Error::Refused { code, text }) => (code.number(), failure(code, &text)),
        Err(Error::Limited { code, text, retry_after_ms, .. }) => {
            (code.number(), limited_failure(code, &text, retry_after_ms))
        }
        Err(Error::Temporary(code)) => (code.number(), failure(code, code.text())),
        Err(Error::Replayed { code, json }) => (code, json.into_bytes()),
        Err(Error::Unexpected(error)) => {
            tracing::error!(id = id.0, operation, %error, "a call failed unexpectedly");
            (Code::Unknown.number(), failure(Code::Unknown, Code::Unknown.text()))
        }
    };
    let mut response = Response::new(Body::from(json));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.extensions_mut().insert(Outcome { operation, code });
    response
}

/// Checks version and signature; `any_time` allows a `ts` far from the server's time.
fn check_envelope(app: &App, body: &Map<String, Value>, any_time: bool, now: i64) -> Result<()> {
    let asked = !app.settings.apps.is_empty();
    match body.get("ver") {
        Some(Value::String(version)) if version == VERSION => {}
        None if !asked => {}
        _ => return Err(Code::NoSuchApi.into()),
    }
    if !asked {
        return Ok(());
    }
    let text = |key: &str| body.get(key).and_then(Value::as_str);
    let (Some(name), Some(given), Some(ts)) =
        (text("app"), text("sig"), body.get("ts").and_then(Value::as_f64))
    else {
        return Err(Code::BadSignature.into());
    };
    let secret = app.settings.apps.get(name).ok_or(Code::BadSignature)?;
    let fresh = any_time || (now as f64 - ts).abs() <= app.settings.signature_skew_ms as f64;
    if fresh && signature::same(&signature::sign(body, secret.expose()), given) {
        Ok(())
    } else {
        Err(Code::BadSignature.into())
    }
}

impl From<BodyError> for Error {
    fn from(error: BodyError) -> Self {
        let problem = match error {
            BodyError::TooLarge(limit) => format!("内容太大，最大 {}", size_text(limit)),
            BodyError::TooManyFields(most) => format!("参数太多，最多 {most} 个"),
            BodyError::HeaderTooLarge(_) | BodyError::Malformed => "表单格式不正确".to_owned(),
            BodyError::Broken => "内容没有收全，请重试".to_owned(),
            BodyError::NotMultipart => "应为 multipart/form-data 表单".to_owned(),
            BodyError::Busy => return Self::busy(),
        };
        Self::refused(Code::BadParameter, format!("{}: {problem}", Code::BadParameter.text()))
    }
}
