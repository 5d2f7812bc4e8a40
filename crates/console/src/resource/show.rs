//! Draws the values of fields.

use maud::{Markup, html};
use miaohui_admin::{Cell, Choice, Field, Kind, Record};
use serde_json::Value;

use super::story;
use crate::app::App;
use crate::html::time;
use crate::pictures::{image, managed_picture, picture};
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
        Kind::Money => html! { (cell.fen()) },
        Kind::Time | Kind::Created | Kind::Updated => time(cell.int()),
        Kind::Flag => html! { (if cell.flag() { visitor.t("是", "yes") } else { visitor.t("否", "no") }) },
        Kind::Choice(choices) | Kind::Word(choices) => {
            if let Some(choice) = Choice::of(choices, cell) {
                html! { span.choice data-value=(choice.value) { (visitor.l(choice.label)) } }
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
        Kind::Changes => changes(cell.text()),
        _ if is_whole => html! { span.text { (cell.plain()) } },
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

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
