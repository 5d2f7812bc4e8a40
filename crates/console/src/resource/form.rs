//! Forms: drawn from a description, read with every mistake at once.

use std::collections::HashMap;

use maud::{Markup, html};
use serde_json::{Map, Value, json};

use super::value::{Cell, Record};
use super::{Field, Kind, Resource, list, picture};
use crate::form::Form;
use crate::layout::yuan;
use crate::visitor::Visitor;
use crate::{App, Label, Result};

/// What a form says, read and checked.
#[derive(Default)]
pub struct Read {
    /// Columns with their new values.
    pub cells: Vec<(&'static str, Cell)>,
    /// What is wrong, by column.
    pub wrong: HashMap<&'static str, Label>,
    /// What was typed, right or wrong, and what it names.
    typed: Vec<(&'static str, Cell)>,
    /// What the rows are called that its columns name.
    pub names: HashMap<&'static str, String>,
    /// Pictures that came with it.
    pub pictures: Vec<picture::Stored>,
}

impl Read {
    /// Column → `[before, after]` of what changes.
    pub fn changes(&self, before: Option<&Record>) -> Map<String, Value> {
        let mut changes = Map::new();
        for (column, after) in &self.cells {
            let before = before.map_or(&Cell::Null, |record| record.cell(column));
            if before.plain() != after.plain() {
                changes.insert((*column).to_owned(), json!([before.json(), after.json()]));
            }
        }
        changes
    }
}

/// The fields that a visitor sees.
pub fn seen<'v>(
    fields: &'static [Field],
    visitor: &'v Visitor,
) -> impl Iterator<Item = &'static Field> + use<'v> {
    fields.iter().filter(|field| field.see.is_none_or(|permission| visitor.may(permission)))
}

const MISSING: Label = Label("必填", "This must be filled");
const TOO_LONG: Label = Label("太长", "Too long");
const NO_NUMBER: Label = Label("不是数字", "Not a number");
const NO_MONEY: Label = Label("不是金额，例如 12.50", "Not an amount, such as 12.50");
const NO_CHOICE: Label = Label("没有这个选项", "Not one of the choices");

/// Reads what changes of a form's fields; pictures are stored on the way.
pub async fn read(
    app: &App,
    visitor: &Visitor,
    fields: &'static [Field],
    form: &mut Form,
    before: Option<&Record>,
) -> Result<Read> {
    let mut read = Read::default();
    for field in seen(fields, visitor).filter(|field| !field.is_fixed) {
        let before = before.map_or(&Cell::Null, |record| record.cell(field.column));
        let sent = form.text(field.column).replace("\r\n", "\n");
        let cell = match field.kind {
            Kind::Picture | Kind::Pictures | Kind::Story => {
                let mut names = Vec::new();
                for file in form.take_files(field.column) {
                    let stored = picture::store(app, file).await?;
                    names.push(stored.name());
                    read.pictures.push(stored);
                }
                Ok(with_pictures(field, form, before, names))
            }
            // What nobody touched stays as it is, whoever wrote it.
            Kind::Text(_) | Kind::Long(_) if sent == before.text().replace("\r\n", "\n").trim() => {
                Ok(before.clone())
            }
            _ => plain(field, &sent),
        };
        match (&cell, field.kind) {
            // Pictures of a form that is refused are not there.
            (_, Kind::Picture | Kind::Pictures) => {}
            (Ok(cell), _) if !matches!(field.kind, Kind::Story) => {
                read.typed.push((field.column, cell.clone()));
            }
            _ => read.typed.push((field.column, Cell::Text(sent))),
        }
        match cell {
            Ok(cell) if cell.is_empty() && field.is_required => {
                read.wrong.insert(field.column, MISSING);
            }
            // What was nothing stays nothing rather than an empty text.
            Ok(cell) if cell.is_empty() && *before == Cell::Null => {}
            Ok(Cell::Null) if !before.text().is_empty() => {
                read.cells.push((field.column, Cell::Text(String::new())));
            }
            Ok(cell) => read.cells.push((field.column, cell)),
            Err(wrong) => {
                read.wrong.insert(field.column, wrong);
            }
        }
    }
    Ok(read)
}

/// The value of a field that is a text in the form.
fn plain(field: &Field, text: &str) -> Result<Cell, Label> {
    let known = |choices: &[super::Choice]| choices.iter().any(|choice| choice.value == text);
    let number = || text.parse().map(Cell::Int).map_err(|_| NO_NUMBER);
    match field.kind {
        Kind::Flag => Ok(Cell::Flag(text == "1")),
        _ if text.is_empty() => Ok(Cell::Null),
        Kind::Text(most) | Kind::Long(most) if text.chars().count() > most => Err(TOO_LONG),
        Kind::Money => fen(text).map(Cell::Int).ok_or(NO_MONEY),
        Kind::Choice(choices) if known(choices) => number(),
        Kind::Word(choices) if known(choices) => Ok(Cell::Text(text.to_owned())),
        Kind::Choice(_) | Kind::Word(_) => Err(NO_CHOICE),
        Kind::Number | Kind::Relation(_) | Kind::Image => number(),
        _ => Ok(Cell::Text(text.to_owned())),
    }
}

/// Yuan with at most two decimals, in fen; up to ten million yuan.
fn fen(text: &str) -> Option<i64> {
    let (yuan, cents) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if yuan.is_empty() || yuan.len() > 8 || cents.len() > 2 || !digits(yuan) || !digits(cents) {
        return None;
    }
    Some(yuan.parse::<i64>().ok()? * 100 + format!("{cents:0<2}").parse::<i64>().ok()?)
}

/// The value of a field that pictures belong to; `names` are the new ones.
fn with_pictures(field: &Field, form: &Form, before: &Cell, names: Vec<String>) -> Cell {
    match field.kind {
        Kind::Picture => match names.into_iter().next() {
            Some(name) => Cell::Text(name),
            None if form.has(&format!("{}.remove", field.column)) => Cell::Null,
            None => before.clone(),
        },
        Kind::Pictures => {
            let keep = format!("{}.keep", field.column);
            let had = story(before.text());
            let kept = form.all(&keep).map(str::to_owned).filter(|name| had.contains(name));
            let all: Vec<String> = kept.chain(names).collect();
            if all == had { before.clone() } else { Cell::Text(json!(all).to_string()) }
        }
        _ => {
            let had = story(before.text()).join("\n");
            let all: Vec<String> = lines(form.text(field.column)).chain(names).collect();
            if lines(&had).eq(all.iter().cloned()) {
                before.clone()
            } else if all.is_empty() {
                Cell::Null
            } else {
                Cell::Text(json!(all).to_string())
            }
        }
    }
}

/// The lines of a text that say something.
fn lines(text: &str) -> impl Iterator<Item = String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned)
}

