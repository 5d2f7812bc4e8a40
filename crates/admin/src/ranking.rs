//! Rankings: the most popular rows of a resource, for the dashboard.

use crate::label::Label;

/// The rows of a resource with the highest of some number.
pub struct Ranking {
    /// Its name on the dashboard.
    pub title: Label,
    /// The name of the rows' resource.
    pub resource: &'static str,
    /// A statement of id, name and number, the highest first, with its limit as `$1`. Needs an
    /// index, or a small table.
    pub sql: &'static str,
}
