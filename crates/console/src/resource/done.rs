//! The outcome of a change, which the address of the next page carries: `?done=2&left=1`.

use maud::{Markup, html};

use crate::html::notice;
use crate::visitor::Visitor;

/// The path of a page after one row was changed.
pub fn after_one(page: &str) -> String {
    format!("{page}?done=1")
}

/// The path of a page after an action: rows that it changed, and rows in another state.
pub fn after_action(page: &str, done: usize, left: usize) -> String {
    format!("{page}?done={done}&left={left}")
}

/// The notice of the outcome in a page's address.
pub fn outcome(visitor: &Visitor, pairs: &[(String, String)]) -> Markup {
    let of = |key: &str| pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
    let Some(done) = of("done") else { return html! {} };
    let text = format!("{} {done}", visitor.t("已完成：", "Done:"));
    match of("left").filter(|left| *left != "0") {
        Some(left) => notice(
            &format!("{text} · {} {left}", visitor.t("状态不符，未处理：", "Not in the right state:")),
            true,
        ),
        None => notice(&text, false),
    }
}
