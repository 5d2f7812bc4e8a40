//! Lists: rows with their columns, filters, search, sorting, choice of columns and actions.

use std::collections::HashMap;

use maud::{Markup, html};
use serde_json::Value;

use super::form::{seen, story};
use super::sql::{ListQuery, Listed, MOST_PAGE};
use super::value::{Cell, Record, chosen};
use super::{Action, Field, Kind, On, Order, Resource};
use crate::layout::{moment, script, yuan};
use crate::visitor::Visitor;
use crate::{App, Permission};

/// Longest text that a list shows of a value, in characters.
const MOST_SHOWN: usize = 60;

/// What the address of a list says: `q`, `f.{column}`, `sort` (with `-`: from the greatest), `page`, `col`.
pub struct Address {
    /// Which rows.
    pub query: ListQuery,
    /// The columns to show; none: those of the description.
    pub columns: Vec<String>,
}

impl Address {
    /// Reads the query of a URL; what a resource does not have is left out.
    pub fn of(resource: &'static Resource, visitor: &Visitor, pairs: &[(String, String)]) -> Self {
        let mut own = Self { query: ListQuery { page: 1, ..ListQuery::default() }, columns: Vec::new() };
        let visible = |column: &str| seen(resource.fields, visitor).find(|field| field.column == column);
        for (key, value) in pairs {
            match key.as_str() {
                "q" => own.query.search = value.trim().replace('\0', ""),
                "page" => own.query.page = value.parse().unwrap_or(1).clamp(1, 1_000_000),
                "col" => own.columns.push(value.clone()),
                "sort" => {
                    let (column, down) =
                        value.strip_prefix('-').map_or((value.as_str(), false), |c| (c, true));
                    own.query.sort = visible(column).filter(|f| f.in_sort).map(|f| (f.column, down));
                }
                _ => {
                    let field = key.strip_prefix("f.").and_then(visible).filter(|field| field.in_filter);
                    if let Some(field) = field.filter(|_| !value.is_empty()) {
                        own.query.filters.push((field.column, value.replace('\0', "")));
                    }
                }
            }
        }
        let chosen = pairs.iter().any(|(key, _)| key.starts_with("f."));
        if let Some((column, value)) = resource.first_filter
            && !chosen
            && own.query.search.is_empty()
        {
            own.query.filters.push((column, value.to_owned()));
        }
        own
    }

    /// The same list with one thing changed.
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
        if let Some((column, down)) = self.query.sort {
            put("sort", format!("{}{column}", if down { "-" } else { "" }));
        }
        for column in &self.columns {
            put("col", column.clone());
        }
        if !value.is_empty() {
            pairs.append_pair(key, value);
        }
        format!("?{}", pairs.finish())
    }

    fn shows(&self, field: &Field) -> bool {
        if self.columns.is_empty() { field.in_list } else { self.columns.iter().any(|c| c == field.column) }
    }
}

/// The list with everything around it.
pub fn draw(
    app: &App,
    visitor: &Visitor,
    resource: &'static Resource,
    address: &Address,
    listed: &Listed,
) -> Markup {
    let base = format!("/console/r/{}", resource.name);
    let actions: Vec<&Action> =
        resource.actions.iter().filter(|a| a.on == On::Rows && visitor.may(a.need)).collect();
    let is_ordered =
        matches!(resource.order, Order::Position(_)) && resource.edit.is_some_and(|p| visitor.may(p));
    let columns: Vec<&Field> = seen(resource.fields, visitor).filter(|field| address.shows(field)).collect();
    let pick = !actions.is_empty();
    html! {
        (tools(visitor, resource, address, &base))
        form method="post" action=(format!("{base}/order")) {
            (visitor.csrf_field())
            div.scroll tabindex="0" role="region" aria-label=(visitor.l(resource.title)) {
                table {
                    thead { tr {
                        @if pick { th { input type="checkbox" data-all aria-label=(visitor.t("全选", "Select all")); } }
                        th { "#" }
                        @for field in &columns { th { (heading(visitor, field, address)) } }
                    } }
                    tbody data-order[is_ordered] {
                        @for row in &listed.rows { tr {
                            @if pick { td { input type="checkbox" name="id" value=(row.key) aria-label=(format!("#{}", row.key)); } }
                            td { a href=(page_of(resource, &row.key)) data-row { (row.key) } @if is_ordered { input type="hidden" name="order" value=(row.key); } }
                            @for field in &columns { td.number[matches!(field.kind, Kind::Number | Kind::Money)] {
                                (show(app, visitor, field, row, false))
                            } }
                        } }
                    }
                }
            }
            @if listed.rows.is_empty() { p.empty { (visitor.t("没有记录。", "Nothing here.")) } }
            @if is_ordered && !listed.rows.is_empty() {
                p.hint { (visitor.t("拖动行来排序，然后保存。", "Drag rows into order, then save.")) }
                button.primary { (visitor.t("保存顺序", "Save the order")) }
                (script("sortable.min.js"))
            }
            @for action in &actions { (button(app, visitor, action, &base)) }
        }
        (pages(visitor, address, listed))
    }
}

