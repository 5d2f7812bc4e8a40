//! Lists of projects: filters, search, order and counts.

use std::fmt::Write;

use miaohui_db::{Result, Slice, Sql, Tx, Value};
use miaohui_kernel::containing;

use super::grams;
use super::project_status::project_status;
use super::project_view::{ProjectView, from_rows, project_row_columns};
use super::viewer::Viewer;
use crate::ids::{CategoryId, LocationId, ProjectId, UserId};

/// A column that projects can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderColumn {
    /// By id.
    Id,
    /// By name.
    Name,
    /// By the time of creation.
    PostDatetime,
    /// By the number of attentions.
    AttentionCount,
}

/// The conditions and the order of a list of projects.
#[derive(Clone, Debug, Default)]
pub struct ProjectFilter {
    /// The project with this id.
    pub id: Option<ProjectId>,
    /// Projects of this user.
    pub user: Option<UserId>,
    /// Projects with exactly this name.
    pub name: Option<String>,
    /// Projects in this place.
    pub location: Option<LocationId>,
    /// Projects in this category.
    pub category: Option<CategoryId>,
    /// Projects whose status has this value; an unknown value selects nothing.
    pub status: Option<i64>,
    /// Projects whose name contains this text.
    pub search: Option<String>,
    /// Columns and whether they descend, most significant first.
    pub order: Vec<(OrderColumn, bool)>,
}

/// A WHERE clause and its parameters.
struct Conditions<'a> {
    sql: String,
    binds: Vec<Value<'a>>,
}

impl<'a> Conditions<'a> {
    fn and(&mut self, condition: &str, value: Value<'a>) {
        self.binds.push(value);
        let joint = if self.binds.len() == 1 { "WHERE" } else { "AND" };
        let condition = condition.replace('?', &format!("${}", self.binds.len()));
        // Writing to a string cannot fail.
        let _ = write!(self.sql, " {joint} {condition}");
    }
}

/// The conditions of a search text.
struct Search {
    /// The longest gram of the text, which the fewest names contain.
    gram: String,
    /// The LIKE pattern of the text; `None` when the gram is the whole text.
    pattern: Option<String>,
}

impl Search {
    fn of(text: &str) -> Self {
        let folded = grams::fold(text);
        let longest = grams::grams(&folded).into_iter().max_by_key(|gram| gram.chars().count());
        if folded.chars().count() <= grams::LONGEST_GRAM {
            return Self { gram: longest.unwrap_or_default(), pattern: None };
        }
        Self { gram: longest.unwrap_or_default(), pattern: Some(containing(&folded)) }
    }
}

/// The list that is asked for most: all projects, the newest first. A narrow index finds the first of them.
const NEWEST: &str = concat!(
    "SELECT ",
    project_row_columns!(),
    " FROM cf_project p WHERE p.id <= (SELECT id FROM cf_project ORDER BY id DESC LIMIT 1 OFFSET $2)
     ORDER BY p.id DESC LIMIT $1"
);

/// Lists a page of projects and counts all that match.
pub fn list(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    filter: &ProjectFilter,
    slice: Slice,
) -> Result<(i64, Vec<ProjectView>)> {
    let search = filter.search.as_deref().map(Search::of);
    let drafts_of = viewer.hides_drafts.then(|| viewer.user.unwrap_or(UserId(0)));
    let mut conditions = Conditions { sql: String::new(), binds: Vec::new() };
    for (condition, value) in [
        ("p.id = ?", filter.id.map(Value::from)),
        ("p.user_id = ?", filter.user.map(Value::from)),
        ("p.location = ?", filter.location.map(Value::from)),
        ("p.category = ?", filter.category.map(Value::from)),
        ("p.status = ?", filter.status.map(Value::from)),
        (concat!("(p.status <> ", project_status!(Draft), " OR p.user_id = ?)"), drafts_of.map(Value::from)),
    ] {
        if let Some(value) = value {
            conditions.and(condition, value);
        }
    }
    if let Some(name) = &filter.name {
        conditions.and("p.name = ?", name.into());
    }
    if let Some(Search { gram, pattern }) = &search {
        conditions.and("g.gram = ?", gram.into());
        if let Some(pattern) = pattern {
            conditions.and("p.name_folded LIKE ? ESCAPE '\\'", pattern.into());
        }
    }
    // The index of grams holds the ids of a gram in order.
    let (tables, id) = match search {
        Some(_) => ("cf_project_gram g JOIN cf_project p ON p.id = g.project_id", "g.project_id"),
        None => ("cf_project p", "p.id"),
    };
    let count = count(tx, filter, tables, &conditions)?;
    if conditions.binds.is_empty() && matches!(filter.order[..], [] | [(OrderColumn::Id, true)]) {
        let rows = tx.query(NEWEST, &[slice.limit.into(), slice.offset.into()])?;
        return Ok((count, from_rows(tx, viewer, rows)?));
    }
    let (n, order) = (conditions.binds.len(), order(&filter.order, id));
    let sql = format!(
        "SELECT {} FROM {tables}{} ORDER BY {order} LIMIT ${} OFFSET ${}",
        project_row_columns!(),
        conditions.sql,
        n + 1,
        n + 2
    );
    conditions.binds.extend([slice.limit.into(), slice.offset.into()]);
    let rows = tx.query(Sql::Built(&sql), &conditions.binds)?;
    Ok((count, from_rows(tx, viewer, rows)?))
}

/// Counts the projects that match. COUNT is slow, so the totals or an index are used where they
/// suffice.
fn count(tx: &mut Tx<'_>, filter: &ProjectFilter, tables: &str, conditions: &Conditions<'_>) -> Result<i64> {
    let (count,) = match (conditions.binds.as_slice(), filter.status) {
        ([], _) => {
            tx.query_one("SELECT CAST(COALESCE(SUM(count), 0) AS BIGINT) FROM cf_project_total", &[])?
        }
        ([_], Some(status)) => {
            let sql =
                "SELECT CAST(COALESCE(SUM(count), 0) AS BIGINT) FROM cf_project_total WHERE status = $1";
            tx.query_one(sql, &[status.into()])?
        }
        ([gram], _) if filter.search.is_some() => {
            tx.query_one("SELECT COUNT(*) FROM cf_project_gram WHERE gram = $1", std::slice::from_ref(gram))?
        }
        _ => {
            let sql = format!("SELECT COUNT(*) FROM {tables}{}", conditions.sql);
            tx.query_one(Sql::Built(&sql), &conditions.binds)?
        }
    };
    Ok(count)
}

/// Builds the ORDER BY list: newest first by default, and always by id last.
fn order(columns: &[(OrderColumn, bool)], id: &str) -> String {
    let mut order = String::new();
    let mut last = true;
    for (column, descending) in columns {
        let name = match column {
            OrderColumn::Id => id,
            OrderColumn::Name => "p.name",
            OrderColumn::PostDatetime => "p.post_datetime",
            OrderColumn::AttentionCount => "p.attention_count",
        };
        last = *descending;
        // Writing to a string cannot fail.
        let _ = write!(order, "{name}{}, ", if *descending { " DESC" } else { "" });
        if *column == OrderColumn::Id {
            order.truncate(order.len() - 2);
            return order;
        }
    }
    order + id + if last { " DESC" } else { "" }
}
