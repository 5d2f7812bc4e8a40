//! The rows of an export, and the texts of their values.

use std::sync::Arc;

use miaohui_admin::{Cell, Choice, Field, Kind, Lang, Permission, Record, Resource};
use miaohui_db::Tx;
use serde_json::Map;

use crate::app::App;
use crate::audit::{Actor, AuditEntry, viewed};
use crate::error::Result;
use crate::html::rfc3339;
use crate::resource::access::{key, visible, visible_fields};
use crate::resource::address::Address;
use crate::resource::conditions::ListQuery;
use crate::resource::show::opened;
use crate::resource::table::Table;
use crate::visitor::Visitor;

/// The number of rows read at once.
const BATCH: i64 = 1000;

/// The rows of a list, the newest first, in batches.
pub(super) struct Rows {
    pub fields: Vec<&'static Field>,
    pub lang: Lang,
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
        let address = Address::of(resource, visitor, pairs);
        audit(app, visitor, resource, &address).await?;
        Ok(Self {
            fields: fields.collect(),
            lang: visitor.lang(),
            app: Arc::clone(app),
            table: Table::new(app, resource),
            query: address.query,
            next: Next::Below(None),
        })
    }

    /// The next rows; `None` at the end.
    pub async fn batch(&mut self) -> Result<Option<Vec<Record>>> {
        let Next::Below(after) = std::mem::replace(&mut self.next, Next::End) else { return Ok(None) };
        let (table, query) = (self.table.clone(), self.query.clone());
        let rows = self.app.db.read_heavy(move |tx| table.after(tx, &query, after.as_ref(), BATCH)).await?;
        if let Some(last) = rows.last().filter(|_| rows.len() as i64 == BATCH) {
            self.next = Next::Below(Some(key(self.table.resource, &last.key)?));
        }
        Ok(Some(rows))
    }

    /// A value of a row, decrypted.
    pub fn cell(&self, field: &'static Field, row: &Record) -> Cell {
        opened(&self.app, field, row)
    }

    /// The text of a value.
    pub fn text(&self, field: &Field, cell: &Cell) -> String {
        match field.kind {
            _ if *cell == Cell::Null => String::new(),
            Kind::Money => cell.fen().to_string(),
            Kind::Time | Kind::Created | Kind::Updated => rfc3339(cell.int()),
            Kind::Choice(choices) | Kind::Word(choices) => {
                let choice = Choice::of(choices, cell);
                choice.map_or_else(|| cell.plain(), |choice| choice.label.of(self.lang).to_owned())
            }
            _ => cell.plain(),
        }
    }
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
