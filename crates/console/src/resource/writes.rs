//! Writes rows of a resource. Statements are made of its description; keys and checks of the tables
//! guard them.

use miaohui_admin::{Cell, Field, Kind, Resource};
use miaohui_db::{Result, Sql, Tx, Value};

use super::table::Table;

impl Table {
    /// Stores a new row; returns its key.
    pub fn insert(&self, tx: &mut Tx<'_>, cells: &[(&'static str, Cell)]) -> Result<String> {
        let names: Vec<&str> = cells.iter().map(|(column, _)| *column).collect();
        let binds: Vec<String> = (1..=cells.len()).map(|n| format!("${n}")).collect();
        let text = format!(
            "INSERT INTO {} ({}) VALUES ({}) RETURNING {}",
            self.resource.table,
            names.join(", "),
            binds.join(", "),
            self.resource.key
        );
        let values: Vec<Value<'_>> = cells.iter().map(|(_, cell)| cell.into()).collect();
        let (key,): (Cell,) = tx.query_one(Sql::Built(&text), &values)?;
        Ok(key.plain())
    }

    /// Whether rows of other resources refer to a row, or the resource's own condition says that it
    /// is in use.
    pub fn is_in_use(&self, tx: &mut Tx<'_>, key: &Cell) -> Result<bool> {
        let Resource { name, table, key: key_column, in_use, .. } = self.resource;
        let references = self.registry.references(name);
        let mut uses: Vec<String> = references
            .map(|(other, field)| {
                let only =
                    if self.is_shared(other, field) { format!(" AND {}", other.only) } else { String::new() };
                format!("SELECT 1 FROM {} t WHERE t.{} = $1{only}", other.table, field.column)
            })
            .collect();
        if !in_use.is_empty() {
            uses.push(format!("SELECT 1 FROM {table} t WHERE t.{key_column} = $1 AND {in_use}"));
        }
        for text in uses {
            let text = format!("SELECT COUNT(*) FROM ({text} LIMIT 1) used");
            let (count,): (i64,) = tx.query_one(Sql::Built(&text), &[key.into()])?;
            if count > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a column refers to rows of this resource in some rows, and to those of others in others.
    fn is_shared(&self, other: &Resource, field: &Field) -> bool {
        let of_table = self.registry.resources.iter().filter(|one| one.table == other.table);
        let mut same = of_table.filter_map(|one| one.field(field.column));
        !other.only.is_empty()
            && same.any(|one| matches!(one.kind, Kind::Relation(name) if name != self.resource.name))
    }

    /// Changes a row; `false`: it cannot be changed now.
    pub fn update(&self, tx: &mut Tx<'_>, key: &Cell, cells: &[(&'static str, Cell)]) -> Result<bool> {
        if cells.is_empty() {
            return Ok(true);
        }
        let sets: Vec<String> =
            cells.iter().enumerate().map(|(n, (column, _))| format!("{column} = ${}", n + 2)).collect();
        let text = format!(
            "UPDATE {} SET {} WHERE {} = $1{}",
            self.resource.table,
            sets.join(", "),
            self.resource.key,
            self.guard()
        );
        let values: Vec<Value<'_>> =
            std::iter::once(key).chain(cells.iter().map(|(_, cell)| cell)).map(Value::from).collect();
        Ok(tx.execute(Sql::Built(&text), &values)? == 1)
    }

    /// Deletes a row; `false`: it cannot be deleted now.
    pub fn delete(&self, tx: &mut Tx<'_>, key: &Cell) -> Result<bool> {
        let Resource { table, key: key_column, .. } = self.resource;
        let text = format!("DELETE FROM {table} WHERE {key_column} = $1{}", self.guard());
        Ok(tx.execute(Sql::Built(&text), &[key.into()])? == 1)
    }

    /// The condition under which a row can be changed.
    fn guard(&self) -> String {
        match self.resource.editable {
            "" => String::new(),
            editable => format!(" AND ({editable})"),
        }
    }

    /// The position of a row in the dragged order; `None`: the list does not show the row.
    pub fn position(&self, tx: &mut Tx<'_>, column: &str, key: &Cell) -> Result<Option<i64>> {
        let Resource { table, key: key_column, only, .. } = self.resource;
        let only = if only.is_empty() { "1 = 1" } else { only };
        let text = format!("SELECT t.{column} FROM {table} t WHERE t.{key_column} = $1 AND {only}");
        Ok(tx.query_opt::<(i64,)>(Sql::Built(&text), &[key.into()])?.map(|(position,)| position))
    }

    /// The position after the last row of the dragged order.
    pub fn next_position(&self, tx: &mut Tx<'_>, column: &str) -> Result<i64> {
        let text = format!("SELECT COALESCE(MAX({column}), 0) + 1 FROM {}", self.resource.table);
        let (next,): (i64,) = tx.query_one(Sql::Built(&text), &[])?;
        Ok(next)
    }
}
