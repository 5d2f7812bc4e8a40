//! `GET /console/media/{id}`: an upload of the Community API, also one that is hidden or taken down.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use miaohui_admin::need;
use miaohui_community::store::media;
use miaohui_web::{MediaQuery, media_response};

use crate::app::App;
use crate::error::Result;
use crate::failure::Failure;
use crate::image::keep_private;
use crate::visitor::May;

/// Sends an upload.
pub async fn serve(
    State(app): State<Arc<App>>,
    _: May<need::SeeContent>,
    Path(id): Path<String>,
    Query(query): Query<MediaQuery>,
    request: HeaderMap,
) -> Result<Response, Failure> {
    let found = app.db.read(move |tx| media::find_any(tx, &id)).await;
    let mut response = media_response(&app.platform, found, query, &request).await;
    keep_private(&mut response);
    Ok(response)
}
