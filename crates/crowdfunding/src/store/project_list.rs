//! Lists of projects: filters, search and order, and what they count.

use std::fmt::Write;

use miaohui_db::{Result, Sql, Value};

use super::project;
use super::project_view::{Bare, ProjectView, complete, view_columns};
use crate::call::Call;

/// Columns by which projects can be ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// By id.
    Id,
    /// By name.
    Name,
    /// By the time of their creation.
    PostDatetime,
    /// By how many attend them.
    AttentionCount,
}

/// Which projects, and in which order.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// This one.
    pub id: Option<i64>,
    /// Of this user.
    pub user: Option<i64>,
    /// With exactly this name.
    pub name: Option<String>,
    /// In this place.
    pub location: Option<i64>,
    /// In this category.
    pub category: Option<i64>,
    /// In this state.
    pub status: Option<i64>,
    /// Whose name contains this.
    pub search: Option<String>,
    /// Columns and whether they descend, the most important first.
    pub order: Vec<(Column, bool)>,
    /// Leave out drafts, but for this user's (0: everybody's).
    pub hide_drafts_but: Option<i64>,
}

struct Built<'a> {
    conditions: String,
    binds: Vec<Value<'a>>,
}

impl<'a> Built<'a> {
    fn and(&mut self, condition: &str, value: Value<'a>) {
        self.binds.push(value);
        let joint = if self.binds.len() == 1 { "WHERE" } else { "AND" };
        let condition = condition.replace('?', &format!("${}", self.binds.len()));
        // Writing to a string cannot fail.
        let _ = write!(self.conditions, " {joint} {condition}");
    }
}

/// What a search asks of the database.
struct Search {
    /// The longest gram of the text: few names have it.
    gram: String,
    /// The pattern that names must fit, unless the gram is all of the text.
    pattern: Option<String>,
}

impl Search {
    fn of(text: &str) -> Self {
        let folded = project::fold(text);
        let longest = project::grams(&folded).into_iter().max_by_key(|gram| gram.chars().count());
        if folded.chars().count() <= project::LONGEST_GRAM {
            return Self { gram: longest.unwrap_or_default(), pattern: None };
        }
        let mut pattern = String::from("%");
        for c in folded.chars() {
            if matches!(c, '%' | '_' | '\\') {
                pattern.push('\\');
            }
            pattern.push(c);
        }
        pattern.push('%');
        Self { gram: longest.unwrap_or_default(), pattern: Some(pattern) }
    }
}

/// A page of projects and how many there are in all.
pub fn list(
    call: &mut Call<'_, '_>,
    filter: &Filter,
    limit: i64,
    offset: i64,
) -> Result<(i64, Vec<ProjectView>)> {
    let search = filter.search.as_deref().map(Search::of);
    let mut built = Built { conditions: String::new(), binds: Vec::new() };
    for (condition, value) in [
        ("p.id = ?", filter.id),
        ("p.user_id = ?", filter.user),
        ("p.location = ?", filter.location),
        ("p.category = ?", filter.category),
        ("p.status = ?", filter.status),
        ("(p.status <> 0 OR p.user_id = ?)", filter.hide_drafts_but),
    ] {
        if let Some(value) = value {
            built.and(condition, value.into());
        }
    }
    if let Some(name) = &filter.name {
        built.and("p.name = ?", name.into());
    }
    if let Some(Search { gram, pattern }) = &search {
        built.and("g.gram = ?", gram.into());
        if let Some(pattern) = pattern {
            built.and("p.name_folded LIKE ? ESCAPE '\\'", pattern.into());
        }
    }
    // A gram's ids are in order in its index.
    let (tables, id) = match search {
        Some(_) => ("cf_project_gram g JOIN cf_project p ON p.id = g.project_id", "g.project_id"),
        None => ("cf_project p", "p.id"),
    };
    let count = count(call, filter, tables, &built)?;
    let (n, order) = (built.binds.len(), order(&filter.order, id));
    let sql = format!(
        "SELECT {} FROM {tables}{} ORDER BY {order} LIMIT ${} OFFSET ${}",
        view_columns!(),
        built.conditions,
        n + 1,
        n + 2
    );
    built.binds.extend([limit.into(), offset.into()]);
    let rows: Vec<Bare> = call.tx.query(Sql::Built(&sql), &built.binds)?;
    Ok((count, complete(call, rows)?))
}

/// Counting is what costs most, so it is avoided where the totals or an index alone say it.
fn count(call: &mut Call<'_, '_>, filter: &Filter, tables: &str, built: &Built<'_>) -> Result<i64> {
    let (count,) = match (built.binds.as_slice(), filter.status) {
        ([], _) => {
            call.tx.query_one("SELECT CAST(COALESCE(SUM(count), 0) AS BIGINT) FROM cf_project_total", &[])?
        }
        ([_], Some(status)) => {
            let sql =
                "SELECT CAST(COALESCE(SUM(count), 0) AS BIGINT) FROM cf_project_total WHERE status = $1";
            call.tx.query_one(sql, &[status.into()])?
        }
        ([gram], _) if filter.search.is_some() => call
            .tx
            .query_one("SELECT COUNT(*) FROM cf_project_gram WHERE gram = $1", std::slice::from_ref(gram))?,
        _ => {
            let sql = format!("SELECT COUNT(*) FROM {tables}{}", built.conditions);
            call.tx.query_one(Sql::Built(&sql), &built.binds)?
        }
    };
    Ok(count)
}

/// The newest first unless something else is asked for; the id decides what the columns leave open.
fn order(columns: &[(Column, bool)], id: &str) -> String {
    let mut order = String::new();
    let mut last = true;
    for (column, descending) in columns {
        let name = match column {
            Column::Id => id,
            Column::Name => "p.name",
            Column::PostDatetime => "p.post_datetime",
            Column::AttentionCount => "p.attention_count",
        };
        last = *descending;
        // Writing to a string cannot fail.
        let _ = write!(order, "{name}{}, ", if *descending { " DESC" } else { "" });
        if *column == Column::Id {
            order.truncate(order.len() - 2);
            return order;
        }
    }
    order + id + if last { " DESC" } else { "" }
}