/// The paragraphs and pictures of a story; a plain text is one paragraph.
pub fn story(text: &str) -> Vec<String> {
    serde_json::from_str(text)
        .unwrap_or_else(|_| if text.is_empty() { Vec::new() } else { vec![text.to_owned()] })
}

/// A form's fields with what is in them and what is wrong with it. `within` tells the fields' ids from those of other forms on the page.
pub fn draw(
    app: &App,
    visitor: &Visitor,
    fields: &'static [Field],
    record: &Record,
    wrong: &HashMap<&'static str, Label>,
    within: &str,
    is_fixed: bool,
) -> Markup {
    html! {
        @for field in seen(fields, visitor) {
            @let wrong = wrong.get(field.column);
            @let cell = record.cell(field.column);
            @if field.is_fixed || is_fixed {
                @if !record.key.is_empty() {
                    div.field { span.name { (visitor.l(field.label)) } div { (list::show(app, visitor, field, record, true)) } }
                }
            } @else {
                div.field.wrong[wrong.is_some()] {
                    label for=(id_of(within, field)) { (visitor.l(field.label)) @if field.is_required { " *" } }
                    div { (input(app, visitor, field, cell, record, &id_of(within, field))) @if let Some(wrong) = wrong { p.error { (visitor.l(*wrong)) } } }
                }
            }
        }
    }
}

fn id_of(within: &str, field: &Field) -> String {
    if within.is_empty() { field.column.to_owned() } else { format!("{within}.{}", field.column) }
}

