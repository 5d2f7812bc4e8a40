//! Values of columns, as either engine returns them.

/// The value of a column.
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
    /// A type that is not supported, by its name.
    Other(&'static str),
}
