//! Rows, decoded with an error that names the column.

use ::postgres::types::Type;

use crate::{Error, Result};

/// One row of a result, of either engine.
pub struct Row<'r>(pub(crate) Inner<'r>);

pub(crate) enum Inner<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r ::postgres::Row),
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'r> {
    /// SQL NULL.
    Null,
    /// A number.
    Int(i64),
    /// A flag (SQLite stores flags as numbers).
    Bool(bool),
    /// A floating-point number.
    Real(f64),
    /// A text.
    Text(&'r str),
    /// Anything else, by the engine's name for it.
    Other(&'static str),
}

impl<'r> Row<'r> {
    /// The column at `index` (from 0) as `T`.
    pub fn get<T: FromColumn<'r>>(&self, index: usize) -> Result<T> {
        let cell = self.cell(index)?;
        T::from_cell(cell).ok_or_else(|| self.mismatch(index, T::EXPECTED, format!("{cell:?}")))
    }

    /// A reader of the columns from left to right.
    pub fn columns(&self) -> Columns<'_, 'r> {
        Columns { row: self, next: 0 }
    }

    fn cell(&self, index: usize) -> Result<Cell<'r>> {
        match &self.0 {
            Inner::Sqlite(row) => {
                use rusqlite::types::ValueRef;
                Ok(match row.get_ref(index) {
                    Ok(ValueRef::Null) => Cell::Null,
                    Ok(ValueRef::Integer(n)) => Cell::Int(n),
                    Ok(ValueRef::Real(n)) => Cell::Real(n),
                    Ok(ValueRef::Text(text)) => match std::str::from_utf8(text) {
                        Ok(text) => Cell::Text(text),
                        Err(_) => Cell::Other("text that is no UTF-8"),
                    },
                    Ok(ValueRef::Blob(_)) => Cell::Other("BLOB"),
                    Err(error) => return Err(self.mismatch(index, "a column", error.to_string())),
                })
            }
            Inner::Postgres(row) => {
                let Some(column) = row.columns().get(index) else {
                    return Err(self.mismatch(index, "a column", "the end of the row".into()));
                };
                let cell = match *column.type_() {
                    Type::INT8 => row.try_get::<_, Option<i64>>(index).map(|v| v.map(Cell::Int)),
                    Type::INT4 => {
                        row.try_get::<_, Option<i32>>(index).map(|v| v.map(|n| Cell::Int(n.into())))
                    }
                    Type::INT2 => {
                        row.try_get::<_, Option<i16>>(index).map(|v| v.map(|n| Cell::Int(n.into())))
                    }
                    Type::BOOL => row.try_get::<_, Option<bool>>(index).map(|v| v.map(Cell::Bool)),
                    Type::FLOAT8 => row.try_get::<_, Option<f64>>(index).map(|v| v.map(Cell::Real)),
                    Type::TEXT | Type::VARCHAR => {
                        row.try_get::<_, Option<&str>>(index).map(|v| v.map(Cell::Text))
                    }
                    Type::NUMERIC => Ok(Some(Cell::Other("NUMERIC: sums need CAST(… AS BIGINT)"))),
                    _ => Ok(Some(Cell::Other("a type the door does not know"))),
                };
                cell.map(|cell| cell.unwrap_or(Cell::Null))
                    .map_err(|error| self.mismatch(index, "a column", error.to_string()))
            }
        }
    }

    fn mismatch(&self, index: usize, expected: &'static str, found: String) -> Error {
        let column = match &self.0 {
            Inner::Sqlite(row) => row.as_ref().column_name(index).unwrap_or("?").to_owned(),
            Inner::Postgres(row) => row.columns().get(index).map_or("?", |c| c.name()).to_owned(),
        };
        Error::Column { column, index, expected, found }
    }
}

/// Reads a row's columns in the order of the SELECT list.
pub struct Columns<'a, 'r> {
    row: &'a Row<'r>,
    next: usize,
}

impl<'r> Columns<'_, 'r> {
    /// The next column as `T`.
    pub fn take<T: FromColumn<'r>>(&mut self) -> Result<T> {
        let index = self.next;
        self.next += 1;
        self.row.get(index)
    }
}

/// A type a column can be read as.
pub trait FromColumn<'r>: Sized {
    /// What to say was expected.
    const EXPECTED: &'static str;

    /// The value, or `None` when the cell holds something else.
    fn from_cell(cell: Cell<'r>) -> Option<Self>;
}

impl FromColumn<'_> for i64 {
    const EXPECTED: &'static str = "a number";
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Int(n) => Some(n),
            _ => None,
        }
    }
}

impl FromColumn<'_> for bool {
    const EXPECTED: &'static str = "a flag";
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Bool(flag) => Some(flag),
            Cell::Int(n @ (0 | 1)) => Some(n == 1),
            _ => None,
        }
    }
}

impl<'r> FromColumn<'r> for &'r str {
    const EXPECTED: &'static str = "a text";
    fn from_cell(cell: Cell<'r>) -> Option<Self> {
        match cell {
            Cell::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl FromColumn<'_> for String {
    const EXPECTED: &'static str = "a text";
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        <&str>::from_cell(cell).map(str::to_owned)
    }
}

impl<'r, T: FromColumn<'r>> FromColumn<'r> for Option<T> {
    const EXPECTED: &'static str = T::EXPECTED;
    fn from_cell(cell: Cell<'r>) -> Option<Self> {
        match cell {
            Cell::Null => Some(None),
            other => T::from_cell(other).map(Some),
        }
    }
}

/// A type that a whole row decodes to.
pub trait FromRow: Sized {
    /// Decodes the row; the error names the column that does not fit.
    fn from_row(row: &Row<'_>) -> Result<Self>;
}

macro_rules! tuple {
    ($($name:ident),+) => {
        impl<$($name: for<'r> FromColumn<'r>),+> FromRow for ($($name,)+) {
            fn from_row(row: &Row<'_>) -> Result<Self> {
                let mut columns = row.columns();
                Ok(($(columns.take::<$name>()?,)+))
            }
        }
    };
}

tuple!(A);
tuple!(A, B);
tuple!(A, B, C);
tuple!(A, B, C, D);
tuple!(A, B, C, D, E);
tuple!(A, B, C, D, E, F);
