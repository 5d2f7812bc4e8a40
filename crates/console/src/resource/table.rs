//! Reads rows of a resource. Statements are made of its description.

use std::fmt::Write;
use std::sync::Arc;

use miaohui_admin::{Action, Cell, Field, Kind, Record, Registry, Resource, Searching};
use miaohui_db::{Engine, Result, Row, Sql, Tx};
use miaohui_kernel::Fen;

use super::conditions::{Conditions, ListQuery, MOST_COUNTED, Narrowed, by_key, order, rare};
use crate::app::App;

/// What [`Table::plan_by_keys`] sets until the end of the transaction.
const PLAN_BY_KEYS: &str =
    "SELECT set_config('plan_cache_mode', 'force_custom_plan', TRUE), set_config(off.name, 'off', TRUE)
    FROM (VALUES ('enable_seqscan'), ('enable_hashjoin'), ('enable_mergejoin'), ('jit')) off (name)";

/// A page of a list.
pub struct Listed {
    /// Its rows.
    pub rows: Vec<Record>,
    /// The number of rows of all pages, up to a limit.
    pub count: i64,
    /// Whether there are more rows than were counted.
    pub is_more: bool,
    /// Whether there is a page after this one.
    pub has_next: bool,
    /// The sums of the amounts of all pages, by column; empty if there are more rows than were
    /// counted.
    pub sums: Vec<(&'static str, Fen)>,
}

/// The rows of a resource.
#[derive(Clone)]
pub struct Table {
    /// The resource.
    pub resource: &'static Resource,
    pub(super) registry: Arc<Registry>,
}

impl Table {
    /// The rows of a resource.
    pub fn new(app: &App, resource: &'static Resource) -> Self {
        Self { resource, registry: Arc::clone(&app.registry) }
    }

    /// The fields that refer to rows of other resources, with these resources.
    fn relations(&self) -> impl Iterator<Item = (&'static Field, &'static Resource)> {
        self.resource.fields.iter().filter_map(|field| match field.kind {
            Kind::Relation(name) => self.registry.resource(name).map(|other| (field, other)),
            _ => None,
        })
    }

    /// The actions that can be done to some rows only.
    fn conditional(&self) -> impl Iterator<Item = &'static Action> + use<> {
        self.resource.actions.iter().filter(|action| !action.possible.is_empty())
    }

    /// The select list: key, fields, labels of related rows.
    fn select_list(&self) -> String {
        let mut list = format!("t.{}", self.resource.key);
        for field in self.resource.fields {
            let _ = match field.kind {
                Kind::Sql(expression)
                | Kind::SqlTime(expression)
                | Kind::SqlWord(expression, _)
                | Kind::PostingKey(expression) => write!(list, ", ({expression})"),
                Kind::ThingKind => write!(list, ", ({})", self.registry.reported.kind_sql()),
                Kind::ThingText => write!(list, ", ({})", self.registry.reported.text_sql()),
                Kind::ThingPage => write!(list, ", ({})", self.registry.reported.page_sql()),
                _ => write!(list, ", t.{}", field.column),
            };
            if let Kind::Thing { kind, .. } = field.kind {
                let _ = write!(list, ", t.{kind}");
            }
        }
        for action in self.conditional() {
            let _ = write!(list, ", CASE WHEN {} THEN 1 ELSE 0 END", action.possible);
        }
        let Resource { version, editable, .. } = self.resource;
        if !editable.is_empty() {
            let _ = write!(list, ", CASE WHEN {editable} THEN 0 ELSE 1 END");
        }
        let _ = write!(list, ", CAST({} AS TEXT)", if version.is_empty() { "''" } else { version });
        for (field, other) in self.relations() {
            let Resource { label, table, key, .. } = other;
            let _ = write!(
                list,
                ", (SELECT CAST(o.{label} AS TEXT) FROM {table} o WHERE o.{key} = t.{})",
                field.column
            );
        }
        list
    }

    /// Decodes a row of the select list.
    fn record(&self, row: &Row<'_>) -> Result<Record> {
        let mut columns = row.columns();
        let mut record = Record { key: columns.take::<Cell>()?.plain(), ..Record::default() };
        for field in self.resource.fields {
            record.cells.insert(field.column, columns.take()?);
            if let Kind::Thing { kind, .. } = field.kind {
                record.cells.insert(kind, columns.take()?);
            }
        }
        for action in self.conditional() {
            if columns.take::<i64>()? == 0 {
                record.impossible.push(action.name);
            }
        }
        if !self.resource.editable.is_empty() {
            record.is_fixed = columns.take::<i64>()? == 1;
        }
        record.version = columns.take::<Option<String>>()?.unwrap_or_default();
        for (field, _) in self.relations() {
            record.names.insert(field.column, columns.take::<Option<String>>()?.unwrap_or_default());
        }
        Ok(record)
    }

