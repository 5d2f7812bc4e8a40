//! What labels and ids of a recording are at the server that is replayed against.

use std::collections::BTreeMap;

use serde_json::{Number, Value};

use crate::body::{Body, Part};
use crate::masks::{kind_of, label_of_number, split_labels};
use crate::paths::{id_kind, thing, with_ids};
use crate::recording::Call;

/// Shortest word of hexadecimal digits that is taken for a random id.
const SHORTEST_RANDOM: usize = 12;

/// Known values.
#[derive(Debug, Default)]
pub struct Bindings {
    /// Values of labels.
    labels: BTreeMap<String, String>,
    /// Ids by kind and recorded number.
    numbers: BTreeMap<(String, i64), i64>,
    /// Random words by the recorded word.
    words: BTreeMap<String, String>,
}

impl Bindings {
    /// Says what a label stands for.
    pub fn bind(&mut self, label: &str, value: &str) {
        self.labels.insert(label.to_owned(), value.to_owned());
    }

    /// What a label stands for, if that is known.
    pub fn value(&self, label: &str) -> Option<&str> {
        self.labels.get(label).map(String::as_str)
    }

    /// Whether a label stands for this value.
    pub fn is_bound(&self, value: &str) -> bool {
        self.labels.values().any(|bound| bound == value)
    }

    /// Learns the id of a thing; whether it agrees with what is known.
    pub fn learn_number(&mut self, kind: &str, recorded: i64, received: i64) -> bool {
        *self.numbers.entry((kind.to_owned(), recorded)).or_insert(received) == received
    }

    /// Learns a random word; whether it agrees with what is known.
    pub fn learn_word(&mut self, recorded: &str, received: &str) -> bool {
        self.words.entry(recorded.to_owned()).or_insert_with(|| received.to_owned()) == received
    }

    fn number(&self, kind: &str, recorded: i64) -> i64 {
        self.numbers.get(&(kind.to_owned(), recorded)).copied().unwrap_or(recorded)
    }

    /// The call as it is sent: with values in place of labels, and the server's own ids.
    pub fn filled(&mut self, call: &Call) -> Call {
        let around = thing(&call.target).to_owned();
        let mut call = call.clone();
        call.target = self.target(&call.target, &around);
        for text in call.headers.values_mut() {
            *text = self.text(text);
        }
        match &mut call.body {
            Body::Json(value) => self.json(value, "", &around),
            Body::Form(fields) => {
                for (name, text) in fields {
                    *text = self.field(name, text, &around);
                }
            }
            Body::Parts(parts) => {
                for part in parts {
                    if let Part::Field(name, text) = part {
                        *text = self.field(name, text, &around);
                    }
                }
            }
            Body::Empty | Body::Other(_) => {}
        }
        call
    }

    fn target(&mut self, target: &str, around: &str) -> String {
        let (path, query) =
            target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
        let path = with_ids(&self.text(path), |kind, id| self.number(kind, id));
        let Some(query) = query else { return path };
        let mut filled = form_urlencoded::Serializer::new(String::new());
        for (name, text) in form_urlencoded::parse(query.as_bytes()) {
            filled.append_pair(&name, &self.field(&name, &text, around));
        }
        format!("{path}?{}", filled.finish())
    }

    fn json(&mut self, value: &mut Value, key: &str, around: &str) {
        match value {
            Value::Object(map) => map.iter_mut().for_each(|(name, inner)| self.json(inner, name, around)),
            Value::Array(items) => items.iter_mut().for_each(|item| self.json(item, key, around)),
            Value::String(text) => *value = self.json_text(key, text, around),
            Value::Number(number) => {
                if let (Some(kind), Some(id)) = (id_kind(key, around), number.as_i64()) {
                    *value = self.number(kind, id).into();
                }
            }
            _ => {}
        }
    }

    fn json_text(&mut self, key: &str, text: &str, around: &str) -> Value {
        let Some(label) = label_of_number(text) else { return self.field(key, text, around).into() };
        let filled = self.text(&label);
        // What is made up need not be a number.
        filled.parse::<Number>().map_or_else(|_| filled.into(), Value::Number)
    }

    fn field(&mut self, key: &str, text: &str, around: &str) -> String {
        match (id_kind(key, around), text.parse()) {
            (Some(kind), Ok(id)) => self.number(kind, id).to_string(),
            _ => self.text(text),
        }
    }

