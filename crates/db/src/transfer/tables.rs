//! The tables of both sides.

use std::collections::{BTreeMap, BTreeSet};

use ::postgres::types::Type;
use rusqlite::Connection;

use super::failed::{postgres_failed, sqlite_failed};
use crate::error::{Error, Result};

/// Tables that a move does not copy: the target's own record of schema steps, and the move's.
const OWN: [&str; 2] = ["schema_migration", "transfer_progress"];

/// A table, the same on both sides.
pub(crate) struct Table {
    pub name: String,
    pub columns: Vec<String>,
    /// The types of PostgreSQL's columns, in the same order.
    pub types: Vec<Type>,
    /// The column of numbers that are never given twice.
    pub sequence: Option<String>,
}

impl Table {
    /// Its columns, separated by commas.
    pub fn list(&self) -> String {
        self.columns.join(", ")
    }
}

/// The tables of both sides, each after those that it refers to.
pub(crate) fn tables(sqlite: &Connection, postgres: &mut ::postgres::Client) -> Result<Vec<Table>> {
    let own = sqlite_tables(sqlite).map_err(sqlite_failed)?;
    let mut other = postgres_tables(postgres).map_err(postgres_failed)?;
    let mut tables = BTreeMap::new();
    for (name, (columns, sequence)) in own {
        let types = other.remove(&name).unwrap_or_default();
        let missing = columns.iter().find(|column| !types.contains_key(*column));
        if let Some(column) = missing.or(types.keys().find(|column| !columns.contains(column))) {
            return Err(Error::Open(format!("only one of the databases has the column {name}.{column}")));
        }
        let types = columns.iter().filter_map(|column| types.get(column).cloned()).collect();
        tables.insert(name.clone(), Table { name, columns, types, sequence });
    }
    if let Some(name) = other.into_keys().next() {
        return Err(Error::Open(format!("only PostgreSQL has the table {name}")));
    }
    in_order(sqlite, tables).map_err(sqlite_failed)
}

type OwnTables = Vec<(String, (Vec<String>, Option<String>))>;

fn sqlite_tables(connection: &Connection) -> rusqlite::Result<OwnTables> {
    let mut names = connection.prepare(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1",
    )?;
    let names = names.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    let mut all = Vec::new();
    for named in names {
        let (name, sql) = named?;
        if OWN.contains(&name.as_str()) {
            continue;
        }
        let mut columns = connection.prepare("SELECT name, pk FROM pragma_table_info(?1) ORDER BY cid")?;
        let columns = columns
            .query_map([&name], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let key = columns.iter().find(|(_, key)| *key == 1).map(|(column, _)| column.clone());
        let sequence = key.filter(|_| sql.contains("AUTOINCREMENT"));
        all.push((name, (columns.into_iter().map(|(column, _)| column).collect(), sequence)));
    }
    Ok(all)
}

fn postgres_tables(
    client: &mut ::postgres::Client,
) -> Result<BTreeMap<String, BTreeMap<String, Type>>, ::postgres::Error> {
    let rows = client.query(
        "SELECT c.relname::text, a.attname::text, a.atttypid FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
         WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND a.attnum > 0
           AND NOT a.attisdropped",
        &[],
    )?;
    let mut all: BTreeMap<String, BTreeMap<String, Type>> = BTreeMap::new();
    for row in rows {
        let (table, column): (String, String) = (row.get(0), row.get(1));
        if !OWN.contains(&table.as_str()) {
            let of_column = Type::from_oid(row.get(2)).unwrap_or(Type::UNKNOWN);
            all.entry(table).or_default().insert(column, of_column);
        }
    }
    Ok(all)
}

/// Sorts tables so that each comes after those that it refers to.
fn in_order(connection: &Connection, mut tables: BTreeMap<String, Table>) -> rusqlite::Result<Vec<Table>> {
    let mut needs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for name in tables.keys() {
        let mut parents = connection.prepare("SELECT DISTINCT \"table\" FROM pragma_foreign_key_list(?1)")?;
        let parents =
            parents.query_map([name], |row| row.get(0))?.collect::<rusqlite::Result<BTreeSet<String>>>()?;
        needs.insert(name.clone(), parents.into_iter().filter(|parent| parent != name).collect());
    }
    let mut sorted = Vec::new();
    while !needs.is_empty() {
        let free = needs.iter().find(|(_, parents)| parents.iter().all(|parent| !needs.contains_key(parent)));
        // In a circle any table is as good as another; the check of keys at the end decides.
        let Some(name) = free.or_else(|| needs.iter().next()).map(|(name, _)| name.clone()) else { break };
        needs.remove(&name);
        sorted.extend(tables.remove(&name));
    }
    Ok(sorted)
}
