//! `GET /media/images/{name}`: the file of an image, or its thumbnail with `?w=`.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use miaohui_web::{MediaQuery, media_response, sealed_response};

use crate::app::App;
use crate::store::image::{self, StoredImage};

/// Serves an image by the file name in its `url`.
pub(crate) async fn serve(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    query: Result<Query<MediaQuery>, QueryRejection>,
    request: HeaderMap,
) -> Response {
    let found = match app.db.read(move |tx| image::by_name(tx, &name)).await {
        Ok(Some(stored)) if !stored.sealed.is_empty() => {
            return sealed_response(&app.platform, stored.media()).await;
        }
        other => other.map(|stored| stored.map(StoredImage::media)),
    };
    let query = query.map_or_else(|_| MediaQuery::default(), |Query(query)| query);
    media_response(&app.blobs, &app.media_pool, found, query, &request).await
}
