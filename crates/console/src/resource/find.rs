//! `GET /console/find`: the search over everything: a part of a phone, of a name or of a mail address,
//! the number of an order, a payment or a refund, or a thing by kind and key (`order#118`). One hit
//! leads to its page; several are listed by kind, with what matched.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use maud::{Markup, html};
use miaohui_admin::{Cell, Field, Permission, Record, Resource};
use miaohui_db::Tx;
use miaohui_kernel::fold;

use super::access::{list_path, row_path, visible_fields};
use super::list_query::ListQuery;
use super::search::forms;
use super::show::show;
use super::table::Table;
use crate::app::App;
use crate::deliveries::recipient;
use crate::error::Result;
use crate::failure::Failure;
use crate::html::{encoded, see_other};
use crate::layout;
use crate::visitor::Visitor;

/// The number of hits of a kind that are listed.
const SHOWN: usize = 6;

/// The limit of rows that one field of a kind may find, so that a short text costs no more than a long
/// one.
const MOST_FOUND: i64 = 50;

/// What the address asks for.
#[derive(serde::Deserialize)]
pub struct Wanted {
    /// What was typed.
    #[serde(default)]
    q: String,
}

/// The hits of one kind.
struct Hits {
    resource: &'static Resource,
    rows: Vec<Hit>,
    is_more: bool,
}

struct Hit {
    record: Record,
    /// The fields that match; empty: the key does, or a value that the visitor may not see.
    matched: Vec<&'static Field>,
    /// Whether the whole of a value was typed.
    is_exact: bool,
}

/// Searches everything that the visitor may see.
pub async fn page(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let typed = wanted.q.trim().replace('\0', "");
            if let Some(path) = reference(&app, &visitor, &typed).await? {
                return Ok(see_other(&path));
            }
            let hits = if typed.is_empty() { Vec::new() } else { search(&app, &visitor, &typed).await? };
            let messages = recipient(&typed).filter(|_| visitor.may(Permission::SeeMessages));
            let messages = messages.map(|_| format!("/console/deliveries?to={}", encoded(&typed)));
            let has_subject = hits.iter().any(|hits| !hits.resource.is_record);
            match only(&hits) {
                Some(path) => return Ok(see_other(&path)),
                // A code that never came has often no user yet.
                None if !has_subject && messages.is_some() => {
                    return Ok(see_other(messages.as_deref().unwrap_or_default()));
                }
                None => {}
            }
            let body = draw(&app, &visitor, &typed, &hits, messages.as_deref());
            layout::page(&app, &visitor, visitor.t("查找", "Find"), html! {}, body).await
        })
        .await
}

/// The page of the thing that a text names by kind and key: `order#118`, `订单 118`, `intents:7`.
async fn reference(app: &App, visitor: &Visitor, typed: &str) -> Result<Option<String>> {
    let end = typed.trim_end_matches(|c: char| c.is_ascii_digit());
    let (word, key) = (end.trim_end_matches(['#', ':', ' ', '：', '＃']), &typed[end.len()..]);
    let Ok(key) = key.parse::<i64>() else { return Ok(None) };
    if word.is_empty() || word.chars().any(|c| c.is_ascii_digit()) {
        return Ok(None);
    }
    let seen = app.registry.resources.iter().filter(|one| visitor.may(one.see) && !one.text_key);
    let named: Vec<&'static Resource> = seen.copied().filter(|resource| is_called(resource, word)).collect();
    for resource in named {
        let (table, cell) = (Table::new(app, resource), Cell::Int(key));
        if app.db.read(move |tx: &mut Tx<'_>| table.label(tx, &cell)).await?.is_some() {
            return Ok(Some(row_path(resource, &key.to_string())));
        }
    }
    Ok(None)
}

/// Whether a word is a name of a resource, in the singular or the plural.
fn is_called(resource: &Resource, word: &str) -> bool {
    let word = word.to_lowercase();
    let is_it = |name: &str| name == word || name.strip_suffix('s') == Some(word.as_str());
    let title = resource.title.1.to_lowercase();
    is_it(resource.name) || is_it(&title) || resource.title.0 == word || resource.subject == word
}

