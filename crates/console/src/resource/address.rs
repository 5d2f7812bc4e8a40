//! The address of a list: `q`, `f.{column}`, `t` (a preset of days) or `from` and `to`, `sort` (with
//! `-`: descending), `of` (a row that they belong to), `page`, `size` (rows of a page), `col`.

use miaohui_admin::{Field, Kind, Resource};

use super::access::visible_fields;
use super::belonging::Of;
use super::conditions::ListQuery;
use super::days::Days;
use super::list_query::PAGE_SIZES;
use crate::app::App;
use crate::visitor::Visitor;

/// What the address of a list asks for.
#[derive(Default)]
pub struct Address {
    /// The rows.
    pub query: ListQuery,
    /// The preset of days; empty: none.
    pub preset: String,
    /// The first date and the last one, where there is no preset.
    pub dates: (String, String),
    /// The columns to show; empty: those of the description.
    columns: Vec<&'static str>,
    /// The default filter that the visitor has cleared.
    cleared: Option<&'static str>,
}

impl Address {
    /// Reads the query of a URL; unknown columns are ignored.
    pub fn of(app: &App, resource: &Resource, visitor: &Visitor, pairs: &[(String, String)]) -> Self {
        let mut own = Self { query: ListQuery { page: 1, ..ListQuery::default() }, ..Self::default() };
        let visible =
            |column: &str| visible_fields(resource.fields, visitor).find(|field| field.column == column);
        let hidden = resource.fields.iter().filter(|field| visible(field.column).is_none());
        own.query.hidden = hidden.map(|field| field.column).collect();
        for (key, value) in pairs {
            match key.as_str() {
                "q" => own.query.search = value.trim().replace('\0', ""),
                "of" => own.query.of = Of::parse(app, visitor, resource, value),
                "page" => own.query.page = value.parse().unwrap_or(1),
                "size" => own.query.size = value.parse().ok().filter(|size| PAGE_SIZES.contains(size)),
                "col" => own.columns.extend(visible(value).map(|field| field.column)),
                "t" => own.preset.clone_from(value),
                "from" => own.dates.0.clone_from(value),
                "to" => own.dates.1.clone_from(value),
                "sort" => {
                    let (column, is_descending) =
                        value.strip_prefix('-').map_or((value.as_str(), false), |c| (c, true));
                    let sorted = visible(column).and_then(|field| resource.sorts_by(field));
                    let key = Some(resource.key).filter(|key| *key == column);
                    own.query.sort = sorted.or(key).map(|column| (column, is_descending));
                }
                _ => {
                    let field = key.strip_prefix("f.").and_then(visible).filter(|field| field.in_filter);
                    if let Some(field) = field.filter(|_| !value.is_empty()) {
                        own.query.filters.push((field.column, value.replace('\0', "")));
                    }
                }
            }
        }
        own.query.page = own.query.page.clamp(1, own.query.last_page());
        own.join_things(resource, pairs);
        if resource.dated().is_some() {
            own.query.days = Days::of(&own.preset, &own.dates.0, &own.dates.1, app.clock.now_ms());
        }
        if let Some((column, value)) = resource.default_filter
            && own.query.search.is_empty()
            && own.query.of.is_none()
        {
            let has_filter = pairs.iter().any(|(key, _)| key.starts_with("f."));
            if !has_filter {
                own.query.filters.push((column, value.to_owned()));
            } else if own.filter(column).is_empty() {
                own.cleared = Some(column);
            }
        }
        own
    }

    /// A filter by a thing has two inputs: its kind, in `k.{column}`, and its key.
    fn join_things(&mut self, resource: &Resource, pairs: &[(String, String)]) {
        for (column, value) in &mut self.query.filters {
            let is_thing = resource.field(column).is_some_and(|f| matches!(f.kind, Kind::Thing { .. }));
            let kind = pairs.iter().find(|(key, _)| key.strip_prefix("k.") == Some(*column));
            if let Some((_, kind)) = kind.filter(|(_, kind)| is_thing && !kind.is_empty())
                && !value.contains(':')
            {
                *value = format!("{}:{}", kind.replace('\0', ""), value.trim_start_matches('#'));
            }
        }
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
        put("of", self.query.of.as_ref().map(|of| of.text.clone()).unwrap_or_default());
        put("t", self.preset.clone());
        put("from", self.dates.0.clone());
        put("to", self.dates.1.clone());
        for (column, value) in &self.query.filters {
            put(&format!("f.{column}"), value.clone());
        }
        if let Some((column, is_descending)) = self.query.sort {
            put("sort", format!("{}{column}", if is_descending { "-" } else { "" }));
        }
        if let Some(size) = self.query.size {
            put("size", size.to_string());
        }
        for column in &self.columns {
            put("col", (*column).to_owned());
        }
        if let Some(column) = self.cleared {
            pairs.append_pair(&format!("f.{column}"), "");
        }
        if !value.is_empty() {
            pairs.append_pair(key, value);
        }
        format!("?{}", pairs.finish())
    }

    /// The pairs of the query without some.
    pub fn pairs_but(&self, left_out: &[&str]) -> Vec<(String, String)> {
        let query = self.with("page", "");
        let pairs = form_urlencoded::parse(query.trim_start_matches('?').as_bytes()).into_owned();
        pairs.filter(|(name, _)| !left_out.contains(&name.as_str())).collect()
    }

    /// The query of this page of the list.
    pub fn here(&self) -> String {
        let page = self.query.page;
        self.with("page", &if page > 1 { page.to_string() } else { String::new() })
    }

    /// Whether the list shows a field.
    pub fn shows(&self, field: &Field) -> bool {
        if self.columns.is_empty() { field.in_list } else { self.columns.contains(&field.column) }
    }

    /// The value of a filter; empty without one.
    pub fn filter(&self, column: &str) -> &str {
        let filters = &self.query.filters;
        filters.iter().find(|(own, _)| *own == column).map_or("", |(_, value)| value.as_str())
    }
}
