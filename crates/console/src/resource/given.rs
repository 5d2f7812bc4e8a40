//! What the address fills into a form: the parent from whose page one comes.

use miaohui_admin::{Field, Kind, Record};

use super::conditions::filter_value;
use super::table::Table;
use crate::app::App;
use crate::error::Result;

/// The values of fields that pairs of column and value name. A related row that does not exist is left
/// out.
pub async fn given(app: &App, fields: &'static [Field], pairs: &[(&str, &str)]) -> Result<Record> {
    let mut record = Record::default();
    for (column, value) in pairs {
        let Some(field) = fields.iter().find(|field| field.column == *column) else { continue };
        let Some(cell) = filter_value(field, value) else { continue };
        if let Kind::Relation(name) = field.kind {
            let Some(other) = app.registry.resource(name) else { continue };
            let (table, key) = (Table::new(app, other), cell.clone());
            let Some(label) = app.db.read(move |tx| table.label(tx, &key)).await? else { continue };
            record.names.insert(field.column, label);
        }
        record.cells.insert(field.column, cell);
    }
    Ok(record)
}
