//! Labels in place of personal data: the same value has the same label in the whole recording.

use std::collections::BTreeMap;

use serde_json::{Number, Value};

use crate::personal::{Piece, kind_of_key, pieces};

/// How the label of a JSON number begins: `<number phone:1>` is a number, `<phone:1>` a text.
const OF_NUMBER: &str = "<number ";

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
                Value::String(_) | Value::Number(_) => self.value(item, parent, key),
                _ => self.value(item, "", key),
            }),
            Value::String(text) => *text = self.field(parent, key, text),
            Value::Number(number) => {
                if let Some(label) = self.number(parent, key, number) {
                    *value = label.replacen('<', OF_NUMBER, 1).into();
                }
            }
            _ => {}
        }
    }

    /// The label of a number, if it is personal.
    fn number(&mut self, parent: &str, key: &str, number: &Number) -> Option<String> {
        let text = number.to_string();
        let kind = match kind_of_key(parent, key) {
            // A number under this key is the code of a reply.
            Some("code") => return None,
            Some(kind) => kind,
            None => match pieces(&text)[..] {
                [Piece::Personal(kind, _)] => kind,
                _ => return None,
            },
        };
        Some(self.label(kind, &text))
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

/// The label in a text that stands for a JSON number.
pub fn label_of_number(text: &str) -> Option<String> {
    let label = format!("<{}", text.strip_prefix(OF_NUMBER)?);
    is_label(&label).then_some(label)
}

/// The parts of a text, and whether each is a label.
pub fn split_labels(text: &str) -> Vec<(&str, bool)> {
    let mut parts = Vec::new();
    let mut from = 0;
    for (begin, _) in text.match_indices('<') {
        let Some(length) = text[begin..].find('>') else { break };
        let end = begin + length + 1;
        if is_label(&text[begin..end]) {
            parts.push((&text[from..begin], false));
            parts.push((&text[begin..end], true));
            from = end;
        }
    }
    parts.push((&text[from..], false));
    parts
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
    fn numbers_are_masked_like_texts() {
        let mut masks = Masks::default();
        let mut sent = json!({
            "fundinfo": { "account": 62_220_001, "name": 7 }, "detailinfo": { "idcard": 110_101_199_003_071_234_i64, "qq": 1 },
            "password": 12_345_678, "alipay": [13_800_000_001_i64], "mobile": "13800000002", "contact": 13_800_000_002_i64,
            "id": 5, "money": 12.5, "code": 10_000, "token": "62220001",
        });
        masks.json(&mut sent);
        let masked = json!({
            "fundinfo": { "account": "<number payout:2>", "name": "<number name:1>" },
            "detailinfo": { "idcard": "<number idcard:1>", "qq": "<number contact:1>" },
            "password": "<number password:1>", "alipay": ["<number payout:1>"], "mobile": "<phone:2>",
            "contact": "<number phone:1>", "id": 5, "money": 12.5, "code": 10_000, "token": "<token:1>",
        });
        assert_eq!(
            sent.to_string().replace(char::is_numeric, ""),
            masked.to_string().replace(char::is_numeric, "")
        );
        // A text and a number of the same value share a label.
        assert_eq!(label_of_number(sent["contact"].as_str().unwrap()).unwrap(), sent["mobile"]);
    }

    #[test]
    fn where_a_withdrawal_goes_is_masked() {
        let mut export = json!({ "withdrawals": [{ "id": 1, "target": "中国银行 庙会支行 王 62220001" }] });
        Masks::default().json(&mut export);
        assert_eq!(export, json!({ "withdrawals": [{ "id": 1, "target": "<payout:1>" }] }));
    }

    #[test]
    fn labels_are_known() {
        assert!(is_label("<phone:1>") && !is_label("<phone:1> x") && !is_label("<b>") && !is_label(""));
        assert_eq!(kind_of("<token:12>"), "token");
        assert_eq!(label_of_number("<number phone:1>").unwrap(), "<phone:1>");
        assert_eq!(label_of_number("<phone:1>"), None);
        assert_eq!(split_labels("a < b <phone:1>"), [("a < b ", false), ("<phone:1>", true), ("", false)]);
    }
}
