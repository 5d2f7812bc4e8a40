//! Draws the values of fields.

use maud::{Markup, html};
use miaohui_admin::{Cell, Choice, Field, Kind, Label, Lang, Naming, Permission, Record};
use serde_json::Value;

use super::access::row_path;
use super::story;
use crate::app::App;
use crate::beijing::local;
use crate::html::{encoded, time, yuan};
use crate::pictures::{image, managed_picture, picture};
use crate::verbs;
use crate::visitor::Visitor;

/// The limit of characters of a value in a list.
const MOST_SHOWN: usize = 60;

/// A value as people read it; shortened for a list.
pub fn show(app: &App, visitor: &Visitor, field: &Field, record: &Record, is_whole: bool) -> Markup {
    let opened = opened(app, field, record);
    let cell = &opened;
    if *cell == Cell::Null {
        return html! { "–" };
    }
    match field.kind {
        Kind::Money => html! { (yuan(cell.fen())) },
        Kind::Time | Kind::Created | Kind::Updated | Kind::SqlTime(_) => time(cell.int()),
        Kind::Flag => html! { (if cell.flag() { visitor.t("是", "yes") } else { visitor.t("否", "no") }) },
        Kind::Choice(choices) | Kind::Word(choices) | Kind::SqlWord(_, choices) => {
            if let Some(choice) = Choice::of(choices, cell) {
                html! { span.choice.(choice.tone.name()) data-value=(choice.value) { (visitor.l(choice.label)) } }
            } else {
                html! { (cell.plain()) }
            }
        }
        Kind::Picture if is_whole && field.column != "id" => managed_picture(visitor, cell.text()),
        Kind::Picture => picture(visitor, cell.text(), is_whole),
        Kind::Image => image(visitor, cell.int(), is_whole),
        Kind::Pictures => html! {
            div.pictures { @for name in story::parts(cell.text()) {
                @if is_whole { (managed_picture(visitor, &name)) } @else { (picture(visitor, &name, false)) }
            } }
        },
        Kind::Relation(other) => relation(other, cell, record, field),
        Kind::Words => {
            html! { div.pictures { @for word in story::parts(cell.text()) { span.choice { (word) } } } }
        }
        Kind::Story if is_whole => whole_story(visitor, cell.text()),
        Kind::Story => html! { (shortened(&story::parts(cell.text()).join(" "))) },
        Kind::ThingPage => html! { a href=(cell.text()) { (visitor.t("查看", "Open")) } },
        Kind::Json => html! { pre { (indented(cell.text())) } },
        Kind::Changes => changes(app, visitor, record, cell.text()),
        Kind::Thing { kind, naming } => thing(app, visitor, naming, record.cell(kind).text(), &cell.plain()),
        Kind::Account(words) => account(app, visitor, words, cell.text()),
        Kind::PostingKey(_) => {
            let Some((resource, key)) = app.registry.posting(cell.text()) else {
                return html! { (cell.text()) };
            };
            thing(app, visitor, Naming::Resources, resource.name, key)
        }
        Kind::ThingKind => html! { (named(visitor, reported(app, cell.text()), cell.text())) },
        Kind::ResourceName => {
            html! { (named(visitor, verbs::kind(&app.registry, cell.text()), cell.text())) }
        }
        Kind::ActionName => {
            let verb = verbs::verb(&app.registry, record.cell("resource").text(), cell.text());
            html! { (named(visitor, verb, cell.text())) }
        }
        _ if is_whole => html! {
            span.text { (cell.plain()) }
            @if field.is_recipient && !cell.is_empty() && visitor.may(Permission::SeeMessages) {
                " " a href=(format!("/console/deliveries?to={}", encoded(&cell.plain()))) { (visitor.t("验证码为何没到", "Undelivered codes")) }
            }
        },
        _ => html! { (shortened(&cell.plain())) },
    }
}

/// The value of a field, decrypted. A value that cannot be decrypted is logged and shown as such.
pub fn opened(app: &App, field: &Field, record: &Record) -> Cell {
    let cell = record.cell(field.column);
    let Some(column) = field.sealed else { return cell.clone() };
    let row = record.key.parse().unwrap_or_default();
    match app.vault.open_text(column, row, cell.text()) {
        Ok(text) => Cell::Text(text),
        Err(error) => {
            tracing::error!(%error, "a value cannot be decrypted");
            Cell::Text("‹encrypted›".to_owned())
        }
    }
}

/// A name in the reader's language; the stored word without one.
fn named(visitor: &Visitor, label: Option<Label>, word: &str) -> String {
    label.map_or_else(|| word.to_owned(), |label| visitor.l(label).to_owned())
}

/// The name of a kind of things that users report.
fn reported(app: &App, words: &str) -> Option<Label> {
    app.registry.reported.named(words).map(|thing| thing.title)
}

