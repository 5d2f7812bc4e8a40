//! The field reader: reads a body in one pass, collects everything that is wrong with it, and describes itself for the
//! API reference. The order in which a form reads its fields is the order in which errors are listed.

#![expect(clippy::option_option, reason = "nothing to start from is not the same as nothing there")]

use miaohui_moderation::Refused;
use serde_json::{Map, Value, json};

use crate::call::Call;
use crate::error::FieldError;
use crate::store::image::{self, ImageType};
use crate::store::user;
use crate::values::{integer, integer_schema, is_address, is_blank, list, text};
use crate::wire::Yuan;
use crate::{Code, Error, Result};

/// The mark of written texts in a schema.
const WRITTEN: &str = "x-written-text";

/// Passwords of at least 8 characters that everybody tries first, a line each.
const COMMON_PASSWORDS: &str = include_str!("common_passwords.txt");

/// What an operation is sent.
pub trait Form: Sized + 'static {
    /// Reads the form. `old`: what a partial update starts from.
    fn read(fields: &mut Fields<'_, '_, '_>, old: Option<Self>) -> Self;
}

/// An operation without a body.
impl Form for () {
    fn read(_: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {}
}

/// Whether what is not sent is missing or stays as it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// POST and PUT.
    Whole,
    /// PATCH.
    Partial,
}

/// A body that is being read.
pub struct Fields<'f, 'c, 't> {
    source: Source<'f, 'c, 't>,
    mode: Mode,
    /// Names of the dictionaries around the fields, each with a dot behind it.
    prefix: String,
    errors: Vec<FieldError>,
    /// Why a relation could not be looked up; it is no fault of the field's.
    failure: Option<Error>,
}

enum Source<'f, 'c, 't> {
    Body {
        sent: &'f Map<String, Value>,
        call: &'f mut Call<'c, 't>,
    },
    /// Nothing is read; what would be is written down as JSON Schema.
    Reference {
        properties: Map<String, Value>,
        required: Vec<String>,
    },
}

/// Reads a form from what was sent, inside the transaction that will use it.
pub fn read<F: Form>(
    sent: &Map<String, Value>,
    call: &mut Call<'_, '_>,
    mode: Mode,
    old: Option<F>,
) -> Result<F> {
    let source = Source::Body { sent, call };
    let mut fields = Fields { source, mode, prefix: String::new(), errors: Vec::new(), failure: None };
    let form = F::read(&mut fields, old);
    match fields.failure {
        Some(failure) => Err(failure),
        None if fields.errors.is_empty() => Ok(form),
        None => Err(Error::Fields(fields.errors)),
    }
}

/// The JSON Schema of a form.
pub fn describe<F: Form>(mode: Mode) -> Value {
    let source = Source::Reference { properties: Map::new(), required: Vec::new() };
    let mut fields = Fields { source, mode, prefix: String::new(), errors: Vec::new(), failure: None };
    F::read(&mut fields, None);
    fields.schema()
}

