//! The rows of an export, and the texts of their values.

use std::sync::Arc;

use miaohui_admin::{Cell, Field, Kind, Lang, Permission, Record, Resource};
use miaohui_db::Tx;
use serde_json::Map;

use super::sheet::{Entry, Heading, Holds, Sheet};
use crate::app::App;
use crate::audit::{Actor, AuditEntry, viewed};
use crate::beijing::Day;
use crate::error::Result;
use crate::resource::access::{key, visible, visible_fields};
use crate::resource::address::Address;
use crate::resource::conditions::ListQuery;
use crate::resource::show::{opened, plain};
use crate::resource::table::Table;
use crate::visitor::Visitor;

/// The number of rows read at once.
const BATCH: i64 = 1000;

/// A column of the file. The name of a related row stands before its key.
#[derive(Clone, Copy, Debug)]
enum Column {
    Value(&'static Field),
    NameOf(&'static Field),
}

impl Column {
    fn of(field: &'static Field) -> impl Iterator<Item = Self> {
        let is_relation = matches!(field.kind, Kind::Relation(_));
        is_relation.then_some(Self::NameOf(field)).into_iter().chain([Self::Value(field)])
    }

    /// What it holds; names are texts.
    fn holds(self) -> Holds {
        use Kind::{Created, SqlTime, Time, Updated};
        match self {
            Self::Value(field) => match field.kind {
                Time | Created | Updated | SqlTime(_) => Holds::Times,
                Kind::Money => Holds::Money,
                Kind::Number | Kind::Relation(_) => Holds::Numbers,
                _ => Holds::Texts,
            },
            Self::NameOf(_) => Holds::Texts,
        }
    }
}

/// The rows of a list, the newest first, in batches.
pub(super) struct Rows {
    columns: Vec<Column>,
    lang: Lang,
    app: Arc<App>,
    table: Table,
    query: ListQuery,
    next: Next,
}

/// The next batch.
enum Next {
    /// The rows below a key; `None`: from the newest on.
    Below(Option<Cell>),
    End,
}

impl Rows {
    /// The rows that a page shows, and the fields that the visitor may export. The export is written into
    /// the audit.
    pub async fn of(
        app: &Arc<App>,
        visitor: &Visitor,
        name: &str,
        pairs: &[(String, String)],
    ) -> Result<Self> {
        let resource = visible(app, visitor, name)?;
        let may = visitor.may(Permission::ExportPersonal);
        let fields = visible_fields(resource.fields, visitor).filter(|field| may || !field.is_personal);
        let address = Address::of(app, resource, visitor, pairs);
        audit(app, visitor, resource, &address).await?;
        Ok(Self {
            columns: fields.flat_map(Column::of).collect(),
            lang: visitor.lang(),
            app: Arc::clone(app),
            table: Table::new(app, resource),
            query: address.query,
            next: Next::Below(None),
        })
    }

    /// The heading of a column.
    fn heading(&self, column: Column) -> String {
        match column {
            Column::Value(field) if matches!(field.kind, Kind::Relation(_)) => {
                format!("{} #", field.label.of(self.lang))
            }
            Column::Value(field) | Column::NameOf(field) => field.label.of(self.lang).to_owned(),
        }
    }

    /// A value of a row, decrypted, with its text.
    fn entry(&self, column: Column, row: &Record) -> Entry {
        match column {
            Column::Value(field) => {
                let cell = opened(&self.app, field, row);
                let text = plain(&self.app, field, row, &cell, self.lang);
                Entry { cell, text }
            }
            Column::NameOf(field) => {
                let cell = row.names.get(field.column).cloned().map_or(Cell::Null, Cell::Text);
                Entry { text: cell.plain(), cell }
            }
        }
    }
}

impl Sheet for Rows {
    fn headings(&self) -> Vec<Heading> {
        let key = Heading { name: "#".to_owned(), holds: Holds::Keys };
        let own = self.columns.iter();
        let own = own.map(|column| Heading { name: self.heading(*column), holds: column.holds() });
        std::iter::once(key).chain(own).collect()
    }

    async fn batch(&mut self) -> Result<Option<Vec<Vec<Entry>>>> {
        let Next::Below(after) = std::mem::replace(&mut self.next, Next::End) else { return Ok(None) };
        let (table, query) = (self.table.clone(), self.query.clone());
        let rows = self.app.db.read_heavy(move |tx| table.after(tx, &query, after.as_ref(), BATCH)).await?;
        if let Some(last) = rows.last().filter(|_| rows.len() as i64 == BATCH) {
            self.next = Next::Below(Some(key(self.table.resource, &last.key)?));
        }
        let entries = |row: &Record| {
            let key = Entry { cell: Cell::Text(row.key.clone()), text: row.key.clone() };
            std::iter::once(key).chain(self.columns.iter().map(|column| self.entry(*column, row))).collect()
        };
        Ok(Some(rows.iter().map(entries).collect()))
    }
}

/// Writes an export into the audit, with its search, days and filters.
async fn audit(app: &App, visitor: &Visitor, resource: &'static Resource, address: &Address) -> Result<()> {
    let (actor, now) = (Actor::of(visitor), app.clock.now_ms());
    let mut asked = Map::new();
    if !address.query.search.is_empty() {
        asked.insert("q".to_owned(), address.query.search.clone().into());
    }
    if let Some(of) = &address.query.of {
        asked.insert("of".to_owned(), of.text.clone().into());
    }
    if let Some(days) = address.query.days {
        let (first, last) = (Day::of(days.from), Day::of(days.to - 1));
        asked.insert("days".to_owned(), format!("{} – {}", first.date(), last.date()).into());
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
