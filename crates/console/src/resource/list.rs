//! Draws lists: search, filters, columns, rows, actions, pages.

use maud::{Markup, html};
use miaohui_admin::{Action, Field, Kind, Naming, Order, Record, Resource, Target};

use super::access::{list_path, may_edit, row_path, visible_fields};
use super::address::Address;
use super::belonging::Of;
use super::inputs::{Offer, action_button};
use super::list_query::PAGE_SIZES;
use super::returning::Tried;
use super::show::show;
use super::table::Listed;
use crate::app::App;
use crate::html::{script, yuan};
use crate::presets;
use crate::visitor::Visitor;

/// A list with everything around it.
pub fn draw(
    app: &App,
    visitor: &Visitor,
    resource: &'static Resource,
    address: &Address,
    listed: &Listed,
    tried: Option<&Tried>,
) -> Markup {
    let base = list_path(resource);
    let own = resource.actions.iter();
    let actions: Vec<&Action> =
        own.filter(|action| action.target == Target::Rows && visitor.may(action.need)).collect();
    // An action that no row of the page allows is not offered.
    let is_possible =
        |action: &&&Action| listed.rows.iter().any(|row| !row.impossible.contains(&action.name));
    let offered: Vec<&Action> = actions.iter().filter(is_possible).copied().collect();
    let is_chosen = |row: &Record| tried.is_some_and(|tried| tried.keys.contains(&row.key));
    let is_ordered = matches!(resource.order, Order::Position(_)) && may_edit(visitor, resource);
    let fields = visible_fields(resource.fields, visitor);
    let columns: Vec<&Field> = fields.filter(|field| address.shows(field)).collect();
    let has_boxes = !actions.is_empty();
    html! {
        (filters(app, visitor, resource, address, &base))
        form.list method="post" action=(format!("{base}/order")) {
            (visitor.csrf_field())
            input type="hidden" name="back" value=(format!("{base}{}", address.here()));
            @if !offered.is_empty() && !listed.rows.is_empty() {
                div.actions.bulk {
                    span.chosen data-chosen=(visitor.t("已选", "chosen")) {}
                    @for action in &offered { (action_button(app, visitor, &Offer { action, list_path: &base, id_prefix: "", tried, given: None })) }
                }
            }
            div.scroll tabindex="0" role="region" aria-label=(visitor.l(resource.title)) {
                table {
                    thead { tr {
                        @if has_boxes { th { input type="checkbox" data-all aria-label=(visitor.t("全选", "Select all")); } }
                        th { (sorting("#", resource.key, address)) }
                        @for field in &columns { th.number[is_number(field)] { (heading(visitor, resource, field, address)) } }
                    } }
                    tbody data-order[is_ordered] {
                        @for row in &listed.rows { tr {
                            @if has_boxes { td { input type="checkbox" name="id" value=(row.key) checked[is_chosen(row)] aria-label=(format!("#{}", row.key)); } }
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
        }
        (pages(visitor, resource, address, listed))
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
fn filters(
    app: &App,
    visitor: &Visitor,
    resource: &'static Resource,
    address: &Address,
    base: &str,
) -> Markup {
    html! {
        form.filters method="get" action=(base) role="search" {
            input type="search" name="q" value=(address.query.search) data-search placeholder=(search_hint(visitor, resource))
                aria-label=(visitor.t("搜索", "Search"));
            @if let Some(of) = &address.query.of { (belongs(app, visitor, address, of)) }
            @if resource.dated().is_some() { (dates(visitor, address)) }
            @for field in visible_fields(resource.fields, visitor).filter(|field| field.in_filter) {
                label { (visitor.l(field.label)) (filter(app, visitor, field, address.filter(field.column))) }
            }
            button { (visitor.t("查找", "Find")) }
            details.columns { summary { (visitor.t("显示列", "Columns")) }
              div.panel {
                @for field in visible_fields(resource.fields, visitor) {
                    label.inline { input type="checkbox" name="col" value=(field.column) checked[address.shows(field)]; (visitor.l(field.label)) }
                }
              }
            }
            a href=(format!("{base}/csv{}", address.with("page", ""))) { "CSV" }
            a href=(format!("{base}/xlsx{}", address.with("page", ""))) { "Excel" }
        }
    }
}

/// The row that the rows of the list belong to, and the link to all rows.
fn belongs(app: &App, visitor: &Visitor, address: &Address, of: &Of) -> Markup {
    let owner = of.owner().and_then(|(name, key)| Some((app.registry.resource(name)?, key.to_string())));
    html! {
        input type="hidden" name="of" value=(of.text);
        @if let Some((owner, key)) = owner {
            span.choice { a href=(row_path(owner, &key)) { (visitor.l(owner.title)) " " (key) } " "
                a href=(address.with("of", "")) aria-label=(visitor.t("显示全部", "Show all rows")) { "×" } }
        }
    }
}

/// What the search compares.
fn search_hint(visitor: &Visitor, resource: &Resource) -> String {
    let searched = visible_fields(resource.fields, visitor).filter(|field| field.in_search);
    let names: Vec<&str> = searched.map(|field| visitor.l(field.label)).collect();
    let names = names.join(visitor.t("、", ", "));
    match names.as_str() {
        "" => visitor.t("编号（按 s）", "Number (press s)").to_owned(),
        names => format!("{names}{}", visitor.t("，或 #编号（按 s）", ", or #number (press s)")),
    }
}

/// The choice of days.
fn dates(visitor: &Visitor, address: &Address) -> Markup {
    let is_own = address.preset.is_empty() && address.query.days.is_some();
    let own = is_own.then_some((address.dates.0.as_str(), address.dates.1.as_str()));
    presets::inputs(visitor, &address.preset, own, Some(visitor.t("全部", "All")))
}

/// The kinds of things that a filter by kind and key offers.
fn kinds(app: &App, visitor: &Visitor, naming: Naming) -> Vec<(&'static str, &'static str)> {
    let seen = app.registry.resources.iter().filter(|resource| visitor.may(resource.see));
    let named = seen.map(|resource| match naming {
        Naming::Subjects => (resource.subject, visitor.l(resource.title)),
        Naming::Resources => (resource.name, visitor.l(resource.title)),
    });
    named.filter(|(word, _)| !word.is_empty()).collect()
}

/// The input of one filter.
fn filter(app: &App, visitor: &Visitor, field: &Field, current: &str) -> Markup {
    let name = format!("f.{}", field.column);
    html! {
        @match field.kind {
            Kind::Thing { naming, .. } => {
                @let (kind, key) = current.split_once(':').unwrap_or(("", current));
                select name=(format!("k.{}", field.column)) {
                    option value="" { (visitor.t("类型", "Kind")) }
                    @for (word, title) in kinds(app, visitor, naming) { option value=(word) selected[word == kind] { (title) } }
                }
                input type="text" size="6" name=(name) value=(key) placeholder="#";
            }
            Kind::ResourceName => select name=(name) data-submit {
                option value="" { (visitor.t("全部", "All")) }
                @for (word, title) in kinds(app, visitor, Naming::Resources) { option value=(word) selected[word == current] { (title) } }
            },
            _ if field.filters_presence => (yes_no(visitor, &name, current)),
            Kind::Choice(choices) | Kind::Word(choices) => select name=(name) data-submit {
                option value="" { (visitor.t("全部", "All")) }
                @for choice in choices { option value=(choice.value) selected[current == choice.value] { (visitor.l(choice.label)) } }
            },
            Kind::Flag => (yes_no(visitor, &name, current)),
            Kind::Relation(_) | Kind::Number => input type="text" size="6" inputmode="numeric" placeholder="#" name=(name) value=(current);,
            _ => input type="text" size="8" name=(name) value=(current);
        }
    }
}

fn yes_no(visitor: &Visitor, name: &str, current: &str) -> Markup {
    html! {
        select name=(name) data-submit {
            option value="" { (visitor.t("全部", "All")) }
            option value="1" selected[current == "1"] { (visitor.t("是", "Yes")) }
            option value="0" selected[current == "0"] { (visitor.t("否", "No")) }
        }
    }
}

/// The heading of a column; a link where the list sorts by it.
fn heading(visitor: &Visitor, resource: &Resource, field: &Field, address: &Address) -> Markup {
    let label = visitor.l(field.label);
    resource.sorts_by(field).map_or_else(|| html! { (label) }, |column| sorting(label, column, address))
}

/// A heading by whose column the list is sorted.
fn sorting(label: &str, by: &str, address: &Address) -> Markup {
    let (next, sign) = match address.query.sort {
        Some((column, true)) if column == by => (by.to_owned(), " ↓"),
        Some((column, false)) if column == by => (format!("-{by}"), " ↑"),
        _ => (format!("-{by}"), ""),
    };
    html! { a href=(address.with("sort", &next)) { (label) (sign) } }
}

/// The links to the previous and the next page, and the sums of what is narrowed.
fn pages(visitor: &Visitor, resource: &Resource, address: &Address, listed: &Listed) -> Markup {
    let page = address.query.page;
    let label = |column: &str| resource.field(column).map_or("", |field| visitor.l(field.label));
    let name = |column: &str| label(column).replace("（元）", "").replace(" (yuan)", "");
    html! {
        nav.pages aria-label=(visitor.t("翻页", "Pages")) {
            @if page > 1 { a href=(address.with("page", &(page - 1).to_string())) rel="prev" { "← " (visitor.t("上一页", "Back")) } }
            span { (listed.count) @if listed.is_more { "+" } (visitor.t(" 条", " rows")) " · " (visitor.t("第 ", "page ")) (page) (visitor.t(" 页", "")) }
            @for (column, sum) in &listed.sums { span.sum { (name(column)) " " (yuan(*sum)) } }
            (paging(visitor, address, listed))
            @if listed.has_next { a href=(address.with("page", &(page + 1).to_string())) rel="next" { (visitor.t("下一页", "Next")) " →" } }
        }
    }
}

/// The rows of a page, and the jump to another page.
fn paging(visitor: &Visitor, address: &Address, listed: &Listed) -> Markup {
    let last = address.query.last_page().min((listed.count - 1) / address.query.rows() + 1);
    html! {
        form.paging method="get" {
            @for (name, value) in address.pairs_but(&["page", "size"]) { input type="hidden" name=(name) value=(value); }
            label { (visitor.t("每页", "Rows a page")) select name="size" data-submit {
                @for size in PAGE_SIZES { option value=(size) selected[size == address.query.rows()] { (size) } }
            } }
            @if last > 1 {
                label { (visitor.t("第", "Page")) input type="number" name="page" min="1" max=(last) value=(address.query.page); (visitor.t("页", "")) }
                button { (visitor.t("跳转", "Go")) }
            }
        }
    }
}
