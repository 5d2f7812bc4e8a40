//! The sections of a row's page: rows of other resources that belong to it, each with a link to all of
//! them and with its actions in place. A visitor sees the sections of what the visitor may see.

use maud::{Markup, html};
use miaohui_admin::{Belonging, Field, Kind, Naming, Record, Related, Resource};
use miaohui_db::Tx;

use super::access::{list_path, may_edit, row_path, visible, visible_fields};
use super::belonging::Of;
use super::conditions::ListQuery;
use super::inputs::{Offer, action_button};
use super::list::seen;
use super::returning::Tried;
use super::show::show;
use super::table::Table;
use crate::app::App;
use crate::error::Result;
use crate::html::encoded;
use crate::visitor::Visitor;

/// The number of rows of a section.
const SHOWN: usize = 6;

/// The rows of a section.
pub struct Section {
    related: &'static Related,
    other: &'static Resource,
    rows: Vec<Record>,
    is_more: bool,
    paths: Paths,
}

/// Where a section leads to.
#[derive(Clone)]
struct Paths {
    /// The list of all of its rows.
    list: String,
    /// The form of a new one that belongs to the same row, if the visitor may make one.
    new: Option<String>,
}

/// Reads the sections of a row that the visitor may see, in one transaction.
pub async fn read(
    app: &App,
    visitor: &Visitor,
    resource: &'static Resource,
    key: &str,
) -> Result<Vec<Section>> {
    let mut wanted = Vec::new();
    for related in resource.related {
        let Ok(other) = visible(app, visitor, related.resource) else { continue };
        if let Some((query, list)) = query_of(resource, related, other, key) {
            let paths = Paths { list, new: new_path(visitor, related, other, key) };
            wanted.push((related, Table::new(app, other), query, paths));
        }
    }
    let job = move |tx: &mut Tx<'_>| {
        let mut sections = Vec::with_capacity(wanted.len());
        for (related, table, query, paths) in &wanted {
            let mut rows = table.first(tx, query, SHOWN + 1)?;
            let is_more = rows.len() > SHOWN;
            rows.truncate(SHOWN);
            sections.push(Section { related, other: table.resource, rows, is_more, paths: paths.clone() });
        }
        Ok::<_, miaohui_db::Error>(sections)
    };
    Ok(app.db.read(job).await?)
}

/// The query of the rows that belong to a row, and the path of their list; `None`: there are no such
/// rows for this key.
fn query_of(owner: &Resource, related: &Related, other: &Resource, key: &str) -> Option<(ListQuery, String)> {
    let mut query = ListQuery { page: 1, ..ListQuery::default() };
    let path = match related.rows {
        Belonging::Column(column) => {
            let value = match other.field(column).map(|field| field.kind) {
                Some(Kind::Thing { naming: Naming::Subjects, .. }) => format!("{}:{key}", owner.subject),
                _ => key.to_owned(),
            };
            let encoded = encoded(&value);
            query.filters.push((column, value));
            format!("{}?f.{column}={encoded}", list_path(other))
        }
        Belonging::Where(_) => {
            let of = Of::row(owner, key.parse().ok()?, related)?;
            let path = format!("{}?of={}", list_path(other), of.text);
            query.of = Some(of);
            path
        }
    };
    Some((query, path))
}

/// The path of the form of a row that belongs to a row, for who may make one.
fn new_path(visitor: &Visitor, related: &Related, other: &Resource, key: &str) -> Option<String> {
    let Belonging::Column(column) = related.rows else { return None };
    let makes = other.creates && may_edit(visitor, other);
    makes.then(|| format!("{}/new?{column}={}", list_path(other), encoded(key)))
}