impl<'c, 't> Fields<'_, 'c, 't> {
    /// A field that must be sent, and not blank.
    fn required<T: Default>(
        &mut self,
        name: &str,
        old: Option<T>,
        schema: Value,
        parse: impl FnOnce(&mut Call<'c, 't>, &Value) -> Result<T, Code>,
    ) -> T {
        self.take(name, old, schema, true, parse)
    }

    fn take<T: Default>(
        &mut self,
        name: &str,
        old: Option<T>,
        schema: Value,
        required: bool,
        parse: impl FnOnce(&mut Call<'c, 't>, &Value) -> Result<T, Code>,
    ) -> T {
        let (sent, call) = match &mut self.source {
            Source::Body { sent, call } => (sent, call),
            Source::Reference { properties, required: names } => {
                properties.insert(name.to_owned(), schema);
                if required && self.mode == Mode::Whole {
                    names.push(name.to_owned());
                }
                return T::default();
            }
        };
        let sent = sent.get(name);
        let outcome = match sent {
            None if self.mode == Mode::Partial => return old.unwrap_or_default(),
            Some(value) if !is_blank(value) => parse(call, value),
            _ if required => Err(Code::RequiredData),
            _ => Ok(T::default()),
        };
        outcome.unwrap_or_else(|code| {
            self.errors.push(FieldError { field: format!("{}{name}", self.prefix), code });
            T::default()
        })
    }

    /// Says that a field that was read is wrong after all.
    pub fn wrong(&mut self, name: &str, code: Code) {
        self.errors.push(FieldError { field: format!("{}{name}", self.prefix), code });
    }

    /// Asks the call, which is not there when the form is only described.
    pub fn call(&mut self) -> Option<&mut Call<'c, 't>> {
        match &mut self.source {
            Source::Body { call, .. } => Some(call),
            Source::Reference { .. } => None,
        }
    }

    /// What people write for others to read, 1 to `most` characters; it goes through the operators' words (10000).
    pub fn text(&mut self, name: &str, most: usize, old: Option<String>) -> String {
        let schema = json!({ "type": "string", "minLength": 1, "maxLength": most, WRITTEN: true });
        self.required(name, old, schema, |call, value| written(call, value, most))
    }

    /// A text of 1 to `most` characters that nobody reads: a token, a password.
    pub fn key(&mut self, name: &str, most: usize) -> String {
        let schema = json!({ "type": "string", "minLength": 1, "maxLength": most });
        self.required(name, None, schema, |_, value| text(value, most))
    }

    /// A text of at most `most` characters that is no prose, such as a number or an address; empty when it is left out.
    pub fn optional_key(&mut self, name: &str, most: usize, old: Option<String>) -> String {
        let schema = json!({ "type": ["string", "null"], "maxLength": most });
        self.take(name, old, schema, false, |_, value| text(value, most))
    }

    /// A mail address, in lower case.
    pub fn email(&mut self, name: &str) -> String {
        let schema = json!({ "type": "string", "format": "email", "maxLength": 254 });
        self.required(name, None, schema, |_, value| {
            let address = text(value, 254)?.trim().to_lowercase();
            if is_address(&address) { Ok(address) } else { Err(Code::InvalidData) }
        })
    }

    /// A mail address that no account has, in lower case.
    pub fn free_email(&mut self, name: &str) -> String {
        let email = self.email(name);
        let taken = match self.call() {
            Some(call) if !email.is_empty() => user::has_email(call.tx, &email),
            _ => Ok(false),
        };
        match taken {
            Ok(true) => self.wrong(name, Code::InvalidData),
            Ok(false) => {}
            Err(error) => self.failure = self.failure.take().or(Some(error.into())),
        }
        email
    }

    /// A new password: at least 8 characters, and none of the most common.
    pub fn new_password(&mut self, name: &str) -> String {
        self.required(
            name,
            None,
            json!({ "type": "string", "minLength": 8, "maxLength": 128 }),
            |_, value| {
                let password = text(value, 128)?;
                let common = COMMON_PASSWORDS.lines().any(|common| common == password.to_lowercase());
                if password.chars().count() < 8 || common { Err(Code::InvalidData) } else { Ok(password) }
            },
        )
    }

    /// What people write for others to read, at most `most` characters, empty when it is left out; it goes through the
    /// operators' words (10000).
    pub fn optional_text(&mut self, name: &str, most: usize, old: Option<String>) -> String {
        let schema = json!({ "type": ["string", "null"], "maxLength": most, WRITTEN: true });
        self.take(name, old, schema, false, |call, value| written(call, value, most))
    }

    /// A whole number between two bounds.
    pub fn integer(&mut self, name: &str, from: i64, to: i64, old: Option<i64>) -> i64 {
        self.required(name, old, integer_schema(from, to, false), |_, value| integer(value, from, to))
    }

    /// A whole number between two bounds, or none.
    pub fn optional_integer(
        &mut self,
        name: &str,
        from: i64,
        to: i64,
        old: Option<Option<i64>>,
    ) -> Option<i64> {
        let schema = integer_schema(from, to, true);
        self.take(name, old, schema, false, |_, value| integer(value, from, to).map(Some))
    }

    /// Money above zero, with at most two decimals.
    pub fn money(&mut self, name: &str, old: Option<Yuan>) -> Yuan {
        let schema = json!({ "type": ["number", "string"], "exclusiveMinimum": 0, "description": "Yuan." });
        self.required(name, old, schema, |_, value| {
            Yuan::parse(value).filter(|money| money.0 > 0).ok_or(Code::InvalidData)
        })
    }

    /// One of some texts.
    pub fn choice(&mut self, name: &str, choices: &[&'static str], old: Option<&str>) -> &'static str {
        let find = |text: &str| choices.iter().find(|choice| **choice == text).copied();
        self.required(name, old.and_then(find), json!({ "enum": choices }), |_, value| {
            value.as_str().and_then(find).ok_or(Code::InvalidData)
        })
    }

    /// Says that a file may come with the form. The operation takes it from the body itself.
    pub fn file(&mut self, name: &str) {
        if let Source::Reference { properties, required } = &mut self.source {
            properties.insert(name.to_owned(), json!({ "type": "string", "format": "binary" }));
            if self.mode == Mode::Whole {
                required.push(name.to_owned());
            }
        }
    }

    /// A list of texts that people write for others to read, sent as a list or, in a form, as one.
    pub fn texts(&mut self, name: &str, most: usize, old: Option<Vec<String>>) -> Vec<String> {
        let schema = json!({ "type": ["array", "string", "null"], "maxItems": most, "items": { "type": "string", "maxLength": 50 }, WRITTEN: true });
        self.take(name, old, schema, false, |call, value| list(value, most, |value| written(call, value, 50)))
    }

    /// A list of ids that all exist; in the order in which they were sent, each once.
    pub fn relations(
        &mut self,
        name: &str,
        old: Option<Vec<i64>>,
        exist: impl FnOnce(&mut Call<'c, 't>, &[i64]) -> Result<bool>,
    ) -> Vec<i64> {
        let schema = json!({ "type": ["array", "integer", "string"], "items": { "type": ["integer", "string"] }, "minItems": 1 });
        let mut failure = None;
        let ids = self.required(name, old, schema, |call, value| {
            let mut ids = list(value, 100, |value| integer(value, 1, i64::MAX))?;
            let mut seen = std::collections::HashSet::new();
            ids.retain(|id| seen.insert(*id));
            kept(exist(call, &ids), &mut failure)?.then_some(ids).ok_or(Code::InvalidData)
        });
        self.failure = self.failure.take().or(failure);
        ids
    }

    /// The id of something that exists.
    pub fn relation(
        &mut self,
        name: &str,
        old: Option<i64>,
        exists: impl FnOnce(&mut Call<'c, 't>, i64) -> Result<bool>,
    ) -> i64 {
        let mut failure = None;
        let id = self.required(name, old, integer_schema(1, i64::MAX, false), |call, value| {
            let id = integer(value, 1, i64::MAX)?;
            kept(exists(call, id), &mut failure)?.then_some(id).ok_or(Code::InvalidData)
        });
        self.failure = self.failure.take().or(failure);
        id
    }

    /// The id of something that exists, or none.
    pub fn optional_relation(
        &mut self,
        name: &str,
        old: Option<Option<i64>>,
        exists: impl FnOnce(&mut Call<'c, 't>, i64) -> Result<bool>,
    ) -> Option<i64> {
        let mut failure = None;
        let id = self.take(name, old, integer_schema(1, i64::MAX, true), false, |call, value| {
            let id = integer(value, 1, i64::MAX)?;
            kept(exists(call, id), &mut failure)?.then_some(Some(id)).ok_or(Code::InvalidData)
        });
        self.failure = self.failure.take().or(failure);
        id
    }

    /// An id that the path has said already: when it is sent too, it must be the same.
    pub fn same(&mut self, name: &str, expected: Option<i64>) {
        self.take(name, Some(()), integer_schema(1, i64::MAX, true), false, |_, value| {
            let sent = integer(value, 1, i64::MAX)?;
            if expected.is_none_or(|expected| expected == sent) { Ok(()) } else { Err(Code::InvalidData) }
        });
    }

    /// An image of the caller's of the given type.
    pub fn image(&mut self, name: &str, kind: ImageType, old: Option<i64>) -> i64 {
        let mut failure = None;
        let id = self.required(name, old, integer_schema(1, i64::MAX, false), |call, value| {
            own_image(call, value, kind, old, &mut failure)
        });
        self.failure = self.failure.take().or(failure);
        id
    }

    /// An image of the caller's of the given type, or none.
    pub fn optional_image(&mut self, name: &str, kind: ImageType, old: Option<Option<i64>>) -> Option<i64> {
        let mut failure = None;
        let id = self.take(name, old, integer_schema(1, i64::MAX, true), false, |call, value| {
            own_image(call, value, kind, old.flatten(), &mut failure).map(Some)
        });
        self.failure = self.failure.take().or(failure);
        id
    }

    /// A dictionary, whose fields stay as they are unless they are sent, also in a whole update.
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
                let source = Source::Body { sent, call };
                let mut inner =
                    Fields { source, mode: Mode::Partial, prefix, errors: Vec::new(), failure: None };
                let value = read(&mut inner);
                let (errors, failure) = (inner.errors, inner.failure);
                self.errors.extend(errors);
                self.failure = self.failure.take().or(failure);
                if wrong {
                    self.wrong(name, Code::InvalidData);
                }
                value
            }
            Source::Reference { properties, .. } => {
                let source = Source::Reference { properties: Map::new(), required: Vec::new() };
                let mut inner =
                    Fields { source, mode: Mode::Partial, prefix, errors: Vec::new(), failure: None };
                let value = read(&mut inner);
                properties.insert(name.to_owned(), inner.schema());
                value
            }
        }
    }

    fn schema(self) -> Value {
        match self.source {
            Source::Reference { properties, required } => {
                json!({ "type": "object", "properties": properties, "required": required })
            }
            Source::Body { .. } => Value::Null,
        }
    }
}

fn kept<T>(result: Result<T>, failure: &mut Option<Error>) -> Result<T, Code> {
    result.map_err(|error| {
        *failure = Some(error);
        Code::InvalidData
    })
}

/// A text that goes through the operators' words.
fn written(call: &mut Call<'_, '_>, value: &Value, most: usize) -> Result<String, Code> {
    let mut text = text(value, most)?;
    call.app.words.apply(&mut text, &mut call.queued).map_err(|Refused| Code::InvalidData)?;
    Ok(text)
}

fn own_image(
    call: &mut Call<'_, '_>,
    value: &Value,
    kind: ImageType,
    old: Option<i64>,
    failure: &mut Option<Error>,
) -> Result<i64, Code> {
    let id = integer(value, 1, i64::MAX)?;
    // What is there already stays allowed, whoever changes the rest.
    if old == Some(id) {
        return Ok(id);
    }
    let found = kept(image::find(call.tx, id).map_err(Error::from), failure)?.ok_or(Code::InvalidImage)?;
    if found.kind != kind as i64 {
        return Err(Code::InvalidImageType);
    }
    match found.user {
        None => Err(Code::ImageWithoutUser),
        user if user == call.user => Ok(id),
        Some(_) => Err(Code::ImageOfAnother),
    }
}
