//! What differs between a recorded reply and a received one.

use std::collections::BTreeSet;

use serde_json::{Number, Value};

use crate::bindings::{Bindings, split_random};
use crate::masks::{Masks, is_label, kind_of, label_of_number, split_labels};
use crate::paths::id_kind;

/// Keys of random words that do not look it.
const RANDOM_KEYS: [&str; 1] = ["invitation_code"];

/// A comparison of one reply.
pub struct Comparison<'a> {
    /// What labels and ids are; new ones are learned.
    pub bindings: &'a mut Bindings,
    /// Keys that are not compared.
    pub ignored: &'a BTreeSet<String>,
    /// Whether keys that the recording lacks are no difference.
    pub new_keys_allowed: bool,
    /// The differences: key and what it is.
    pub found: Vec<(String, String)>,
}

/// Where a value is.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// All keys from the root; `[]` for items.
    path: &'a str,
    /// The nearest key.
    key: &'a str,
    /// The thing that the object around it is.
    around: &'a str,
}

impl Comparison<'_> {
    /// Compares the replies of a call about a thing.
    pub fn replies(&mut self, recorded: &Value, received: &Value, thing: &str) {
        self.values(recorded, received, Place { path: "", key: "", around: thing });
    }

    fn differ(&mut self, place: Place<'_>, what: String) {
        let path = if place.path.is_empty() { "the reply" } else { place.path };
        self.found.push((path.to_owned(), what));
    }

    fn values(&mut self, recorded: &Value, received: &Value, place: Place<'_>) {
        if self.ignored.contains(place.key) {
            return;
        }
        match (recorded, received) {
            (Value::Object(recorded), Value::Object(received)) => {
                let keys: BTreeSet<&String> = recorded.keys().chain(received.keys()).collect();
                for key in keys {
                    let path =
                        if place.path.is_empty() { key.clone() } else { format!("{}.{key}", place.path) };
                    // An object under a key that names a thing is that thing.
                    let around = match place.key {
                        "project" | "package" | "user" | "topic" | "section" => place.key,
                        _ => place.around,
                    };
                    let inner = Place { path: &path, key, around };
                    match (recorded.get(key), received.get(key)) {
                        (Some(recorded), Some(received)) => self.values(recorded, received, inner),
                        _ if self.ignored.contains(key.as_str()) => {}
                        (Some(_), None) => self.differ(inner, "the key is missing".to_owned()),
                        (None, Some(value)) if !self.new_keys_allowed => {
                            self.differ(inner, format!("the key is new: {}", short(value)));
                        }
                        _ => {}
                    }
                }
            }
            (Value::Array(recorded), Value::Array(received)) => {
                if recorded.len() != received.len() {
                    self.differ(place, format!("{} items, recorded {}", received.len(), recorded.len()));
                }
                let path = format!("{}[]", place.path);
                for (recorded, received) in recorded.iter().zip(received) {
                    self.values(recorded, received, Place { path: &path, ..place });
                }
            }
            _ if !self.same(recorded, received, place) => {
                self.differ(place, format!("{}, recorded {}", short(received), short(recorded)));
            }
            _ => {}
        }
    }

    /// Whether two values that are no objects and no lists are the same, or of the same shape where they vary
    /// by nature.
    fn same(&mut self, recorded: &Value, received: &Value, place: Place<'_>) -> bool {
        match (recorded, received) {
            (Value::String(recorded), Value::String(received)) => {
                self.same_text(recorded, received, place.key)
            }
            (Value::Number(one), Value::Number(other)) => {
                if let (Some(kind), Some(one), Some(other)) =
                    (id_kind(place.key, place.around), one.as_i64(), other.as_i64())
                {
                    return self.bindings.learn_number(kind, one, other);
                }
                is_time(place.key) || one == other
            }
            (Value::String(recorded), Value::Number(received)) => {
                label_of_number(recorded).is_some_and(|label| self.same_label(&label, &received.to_string()))
            }
            _ => recorded == received,
        }
    }

    fn same_label(&mut self, label: &str, received: &str) -> bool {
        let known = self.bindings.value(label).map(str::to_owned);
        if known.is_none() {
            self.bindings.bind(label, received);
        }
        // Without a value from elsewhere, a masked value is known by its first appearance.
        !received.is_empty() && known.is_none_or(|known| known == received)
    }

    fn same_text(&mut self, recorded: &str, received: &str, key: &str) -> bool {
        if is_label(recorded) {
            return self.same_label(recorded, received);
        }
        if let Some(label) = label_of_number(recorded) {
            // A text came back for a number: right only if a text was made up and sent for it.
            return received.parse::<Number>().is_err() && self.bindings.value(&label) == Some(received);
        }
        if is_time(key) || RANDOM_KEYS.contains(&key) {
            return shape(recorded) == shape(received);
        }
        let (recorded, received) = (without_origin(recorded), without_origin(received));
        let (mut recorded, mut received) = (self.bindings.with_known(recorded), received.to_owned());
        if split_labels(&recorded).iter().any(|(_, is_label)| *is_label) {
            // Of labels that nobody knows, only the kinds can be compared.
            (recorded, received) = (kinds_only(&recorded), kinds_only(&received));
        }
        let (ours, theirs) = (split_random(&recorded), split_random(&received));
        let (ours, theirs): (Vec<_>, Vec<_>) = (ours.collect(), theirs.collect());
        ours.len() == theirs.len()
            && ours.into_iter().zip(theirs).all(|((ours, random), (theirs, also))| {
                if random && also && ours.len() == theirs.len() {
                    // A number alone is a time, which several files may share.
                    is_digits(ours) && is_digits(theirs) || self.bindings.learn_word(ours, theirs)
                } else {
                    ours == theirs
                }
            })
    }
}

