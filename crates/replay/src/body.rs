//! The body of a call, as a recording keeps it.

use anyhow::Result;
use axum::body::Body as HttpBody;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::masks::Masks;

/// A picture of one point, which is sent in place of recorded files.
const PICTURE: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0,
    0, 1, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 0x0d, b'I', b'D', b'A', b'T', 0x78, 0xda, 0x63,
    0xfc, 0xcf, 0xc0, 0x50, 0x0f, 0, 0x04, 0x85, 0x01, 0x80, 0x84, 0xa9, 0x8c, 0x21, 0, 0, 0, 0, b'I', b'E',
    b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

/// The boundary of the forms that a replay sends.
const BOUNDARY: &str = "miaohui-replay-7d1f0c";

/// A body. Files are not kept, because they may show people.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// No body.
    Empty,
    /// JSON.
    Json(Value),
    /// A form, urlencoded.
    Form(Vec<(String, String)>),
    /// A form in parts.
    Parts(Vec<Part>),
    /// Something else of so many bytes, which cannot be replayed.
    Other(usize),
}

/// A part of a form.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// A field and its text.
    Field(String, String),
    /// The field of a file.
    File(String),
}

impl Body {
    /// Reads a body and masks it.
    pub async fn masked(content_type: &str, bytes: &[u8], masks: &parking_lot::Mutex<Masks>) -> Self {
        if bytes.is_empty() {
            return Self::Empty;
        }
        if content_type.starts_with("multipart/form-data") {
            let parts = parts(content_type, bytes).await;
            let Ok(parts) = parts else { return Self::Other(bytes.len()) };
            let mut masks = masks.lock();
            return Self::Parts(parts.into_iter().map(|part| masked_part(part, &mut masks)).collect());
        }
        // Clients of the Community API send JSON with any type, also that of forms.
        if let Ok(mut value) = serde_json::from_slice::<Value>(bytes) {
            masks.lock().json(&mut value);
            return Self::Json(value);
        }
        if content_type.starts_with("application/x-www-form-urlencoded") {
            let mut masks = masks.lock();
            let fields = form_urlencoded::parse(bytes).map(|(name, text)| {
                let masked = masked_field(&name, &text, &mut masks);
                (name.into_owned(), masked)
            });
            return Self::Form(fields.collect());
        }
        Self::Other(bytes.len())
    }

    /// The bytes to send, with their content type if it is not the recorded one.
    pub fn bytes(&self) -> Result<(Vec<u8>, Option<String>)> {
        Ok(match self {
            Self::Empty | Self::Other(_) => (Vec::new(), None),
            Self::Json(value) => (serde_json::to_vec(value)?, None),
            Self::Form(fields) => {
                let text = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
                (text.into_bytes(), None)
            }
            Self::Parts(parts) => {
                let mut form = Vec::new();
                for part in parts {
                    form.extend(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; ").into_bytes());
                    match part {
                        Part::Field(name, text) => {
                            form.extend(format!("name=\"{name}\"\r\n\r\n{text}").into_bytes());
                        }
                        Part::File(name) => {
                            let head = format!(
                                "name=\"{name}\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n"
                            );
                            form.extend(head.into_bytes());
                            form.extend(PICTURE);
                        }
                    }
                    form.extend(b"\r\n");
                }
                form.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
                (form, Some(format!("multipart/form-data; boundary={BOUNDARY}")))
            }
        })
    }
}

/// Masks a field of a form; `a.b` is the field b of a.
pub fn masked_field(name: &str, text: &str, masks: &mut Masks) -> String {
    let (parent, key) = name.rsplit_once('.').unwrap_or(("", name));
    masks.field(parent, key, text)
}

fn masked_part(part: Part, masks: &mut Masks) -> Part {
    match part {
        Part::Field(name, text) => {
            let masked = masked_field(&name, &text, masks);
            Part::Field(name, masked)
        }
        file @ Part::File(_) => file,
    }
}

async fn parts(content_type: &str, bytes: &[u8]) -> Result<Vec<Part>> {
    let boundary = multer::parse_boundary(content_type)?;
    let stream = HttpBody::from(bytes.to_vec()).into_data_stream();
    let mut form = multer::Multipart::new(stream, boundary);
    let mut parts = Vec::new();
    while let Some(field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        parts.push(if field.file_name().is_some() {
            Part::File(name)
        } else {
            Part::Field(name, field.text().await?)
        });
    }
    Ok(parts)
}
