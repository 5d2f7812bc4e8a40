//! Request bodies: JSON, a form or a multipart form, read into one type.

use axum::body::{Body as HttpBody, Bytes};
use axum::http::{HeaderMap, Request, header::CONTENT_TYPE};
use miaohui_media::{BlobStore, Incoming, MediaError};
use miaohui_web::{Bodies, BodyError, FormParts, Part};
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use crate::code::Code;
use crate::error::Result;

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
    pub async fn read(
        bodies: &Bodies,
        request: Request<HttpBody>,
        blobs: Option<&BlobStore>,
    ) -> Result<Self> {
        if is_multipart(request.headers()) {
            return read_form(bodies, request, blobs).await;
        }
        let kind = content_type(request.headers());
        let bytes = bodies.read(request.into_body()).await?;
        let fields = match kind.as_str() {
            _ if bytes.is_empty() => Map::new(),
            "application/x-www-form-urlencoded" if is_json(&bytes) => return Err(Code::Malformed.into()),
            "application/x-www-form-urlencoded" => urlencoded(bodies.urlencoded(&bytes)?)?,
            _ => json(&bytes)?,
        };
        bodies.check_fields(fields.len())?;
        Ok(Self { fields, image: None })
    }
}

/// Whether the body is a multipart form, which may contain files.
pub(crate) fn is_multipart(headers: &HeaderMap) -> bool {
    content_type(headers) == "multipart/form-data"
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

/// Whether the body is a JSON object or list, whatever its type says: read as a form, it would be one field
/// of a strange name.
fn is_json(bytes: &Bytes) -> bool {
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    matches!(first, Some(b'{' | b'[')) && serde_json::from_slice::<IgnoredAny>(bytes).is_ok()
}

fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(has_nul),
        Value::Object(map) => map.values().any(has_nul),
        _ => false,
    }
}

fn urlencoded(sent: Vec<(String, String)>) -> Result<Map<String, Value>> {
    let mut fields = Map::new();
    for (name, value) in sent {
        put(&mut fields, &name, value)?;
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

async fn read_form(bodies: &Bodies, request: Request<HttpBody>, blobs: Option<&BlobStore>) -> Result<Body> {
    let mut body = Body::default();
    let mut form = FormParts::begin(bodies, request, blobs.map_or(0, |blobs| blobs.limits().image_bytes))?;
    while let Some(part) = form.next().await? {
        if part.file_name().is_none() {
            let name = part.name().to_owned();
            put(&mut body.fields, &name, part.text().await?)?;
        } else if let (Some(blobs), "image") = (blobs, part.name()) {
            body.image = Some(file(part, blobs).await?);
        } else {
            part.drain().await?;
        }
    }
    Ok(body)
}

/// Stores a file in a temporary place; the inner error is the refusal of a file that was read.
async fn file(mut part: Part<'_>, blobs: &BlobStore) -> Result<Result<Incoming, MediaError>> {
    let mut incoming = match blobs.begin() {
        Ok(incoming) => incoming,
        Err(error) => return Ok(Err(error)),
    };
    while let Some(chunk) = part.chunk().await? {
        if let Err(error) = incoming.write(&chunk) {
            drop(incoming);
            return match (part.drain().await, error) {
                (Ok(()), error) => Ok(Err(error)),
                // A store without room is the answer, also when too much of the file is left to read.
                (Err(BodyError::TooLarge(_)), error @ (MediaError::Unavailable(_) | MediaError::Io(_))) => {
                    Err(error.into())
                }
                (Err(broken), _) => Err(broken.into()),
            };
        }
    }
    Ok(Ok(incoming))
}
