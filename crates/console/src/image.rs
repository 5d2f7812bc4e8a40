//! `GET /console/image/{id}`: an image of the Crowdfunding API. Identity cards need a permission.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use miaohui_admin::Permission;
use miaohui_crowdfunding::store::image::{self, ImageType, StoredImage};
use miaohui_web::{MediaQuery, media_response, sealed_response};

use crate::app::App;
use crate::error::Result;
use crate::failure::Failure;
use crate::visitor::Visitor;

/// Sends an image.
pub async fn serve(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(id): Path<i64>,
    Query(query): Query<MediaQuery>,
    request: HeaderMap,
) -> Result<Response, Failure> {
    let found = app.db.read(move |tx| image::stored(tx, id.into())).await;
    let kept = match found {
        Ok(Some(stored)) if stored.kind == ImageType::IdCard && !visitor.may(Permission::SeeIdentity) => {
            Ok(None)
        }
        Ok(Some(stored)) if !stored.sealed.is_empty() => {
            return Ok(sealed_response(&app.platform, stored.media()).await);
        }
        Ok(found) => Ok(found.map(StoredImage::media)),
        Err(error) => Err(error),
    };
    Ok(media_response(&app.blobs, &app.media_pool, kept, query, &request).await)
}