fn is_digits(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_digit())
}

fn is_time(key: &str) -> bool {
    key.ends_with("_at") || key.ends_with("datetime") || ["time", "date_joined", "retry_after"].contains(&key)
}

/// A time without its fraction, which is left out when it is zero, with `0` for each digit; of any other
/// text the length.
fn shape(text: &str) -> String {
    let zero = |c: char| if c.is_alphanumeric() { '0' } else { c };
    if text.contains(':') {
        let whole = text.split('.').next().unwrap_or_default().trim_end_matches('Z');
        whole.chars().map(zero).collect()
    } else {
        text.chars().map(zero).collect()
    }
}

/// A link without the server that it leads to.
fn without_origin(text: &str) -> &str {
    let rest = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
    rest.and_then(|rest| rest.find('/').map(|slash| &rest[slash..])).unwrap_or(text)
}

/// A text with the kinds of what is personal in it, masked or not.
fn kinds_only(text: &str) -> String {
    let masked = Masks::default().text(text);
    let parts = split_labels(&masked).into_iter();
    parts.map(|(part, is_label)| if is_label { kind_of(part) } else { part }).collect()
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 60 { text } else { text.chars().take(60).collect::<String>() + "…" }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(bindings: &mut Bindings, recorded: &Value, received: &Value) -> Vec<String> {
        let ignored = BTreeSet::from(["ignored".to_owned()]);
        let mut comparison =
            Comparison { bindings, ignored: &ignored, new_keys_allowed: false, found: Vec::new() };
        comparison.replies(recorded, received, "project");
        comparison.found.into_iter().map(|(key, what)| format!("{key}: {what}")).collect()
    }

    #[test]
    fn what_varies_by_nature_is_compared_by_shape() {
        let mut bindings = Bindings::default();
        let recorded = json!({
            "id": 7, "article_id": 9, "created_at": 1, "token": "<token:1>", "uid": "c032a3e8fc7b0ad1898191c6aff6570c",
            "next": "http://a:1/api/?page=2", "datetime": "2026-11-28T10:00:00.123Z", "invitation_code": "4T8F2XTQ",
            "intro": "打<phone:1>", "ignored": 1,
        });
        let received = json!({
            "id": 8, "article_id": 9, "created_at": 2, "token": "new", "uid": "7008a67e54f3a1979f86dd9f31c27121",
            "next": "https://b/api/?page=2", "datetime": "2026-11-29T11:00:00Z", "invitation_code": "FXQ2XPCZ",
            "intro": "打13800000001", "ignored": 2,
        });
        assert_eq!(found(&mut bindings, &recorded, &received), [""; 0]);
        assert_eq!(bindings.text("Token <token:1>"), "Token new");
        // What was learned must stay so.
        let other = json!({ "id": 9, "token": "third", "uid": "00000000000000000000000000000000" });
        let recorded = json!({ "id": 7, "token": "<token:1>", "uid": "c032a3e8fc7b0ad1898191c6aff6570c" });
        assert_eq!(found(&mut bindings, &recorded, &other).len(), 3);
    }

    #[test]
    fn a_label_that_is_known_stands_for_one_value() {
        let mut bindings = Bindings::default();
        // Made up when it is sent.
        assert_eq!(bindings.text("<phone:1>"), "19900000001");
        let recorded =
            json!({ "phone": "<phone:1>", "mobile": "<number phone:1>", "intro": "打<phone:1>或<phone:2>" });
        let right = json!({ "phone": "19900000001", "mobile": 19_900_000_001_i64, "intro": "打19900000001或13800000001" });
        assert_eq!(found(&mut bindings, &recorded, &right), [""; 0]);
        let wrong = json!({ "phone": "13800000001", "mobile": "19900000001", "intro": "打13800000001" });
        assert_eq!(found(&mut bindings, &recorded, &wrong).len(), 3);
    }

    #[test]
    fn differences_are_named_by_their_keys() {
        let mut bindings = Bindings::default();
        let recorded = json!({ "code": 0, "list": [{ "like_count": 1, "text": "a", "x": null }, {}] });
        let received = json!({ "code": 301, "list": [{ "likes": 1, "text": "b", "x": null }] });
        let expected = [
            "code: 301, recorded 0",
            "list: 1 items, recorded 2",
            "list[].like_count: the key is missing",
            "list[].likes: the key is new: 1",
            "list[].text: \"b\", recorded \"a\"",
        ];
        assert_eq!(found(&mut bindings, &recorded, &received), expected);
        let kinds = found(
            &mut bindings,
            &json!({ "a": "1", "created_at": 1 }),
            &json!({ "a": 1, "created_at": "1" }),
        );
        assert_eq!(kinds.len(), 2);
    }
}
