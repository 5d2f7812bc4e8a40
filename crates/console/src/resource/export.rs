//! `GET /console/r/{resource}/csv`: a list as a file, sent row by row as it is read.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use futures_util::stream;
use miaohui_admin::{Cell, Field, Kind, Lang, Permission, Record, Resource};
use miaohui_db::Tx;
use serde_json::Map;

use super::access::{key, visible, visible_fields};
use super::address::Address;
use super::conditions::ListQuery;
use super::show::{opened, plain};
use super::table::Table;
use crate::app::App;
use crate::audit::{Actor, AuditEntry, viewed};
use crate::error::{Error, Result};
use crate::failure::Failure;
use crate::html::download;
use crate::visitor::Visitor;

/// What a spreadsheet takes for the beginning of a formula, also in full width.
const FORMULAS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

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
            let may = visitor.may(Permission::ExportPersonal);
            let fields = visible_fields(resource.fields, &visitor).filter(|field| may || !field.is_personal);
            let address = Address::of(resource, &visitor, &pairs, app.clock.now_ms());
            audit(&app, &visitor, resource, &address).await?;
            let export = Export {
                table: Table::new(&app, resource),
                query: address.query,
                fields: fields.collect(),
                lang: visitor.lang(),
                next: Next::Heading,
                app: Arc::clone(&app),
            };
            let body = Body::from_stream(stream::try_unfold(export, Export::chunk));
            Ok(download(&format!("{name}.csv"), "text/csv; charset=utf-8", body))
        })
        .await
}

/// Writes an export into the audit, with its search and filters.
async fn audit(app: &App, visitor: &Visitor, resource: &'static Resource, address: &Address) -> Result<()> {
    let (actor, now) = (Actor::of(visitor), app.clock.now_ms());
    let mut asked = Map::new();
    if !address.query.search.is_empty() {
        asked.insert("q".to_owned(), address.query.search.clone().into());
    }
    for (column, value) in &address.query.filters {
        asked.insert((*column).to_owned(), value.clone().into());
    }
    let job = move |tx: &mut Tx<'_>| {
        let (resource, changes) = (resource.name, asked.clone());
        let entry = AuditEntry { action: "export", resource, subject: String::new(), changes };
        viewed(tx, &actor, now, entry)
    };
    Ok(app.db.write(job).await?)
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
                let names = self.fields.iter().flat_map(|field| {
                    let label = field.label.of(self.lang).to_owned();
                    let is_relation = matches!(field.kind, Kind::Relation(_));
                    std::iter::once(label.clone()).chain(is_relation.then(|| format!("{label} #")))
                });
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
        // The name of a related row stands before its key.
        let cells = self.fields.iter().flat_map(|field| {
            let text = plain(&self.app, field, row, &opened(&self.app, field, row), self.lang);
            let name = matches!(field.kind, Kind::Relation(_))
                .then(|| row.names.get(field.column).cloned().unwrap_or_default());
            name.into_iter().chain(std::iter::once(text)).map(safe)
        });
        std::iter::once(row.key.clone()).chain(cells).collect()
    }
}

/// Quotes a text that a spreadsheet would take for a formula.
fn safe(text: String) -> String {
    let is_number = text.parse::<f64>().is_ok();
    if !is_number && text.starts_with(FORMULAS) { format!("'{text}") } else { text }
}

fn written(lines: &[Vec<String>]) -> Result<Vec<u8>> {
    let mut out = csv::Writer::from_writer(Vec::new());
    for line in lines {
        out.write_record(line).map_err(Error::unexpected)?;
    }
    out.into_inner().map_err(|error| Error::unexpected(error.to_string()))
}
