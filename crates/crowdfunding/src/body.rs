//! Request bodies: JSON, a form or a multipart form, read into one type.

use axum::body::{Body as HttpBody, Bytes};
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart};
use axum::http::{HeaderMap, Request, header::CONTENT_TYPE};
use miaohui_media::{BlobStore, Incoming, MediaError};
use miaohui_web::read_body;
use serde_json::{Map, Value};

use crate::code::Code;
use crate::error::{Error, Result};

/// Largest body in bytes, without the file of a multipart form.
const MOST_BYTES: usize = 1 << 20;
/// Most bytes of a refused file that are read and dropped. A client may read the reply only after
/// it has sent everything.
const MOST_DRAINED: usize = 64 << 20;

/// The values of a request body, by field name.
#[derive(Default)]
pub struct Body {
    /// JSON values. A form's value is a text, or a list of texts for a repeated key.
    pub fields: Map<String, Value>,
    /// The file named `image`, or why it is refused.
    pub image: Option<Result<Incoming, MediaError>>,
}

impl Body {
    /// Reads a body of any of the three kinds. A file is stored in `blobs`, and dropped without it.
    pub async fn read(request: Request<HttpBody>, blobs: Option<&BlobStore>) -> Result<Self> {
        let kind = content_type(request.headers());
        if kind == "multipart/form-data" {
            let form = Multipart::from_request(request, &()).await.map_err(|_| Code::Malformed)?;
            return read_form(form, blobs).await;
        }
        let bytes = read_body(request.into_body(), MOST_BYTES).await?;
        let fields = match kind.as_str() {
            _ if bytes.is_empty() => Map::new(),
            "application/x-www-form-urlencoded" => urlencoded(&bytes)?,
            _ => json(&bytes)?,
        };
        Ok(Self { fields, image: None })
    }
}

fn content_type(headers: &HeaderMap) -> String {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn json(bytes: &Bytes) -> Result<Map<String, Value>> {
    // The parser limits the depth.
    let fields: Map<String, Value> = serde_json::from_slice(bytes).map_err(|_| Code::Malformed)?;
    if fields.values().any(has_nul) { Err(Code::Malformed.into()) } else { Ok(fields) }
}

fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(has_nul),
        Value::Object(map) => map.values().any(has_nul),
        _ => false,
    }
}

fn urlencoded(bytes: &Bytes) -> Result<Map<String, Value>> {
    let mut fields = Map::new();
    for (name, value) in form_urlencoded::parse(bytes) {
        put(&mut fields, &name, value.into_owned())?;
    }
    Ok(fields)
}

/// Adds a form's value. `detailinfo.age=20` is a field of a dictionary; dictionaries do not nest.
fn put(fields: &mut Map<String, Value>, name: &str, value: String) -> Result<()> {
    if value.contains('\0') {
        return Err(Code::Malformed.into());
    }
    let Some((outer, inner)) = name.split_once('.') else {
        add(fields, name, value);
        return Ok(());
    };
    let nested = fields.entry(outer).or_insert_with(|| Value::Object(Map::new()));
    add(nested.as_object_mut().ok_or(Code::Malformed)?, inner, value);
    Ok(())
}

/// Adds a value to those of its key: `a=1&a=2` is a list.
fn add(fields: &mut Map<String, Value>, name: &str, value: String) {
    let value = Value::String(value);
    match fields.get_mut(name) {
        None => drop(fields.insert(name.to_owned(), value)),
        Some(Value::Array(list)) => list.push(value),
        Some(one) => *one = Value::Array(vec![one.take(), value]),
    }
}

async fn read_form(mut form: Multipart, blobs: Option<&BlobStore>) -> Result<Body> {
    let mut body = Body::default();
    let mut left = MOST_BYTES;
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        if field.file_name().is_none() {
            let value = text(field, &mut left).await?;
            put(&mut body.fields, &name, value)?;
        } else if let (Some(blobs), "image") = (blobs, name.as_str()) {
            body.image = Some(file(field, blobs).await?);
        } else {
            drain(field).await?;
        }
    }
    Ok(body)
}

async fn text(mut field: Field<'_>, left: &mut usize) -> Result<String> {
    let mut text = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        *left = left.checked_sub(chunk.len()).ok_or(Code::Malformed)?;
        text.extend_from_slice(&chunk);
    }
    String::from_utf8(text).map_err(|_| Code::Malformed.into())
}

async fn file(mut field: Field<'_>, blobs: &BlobStore) -> Result<Result<Incoming, MediaError>> {
    let mut incoming = blobs.begin();
    let mut read = 0;
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        read += chunk.len();
        if read > MOST_DRAINED {
            break;
        }
        if let Ok(file) = &mut incoming
            && let Err(error) = file.write(&chunk)
        {
            incoming = Err(error);
        }
    }
    Ok(incoming)
}

async fn drain(mut field: Field<'_>) -> Result<()> {
    while field.chunk().await.map_err(broken)?.is_some() {}
    Ok(())
}

fn broken(_: MultipartError) -> Error {
    Code::Malformed.into()
}
