//! Reads a submitted form: every field is checked, and all mistakes are found at once.

use std::collections::HashMap;

use miaohui_admin::{Cell, Choice, Field, Kind, Label, Record};
use miaohui_kernel::{Fen, is_web_address};
use miaohui_media::NewFile;
use serde_json::{Map, Value, json};

use super::access::visible_fields;
use super::story::{lines, parts};
use super::table::Table;
use super::upload::{self, StoredPicture};
use crate::app::App;
use crate::error::{Error, Result};
use crate::form::Form;
use crate::visitor::Visitor;

/// The values of a form's fields.
#[derive(Default)]
pub struct Answers {
    /// The valid values, by column.
    pub cells: Vec<(&'static str, Cell)>,
    /// The mistakes, by column.
    pub wrong: HashMap<&'static str, Label>,
    /// Labels of related rows.
    pub names: HashMap<&'static str, String>,
    /// The uploaded pictures.
    pub pictures: Vec<StoredPicture>,
    /// The values as they were typed, valid or not.
    typed: Vec<(&'static str, Cell)>,
}

impl Answers {
    /// What keeps the files of the pictures; to be held until the transaction is committed.
    pub fn new_files(&self) -> Vec<NewFile> {
        self.pictures.iter().map(|picture| picture.new_file.clone()).collect()
    }

    /// What changes: column → `[before, after]`.
    pub fn changes(&self, before: &Record) -> Map<String, Value> {
        let mut changes = Map::new();
        for (column, after) in &self.cells {
            let before = before.cell(column);
            if before.plain() != after.plain() {
                changes.insert((*column).to_owned(), json!([before.json(), after.json()]));
            }
        }
        changes
    }

    /// The row with the values as they were typed, to show the form again.
    pub fn typed(&self, fields: &[Field], record: &Record) -> Record {
        let mut typed = record.clone();
        for (column, cell) in &self.typed {
            typed.cells.insert(column, cell.clone());
            let field = fields.iter().find(|field| field.column == *column);
            if matches!(field.map(|field| field.kind), Some(Kind::Relation(_))) {
                typed.names.insert(column, self.names.get(column).cloned().unwrap_or_default());
            }
        }
        typed
    }
}

const MISSING: Label = Label("必填", "Required");
const TOO_LONG: Label = Label("太长", "Too long");
const NO_NUMBER: Label = Label("不是数字", "Not a number");
const NO_MONEY: Label = Label("不是金额，例如 12.50", "Not an amount, such as 12.50");
const NO_LINK: Label = Label(
    "不是网址，例如 https://example.com/",
    "Not an http or https address, such as https://example.com/",
);
const NO_PICTURE: Label = Label("不是图片，或太大、已损坏", "Not a picture, too large or broken");
const NO_CHOICE: Label = Label("没有这个选项", "Not one of the choices");

/// Amounts of forms are less: a hundred million yuan.
const MOST_FEN: Fen = Fen(10_000_000_000);

/// Reads the fields of a form that the visitor may change; stores its pictures. `before` is the
/// row; empty for a new one.
pub async fn read(
    app: &App,
    visitor: &Visitor,
    fields: &'static [Field],
    form: &mut Form,
    before: &Record,
) -> Result<Answers> {
    let mut read = Answers::default();
    for field in visible_fields(fields, visitor).filter(|field| !field.is_read_only) {
        let before = before.cell(field.column);
        let sent = form.text(field.column).replace("\r\n", "\n");
        let cell = match field.kind {
            Kind::Picture | Kind::Pictures | Kind::Story => {
                let (mut names, mut is_refused) = (Vec::new(), false);
                for file in form.take_files(field.column) {
                    match upload::store(app, file).await {
                        Ok(stored) => {
                            names.push(stored.name());
                            read.pictures.push(stored);
                        }
                        Err(Error::Invalid(_)) => is_refused = true,
                        Err(error) => return Err(error),
                    }
                }
                if is_refused { Err(NO_PICTURE) } else { Ok(with_pictures(field, form, before, names)) }
            }
            // An unchanged text stays as it is, even if it is longer than the form allows.
            Kind::Text(_) | Kind::Link(_) | Kind::Long(_)
                if sent == before.text().replace("\r\n", "\n").trim() =>
            {
                Ok(before.clone())
            }
            _ => value(field, &sent),
        };
        match (&cell, field.kind) {
            // The pictures of a rejected form are not stored.
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
            // NULL stays NULL, rather than an empty text.
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

/// Checks that related rows exist, and reads their labels.
pub async fn check_relations(app: &App, fields: &'static [Field], read: &mut Answers) -> Result<()> {
    let mut related = Vec::new();
    for (column, cell) in &read.cells {
        let field = fields.iter().find(|field| field.column == *column && *cell != Cell::Null);
        if let Some(Kind::Relation(other)) = field.map(|field| field.kind)
            && let Some(other) = app.registry.resource(other)
        {
            related.push((*column, Table::new(app, other), cell.clone()));
        }
    }
    for (column, other, key) in related {
        match app.db.read(move |tx| other.label(tx, &key)).await? {
            Some(label) => {
                read.names.insert(column, label);
            }
            None => {
                read.wrong.insert(column, Label("没有这条记录", "There is no such record"));
            }
        }
    }
    Ok(())
}

/// The value of a field that is a text in the form.
fn value(field: &Field, text: &str) -> Result<Cell, Label> {
    let known = |choices: &[Choice]| choices.iter().any(|choice| choice.value == text);
    let number = || text.parse().map(Cell::Int).map_err(|_| NO_NUMBER);
    match field.kind {
        Kind::Flag => Ok(Cell::Flag(text == "1")),
        _ if text.is_empty() => Ok(Cell::Null),
        Kind::Text(most) | Kind::Link(most) | Kind::Long(most) if text.chars().count() > most => {
            Err(TOO_LONG)
        }
        Kind::Link(_) if !is_web_address(text) => Err(NO_LINK),
        Kind::Money => {
            let fen = Fen::parse_yuan(text).filter(|fen| *fen < MOST_FEN);
            fen.map(|fen| Cell::Int(fen.get())).ok_or(NO_MONEY)
        }
        Kind::Choice(choices) if known(choices) => number(),
        Kind::Word(choices) if known(choices) => Ok(Cell::Text(text.to_owned())),
        Kind::Choice(_) | Kind::Word(_) => Err(NO_CHOICE),
        Kind::Number | Kind::Relation(_) | Kind::Image => number(),
        _ => Ok(Cell::Text(text.to_owned())),
    }
}

/// The value of a field with pictures; `names` are the new ones.
fn with_pictures(field: &Field, form: &Form, before: &Cell, names: Vec<String>) -> Cell {
    match field.kind {
        Kind::Picture => match names.into_iter().next() {
            Some(name) => Cell::Text(name),
            None if form.has(&format!("{}.remove", field.column)) => Cell::Null,
            None => before.clone(),
        },
        Kind::Pictures => {
            let keep = format!("{}.keep", field.column);
            let had = parts(before.text());
            let kept = form.all(&keep).map(str::to_owned).filter(|name| had.contains(name));
            let all: Vec<String> = kept.chain(names).collect();
            if all == had { before.clone() } else { Cell::Text(json!(all).to_string()) }
        }
        _ => {
            let had = parts(before.text()).join("\n");
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_below_a_hundred_million_yuan() {
        const PRICE: Field = Field::new("price", Label("", ""), Kind::Money);
        let read = |text| value(&PRICE, text).ok().map(|cell| cell.int());
        assert_eq!(read("12.5"), Some(1250));
        assert_eq!(read("99999999.99"), Some(9_999_999_999));
        for wrong in ["123456789", ".5", "1.234", "-1", "1e3", "１"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