/// An account of the ledger, with a link to its row.
fn account(app: &App, visitor: &Visitor, words: &'static [Choice], stored: &str) -> Markup {
    let page = app.registry.account(stored).filter(|(resource, _)| visitor.may(resource.see));
    let page = page.map(|(resource, key)| row_path(resource, key));
    linked(page, &account_name(words, stored, visitor.lang()))
}

/// The name of an account of the ledger.
fn account_name(words: &'static [Choice], stored: &str, lang: Lang) -> String {
    let (word, key) = stored.split_once(':').unwrap_or((stored, ""));
    let name = |choice: &Choice| format!("{} {key}", choice.label.of(lang)).trim().to_owned();
    Choice::named(words, word).map_or_else(|| stored.to_owned(), name)
}

/// Kind and key of a thing, with a link to its page.
fn thing(app: &App, visitor: &Visitor, naming: Naming, kind: &str, key: &str) -> Markup {
    let resource = app.registry.thing(naming, kind);
    let title = resource.map(|resource| resource.title).or_else(|| verbs::kind(&app.registry, kind));
    let text = format!("{} {key}", named(visitor, title, kind));
    let page = resource.filter(|resource| visitor.may(resource.see) && !key.is_empty() && key != "0");
    linked(page.map(|resource| row_path(resource, key)), &text)
}

/// A name with a link to its page, if there is one that the visitor may see.
fn linked(page: Option<String>, name: &str) -> Markup {
    let name = shortened(name.trim());
    html! { @if let Some(page) = page { a href=(page) { (name) } } @else { (name) } }
}

/// The text of a value, in files and in the changes of the audit.
pub fn plain(app: &App, field: &Field, record: &Record, cell: &Cell, lang: Lang) -> String {
    let yes_no = |flag: bool| if flag { Label("是", "yes") } else { Label("否", "no") }.of(lang).to_owned();
    let label = |label: Option<Label>| label.map_or_else(|| cell.plain(), |label| label.of(lang).to_owned());
    match field.kind {
        _ if *cell == Cell::Null => String::new(),
        Kind::Money => cell.fen().to_string(),
        Kind::Flag => yes_no(cell.flag()),
        Kind::Time | Kind::Created | Kind::Updated | Kind::SqlTime(_) => local(cell.int()),
        Kind::ThingKind => label(reported(app, cell.text())),
        Kind::Account(words) => account_name(words, cell.text(), lang),
        Kind::Choice(choices) | Kind::Word(choices) | Kind::SqlWord(_, choices) => {
            label(Choice::of(choices, cell).map(|choice| choice.label))
        }
        Kind::ResourceName => label(verbs::kind(&app.registry, cell.text())),
        Kind::ActionName => label(verbs::verb(&app.registry, record.cell("resource").text(), cell.text())),
        Kind::Thing { kind, naming } => {
            let word = record.cell(kind).text();
            let title = app.registry.thing(naming, word).map(|resource| resource.title.of(lang));
            format!("{} {}", title.unwrap_or(word), cell.plain())
        }
        _ => cell.plain(),
    }
}

fn relation(other: &str, cell: &Cell, record: &Record, field: &Field) -> Markup {
    let name = record.names.get(field.column).map_or("", String::as_str);
    let name = if name.is_empty() { cell.plain() } else { shortened(name) };
    html! { a href=(format!("/console/r/{other}/{}", cell.plain())) { (name) } }
}

fn whole_story(visitor: &Visitor, text: &str) -> Markup {
    html! { @for part in story::parts(text) {
        @if story::is_media_name(&part) { (managed_picture(visitor, &part)) } @else { p { (part) } }
    } }
}

fn indented(text: &str) -> String {
    let parsed: Option<Value> = serde_json::from_str(text).ok();
    parsed.and_then(|json| serde_json::to_string_pretty(&json).ok()).unwrap_or_else(|| text.to_owned())
}

/// Changes of the audit, named and written as the fields of the resource or of the action are.
fn changes(app: &App, visitor: &Visitor, record: &Record, text: &str) -> Markup {
    let Ok(Value::Object(changes)) = serde_json::from_str(text) else { return html! { (text) } };
    let resource = record.cell("resource").text();
    let asks = verbs::action(&app.registry, resource, record.cell("action").text()).map(|action| action.asks);
    let fields = app.registry.resource(resource).map(|resource| resource.fields);
    let field = |column: &str| {
        let mut all = asks.into_iter().chain(fields).flatten();
        all.find(|field| field.column == column)
    };
    let written = |column: &str, value: &Value| match field(column) {
        Some(field) if !value.is_array() => plain(app, field, record, &Cell::from(value), visitor.lang()),
        _ => value.as_str().map_or_else(|| value.to_string(), str::to_owned),
    };
    html! { dl.changes { @for (column, change) in &changes {
        dt { (field(column).map_or(column.as_str(), |field| visitor.l(field.label))) }
        dd { @match change.as_array().map(Vec::as_slice) {
            Some([before, after]) => { del { (written(column, before)) } " → " ins { (written(column, after)) } }
            _ => (written(column, change)),
        } }
    } } }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
