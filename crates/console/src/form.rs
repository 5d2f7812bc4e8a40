//! Forms: fields and files that a page submits, and the proof that the session's own page submits
//! them.

use std::marker::PhantomData;
use std::sync::Arc;

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_TYPE, ORIGIN};
use miaohui_admin::{Label, Need};
use miaohui_media::Incoming;
use miaohui_web::FormParts;

use crate::app::App;
use crate::error::{Error, Result};
use crate::failure::Failure;
use crate::visitor::{Origin, Visitor};

/// Most of the largest pictures that a form can submit at once.
const MOST_PICTURES: u64 = 20;

/// The fields and files of a form.
#[derive(Default)]
pub struct Form {
    fields: Vec<(String, String)>,
    files: Vec<(String, Incoming)>,
}

impl Form {
    /// The last value of a field, trimmed; empty without one.
    pub fn text(&self, name: &str) -> &str {
        self.fields.iter().rev().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim())
    }

    /// Whether a field was submitted.
    pub fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(field, _)| field == name)
    }

    /// All values of a field, in order.
    pub fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.fields.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Takes the files of a field.
    pub fn take_files(&mut self, name: &str) -> Vec<Incoming> {
        let (taken, kept) = std::mem::take(&mut self.files).into_iter().partition(|(field, _)| field == name);
        self.files = kept;
        taken.into_iter().map(|(_, file)| file).collect()
    }

    async fn read(app: &App, request: Request) -> Result<Self> {
        if content_type(&request) == "multipart/form-data" {
            return Self::read_multipart(app, request).await;
        }
        Self::read_urlencoded(app, request).await
    }

    async fn read_urlencoded(app: &App, request: Request) -> Result<Self> {
        if !matches!(content_type(&request), "" | "application/x-www-form-urlencoded") {
            return Err(Label("提交的不是表单", "This is not a form").into());
        }
        let body = app.bodies.read(request.into_body()).await?;
        let fields = app.bodies.urlencoded(&body)?;
        Self { fields, files: Vec::new() }.clean()
    }

    async fn read_multipart(app: &App, request: Request) -> Result<Self> {
        let mut form = Self::default();
        let file_bytes = app.blobs.limits().image_bytes.saturating_mul(MOST_PICTURES);
        let mut parts = FormParts::begin(&app.bodies, request, file_bytes)?;
        while let Some(mut part) = parts.next().await? {
            let name = part.name().to_owned();
            if part.file_name().is_some() {
                let mut file = app.blobs.begin()?;
                let mut bytes = 0;
                while let Some(chunk) = part.chunk().await? {
                    bytes += chunk.len();
                    file.write(&chunk)?;
                }
                // Browsers submit an empty file for a field without one.
                if bytes > 0 {
                    form.files.push((name, file));
                }
            } else {
                form.fields.push((name, part.text().await?));
            }
        }
        form.clean()
    }

    fn clean(self) -> Result<Self> {
        let dirty = self.fields.iter().any(|(name, value)| name.contains('\0') || value.contains('\0'));
        if dirty {
            Err(Label("含有不可用的字符", "It contains a NUL character").into())
        } else {
            Ok(self)
        }
    }
}

fn content_type(request: &Request) -> &str {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim()
}

/// Whether the browser says that the form comes from another site. Older browsers say nothing; then
/// the token decides.
fn is_foreign(headers: &HeaderMap, site: &str) -> bool {
    let fetch = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    if fetch.is_some_and(|site| site != "same-origin" && site != "none") {
        return true;
    }
    let origin = headers.get(ORIGIN).and_then(|value| value.to_str().ok());
    // The scheme is unknown behind a proxy that is not configured, so only hosts are compared.
    let host = |url: &str| url.split_once("://").map(|(_, host)| host.to_owned());
    origin.is_some_and(|origin| host(origin) != host(site))
}

/// A form of a caller who is not signed in. It has no files.
pub struct AnonymousForm {
    /// Where it comes from.
    pub origin: Origin,
    /// Its fields.
    pub form: Form,
}

impl FromRequest<Arc<App>> for AnonymousForm {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let origin = Origin::from_request_parts(&mut parts, app).await?;
        let failure = |error| Failure::new(error, &origin.preferences);
        if is_foreign(&parts.headers, &origin.site) {
            return Err(failure(Error::Forged));
        }
        let form = Form::read_urlencoded(app, Request::from_parts(parts, body)).await.map_err(failure)?;
        Ok(Self { origin, form })
    }
}

/// A form that a visitor with the permission `N` submits from a page of the session.
pub struct SubmittedForm<N> {
    /// The visitor.
    pub visitor: Visitor,
    /// Its fields and files.
    pub form: Form,
    need: PhantomData<fn() -> N>,
}

impl<N: Need> FromRequest<Arc<App>> for SubmittedForm<N> {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, app).await?;
        let failure = |error| visitor.failure(error);
        if is_foreign(&parts.headers, &visitor.origin.site) {
            return Err(failure(Error::Forged));
        }
        visitor.require(N::PERMISSION).map_err(failure)?;
        let header =
            parts.headers.get("x-csrf-token").and_then(|value| value.to_str().ok()).map(str::to_owned);
        let form = Form::read(app, Request::from_parts(parts, body)).await.map_err(failure)?;
        let given = header.unwrap_or_else(|| form.text("_csrf").to_owned());
        if !same(&given, &visitor.csrf) {
            return Err(failure(Error::Forged));
        }
        Ok(Self { visitor, form, need: PhantomData })
    }
}

/// Compares in constant time.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}