fn input(
    app: &App,
    visitor: &Visitor,
    field: &'static Field,
    cell: &Cell,
    record: &Record,
    id: &str,
) -> Markup {
    let (name, required) = (field.column, field.is_required);
    html! {
        @match field.kind {
            Kind::Long(most) => { textarea #(id) name=(name) maxlength=(most) required[required] rows="6" { (cell.text()) } }
            Kind::Story => {
                textarea #(id) name=(name) rows="8" { (story(cell.text()).join("\n\n")) }
                p.hint { (visitor.t("每行一段；图片单独一行。", "A paragraph a line; a picture's name is a line of its own.")) }
                input type="file" name=(name) accept="image/*" multiple aria-label=(visitor.t("添加图片", "Add pictures")) data-preview;
            }
            Kind::Flag => { input #(id) type="checkbox" name=(name) value="1" checked[cell.flag()]; }
            Kind::Number => { input #(id) type="number" name=(name) value=(cell.plain()) required[required]; }
            Kind::Money => {
                input #(id) inputmode="decimal" name=(name) required[required] pattern="[0-9]{1,8}([.][0-9]{1,2})?"
                    value=(if let Cell::Int(fen) = cell { yuan(*fen) } else { cell.plain() });
            }
            Kind::Choice(choices) | Kind::Word(choices) => {
                select #(id) name=(name) required[required] {
                    @if !required || *cell == Cell::Null { option value="" { "–" } }
                    @for choice in choices { option value=(choice.value) selected[cell.plain() == choice.value] { (visitor.l(choice.label)) } }
                }
            }
            Kind::Picture => {
                (list::picture(app, visitor, cell.text(), true))
                input #(id) type="file" name=(name) accept="image/*" data-preview;
                @if !cell.is_empty() && !required {
                    label.inline { input type="checkbox" name=(format!("{name}.remove")) value="1"; (visitor.t("移除", "Remove")) }
                }
            }
            Kind::Pictures => {
                div.pictures data-sort {
                    @for picture in story(cell.text()) {
                        span.kept {
                            input type="hidden" name=(format!("{name}.keep")) value=(picture);
                            (list::picture(app, visitor, &picture, true))
                            button.plain type="button" data-drop aria-label=(visitor.t("移除", "Remove")) { "×" }
                        }
                    }
                }
                input #(id) type="file" name=(name) accept="image/*" multiple data-preview;
            }
            Kind::Relation(other) => {
                div.picker {
                    input type="hidden" name=(name) value=(cell.plain()) data-key;
                    input #(id) type="search" autocomplete="off" required[required] data-name=(visitor.t("请从列表中选择", "Choose from the list"))
                        value=(record.names.get(name).map_or("", String::as_str))
                        placeholder=(visitor.t("输入以搜索", "Type to search"))
                        name="q" hx-get=(format!("/console/pick/{other}")) hx-trigger="focus, input changed delay:200ms"
                        hx-target="next .options" hx-params="q";
                    div.options role="listbox" aria-label=(visitor.l(field.label)) {}
                }
            }
            _ => {
                input #(id) type="text" name=(name) value=(cell.text()) required[required]
                    maxlength=[match field.kind { Kind::Text(most) => Some(most), _ => None }];
            }
        }
    }
}

/// A record that shows what was typed, for a form that is shown again.
pub fn typed(resource: &Resource, record: &Record, read: &Read) -> Record {
    let mut typed = record.clone();
    for (column, cell) in &read.typed {
        typed.cells.insert(column, cell.clone());
        if matches!(resource.field(column).map(|field| field.kind), Some(Kind::Relation(_))) {
            typed.names.insert(column, read.names.get(column).cloned().unwrap_or_default());
        }
    }
    typed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yuan_are_read_exactly() {
        assert_eq!(fen("12.5"), Some(1250));
        assert_eq!(fen("0.01"), Some(1));
        assert_eq!(fen("12"), Some(1200));
        for wrong in ["", ".5", "1.234", "-1", "1e3", "999999999", "１"] {
            assert_eq!(fen(wrong), None, "{wrong}");
        }
    }
}