/// The page of a row.
pub fn page_of(resource: &Resource, key: &str) -> String {
    if let Some(page) = resource.own_page {
        page.replace("{}", key)
    } else {
        let key: String = form_urlencoded::byte_serialize(key.as_bytes()).collect();
        format!("/console/r/{}/{key}", resource.name)
    }
}

/// An action's button; what it asks for unfolds above it.
pub fn button(app: &App, visitor: &Visitor, action: &'static Action, base: &str) -> Markup {
    let path = format!("{base}/do/{}", action.name);
    let question = action.is_grave.then(|| visitor.t("确定吗？", "Do you mean it?"));
    let press = html! {
        button.grave[action.is_grave] formaction=(path) formmethod="post" formnovalidate[action.asks.is_empty()] data-confirm=[question] { (visitor.l(action.label)) }
    };
    if action.asks.is_empty() {
        return press;
    }
    html! {
        details.ask { summary { (visitor.l(action.label)) }
            fieldset disabled { (super::form::draw(app, visitor, action.asks, &Record::default(), &HashMap::new(), false)) (press) }
        }
    }
}

fn tools(visitor: &Visitor, resource: &'static Resource, address: &Address, base: &str) -> Markup {
    let filters: Vec<&Field> = seen(resource.fields, visitor).filter(|field| field.in_filter).collect();
    let current = |field: &Field| {
        address
            .query
            .filters
            .iter()
            .find(|(column, _)| *column == field.column)
            .map_or("", |(_, value)| value.as_str())
    };
    html! {
        form.filters method="get" action=(base) role="search" {
            input type="search" name="q" value=(address.query.search) data-search placeholder=(visitor.t("搜索（按 /）", "Search (press /)"))
                aria-label=(visitor.t("搜索", "Search"));
            @for field in filters {
                label { (visitor.l(field.label))
                    @match field.kind {
                        Kind::Choice(choices) | Kind::Word(choices) => select name=(format!("f.{}", field.column)) data-submit {
                            option value="" { (visitor.t("全部", "All")) }
                            @for choice in choices { option value=(choice.value) selected[current(field) == choice.value] { (visitor.l(choice.label)) } }
                        },
                        Kind::Flag => select name=(format!("f.{}", field.column)) data-submit {
                            option value="" { (visitor.t("全部", "All")) }
                            option value="1" selected[current(field) == "1"] { (visitor.t("是", "Yes")) }
                            option value="0" selected[current(field) == "0"] { (visitor.t("否", "No")) }
                        },
                        _ => input type="text" size="8" name=(format!("f.{}", field.column)) value=(current(field));
                    }
                }
            }
            button { (visitor.t("查找", "Find")) }
            details.columns { summary { (visitor.t("列", "Columns")) }
                @for field in seen(resource.fields, visitor) {
                    label.inline { input type="checkbox" name="col" value=(field.column) checked[address.shows(field)]; (visitor.l(field.label)) }
                }
            }
            a href=(format!("{base}/csv{}", address.with("page", ""))) { "CSV" }
        }
    }
}

fn heading(visitor: &Visitor, field: &Field, address: &Address) -> Markup {
    let label = visitor.l(field.label);
    if !field.in_sort {
        return html! { (label) };
    }
    let (next, sign) = match address.query.sort {
        Some((column, true)) if column == field.column => (field.column.to_owned(), " ↓"),
        Some((column, false)) if column == field.column => (format!("-{}", field.column), " ↑"),
        _ => (format!("-{}", field.column), ""),
    };
    html! { a href=(address.with("sort", &next)) { (label) (sign) } }
}

fn pages(visitor: &Visitor, address: &Address, listed: &Listed) -> Markup {
    let page = address.query.page;
    let is_last = (listed.rows.len() as i64) < MOST_PAGE;
    html! {
        nav.pages aria-label=(visitor.t("翻页", "Pages")) {
            @if page > 1 { a href=(address.with("page", &(page - 1).to_string())) rel="prev" { "← " (visitor.t("上一页", "Back")) } }
            span { (listed.count) @if listed.is_more { "+" } (visitor.t(" 条", " rows")) " · " (page) }
            @if !is_last { a href=(address.with("page", &(page + 1).to_string())) rel="next" { (visitor.t("下一页", "Next")) " →" } }
        }
    }
}

