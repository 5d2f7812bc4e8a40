//! The field reader. It reads a form from a body in one pass, collects the errors of all fields in
//! the order in which the form reads them, and writes the form's JSON Schema for the API reference.

#![expect(clippy::option_option, reason = "no old value differs from an old value that is empty")]

mod number;
mod relation;
mod text;

use serde_json::{Map, Value, json};

use crate::call::Call;
use crate::code::Code;
use crate::error::{Error, FieldError, Result};
use crate::values::is_blank;

/// The body that an operation takes.
pub trait Form: Sized + 'static {
    /// Its name in the API reference; empty for none.
    const NAME: &'static str;

    /// Reads the form. `old`: the values that an update starts from.
    fn read(fields: &mut Fields<'_, '_, '_>, old: Option<Self>) -> Self;
}

/// The form of an operation without a body.
impl Form for () {
    const NAME: &'static str = "";

    fn read(_: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {}
}

/// How a field that is not sent is treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It is missing: POST and PUT.
    Whole,
    /// It keeps its old value: PATCH.
    Partial,
}

/// The fields of a body that is being read, or described.
pub struct Fields<'f, 'c, 't> {
    source: Source<'f, 'c, 't>,
    mode: Mode,
    /// The names of the dictionaries around the fields, each followed by a dot.
    prefix: String,
    /// What the next field is, for the API reference.
    about: &'static str,
    errors: Vec<FieldError>,
    /// The error of a lookup, which no field is to blame for.
    failure: Option<Error>,
}

enum Source<'f, 'c, 't> {
    /// A body to read.
    Body { sent: &'f Map<String, Value>, call: &'f mut Call<'c, 't> },
    /// A schema to write; nothing is read.
    Schema { properties: Map<String, Value>, required: Vec<String> },
}

/// Reads a form from a body, inside the transaction that uses it.
pub fn read<F: Form>(
    sent: &Map<String, Value>,
    call: &mut Call<'_, '_>,
    mode: Mode,
    old: Option<F>,
) -> Result<F> {
    let mut fields = Fields::of(Source::Body { sent, call }, mode, String::new());
    let form = F::read(&mut fields, old);
    match fields.failure {
        Some(failure) => Err(failure),
        None if fields.errors.is_empty() => Ok(form),
        None => Err(Error::Fields(fields.errors)),
    }
}

/// Writes the JSON Schema of a form; its title is its name in the API reference.
pub fn describe<F: Form>(mode: Mode) -> Value {
    let mut fields = Fields::of(Source::empty_schema(), mode, String::new());
    F::read(&mut fields, None);
    let mut schema = fields.schema();
    schema["title"] = match mode {
        Mode::Whole => F::NAME.into(),
        Mode::Partial => format!("{}Changes", F::NAME.trim_end_matches("Input")).into(),
    };
    schema
}

impl Source<'_, '_, '_> {
    fn empty_schema() -> Self {
        Self::Schema { properties: Map::new(), required: Vec::new() }
    }
}

impl<'f, 'c, 't> Fields<'f, 'c, 't> {
    fn of(source: Source<'f, 'c, 't>, mode: Mode, prefix: String) -> Self {
        Self { source, mode, prefix, about: "", errors: Vec::new(), failure: None }
    }

    /// Says what the next field is, for the API reference.
    pub fn about(&mut self, about: &'static str) -> &mut Self {
        self.about = about;
        self
    }

    /// Reads a field that must be sent and not be blank.
    fn required<T: Default>(
        &mut self,
        name: &str,
        old: Option<T>,
        schema: Value,
        parse: impl FnOnce(&mut Call<'c, 't>, &Value) -> Result<T, Code>,
    ) -> T {
        self.field(name, old, schema, true, parse)
    }

    /// Reads a field that may be left out.
    fn optional<T: Default>(
        &mut self,
        name: &str,
        old: Option<T>,
        schema: Value,
        parse: impl FnOnce(&mut Call<'c, 't>, &Value) -> Result<T, Code>,
    ) -> T {
        self.field(name, old, schema, false, parse)
    }

    fn field<T: Default>(
        &mut self,
        name: &str,
        old: Option<T>,
        mut schema: Value,
        required: bool,
        parse: impl FnOnce(&mut Call<'c, 't>, &Value) -> Result<T, Code>,
    ) -> T {
        let (sent, call) = match &mut self.source {
            Source::Body { sent, call } => (sent, call),
            Source::Schema { properties, required: names } => {
                schema["description"] = std::mem::take(&mut self.about).into();
                properties.insert(name.to_owned(), schema);
                if required && self.mode == Mode::Whole {
                    names.push(name.to_owned());
                }
                return T::default();
            }
        };
        let value = match sent.get(name) {
            None if self.mode == Mode::Partial => return old.unwrap_or_default(),
            Some(value) if !is_blank(value) => parse(call, value),
            _ if required => Err(Code::RequiredData),
            _ => Ok(T::default()),
        };
        value.unwrap_or_else(|code| {
            self.wrong(name, code);
            T::default()
        })
    }

    /// Adds an error to a field that was read.
    pub fn wrong(&mut self, name: &str, code: Code) {
        self.errors.push(FieldError { field: format!("{}{name}", self.prefix), code });
    }

    /// Keeps the first error of a lookup.
    fn fail(&mut self, failure: Option<Error>) {
        self.failure = self.failure.take().or(failure);
    }

    /// The call; `None` when the form is only described.
    pub fn call(&mut self) -> Option<&mut Call<'c, 't>> {
        match &mut self.source {
            Source::Body { call, .. } => Some(call),
            Source::Schema { .. } => None,
        }
    }

    /// Describes a file. The operation takes it from the body itself.
    pub fn file(&mut self, name: &str) {
        if let Source::Schema { properties, required } = &mut self.source {
            properties.insert(
                name.to_owned(),
                json!({
                    "type": "string", "format": "binary", "description": std::mem::take(&mut self.about),
                }),
            );
            if self.mode == Mode::Whole {
                required.push(name.to_owned());
            }
        }
    }

    /// Reads a dictionary. Its fields keep their old values unless they are sent, in PUT too.
    pub fn dictionary<T>(&mut self, name: &str, read: impl FnOnce(&mut Fields<'_, 'c, 't>) -> T) -> T {
        let prefix = format!("{}{name}.", self.prefix);
        let nothing = Map::new();
        match &mut self.source {
            Source::Body { sent, call } => {
                let (sent, wrong) = match sent.get(name) {
                    None | Some(Value::Null) => (&nothing, false),
                    Some(Value::Object(sent)) => (sent, false),
                    Some(_) => (&nothing, true),
                };
                let mut inner = Fields::of(Source::Body { sent, call }, Mode::Partial, prefix);
                let value = read(&mut inner);
                let (errors, failure) = (inner.errors, inner.failure);
                self.errors.extend(errors);
                self.fail(failure);
                if wrong {
                    self.wrong(name, Code::InvalidData);
                }
                value
            }
            Source::Schema { properties, .. } => {
                let mut inner = Fields::of(Source::empty_schema(), Mode::Partial, prefix);
                let value = read(&mut inner);
                let mut schema = inner.schema();
                schema["description"] = std::mem::take(&mut self.about).into();
                properties.insert(name.to_owned(), schema);
                value
            }
        }
    }

    fn schema(self) -> Value {
        match self.source {
            Source::Schema { properties, required } => {
                json!({ "type": "object", "properties": properties, "required": required })
            }
            Source::Body { .. } => Value::Null,
        }
    }
}
