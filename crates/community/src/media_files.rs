//! `GET {media mount}/{id}` and `/{id}.{extension}`: the uploaded file, or with `?w=` a thumbnail.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use miaohui_web::{MediaQuery, bad_media_name, media_response};

use crate::api::Api;
use crate::media_names::MediaName;
use crate::store::media;

/// Serves a media id; its extension says nothing. What is no media name is 400.
pub(crate) async fn serve(
    State(api): State<Arc<Api>>,
    Path(name): Path<String>,
    query: Result<Query<MediaQuery>, QueryRejection>,
    request: HeaderMap,
) -> Response {
    let Some(MediaName { id, .. }) = MediaName::parse(&name) else {
        return bad_media_name();
    };
    let id = id.to_owned();
    let found = api.app.db.read(move |tx| media::find(tx, &id)).await;
    let query = query.map_or_else(|_| MediaQuery::default(), |Query(query)| query);
    media_response(&api.app.platform, found, query, &request).await
}
