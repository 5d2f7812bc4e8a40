//! `GET /console/image/{id}`: an image of the Crowdfunding API. Identity cards need a permission, and
//! each view of one is in the audit.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use miaohui_admin::{Permission, need};
use miaohui_crowdfunding::store::image::{self, ImageType, StoredImage};
use miaohui_db::Tx;
use miaohui_web::{MediaQuery, media_response, sealed_response};
use serde_json::Map;

use crate::app::App;
use crate::audit::{Actor, AuditEntry, viewed};
use crate::error::Result;
use crate::failure::Failure;
use crate::visitor::May;

/// Sends an image.
pub async fn serve(
    State(app): State<Arc<App>>,
    May { visitor, .. }: May<need::SeeContent>,
    Path(id): Path<i64>,
    Query(query): Query<MediaQuery>,
    request: HeaderMap,
) -> Result<Response, Failure> {
    let found = app.db.read(move |tx| image::stored(tx, id.into())).await;
    let is_card = matches!(&found, Ok(Some(stored)) if stored.kind == ImageType::IdCard);
    if is_card && visitor.may(Permission::SeeIdentity) {
        let (actor, now) = (Actor::of(&visitor), app.clock.now_ms());
        let audit = move |tx: &mut Tx<'_>| {
            let subject = id.to_string();
            let entry =
                AuditEntry { action: "view", resource: "identity images", subject, changes: Map::new() };
            viewed(tx, &actor, now, entry)
        };
        app.db.write(audit).await.map_err(|error| visitor.failure(error.into()))?;
    }
    let mut response = match found {
        Ok(Some(_)) if is_card && !visitor.may(Permission::SeeIdentity) => {
            media_response(&app.platform, Ok(None), query, &request).await
        }
        Ok(Some(stored)) if !stored.sealed.is_empty() => sealed_response(&app.platform, stored.media()).await,
        found => {
            let stored = found.map(|found| found.map(StoredImage::media));
            media_response(&app.platform, stored, query, &request).await
        }
    };
    keep_private(&mut response);
    if is_card {
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    }
    Ok(response)
}

/// What staff see may be hidden from everybody else, so no shared cache keeps it. The browser asks each
/// time whether it has changed.
pub fn keep_private(response: &mut Response) {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
}
