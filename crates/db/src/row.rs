//! Rows and their decoding, with errors that name the column.

use ::postgres::types::Type;

use crate::cell::Cell;
use crate::column::FromColumn;
use crate::error::{Error, Result};

/// A row of a result, of either engine.
pub struct Row<'r>(pub(crate) Inner<'r>);

pub(crate) enum Inner<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r ::postgres::Row),
}

impl<'r> Row<'r> {
    /// The column at `index` (from 0) as `T`.
    fn get<T: FromColumn<'r>>(&self, index: usize) -> Result<T> {
        let cell = self.cell(index)?;
        T::from_cell(cell).ok_or_else(|| self.mismatch(index, T::EXPECTED, format!("{cell:?}")))
    }

    /// The number of columns.
    fn len(&self) -> usize {
        match &self.0 {
            Inner::Sqlite(row) => row.as_ref().column_count(),
            Inner::Postgres(row) => row.len(),
        }
    }

    /// A reader of the columns from left to right.
    pub fn columns(&self) -> Columns<'_, 'r> {
        Columns { row: self, next: 0 }
    }

    pub(crate) fn cell(&self, index: usize) -> Result<Cell<'r>> {
        match &self.0 {
            Inner::Sqlite(row) => {
                use rusqlite::types::ValueRef;
                Ok(match row.get_ref(index) {
                    Ok(ValueRef::Null) => Cell::Null,
                    Ok(ValueRef::Integer(n)) => Cell::Int(n),
                    Ok(ValueRef::Real(n)) => Cell::Real(n),
                    Ok(ValueRef::Text(text)) => match std::str::from_utf8(text) {
                        Ok(text) => Cell::Text(text),
                        Err(_) => Cell::Other("a text that is not UTF-8"),
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
                    _ => Ok(Some(Cell::Other("a type that is not supported"))),
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
        Error::Column { column, index, field: "", expected, found }
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

    /// The next column as `T`; an error also names the field that it fills.
    pub fn take_for<T: FromColumn<'r>>(&mut self, field: &'static str) -> Result<T> {
        self.take().map_err(|error| match error {
            Error::Column { column, index, expected, found, .. } => {
                Error::Column { column, index, field, expected, found }
            }
            other => other,
        })
    }

    /// Whether the next column is NULL.
    fn is_null(&self) -> Result<bool> {
        Ok(self.row.cell(self.next)? == Cell::Null)
    }
}

/// A type that consecutive columns of a row decode to. Structs implement it by
/// [`row!`](crate::row!).
pub trait FromRow: Sized {
    /// The number of its columns.
    const COLUMNS: usize;

    /// Decodes the next columns; an error names the column.
    fn from_columns(columns: &mut Columns<'_, '_>) -> Result<Self>;

    /// Decodes a row that has exactly these columns.
    fn from_row(row: &Row<'_>) -> Result<Self> {
        debug_assert_eq!(row.len(), Self::COLUMNS, "columns of {}", std::any::type_name::<Self>());
        Self::from_columns(&mut row.columns())
    }
}

/// `None` if the first column is NULL, as after an outer join.
impl<T: FromRow> FromRow for Option<T> {
    const COLUMNS: usize = T::COLUMNS;

    fn from_columns(columns: &mut Columns<'_, '_>) -> Result<Self> {
        if columns.is_null()? {
            columns.next += T::COLUMNS;
            return Ok(None);
        }
        T::from_columns(columns).map(Some)
    }
}

/// A part of a list, for `LIMIT` and `OFFSET`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// The most rows to return.
    pub limit: i64,
    /// The rows to skip first.
    pub offset: i64,
}

macro_rules! tuple {
    ($($name:ident),+) => {
        impl<$($name: for<'r> FromColumn<'r>),+> FromRow for ($($name,)+) {
            const COLUMNS: usize = [$(stringify!($name)),+].len();

            fn from_columns(columns: &mut Columns<'_, '_>) -> Result<Self> {
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

/// Defines a struct that rows decode to. Each field is written once, with the column that fills it;
/// the name after `as` becomes a macro that writes the select list.
///
/// A field is filled by a column (`= "o.id"`), by the columns of another such struct
/// (`=> author_columns!("u.")`; an `Option` of it is `None` if the first of them is NULL), or, with
/// neither, by its default. A struct that is selected from several aliases lists their prefixes,
/// and its select list takes one: `as author_columns("u.", "reader.")`.
///
/// ```
/// miaohui_db::row! {
///     /// The author of something.
///     pub struct Author as author_columns("u.", "reader.") {
///         /// The shown name.
///         pub nickname: String = "nickname",
///     }
/// }
/// miaohui_db::row! {
///     /// A comment with its author.
///     pub struct Comment as comment_columns {
///         /// Its id.
///         pub id: i64 = "c.id",
///         /// Its author.
///         pub author: Author => author_columns!("u."),
///         /// Loaded separately.
///         pub answers: Vec<i64>,
///     }
/// }
/// assert_eq!(comment_columns!(), "c.id, u.nickname");
/// assert_eq!(<Comment as miaohui_db::FromRow>::COLUMNS, 2);
/// ```
#[macro_export]
macro_rules! row {
    (@item $prefix:tt $column:literal) => { concat!($prefix, $column) };
    (@item $prefix:tt $nested:ident ! $arguments:tt) => { $nested! $arguments };
    (@list $prefix:tt (($($first:tt)+) $(($($rest:tt)+))*)) => {
        concat!(
            $crate::row!(@item $prefix $($first)+)
            $(, ", ", $crate::row!(@item $prefix $($rest)+))*
        )
    };
    (@count $type:ty, $column:literal) => { 1 };
    (@count $type:ty, => $nested:ident) => { <$type as $crate::FromRow>::COLUMNS };
    (@count $type:ty,) => { 0 };
    (@take $columns:ident, $type:ty, $field:expr, $column:literal) => { $columns.take_for::<$type>($field)? };
    (@take $columns:ident, $type:ty, $field:expr, => $nested:ident) => {
        <$type as $crate::FromRow>::from_columns($columns)?
    };
    (@take $columns:ident, $type:ty, $field:expr,) => { <$type as Default>::default() };
    // The select list is only visible through the import, so that `concat!` is expanded after all
    // imports are resolved, also those of nested lists.
    (@spell $spell:ident ($($prefix:tt)*) $items:tt) => {
        #[allow(unused_macros, reason = "not every row is selected by itself")]
        macro_rules! columns {
            () => { $crate::row!(@list "" $items) };
            $(($prefix) => { $crate::row!(@list $prefix $items) };)*
        }
        #[allow(unused_imports, reason = "not every row is selected in another file")]
        pub(crate) use columns as $spell;
    };
    (
        $(#[$meta:meta])* $vis:vis struct $name:ident as $spell:ident $(($($prefix:tt),*))? {
            $(
                $(#[$field_meta:meta])* $field_vis:vis $field:ident: $type:ty
                $(= $column:literal)? $(=> $nested:ident ! $arguments:tt)?
            ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        $vis struct $name { $($(#[$field_meta])* $field_vis $field: $type),* }

        impl $crate::FromRow for $name {
            const COLUMNS: usize = 0 $(+ $crate::row!(@count $type, $($column)? $(=> $nested)?))*;

            fn from_columns(columns: &mut $crate::Columns<'_, '_>) -> $crate::Result<Self> {
                Ok(Self {
                    $($field: $crate::row!(
                        @take columns, $type, concat!(stringify!($name), ".", stringify!($field)),
                        $($column)? $(=> $nested)?
                    )),*
                })
            }
        }

        $crate::row!(@spell $spell ($($($prefix)*)?) ($($(($column))? $(($nested ! $arguments))?)*));
    };
}
