//! `GET /console/r/{resource}/csv` and `…/xlsx`: a list as a file.

mod csv_file;
mod rows;
mod sheet;
mod xlsx_file;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::response::Response;

use crate::app::App;
use crate::error::Result;
use crate::failure::Failure;
use crate::html::download;
use crate::visitor::Visitor;
use csv_file::CsvFile;
use rows::Rows;
pub use sheet::{Entry, Heading, Holds, Sheet, Whole};

/// Sends all pages of a list, the newest row first, row by row as they are read.
pub async fn csv(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(name): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let rows = Rows::of(&app, &visitor, &name, &pairs).await?;
            Ok(csv_of(&name, rows))
        })
        .await
}

/// Sends all pages of a list as a workbook, whose dates and amounts are values and no texts. It is written before it is sent.
pub async fn xlsx(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(name): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let rows = Rows::of(&app, &visitor, &name, &pairs).await?;
            xlsx_of(&app, &name, rows).await
        })
        .await
}

/// Rows as CSV, sent as they are read.
pub fn csv_of(name: &str, sheet: impl Sheet) -> Response {
    let body = Body::from_stream(CsvFile::new(sheet).stream());
    download(&format!("{name}.csv"), "text/csv; charset=utf-8", body)
}

/// Rows as a workbook.
pub async fn xlsx_of(app: &App, name: &str, sheet: impl Sheet) -> Result<Response> {
    let bytes = xlsx_file::written(app, sheet).await?;
    Ok(download(&format!("{name}.xlsx"), xlsx_file::MIME, bytes.into()))
}
