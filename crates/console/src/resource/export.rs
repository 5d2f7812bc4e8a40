//! `GET /console/r/{resource}/csv`: a list as a file, sent row by row as it is read.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use futures_util::stream;
use miaohui_admin::{Cell, Choice, Field, Kind, Lang, Record};

use super::access::{key, visible, visible_fields};
use super::address::Address;
use super::conditions::ListQuery;
use super::table::Table;
use crate::app::App;
use crate::error::{Error, Result};
use crate::failure::Failure;
use crate::html::{download, rfc3339};
use crate::visitor::Visitor;

/// The number of rows read at once.
const BATCH: i64 = 1000;

/// Sends all pages of a list, the newest row first.
pub async fn csv(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(name): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let resource = visible(&app, &visitor, &name)?;
            let export = Export {
                table: Table::new(&app, resource),
                query: Address::of(resource, &visitor, &pairs).query,
                fields: visible_fields(resource.fields, &visitor).collect(),
                lang: visitor.lang(),
                next: Next::Heading,
                app: Arc::clone(&app),
            };
            let body = Body::from_stream(stream::try_unfold(export, Export::chunk));
            Ok(download(&format!("{name}.csv"), "text/csv; charset=utf-8", body))
        })
        .await
}

/// The next part of the file.
enum Next {
    Heading,
    /// The rows below a key; `None`: from the newest on.
    Rows(Option<Cell>),
    End,
}

struct Export {
    app: Arc<App>,
    table: Table,
    query: ListQuery,
    fields: Vec<&'static Field>,
    lang: Lang,
    next: Next,
}

impl Export {
    async fn chunk(mut self) -> Result<Option<(Bytes, Self)>> {
        let bytes = match std::mem::replace(&mut self.next, Next::End) {
            Next::End => return Ok(None),
            Next::Heading => {
                self.next = Next::Rows(None);
                let names = self.fields.iter().map(|field| field.label.of(self.lang).to_owned());
                let line: Vec<String> = std::iter::once("#".to_owned()).chain(names).collect();
                // Spreadsheets read a file as UTF-8 only behind this mark.
                ["\u{FEFF}".as_bytes(), &written(&[line])?].concat()
            }
            Next::Rows(after) => {
                let (table, query) = (self.table.clone(), self.query.clone());
                let rows =
                    self.app.db.read_heavy(move |tx| table.after(tx, &query, after.as_ref(), BATCH)).await?;
                if let Some(last) = rows.last().filter(|_| rows.len() as i64 == BATCH) {
                    self.next = Next::Rows(Some(key(self.table.resource, &last.key)?));
                }
                written(&rows.iter().map(|row| self.line(row)).collect::<Vec<_>>())?
            }
        };
        Ok(Some((bytes.into(), self)))
    }

    fn line(&self, row: &Record) -> Vec<String> {
        let cells = self.fields.iter().map(|field| safe(plain(field, row.cell(field.column), self.lang)));
        std::iter::once(row.key.clone()).chain(cells).collect()
    }
}

/// The text of a value.
fn plain(field: &Field, cell: &Cell, lang: Lang) -> String {
    match field.kind {
        _ if *cell == Cell::Null => String::new(),
        Kind::Money => cell.fen().to_string(),
        Kind::Time | Kind::Created | Kind::Updated => rfc3339(cell.int()),
        Kind::Choice(choices) | Kind::Word(choices) => {
            let choice = Choice::of(choices, cell);
            choice.map_or_else(|| cell.plain(), |choice| choice.label.of(lang).to_owned())
        }
        _ => cell.plain(),
    }
}

/// Quotes a text that a spreadsheet would take for a formula.
fn safe(text: String) -> String {
    let is_number = text.parse::<f64>().is_ok();
    if !is_number && text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("'{text}")
    } else {
        text
    }
}

fn written(lines: &[Vec<String>]) -> Result<Vec<u8>> {
    let mut out = csv::Writer::from_writer(Vec::new());
    for line in lines {
        out.write_record(line).map_err(Error::unexpected)?;
    }
    out.into_inner().map_err(|error| Error::unexpected(error.to_string()))
}
