//! `GET …/csv`: a list as a file, row by row as it is read, so that a large one needs no memory.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use futures_util::stream;

use super::form::seen;
use super::list::Address;
use super::sql::{self, ListQuery};
use super::value::{Cell, chosen};
use super::{Field, Kind, Resource};
use crate::layout::{Failure, download, yuan};
use crate::visitor::Visitor;
use crate::{App, Error, Lang, Result, resources};

/// Rows read at once.
const BATCH: i64 = 1000;

/// The list that the page shows, all of it, the newest first.
pub async fn csv(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(name): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let resource = resources::visible(&name, &visitor).map_err(|error| visitor.failure(error))?;
    let query = Address::of(resource, &visitor, &pairs).query;
    let fields: Vec<&'static Field> = seen(resource.fields, &visitor).collect();
    let begin =
        Reading { app, resource, query, fields, lang: visitor.lang(), after: None, state: State_::Heading };
    let body = Body::from_stream(stream::try_unfold(begin, Reading::next));
    Ok(download(&format!("{name}.csv"), "text/csv; charset=utf-8", body))
}

#[derive(PartialEq)]
enum State_ {
    Heading,
    Rows,
    End,
}

struct Reading {
    app: Arc<App>,
    resource: &'static Resource,
    query: ListQuery,
    fields: Vec<&'static Field>,
    lang: Lang,
    after: Option<Cell>,
    state: State_,
}

impl Reading {
    async fn next(mut self) -> Result<Option<(Bytes, Self)>> {
        match self.state {
            State_::End => Ok(None),
            State_::Heading => {
                let names = self.fields.iter().map(|field| field.label.of(self.lang).to_owned());
                let line: Vec<String> = std::iter::once("#".to_owned()).chain(names).collect();
                // Spreadsheets read UTF-8 as such only behind this mark.
                let bytes = ["\u{FEFF}".as_bytes(), &written(&[line])?].concat();
                self.state = State_::Rows;
                Ok(Some((bytes.into(), self)))
            }
            State_::Rows => {
                let (resource, query, after) = (self.resource, self.query.clone(), self.after.clone());
                let rows = self
                    .app
                    .db
                    .read(move |tx| sql::after(tx, resource, &query, after.as_ref(), BATCH))
                    .await?;
                if (rows.len() as i64) < BATCH {
                    self.state = State_::End;
                }
                self.after = rows.last().and_then(|row| sql::key(resource, &row.key));
                let line = |row: &super::Record| {
                    let cells =
                        self.fields.iter().map(|field| safe(plain(field, row.cell(field.column), self.lang)));
                    std::iter::once(row.key.clone()).chain(cells).collect()
                };
                let lines: Vec<Vec<String>> = rows.iter().map(line).collect();
                Ok(Some((written(&lines)?.into(), self)))
            }
        }
    }
}

fn plain(field: &Field, cell: &Cell, lang: Lang) -> String {
    match field.kind {
        _ if *cell == Cell::Null => String::new(),
        Kind::Money => yuan(cell.int()),
        Kind::Time | Kind::Created | Kind::Updated => {
            let ms = u64::try_from(cell.int()).unwrap_or(0);
            let time = std::time::UNIX_EPOCH + std::time::Duration::from_millis(ms);
            humantime::format_rfc3339_seconds(time).to_string()
        }
        Kind::Choice(choices) | Kind::Word(choices) => {
            chosen(choices, cell).map_or_else(|| cell.plain(), |choice| choice.label.of(lang).to_owned())
        }
        _ => cell.plain(),
    }
}

/// A spreadsheet takes texts that begin like this for formulas.
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
