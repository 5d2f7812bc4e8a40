//! The outcome of a change, which the address of the next page carries: `?done=2&waits=1&left=1`.

use maud::{Markup, html};

use crate::html::notice;
use crate::visitor::Visitor;

/// The numbers of rows that an action has changed, that wait for a second person, and that are not
/// in a state for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Changed.
    pub done: usize,
    /// Waiting for a second person.
    pub waits: usize,
    /// Left as they were.
    pub left: usize,
}

/// The path of a page after one row was changed.
pub fn after_one(page: &str) -> String {
    format!("{page}?done=1")
}

/// The path of a page after an action.
pub fn after_action(page: &str, outcome: Outcome) -> String {
    let Outcome { done, waits, left } = outcome;
    let joint = if page.contains('?') { '&' } else { '?' };
    let waits = if waits == 0 { String::new() } else { format!("&waits={waits}") };
    format!("{page}{joint}done={done}{waits}&left={left}")
}

/// The notice of the outcome in a page's address.
pub fn outcome(visitor: &Visitor, pairs: &[(String, String)]) -> Markup {
    let of = |key: &str| {
        let value = pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
        value.filter(|value| *value != "0")
    };
    let mut parts = Vec::new();
    for (key, zh, en) in [
        ("done", "已完成", "Done"),
        ("waits", "等待另一位同事复核", "Waits for another person's approval"),
        ("left", "状态不符，未处理", "Not in a state for it, unchanged"),
    ] {
        if let Some(count) = of(key) {
            parts.push(format!("{}：{count}", visitor.t(zh, en)));
        }
    }
    if parts.is_empty() {
        return html! {};
    }
    notice(&parts.join(" · "), of("left").is_some())
}