/// A value as people read it; whole, or cut for a list.
pub fn show(app: &App, visitor: &Visitor, field: &Field, record: &Record, is_whole: bool) -> Markup {
    let cell = record.cell(field.column);
    if *cell == Cell::Null {
        return html! { "–" };
    }
    match field.kind {
        Kind::Money => html! { (yuan(cell.int())) },
        Kind::Time | Kind::Created | Kind::Updated => moment(cell.int()),
        Kind::Flag => html! { (if cell.flag() { visitor.t("是", "yes") } else { visitor.t("否", "no") }) },
        Kind::Choice(choices) | Kind::Word(choices) => {
            if let Some(choice) = chosen(choices, cell) {
                html! { span.choice data-value=(choice.value) { (visitor.l(choice.label)) } }
            } else {
                html! { (cell.plain()) }
            }
        }
        Kind::Picture => picture(app, cell.text(), is_whole),
        Kind::Image => image(cell.int(), is_whole),
        Kind::Pictures => {
            html! { div.pictures { @for name in story(cell.text()) { (picture(app, &name, is_whole)) } } }
        }
        Kind::Relation(other) => relation(other, cell, record, field),
        Kind::Story if is_whole => whole_story(app, cell.text()),
        Kind::Story => html! { (cut(&story(cell.text()).join(" "))) },
        Kind::Path(_) if cell.is_empty() => html! { "–" },
        Kind::Path(_) => html! { a href=(cell.text()) { (visitor.t("查看", "Look")) } },
        Kind::Json => html! { pre { (laid_out(cell.text())) } },
        Kind::Changes => changes(cell.text()),
        _ if is_whole => html! { span.text { (cell.plain()) } },
        _ => html! { (cut(&cell.plain())) },
    }
}

fn relation(other: &str, cell: &Cell, record: &Record, field: &Field) -> Markup {
    let name = record.names.get(field.column).map_or("", String::as_str);
    let name = if name.is_empty() { cell.plain() } else { cut(name) };
    html! { a href=(format!("/console/r/{other}/{}", cell.plain())) { (name) } }
}

/// Whether a part of a story is a media name rather than a paragraph.
fn is_media_name(part: &str) -> bool {
    let id = part.split('.').next().unwrap_or_default();
    (32..=36).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

fn whole_story(app: &App, text: &str) -> Markup {
    html! { @for part in story(text) { @if is_media_name(&part) { (picture(app, &part, true)) } @else { p { (part) } } } }
}

fn laid_out(text: &str) -> String {
    let parsed: Option<Value> = serde_json::from_str(text).ok();
    parsed.and_then(|json| serde_json::to_string_pretty(&json).ok()).unwrap_or_else(|| text.to_owned())
}

fn changes(text: &str) -> Markup {
    let Ok(Value::Object(changes)) = serde_json::from_str(text) else { return html! { (text) } };
    let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    html! { dl.changes { @for (column, change) in &changes {
        dt { (column) }
        dd { @match change.as_array().map(Vec::as_slice) {
            Some([before, after]) => { del { (plain(before)) } " → " ins { (plain(after)) } }
            _ => (plain(change)),
        } }
    } } }
}

/// A picture of the Community API; without a name nothing.
pub fn picture(app: &App, name: &str, is_whole: bool) -> Markup {
    if name.is_empty() {
        return html! {};
    }
    let id = name.split('.').next().unwrap_or_default();
    framed(&format!("{}/{id}", app.media), is_whole)
}

/// A picture of the Crowdfunding API.
pub fn image(id: i64, is_whole: bool) -> Markup {
    framed(&format!("/console/image/{id}"), is_whole)
}

fn framed(path: &str, is_whole: bool) -> Markup {
    let width = if is_whole { 480 } else { 96 };
    html! { a.picture href=(path) { img.whole[is_whole] src=(format!("{path}?w={width}")) alt="" loading="lazy"; } }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Whether a visitor may change rows of a resource.
pub fn may_edit(visitor: &Visitor, resource: &Resource) -> bool {
    resource.edit.is_some_and(|permission: Permission| visitor.may(permission))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_told_from_paragraphs() {
        assert!(is_media_name("0123456789abcdef0123456789abcdef.jpg"));
        assert!(is_media_name("288c016b-6e19-46aa-8025-f5fdac727cb6"));
        for paragraph in ["", "庙会庙会庙会庙会庙会庙会庙会庙会庙会庙会庙", "a.jpg", "deadbeef"]
        {
            assert!(!is_media_name(paragraph), "{paragraph}");
        }
    }
}
