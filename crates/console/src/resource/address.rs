//! The address of a list: `q`, `f.{column}`, `sort` (with `-`: descending), `page`, `col`.

use miaohui_admin::{Field, Resource};

use super::access::visible_fields;
use super::conditions::{LAST_PAGE, ListQuery};
use crate::visitor::Visitor;

/// What the address of a list asks for.
pub struct Address {
    /// The rows.
    pub query: ListQuery,
    /// The columns to show; empty: those of the description.
    columns: Vec<String>,
}

impl Address {
    /// Reads the query of a URL; unknown columns are ignored.
    pub fn of(resource: &Resource, visitor: &Visitor, pairs: &[(String, String)]) -> Self {
        let mut own = Self { query: ListQuery { page: 1, ..ListQuery::default() }, columns: Vec::new() };
        let visible =
            |column: &str| visible_fields(resource.fields, visitor).find(|field| field.column == column);
        for (key, value) in pairs {
            match key.as_str() {
                "q" => own.query.search = value.trim().replace('\0', ""),
                "page" => own.query.page = value.parse().unwrap_or(1).clamp(1, LAST_PAGE),
                "col" => own.columns.push(value.clone()),
                "sort" => {
                    let (column, is_descending) =
                        value.strip_prefix('-').map_or((value.as_str(), false), |c| (c, true));
                    own.query.sort = visible(column).filter(|f| f.in_sort).map(|f| (f.column, is_descending));
                }
                _ => {
                    let field = key.strip_prefix("f.").and_then(visible).filter(|field| field.in_filter);
                    if let Some(field) = field.filter(|_| !value.is_empty()) {
                        own.query.filters.push((field.column, value.replace('\0', "")));
                    }
                }
            }
        }
        let has_filter = pairs.iter().any(|(key, _)| key.starts_with("f."));
        if let Some((column, value)) = resource.default_filter
            && !has_filter
            && own.query.search.is_empty()
        {
            own.query.filters.push((column, value.to_owned()));
        }
        own
    }

    /// The query of the same list with one part changed.
    pub fn with(&self, key: &str, value: &str) -> String {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        let mut put = |name: &str, own: String| {
            if name != key && !own.is_empty() {
                pairs.append_pair(name, &own);
            }
        };
        put("q", self.query.search.clone());
        for (column, value) in &self.query.filters {
            put(&format!("f.{column}"), value.clone());
        }
        if let Some((column, is_descending)) = self.query.sort {
            put("sort", format!("{}{column}", if is_descending { "-" } else { "" }));
        }
        for column in &self.columns {
            put("col", column.clone());
        }
        if !value.is_empty() {
            pairs.append_pair(key, value);
        }
        format!("?{}", pairs.finish())
    }

    /// Whether the list shows a field.
    pub fn shows(&self, field: &Field) -> bool {
        if self.columns.is_empty() { field.in_list } else { self.columns.iter().any(|c| c == field.column) }
    }

    /// The value of a filter; empty without one.
    pub fn filter(&self, column: &str) -> &str {
        let filters = &self.query.filters;
        filters.iter().find(|(own, _)| *own == column).map_or("", |(_, value)| value.as_str())
    }
}
