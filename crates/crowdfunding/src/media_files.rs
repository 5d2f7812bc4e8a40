//! `GET /media/images/{name}`: the file of an image, or its thumbnail with `?w=`. An identity card, and
//! an image of a draft while drafts are hidden, need the signed address that the owner gets.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use miaohui_db::Tx;
use miaohui_web::{MediaQuery, media_response, sealed_response};
use serde::Deserialize;

use crate::app::App;
use crate::image_url;
use crate::store::image::{self, ImageType, StoredImage};
use crate::store::image_use;

/// The query of an image's address.
#[derive(Default, Deserialize)]
pub(crate) struct ImageQuery {
    /// Width of the thumbnail.
    w: Option<u32>,
    /// When the signature ends, in Unix ms.
    expires: Option<i64>,
    /// The signature.
    signature: Option<String>,
}

/// Serves an image by the file name in its `url`.
pub(crate) async fn serve(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    query: Result<Query<ImageQuery>, QueryRejection>,
    request: HeaderMap,
) -> Response {
    let ImageQuery { w, expires, signature } = query.map_or_else(|_| ImageQuery::default(), |Query(q)| q);
    let (now, settings) = (app.clock.now_ms(), app.settings.clone());
    let read = move |tx: &mut Tx<'_>| {
        let Some(stored) = image::by_name(tx, &name)? else { return Ok(None) };
        let is_card = stored.kind == ImageType::IdCard && !settings.public_identity_images;
        let is_secret = is_card || (settings.hide_drafts && image_use::is_in_drafts(tx, stored.id)?);
        if !is_secret {
            return Ok(Some((false, stored)));
        }
        let (Some(expires), Some(signature)) = (expires, &signature) else { return Ok(None) };
        let is_valid = image_url::is_valid(tx, &name, expires, signature, now)?;
        Ok(is_valid.then_some((true, stored)))
    };
    let found = app.db.read(read).await;
    let is_private = matches!(found, Ok(Some((true, _))));
    let mut response = match found.map(|found| found.map(|(_, stored)| stored)) {
        Ok(Some(stored)) if !stored.sealed.is_empty() => sealed_response(&app.platform, stored.media()).await,
        found => {
            let found = found.map(|found| found.map(StoredImage::media));
            media_response(&app.platform, found, MediaQuery { w }, &request).await
        }
    };
    if is_private {
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    }
    response
}
