//! Fields that are texts.

use std::collections::HashSet;

use miaohui_kernel::{is_blank, is_mail_address, is_web_address, one_line, trim_unseen};
use miaohui_moderation::Refused;
use serde_json::{Value, json};

use super::Fields;
use crate::call::Call;
use crate::code::Code;
use crate::password_rules::is_weak;
use crate::store::user;
use crate::values::{list, text};

/// The schema's mark of texts that moderation checks.
const WRITTEN: &str = "x-written-text";

impl Fields<'_, '_, '_> {
    /// Reads a text for other people, of 1 to `most` characters, which moderation checks (10000).
    pub fn text(&mut self, name: &str, most: usize, old: Option<String>) -> String {
        let schema = json!({ "type": "string", "minLength": 1, "maxLength": most, WRITTEN: true });
        self.required(name, old, schema, |call, value| written(call, value, most))
    }

    /// Reads a text for other people as [`Self::text`] does; empty when it is left out.
    pub fn optional_text(&mut self, name: &str, most: usize, old: Option<String>) -> String {
        let schema = json!({ "type": ["string", "null"], "maxLength": most, WRITTEN: true });
        self.optional(name, old, schema, |call, value| written(call, value, most))
    }

    /// Reads a list of different texts for other people, none of them blank; a text counts as a list of
    /// one.
    pub fn texts(&mut self, name: &str, most: usize, old: Option<Vec<String>>) -> Vec<String> {
        let schema = json!({ "type": ["array", "string", "null"], "maxItems": most, "items": { "type": "string", "maxLength": 50 }, WRITTEN: true });
        self.optional(name, old, schema, |call, value| {
            let mut seen = HashSet::new();
            list(value, most, |value| {
                let text = trim_unseen(&written(call, value, 50)?).to_owned();
                if is_blank(&text) || !seen.insert(text.clone()) { Err(Code::InvalidData) } else { Ok(text) }
            })
        })
    }

    /// Reads a text for the program, such as a token or a password, of 1 to `most` characters.
    pub fn key(&mut self, name: &str, most: usize) -> String {
        let schema = json!({ "type": "string", "minLength": 1, "maxLength": most });
        self.required(name, None, schema, |_, value| text(value, most))
    }

    /// Reads a text that moderation does not check, such as a number or an address; empty when it
    /// is left out.
    pub fn optional_key(&mut self, name: &str, most: usize, old: Option<String>) -> String {
        let schema = json!({ "type": ["string", "null"], "maxLength": most });
        self.optional(name, old, schema, |_, value| text(value, most))
    }

    /// Reads the address of a web page, http or https; empty when it is left out. An old value that is
    /// sent again stays, whatever it is.
    pub fn optional_web_address(&mut self, name: &str, most: usize, old: String) -> String {
        let schema = json!({ "type": ["string", "null"], "maxLength": most });
        let kept = old.clone();
        self.optional(name, Some(old), schema, move |_, value| {
            let text = text(value, most)?;
            if is_web_address(&text) || text == kept { Ok(text) } else { Err(Code::InvalidData) }
        })
    }

    /// Reads a mail address and converts it to lower case.
    pub fn email(&mut self, name: &str) -> String {
        let schema = json!({ "type": "string", "format": "email", "maxLength": 254 });
        self.required(name, None, schema, |_, value| {
            let address = text(value, 254)?.trim().to_lowercase();
            if is_mail_address(&address) { Ok(address) } else { Err(Code::InvalidData) }
        })
    }

    /// Reads a mail address as [`Self::email`] does; one that an account has is 10000.
    pub fn unused_email(&mut self, name: &str) -> String {
        let email = self.email(name);
        let used = match self.call() {
            Some(call) if !email.is_empty() => user::has_email(call.tx, &email),
            _ => Ok(false),
        };
        match used {
            Ok(true) => self.wrong(name, Code::InvalidData),
            Ok(false) => {}
            Err(error) => self.fail(Some(error.into())),
        }
        email
    }

    /// Reads a new password of at least 8 characters; a common one is 10000.
    pub fn new_password(&mut self, name: &str) -> String {
        let schema = json!({ "type": "string", "minLength": 8, "maxLength": 128 });
        self.required(name, None, schema, |_, value| {
            let password = text(value, 128)?;
            if is_weak(&password) { Err(Code::InvalidData) } else { Ok(password) }
        })
    }

    /// Reads a name for other people as [`Self::text`] does, as one line.
    pub fn name(&mut self, name: &str, most: usize, old: Option<String>) -> String {
        let schema = json!({ "type": "string", "minLength": 1, "maxLength": most, WRITTEN: true });
        self.required(name, old, schema, |call, value| {
            let line = one_line(&written(call, value, most)?);
            if is_blank(&line) { Err(Code::RequiredData) } else { Ok(line) }
        })
    }

    /// Reads a name as [`Self::name`] does; empty when it is left out.
    pub fn optional_name(&mut self, name: &str, most: usize, old: Option<String>) -> String {
        let schema = json!({ "type": ["string", "null"], "maxLength": most, WRITTEN: true });
        self.optional(name, old, schema, |call, value| Ok(one_line(&written(call, value, most)?)))
    }

    /// Reads one of the texts `choices`.
    pub fn choice(&mut self, name: &str, choices: &[&'static str], old: Option<&str>) -> &'static str {
        let find = |text: &str| choices.iter().find(|choice| **choice == text).copied();
        self.required(name, old.and_then(find), json!({ "enum": choices }), |_, value| {
            value.as_str().and_then(find).ok_or(Code::InvalidData)
        })
    }
}

/// Parses a text and applies the operators' words to it.
fn written(call: &mut Call<'_, '_>, value: &Value, most: usize) -> Result<String, Code> {
    let mut text = text(value, most)?;
    call.app.words.apply(&mut text, &mut call.queued).map_err(|Refused| Code::InvalidData)?;
    Ok(text)
}
