//! `GET {media mount}/{id}` and `/{id}.{any extension}`: the uploaded file, or with `?w=` a
//! thumbnail.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use miaohui_web::{MediaQuery, media_response};

use crate::api::Api;
use crate::store::media;

/// Serves a media id; the part from its first `.` is ignored.
pub(crate) async fn serve(
    State(api): State<Arc<Api>>,
    Path(name): Path<String>,
    query: Result<Query<MediaQuery>, QueryRejection>,
    request: HeaderMap,
) -> Response {
    let id = name.split('.').next().unwrap_or_default().to_owned();
    let found = api.app.db.read(move |tx| media::find(tx, &id)).await;
    let query = query.map_or_else(|_| MediaQuery::default(), |Query(query)| query);
    media_response(&api.app.blobs, &api.app.media_pool, found, query, &request).await
}
