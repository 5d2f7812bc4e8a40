//! Draws forms: the fields of a resource or of an action.

use std::collections::HashMap;

use maud::{Markup, html};
use miaohui_admin::{Action, Cell, Choice, Field, Kind, Label, Record};

use super::access::visible_fields;
use super::returning::Tried;
use super::show::show;
use super::story;
use crate::app::App;
use crate::pictures::picture;
use crate::templates;
use crate::visitor::Visitor;

/// Fields as a form shows them.
pub struct Inputs<'a> {
    /// The fields.
    pub fields: &'static [Field],
    /// Their values.
    pub record: &'a Record,
    /// What is wrong with them, by column.
    pub wrong: &'a HashMap<&'static str, Label>,
    /// A prefix of their ids, where the page has several forms.
    pub id_prefix: &'a str,
    /// Whether the visitor may not change them.
    pub is_read_only: bool,
}

impl Inputs<'_> {
    /// Draws them, with their values and mistakes.
    pub fn draw(&self, app: &App, visitor: &Visitor) -> Markup {
        html! {
            @for field in visible_fields(self.fields, visitor) {
                @let wrong = self.wrong.get(field.column);
                @if field.is_read_only || self.is_read_only {
                    @if !self.record.key.is_empty() {
                        div.field { span.name { (visitor.l(field.label)) } div { (show(app, visitor, field, self.record, true)) } }
                    }
                } @else {
                    @let id = self.id_of(field);
                    div.field.wrong[wrong.is_some()] {
                        label for=(id) { (visitor.l(field.label)) @if field.is_required { " *" } }
                        div { (self.input(visitor, field, &id)) @if !field.templates.is_empty() { (templates::offer(visitor, field.templates)) } @if let Some(wrong) = wrong { p.error { (visitor.l(*wrong)) } } }
                    }
                }
            }
        }
    }

    fn id_of(&self, field: &Field) -> String {
        let (prefix, column) = (self.id_prefix, field.column);
        if prefix.is_empty() { column.to_owned() } else { format!("{prefix}.{column}") }
    }

    fn input(&self, visitor: &Visitor, field: &'static Field, id: &str) -> Markup {
        let (name, required, cell) = (field.column, field.is_required, self.record.cell(field.column));
        html! {
            @match field.kind {
                Kind::Long(most) => { textarea #(id) name=(name) maxlength=(most) required[required] rows="6" { (cell.text()) } }
                Kind::Story => {
                    textarea #(id) name=(name) rows="8" { (story::parts(cell.text()).join("\n\n")) }
                    p.hint { (visitor.t("每行一段；图片单独一行。", "One paragraph a line; the name of a picture has a line of its own.")) }
                    input type="file" name=(name) accept="image/*" multiple aria-label=(visitor.t("添加图片", "Add pictures")) data-preview;
                }
                Kind::Flag => { input #(id) type="checkbox" name=(name) value="1" checked[cell.flag()]; }
                Kind::Number => { input #(id) type="number" name=(name) value=(cell.plain()) required[required]; }
                Kind::Money => {
                    input #(id) inputmode="decimal" name=(name) required[required] pattern="[0-9]{1,8}([.][0-9]{1,2})?"
                        value=(if let Cell::Int(_) = cell { cell.fen().to_string() } else { cell.plain() });
                }
                Kind::Choice(choices) | Kind::Word(choices) => (choice(visitor, choices, field, cell, id)),
                Kind::Picture => {
                    (picture(visitor, cell.text(), true))
                    input #(id) type="file" name=(name) accept="image/*" data-preview;
                    @if !cell.is_empty() && !required {
                        label.inline { input type="checkbox" name=(format!("{name}.remove")) value="1"; (visitor.t("移除", "Remove")) }
                    }
                }
                Kind::Pictures => (pictures(visitor, field, cell, id)),
                Kind::Relation(other) => {
                    div.picker {
                        input type="hidden" name=(name) value=(cell.plain()) data-key;
                        input #(id) type="search" autocomplete="off" required[required] data-name=(visitor.t("请从列表中选择", "Choose from the list"))
                            value=(self.record.names.get(name).map_or("", String::as_str))
                            placeholder=(visitor.t("输入以搜索", "Type to search"))
                            name="q" hx-get=(format!("/console/pick/{other}")) hx-trigger="focus, input changed delay:200ms"
                            hx-target="next .options" hx-params="q";
                        span.chosen-picture {}
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
}

fn choice(visitor: &Visitor, choices: &[Choice], field: &Field, cell: &Cell, id: &str) -> Markup {
    html! {
        select #(id) name=(field.column) required[field.is_required] {
            @if !field.is_required || *cell == Cell::Null && choices.len() > 1 { option value="" { "–" } }
            @for choice in choices { option value=(choice.value) selected[cell.plain() == choice.value] { (visitor.l(choice.label)) } }
        }
    }
}

fn pictures(visitor: &Visitor, field: &Field, cell: &Cell, id: &str) -> Markup {
    let name = field.column;
    html! {
        div.pictures data-sort {
            @for one in story::parts(cell.text()) {
                span.kept {
                    input type="hidden" name=(format!("{name}.keep")) value=(one);
                    (picture(visitor, &one, true))
                    button.plain type="button" data-drop aria-label=(visitor.t("移除", "Remove")) { "×" }
                }
            }
        }
        input #(id) type="file" name=(name) accept="image/*" multiple data-preview;
    }
}

/// An action that a page offers.
pub struct Offer<'a> {
    /// The action.
    pub action: &'static Action,
    /// The path of its resource's list.
    pub list_path: &'a str,
    /// A prefix of the ids of its inputs, where the page offers it several times.
    pub id_prefix: &'a str,
    /// What it was given when it was refused on this page.
    pub tried: Option<&'a Tried>,
    /// What its fields hold before.
    pub given: Option<&'a Record>,
}

/// The button of an action, with a fold for the fields that it asks for. The fold of an action that was
/// refused is open, with what was typed; the others have what is given.
pub fn action_button(app: &App, visitor: &Visitor, offer: &Offer<'_>) -> Markup {
    let Offer { action, list_path, id_prefix, tried, given } = *offer;
    let path = format!("{list_path}/do/{}", action.name);
    let question = action.needs_confirmation.then(|| visitor.t("确定吗？", "Are you sure?"));
    let button = html! {
        button.grave[action.needs_confirmation] formaction=(path) formmethod="post" formnovalidate[action.asks.is_empty()] data-confirm=[question] { (visitor.l(action.label)) }
    };
    if action.asks.is_empty() {
        return button;
    }
    let (tried, nothing) = (tried.filter(|tried| tried.action == action.name), Tried::default());
    let is_open = tried.is_some();
    let shown = tried.unwrap_or(&nothing);
    let id_prefix =
        if id_prefix.is_empty() { action.name.to_owned() } else { format!("{id_prefix}.{}", action.name) };
    let inputs = Inputs {
        fields: action.asks,
        record: given.filter(|_| !is_open).unwrap_or(&shown.typed),
        wrong: &shown.wrong,
        id_prefix: &id_prefix,
        is_read_only: false,
    };
    html! {
        details.ask name="ask" open[is_open] { summary { (visitor.l(action.label)) }
            fieldset disabled[!is_open] { (inputs.draw(app, visitor)) (button) }
        }
    }
}
