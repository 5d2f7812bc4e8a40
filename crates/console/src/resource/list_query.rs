//! What a page asks of a list.

use super::belonging::Of;
use super::days::Days;

/// The limit of counted rows, and of rows that a search finds by one field, so that a page of a
/// large table stays cheap.
pub const MOST_COUNTED: i64 = 10_000;

/// The numbers of rows that a page can have.
pub const PAGE_SIZES: [i64; 4] = [20, 50, 100, 200];

/// The number of rows of a page, unless the address asks for another.
const PAGE_ROWS: i64 = 50;

/// The rows of a list that a page asks for.
#[derive(Clone, Debug, Default)]
pub struct ListQuery {
    /// A part of a searched field, or `#` and the key.
    pub search: String,
    /// The limit of rows that the search finds by one field; `None`: [`MOST_COUNTED`].
    pub most_found: Option<i64>,
    /// The columns of which the visitor may not see the values: the search compares them as a whole.
    pub hidden: Vec<&'static str>,
    /// Filters: column and value. `none` is NULL for the column of the default filter.
    pub filters: Vec<(&'static str, String)>,
    /// The row of another resource that they belong to.
    pub of: Option<Of>,
    /// The days of the rows.
    pub days: Option<Days>,
    /// The sorted column, and whether the order is descending.
    pub sort: Option<(&'static str, bool)>,
    /// The page, from 1.
    pub page: i64,
    /// The number of rows of a page; `None`: the usual one.
    pub size: Option<i64>,
}

impl ListQuery {
    /// The number of rows of a page.
    pub fn rows(&self) -> i64 {
        self.size.unwrap_or(PAGE_ROWS)
    }

    /// The last page, because the cost of a page grows with its number.
    pub fn last_page(&self) -> i64 {
        MOST_COUNTED / self.rows()
    }

    /// Whether the query asks for a part of the list.
    pub fn is_narrowed(&self) -> bool {
        self.of.is_some() || !self.search.is_empty() || !self.filters.is_empty() || self.days.is_some()
    }
}

/// What was read of the table to find the rows of a query quickly.
#[derive(Debug, Default)]
pub struct Narrowed {
    /// The least key of the days, and the key after the last one.
    pub keys: Option<(i64, i64)>,
    /// The filtered columns whose values so few rows have that an index finds all of them.
    pub rare: Vec<&'static str>,
}
