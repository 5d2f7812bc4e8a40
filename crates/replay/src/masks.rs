//! Labels in place of personal data: the same value has the same label in the whole recording.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::personal::{Piece, kind_of_key, pieces};

/// The labels of a recording.
#[derive(Debug, Default)]
pub struct Masks {
    labels: BTreeMap<(&'static str, String), String>,
    counts: BTreeMap<&'static str, usize>,
    /// Values that were given a label since the last look.
    new: Vec<(String, String)>,
}

impl Masks {
    /// The label of a value.
    pub fn label(&mut self, kind: &'static str, value: &str) -> String {
        if value.is_empty() {
            return String::new();
        }
        let (counts, new) = (&mut self.counts, &mut self.new);
        let make = || {
            let count = counts.entry(kind).or_default();
            *count += 1;
            let label = format!("<{kind}:{count}>");
            new.push((label.clone(), value.to_owned()));
            label
        };
        self.labels.entry((kind, value.to_owned())).or_insert_with(make).clone()
    }

    /// Labels that are new since the last call, with their values.
    pub fn take_new(&mut self) -> Vec<(String, String)> {
        std::mem::take(&mut self.new)
    }

    /// Masks a JSON value.
    pub fn json(&mut self, value: &mut Value) {
        self.value(value, "", "");
    }

    fn value(&mut self, value: &mut Value, parent: &str, key: &str) {
        match value {
            Value::Object(map) => map.iter_mut().for_each(|(name, inner)| self.value(inner, key, name)),
            // What is in a list belongs to the list's key.
            Value::Array(items) => items.iter_mut().for_each(|item| match item {
                Value::String(_) => self.value(item, parent, key),
                _ => self.value(item, "", key),
            }),
            Value::String(text) => *text = self.field(parent, key, text),
            Value::Number(number) if kind_of_key(parent, key) == Some("phone") => {
                *value = self.label("phone", &number.to_string()).into();
            }
            _ => {}
        }
    }

    /// Masks a text under a key.
    pub fn field(&mut self, parent: &str, key: &str, text: &str) -> String {
        match kind_of_key(parent, key) {
            Some(kind) => self.label(kind, text),
            None => self.text(text),
        }
    }

    /// Masks what looks personal in a text.
    pub fn text(&mut self, text: &str) -> String {
        let masked = pieces(text).into_iter().map(|piece| match piece {
            Piece::Plain(text) => text.to_owned(),
            Piece::Personal(kind, text) => self.label(kind, text),
        });
        masked.collect()
    }
}

/// Whether a text is one label.
pub fn is_label(text: &str) -> bool {
    let inner = text.strip_prefix('<').and_then(|text| text.strip_suffix('>'));
    inner.and_then(|inner| inner.split_once(':')).is_some_and(|(kind, number)| {
        kind.bytes().all(|b| b.is_ascii_lowercase()) && number.parse::<u32>().is_ok() && !kind.is_empty()
    })
}

/// The kind of a label.
pub fn kind_of(label: &str) -> &str {
    label.trim_start_matches('<').split(':').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_same_value_has_the_same_label() {
        let mut masks = Masks::default();
        let mut login =
            json!({ "phone": "13800000001", "password": "secret", "code": "123456", "country": "86" });
        masks.json(&mut login);
        let masked =
            json!({ "phone": "<phone:1>", "password": "<password:1>", "code": "<code:1>", "country": "86" });
        assert_eq!(login, masked);
        let mut reply = json!({
            "code": 0, "token": "abc", "my_user_info": { "phone": "13800000001", "email": null, "intro": "打13800000002" },
            "fundinfo": { "name": "王", "account": "62220001" }, "name": "公开", "detailinfo": { "qq": "" },
        });
        masks.json(&mut reply);
        let masked = json!({
            "code": 0, "token": "<token:1>", "my_user_info": { "phone": "<phone:1>", "email": null, "intro": "打<phone:2>" },
            "fundinfo": { "name": "<name:1>", "account": "<payout:1>" }, "name": "公开", "detailinfo": { "qq": "" },
        });
        assert_eq!(reply, masked);
    }

    #[test]
    fn labels_are_known() {
        assert!(is_label("<phone:1>") && !is_label("<phone:1> x") && !is_label("<b>") && !is_label(""));
        assert_eq!(kind_of("<token:12>"), "token");
    }
}