/// Searches every kind that the visitor may see, in one transaction.
async fn search(app: &App, visitor: &Visitor, typed: &str) -> Result<Vec<Hits>> {
    let mut wanted: Vec<(Table, ListQuery)> = Vec::new();
    for resource in app.registry.resources.iter().copied().filter(|one| visitor.may(one.see)) {
        let is_known = wanted.iter().any(|(table, _)| table.resource.table == resource.table);
        // Another list of the same rows.
        if is_known || !resource.only.is_empty() {
            continue;
        }
        let is_searched = resource.fields.iter().any(|field| field.in_search);
        let is_number = typed.trim_start_matches('#').parse::<i64>().is_ok();
        if !is_searched && (!is_number || resource.text_key || resource.is_record) {
            continue;
        }
        let hidden = resource.fields.iter().filter(|field| field.see.is_some_and(|need| !visitor.may(need)));
        let query = ListQuery {
            search: typed.to_owned(),
            hidden: hidden.map(|field| field.column).collect(),
            most_found: Some(MOST_FOUND),
            ..ListQuery::default()
        };
        wanted.push((Table::new(app, resource), query));
    }
    let job = move |tx: &mut Tx<'_>| {
        let mut found = Vec::new();
        for (table, query) in &wanted {
            let rows = table.first(tx, query, SHOWN + 1)?;
            if !rows.is_empty() {
                found.push((table.resource, rows));
            }
        }
        Ok::<_, miaohui_db::Error>(found)
    };
    let found = app.db.read_heavy(job).await?;
    let folded: Vec<String> = forms(typed).iter().map(|form| fold(form)).collect();
    let is_key = typed.starts_with('#');
    Ok(found
        .into_iter()
        .map(|(resource, rows)| {
            let is_more = rows.len() > SHOWN;
            let rows = rows.into_iter().take(SHOWN);
            let rows = rows.map(|record| Hit::of(visitor, resource, record, &folded, is_key)).collect();
            Hits { resource, rows, is_more }
        })
        .collect())
}

impl Hit {
    fn of(
        visitor: &Visitor,
        resource: &'static Resource,
        record: Record,
        folded: &[String],
        is_key: bool,
    ) -> Self {
        let value = |field: &Field| fold(record.cell(field.column).text());
        let searched = || visible_fields(resource.fields, visitor).filter(|field| field.in_search);
        let is_in = |field: &&'static Field| folded.iter().any(|form| value(field).contains(form));
        let matched: Vec<&'static Field> = searched().filter(is_in).collect();
        // Keys, and values that the visitor may not see, are only found as a whole.
        let all = resource.fields.iter().filter(|field| field.in_search).count();
        let is_whole = is_key || all == 0 || matched.is_empty() && searched().count() < all;
        let is_exact = is_whole || matched.iter().any(|field| folded.contains(&value(field)));
        Self { record, matched, is_exact }
    }

    /// What the row is called.
    fn name(&self, visitor: &Visitor, resource: &Resource) -> String {
        match self.record.cell(resource.label) {
            Cell::Text(name) if !name.is_empty() => name.clone(),
            _ => format!("{} #{}", visitor.l(resource.title), self.record.key),
        }
    }
}

/// The page of the only hit, or of the only exact one. Rows that record what became of others count if
/// there is nothing else.
fn only(hits: &[Hits]) -> Option<String> {
    let of = |is_record: bool| -> Vec<(&Resource, &Hit)> {
        let kinds = hits.iter().filter(move |hits| hits.resource.is_record == is_record);
        kinds.flat_map(|hits| hits.rows.iter().map(|hit| (hits.resource, hit))).collect()
    };
    let subjects = of(false);
    let all = if subjects.is_empty() { of(true) } else { subjects };
    let exact: Vec<_> = all.iter().filter(|(_, hit)| hit.is_exact).collect();
    let (resource, hit) = match (all.as_slice(), exact.as_slice()) {
        ([one], _) => one,
        (_, [one]) => *one,
        _ => return None,
    };
    Some(row_path(resource, &hit.record.key))
}

fn draw(app: &App, visitor: &Visitor, typed: &str, hits: &[Hits], messages: Option<&str>) -> Markup {
    html! {
        p.hint { (visitor.t(
            "手机号、姓名、邮箱的任意部分；支付或退款单号、渠道流水号；或“订单#118”。任何页面按 / 键。",
            "Any part of a phone, a name or a mail address; the number of a payment or a refund, ours or the provider's; or “order#118”. Press / on any page.",
        )) }
        @if let Some(path) = messages {
            p { a href=(path) { (visitor.t("查询发给它的短信和邮件", "The messages to it")) " →" } }
        }
        @if hits.is_empty() && !typed.is_empty() { p.empty role="status" { (visitor.t("没有找到：", "Nothing was found: ")) (typed) } }
        div.cards { @for Hits { resource, rows, is_more } in hits {
            section.card {
                h2 { (visitor.l(resource.title)) }
                ul.queue { @for hit in rows { li { div.about {
                    a href=(row_path(resource, &hit.record.key)) { (hit.name(visitor, resource)) }
                    // What needs a permission of its own is not shown here, because each view of it is
                    // in the audit.
                    div { "#" (hit.record.key) @for field in hit.matched.iter().filter(|field| field.see.is_none()) {
                        " · " (visitor.l(field.label)) " " (show(app, visitor, field, &hit.record, false))
                    } }
                } } } }
                @if *is_more { p { a href=(format!("{}?q={}", list_path(resource), encoded(typed))) { (visitor.t("全部", "All")) " →" } } }
            }
        } }
    }
}