    /// Replaces labels and random words in a text.
    pub fn text(&mut self, text: &str) -> String {
        let parts = split_labels(text).into_iter();
        parts.map(|(part, is_label)| if is_label { self.sent(part) } else { self.words_of(part) }).collect()
    }

    /// Replaces the labels in a text that are known.
    pub fn with_known(&self, text: &str) -> String {
        let parts = split_labels(text).into_iter();
        parts.map(|(part, _)| self.value(part).unwrap_or(part)).collect()
    }

    /// What is sent for a label. A made-up value is what the label stands for from then on.
    fn sent(&mut self, label: &str) -> String {
        if let Some(known) = self.value(label) {
            return known.to_owned();
        }
        let value = made_up(label);
        if !is_given(label) {
            self.bind(label, &value);
        }
        value
    }

    fn words_of(&self, text: &str) -> String {
        split_random(text).map(|(part, _)| self.words.get(part).map_or(part, String::as_str)).collect()
    }
}

/// Whether the server gives the values of a label, so that no other value stands for it.
pub fn is_given(label: &str) -> bool {
    ["token", "code"].contains(&kind_of(label))
}

/// A value for a label that nobody knows.
fn made_up(label: &str) -> String {
    let number: u32 =
        label.trim_end_matches('>').rsplit(':').next().and_then(|text| text.parse().ok()).unwrap_or_default();
    match kind_of(label) {
        "phone" => format!("199{number:08}"),
        "mail" => format!("replay{number}@example.com"),
        "password" => format!("replay-password-{number}"),
        "idcard" => format!("11010119900307{number:04}"),
        "token" => format!("{number:040x}"),
        "code" => format!("{number:06}"),
        kind => format!("{kind}-{number}"),
    }
}

/// The parts of a text, and whether each is a random word: hexadecimal digits with dashes, among them a
/// digit.
pub fn split_random(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let is_inner = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c) || c == '-';
    let mut rest = text;
    std::iter::from_fn(move || {
        let inner = rest.chars().next().map(is_inner)?;
        let end = rest.find(|c| is_inner(c) != inner).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        rest = after;
        let is_random = inner && part.len() >= SHORTEST_RANDOM && part.bytes().any(|b| b.is_ascii_digit());
        Some((part, is_random))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn labels_and_ids_are_filled() {
        let mut bindings = Bindings::default();
        bindings.bind("<token:1>", "t1");
        assert!(bindings.learn_number("project", 7, 9));
        assert!(!bindings.learn_number("project", 7, 8));
        assert!(bindings.learn_word("288c016b-6e19-46aa-8025-f5fdac727cb6", "aaaa"));
        let call = Call {
            verb: "POST".into(),
            target:
                "/api/project/7/?token=%3Ctoken%3A1%3E&search=%3Cb%3E+1%2B1&project=7&mail=%3Cmail%3A1%3E"
                    .into(),
            headers: [("authorization".to_owned(), "Token <token:1>".to_owned())].into(),
            body: Body::Json(json!({
                "project": 7, "id": 7, "images": ["288c016b-6e19-46aa-8025-f5fdac727cb6.png"], "phone": "<phone:3>",
                "text": "1 < 2 <phone:3>", "n": 7, "mobile": "<number phone:3>", "account": "<number payout:1>",
            })),
            status: 200,
            content_type: String::new(),
            reply: None,
        };
        let filled = bindings.filled(&call);
        let target = "/api/project/9/?token=t1&search=%3Cb%3E+1%2B1&project=9&mail=replay1%40example.com";
        assert_eq!(filled.target, target);
        assert_eq!(filled.headers["authorization"], "Token t1");
        let body = json!({
            "project": 9, "id": 9, "images": ["aaaa.png"], "phone": "19900000003",
            "text": "1 < 2 19900000003", "n": 7, "mobile": 19_900_000_003_i64, "account": "payout-1",
        });
        assert_eq!(filled.body, Body::Json(body));
        // What was made up stands for the label, except where the server gives the value.
        assert_eq!(bindings.value("<phone:3>"), Some("19900000003"));
        assert_eq!(bindings.text("<token:2>").len(), 40);
        assert_eq!(bindings.value("<token:2>"), None);
    }
}