/// Draws sections of a page; those without rows are named in one line. `back` is the path of the page.
pub fn draw(app: &App, visitor: &Visitor, sections: &[Section], back: &str, tried: Option<&Tried>) -> Markup {
    let (full, empty): (Vec<&Section>, Vec<&Section>) =
        sections.iter().partition(|section| !section.rows.is_empty());
    html! {
        @for section in full { (section.draw(app, visitor, back, tried)) }
        @if !empty.is_empty() {
            p.hint.nothing { (visitor.t("没有：", "None: ")) @for (n, section) in empty.iter().enumerate() {
                @if n > 0 { (visitor.t("、", ", ")) }
                a href=(section.paths.list) { (section.title(visitor)) } (section.add(visitor))
            } }
        }
    }
}

impl Section {
    fn title(&self, visitor: &Visitor) -> &'static str {
        visitor.l(self.related.title.unwrap_or(self.other.title))
    }

    /// A link to the form of a new row.
    fn add(&self, visitor: &Visitor) -> Markup {
        html! { @if let Some(path) = &self.paths.new {
            " " a.add href=(path) aria-label=(format!("{} {}", visitor.t("新建", "New:"), self.title(visitor))) { "＋" }
        } }
    }

    /// The columns: those of the list, without the one that says what the rows belong to. What needs a
    /// permission of its own is not shown here, because each view of it is in the audit.
    fn columns(&self, visitor: &Visitor) -> Vec<&'static Field> {
        let is_own =
            |field: &Field| matches!(self.related.rows, Belonging::Column(own) if own == field.column);
        visible_fields(self.other.fields, visitor)
            .filter(|field| field.in_list && field.see.is_none() && !is_own(field))
            .collect()
    }

    fn draw(&self, app: &App, visitor: &Visitor, back: &str, tried: Option<&Tried>) -> Markup {
        let (columns, title) = (self.columns(visitor), self.title(visitor));
        let acts = self.related.actions.iter().filter_map(|name| self.other.action(name));
        let acts: Vec<_> = acts.filter(|action| visitor.may(action.need)).collect();
        let is_number = |field: &Field| matches!(field.kind, Kind::Number | Kind::Money);
        html! {
            section.related aria-label=(title) {
                h2 { (title) " " a href=(self.paths.list) { @if self.is_more { (visitor.t("全部", "All")) } @else { (visitor.t("列表", "List")) } " →" } (self.add(visitor)) }
                div.sideways tabindex="0" role="region" aria-label=(title) { table {
                    thead { tr {
                        th { "#" }
                        @for field in &columns { th.number[is_number(field)] { (visitor.l(field.label)) } }
                        @if !acts.is_empty() { th { (visitor.t("操作", "Actions")) } }
                    } }
                    tbody { @for row in &self.rows { tr {
                        td { a href=(row_path(self.other, &row.key)) { (short(&row.key)) } }
                        @for field in &columns { td.number[is_number(field)] { (show(app, visitor, field, row, false)) } }
                        @if !acts.is_empty() { td { (self.buttons(app, visitor, &acts, row, back, tried)) } }
                    } } }
                } }
            }
        }
    }

    /// The actions that can be done to a row now.
    fn buttons(
        &self,
        app: &App,
        visitor: &Visitor,
        acts: &[&'static miaohui_admin::Action],
        row: &Record,
        back: &str,
        tried: Option<&Tried>,
    ) -> Markup {
        let base = list_path(self.other);
        let tried =
            tried.filter(|tried| tried.resource == self.other.name && tried.keys == [row.key.as_str()]);
        let prefix = format!("{}.{}", self.other.name, row.key);
        html! {
            form.inplace method="post" action=(base) enctype="multipart/form-data" {
                (visitor.csrf_field())
                input type="hidden" name="id" value=(row.key);
                (seen(row))
                input type="hidden" name="back" value=(back);
                @for action in acts.iter().filter(|action| !row.impossible.contains(&action.name)) {
                    (action_button(app, visitor, &Offer { action, list_path: &base, id_prefix: &prefix, tried, given: None }))
                }
            }
        }
    }
}

/// The beginning of a long key.
fn short(key: &str) -> &str {
    key.char_indices().nth(12).map_or(key, |(end, _)| &key[..end])
}