    fn select(
        &self,
        tx: &mut Tx<'_>,
        conditions: &Conditions,
        order: &str,
        page: (i64, i64),
    ) -> Result<Vec<Record>> {
        let (most, offset) = page;
        let (list, table, conditions_text) = (self.select_list(), self.resource.table, &conditions.text);
        let rows = format!("{table} t WHERE {conditions_text} ORDER BY {order} LIMIT {most} OFFSET {offset}");
        // PostgreSQL computes the select list for the rows before the page too, unless it is outside.
        let text = if offset == 0 {
            format!("SELECT {list} FROM {rows}")
        } else {
            format!("SELECT {list} FROM (SELECT t.* FROM {rows}) t ORDER BY {order}")
        };
        let mut rows = Vec::new();
        tx.for_each(Sql::Built(&text), &conditions.values(), |row| {
            rows.push(self.record(row)?);
            Ok(())
        })?;
        Ok(rows)
    }

    /// Has PostgreSQL plan the statements of a list for the values that are bound, and find rows by their
    /// keys. A list reads some ten thousand rows at most: those that a limited statement has found, by the
    /// key, or those of an index, in its order. The planner takes the whole table for cheaper.
    fn plan_by_keys(tx: &mut Tx<'_>) -> Result<()> {
        if tx.engine() == Engine::Postgres {
            tx.execute(PLAN_BY_KEYS, &[])?;
        }
        Ok(())
    }

    /// Reads what finds the rows of a query quickly.
    fn narrow(&self, tx: &mut Tx<'_>, query: &ListQuery) -> Result<Narrowed> {
        Self::plan_by_keys(tx)?;
        let Resource { table, key, searching, .. } = self.resource;
        let mut narrowed = Narrowed::default();
        // A small table is read as a whole, so that its keys need no order.
        if let (Some(days), Some(dated)) = (query.days, self.resource.dated())
            && *searching != Searching::Table
        {
            narrowed.keys = days.keys(tx, self.resource, &dated)?;
        }
        for (column, value) in &query.filters {
            let field = self.resource.field(column);
            if let Some(found) = field.and_then(|field| rare(field, value)) {
                let text = format!(
                    "SELECT COUNT(*) FROM (SELECT s.{key} FROM {table} s WHERE {found} LIMIT {}) found",
                    MOST_COUNTED + 1
                );
                let (count,): (i64,) = tx.query_one(Sql::Built(&text), &[])?;
                if count <= MOST_COUNTED {
                    narrowed.rare.push(column);
                }
            }
        }
        Ok(narrowed)
    }

    /// A page of the list.
    pub fn list(&self, tx: &mut Tx<'_>, query: &ListQuery) -> Result<Listed> {
        let narrowed = self.narrow(tx, query)?;
        let conditions = Conditions::of(self.resource, query, &narrowed);
        let summed: Vec<&'static str> =
            if query.is_narrowed() { self.summed().collect() } else { Vec::new() };
        let (count, sums) = self.count(tx, &conditions, &summed)?;
        let most = query.rows();
        let offset = (query.page.max(1) - 1).saturating_mul(most);
        let mut rows = self.select(tx, &conditions, &order(self.resource, query), (most + 1, offset))?;
        let has_next = rows.len() as i64 > most && query.page < query.last_page();
        rows.truncate(most as usize);
        let is_more = count > MOST_COUNTED;
        let sums = if is_more { Vec::new() } else { summed.into_iter().zip(sums).collect() };
        Ok(Listed { rows, count: count.min(MOST_COUNTED), is_more, has_next, sums })
    }

    /// The first rows of a query.
    pub fn first(&self, tx: &mut Tx<'_>, query: &ListQuery, most: usize) -> Result<Vec<Record>> {
        let conditions = Conditions::of(self.resource, query, &Narrowed::default());
        self.select(tx, &conditions, &order(self.resource, query), (most as i64, 0))
    }

