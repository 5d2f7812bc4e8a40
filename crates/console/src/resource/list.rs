//! Draws lists: search, filters, columns, rows, actions, pages.

use maud::{Markup, html};
use miaohui_admin::{Action, Field, Kind, Order, Record, Resource, Target};

use super::access::{list_path, may_edit, row_path, visible_fields};
use super::address::Address;
use super::conditions::{LAST_PAGE, PAGE_ROWS};
use super::inputs::action_button;
use super::show::show;
use super::table::Listed;
use crate::app::App;
use crate::html::script;
use crate::visitor::Visitor;

/// A list with everything around it.
pub fn draw(
    app: &App,
    visitor: &Visitor,
    resource: &'static Resource,
    address: &Address,
    listed: &Listed,
) -> Markup {
    let base = list_path(resource);
    let own = resource.actions.iter();
    let actions: Vec<&Action> =
        own.filter(|action| action.target == Target::Rows && visitor.may(action.need)).collect();
    let is_ordered = matches!(resource.order, Order::Position(_)) && may_edit(visitor, resource);
    let fields = visible_fields(resource.fields, visitor);
    let columns: Vec<&Field> = fields.filter(|field| address.shows(field)).collect();
    let has_boxes = !actions.is_empty();
    html! {
        (filters(visitor, resource, address, &base))
        form method="post" action=(format!("{base}/order")) {
            (visitor.csrf_field())
            div.scroll tabindex="0" role="region" aria-label=(visitor.l(resource.title)) {
                table {
                    thead { tr {
                        @if has_boxes { th { input type="checkbox" data-all aria-label=(visitor.t("全选", "Select all")); } }
                        th { "#" }
                        @for field in &columns { th.number[is_number(field)] { (heading(visitor, field, address)) } }
                    } }
                    tbody data-order[is_ordered] {
                        @for row in &listed.rows { tr {
                            @if has_boxes { td { input type="checkbox" name="id" value=(row.key) aria-label=(format!("#{}", row.key)); } }
                            td { a href=(row_path(resource, &row.key)) data-row { (row.key) } @if is_ordered { input type="hidden" name="order" value=(row.key); } @if has_boxes { (seen(row)) } }
                            @for field in &columns { td.number[is_number(field)].long[matches!(field.kind, Kind::Story | Kind::Long(_))] {
                                (show(app, visitor, field, row, false))
                            } }
                        } }
                    }
                }
            }
            @if listed.rows.is_empty() { p.empty { (visitor.t("没有记录。", "There are no rows.")) } }
            @if is_ordered && !listed.rows.is_empty() {
                p.hint { (visitor.t("拖动行来排序，然后保存。", "Drag rows into order, then save.")) }
                button.primary { (visitor.t("保存顺序", "Save the order")) }
                (script("sortable.min.js"))
            }
            @if has_boxes && !listed.rows.is_empty() {
                div.actions { @for action in &actions { (action_button(app, visitor, action, &base)) } }
            }
        }
        (pages(visitor, address, listed))
    }
}

/// The version of a row that the page shows, for the actions on it.
pub fn seen(row: &Record) -> Markup {
    html! { @if !row.version.is_empty() {
        input type="hidden" name=(format!("version.{}", row.key)) value=(row.version);
    } }
}

fn is_number(field: &Field) -> bool {
    matches!(field.kind, Kind::Number | Kind::Money)
}

/// Search, filters, the choice of columns, the export.
fn filters(visitor: &Visitor, resource: &'static Resource, address: &Address, base: &str) -> Markup {
    html! {
        form.filters method="get" action=(base) role="search" {
            input type="search" name="q" value=(address.query.search) data-search placeholder=(visitor.t("搜索（按 /）", "Search (press /)"))
                aria-label=(visitor.t("搜索", "Search"));
            @for field in visible_fields(resource.fields, visitor).filter(|field| field.in_filter) {
                label { (visitor.l(field.label)) (filter(visitor, field, address.filter(field.column))) }
            }
            button { (visitor.t("查找", "Find")) }
            details.columns { summary { (visitor.t("列", "Columns")) }
                @for field in visible_fields(resource.fields, visitor) {
                    label.inline { input type="checkbox" name="col" value=(field.column) checked[address.shows(field)]; (visitor.l(field.label)) }
                }
            }
            a href=(format!("{base}/csv{}", address.with("page", ""))) { "CSV" }
            a href=(format!("{base}/xlsx{}", address.with("page", ""))) { "Excel" }
        }
    }
}

/// The input of one filter.
fn filter(visitor: &Visitor, field: &Field, current: &str) -> Markup {
    let name = format!("f.{}", field.column);
    html! {
        @match field.kind {
            Kind::Choice(choices) | Kind::Word(choices) => select name=(name) data-submit {
                option value="" { (visitor.t("全部", "All")) }
                @for choice in choices { option value=(choice.value) selected[current == choice.value] { (visitor.l(choice.label)) } }
            },
            Kind::Flag => select name=(name) data-submit {
                option value="" { (visitor.t("全部", "All")) }
                option value="1" selected[current == "1"] { (visitor.t("是", "Yes")) }
                option value="0" selected[current == "0"] { (visitor.t("否", "No")) }
            },
            Kind::Relation(_) | Kind::Number => input type="text" size="8" placeholder=(visitor.t("编号", "Its #")) name=(name) value=(current);,
            _ => input type="text" size="8" name=(name) value=(current);
        }
    }
}

/// The heading of a column; a link where the list sorts by it.
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

/// The links to the previous and the next page.
fn pages(visitor: &Visitor, address: &Address, listed: &Listed) -> Markup {
    let page = address.query.page;
    let is_last = (listed.rows.len() as i64) < PAGE_ROWS || page >= LAST_PAGE;
    html! {
        nav.pages aria-label=(visitor.t("翻页", "Pages")) {
            @if page > 1 { a href=(address.with("page", &(page - 1).to_string())) rel="prev" { "← " (visitor.t("上一页", "Back")) } }
            span { (listed.count) @if listed.is_more { "+" } (visitor.t(" 条", " rows")) " · " (visitor.t("第 ", "page ")) (page) (visitor.t(" 页", "")) }
            @if !is_last { a href=(address.with("page", &(page + 1).to_string())) rel="next" { (visitor.t("下一页", "Next")) " →" } }
        }
    }
}