    /// The columns with amounts.
    fn summed(&self) -> impl Iterator<Item = &'static str> + use<> {
        let money = self.resource.fields.iter().filter(|field| matches!(field.kind, Kind::Money));
        money.map(|field| field.column)
    }

    /// The number of rows up to the limit, and the sums of their columns.
    fn count(&self, tx: &mut Tx<'_>, conditions: &Conditions, summed: &[&str]) -> Result<(i64, Vec<Fen>)> {
        let (mut columns, mut sums) = (String::from("1"), String::from("COUNT(*)"));
        for (n, column) in summed.iter().enumerate() {
            let _ = write!(columns, ", t.{column} AS sum{n}");
            let _ = write!(sums, ", CAST(COALESCE(SUM(sum{n}), 0) AS BIGINT)");
        }
        let text = format!(
            "SELECT {sums} FROM (SELECT {columns} FROM {} t WHERE {} LIMIT {}) counted",
            self.resource.table,
            conditions.text,
            MOST_COUNTED + 1
        );
        let mut found = (0, Vec::new());
        tx.for_each(Sql::Built(&text), &conditions.values(), |row| {
            let mut columns = row.columns();
            found.0 = columns.take()?;
            for _ in summed {
                found.1.push(columns.take()?);
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// The rows of a list with lower keys than `after`, by descending keys, for exports.
    pub fn after(
        &self,
        tx: &mut Tx<'_>,
        query: &ListQuery,
        after: Option<&Cell>,
        most: i64,
    ) -> Result<Vec<Record>> {
        let narrowed = self.narrow(tx, query)?;
        let mut conditions = Conditions::of(self.resource, query, &narrowed);
        let key = by_key(self.resource, query);
        if let Some(after) = after {
            let bind = conditions.bind(after.clone());
            conditions.and(&format!("{key} < {bind}"));
        }
        self.select(tx, &conditions, &format!("{key} DESC"), (most, 0))
    }

    /// The row with a key.
    pub fn find(&self, tx: &mut Tx<'_>, key: &Cell) -> Result<Option<Record>> {
        let mut conditions = Conditions::of(self.resource, &ListQuery::default(), &Narrowed::default());
        let bind = conditions.bind(key.clone());
        conditions.and(&format!("t.{} = {bind}", self.resource.key));
        Ok(self.select(tx, &conditions, &format!("t.{}", self.resource.key), (1, 0))?.pop())
    }

    /// The version of the row with a key; empty where rows have none.
    pub fn version(&self, tx: &mut Tx<'_>, key: &Cell) -> Result<String> {
        let Resource { key: key_column, table, version, .. } = self.resource;
        if version.is_empty() {
            return Ok(String::new());
        }
        let text = format!("SELECT CAST({version} AS TEXT) FROM {table} t WHERE t.{key_column} = $1");
        let found: Option<(String,)> = tx.query_opt(Sql::Built(&text), &[key.into()])?;
        Ok(found.map(|(version,)| version).unwrap_or_default())
    }

    /// Keys, labels and pictures of rows to choose from: those that the search finds, else the newest.
    pub fn pick(&self, tx: &mut Tx<'_>, search: &str) -> Result<Vec<(String, String, Option<String>)>> {
        Self::plan_by_keys(tx)?;
        let query = ListQuery { search: search.to_owned(), ..ListQuery::default() };
        let conditions = Conditions::of(self.resource, &query, &Narrowed::default());
        let Resource { key, label, table, .. } = self.resource;
        let picture = self.resource.fields.iter().find(|field| matches!(field.kind, Kind::Picture));
        let picture = picture.map_or("CAST(NULL AS TEXT)".to_owned(), |field| format!("t.{}", field.column));
        let text = format!(
            "SELECT CAST(t.{key} AS TEXT), CAST(t.{label} AS TEXT), {picture} FROM {table} t WHERE {} ORDER BY t.{key} DESC LIMIT 20",
            conditions.text
        );
        tx.query(Sql::Built(&text), &conditions.values())
    }

    /// The label of the row with a key.
    pub fn label(&self, tx: &mut Tx<'_>, key: &Cell) -> Result<Option<String>> {
        let Resource { key: key_column, label, table, .. } = self.resource;
        let text = format!("SELECT CAST(t.{label} AS TEXT) FROM {table} t WHERE t.{key_column} = $1");
        let found: Option<(String,)> = tx.query_opt(Sql::Built(&text), &[key.into()])?;
        Ok(found.map(|(label,)| label))
    }
}
