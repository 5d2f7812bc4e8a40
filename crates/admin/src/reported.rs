//! Reported things: what each product contributes to the list of reports.

use std::fmt::Write;

use miaohui_db::Tx;

use crate::error::Result;
use crate::label::Label;

/// A report that an operator upholds.
#[derive(Clone, Copy, Debug)]
pub struct UpheldReport<'a> {
    /// The operator's mail address.
    pub actor: &'a str,
    /// The reason.
    pub reason: &'a str,
    /// The time in Unix ms.
    pub now: i64,
}

/// Hides the thing with an id, or bans the user.
pub type Uphold = fn(&mut Tx<'_>, i64, UpheldReport<'_>) -> Result<()>;

/// A kind of thing that users report.
pub struct ReportedThing {
    /// The product's short name in reports.
    pub product: &'static str,
    /// The product's word for the kind in reports.
    pub kind: &'static str,
    /// Its name on pages.
    pub title: Label,
    /// The resource that shows the thing; `None`: the console has no page of it.
    pub resource: Option<&'static str>,
    /// The text of the thing with the id `t.thing_id`: a SQL expression over `t`; empty: it has
    /// none.
    pub text: &'static str,
    /// What an upheld report does to it; `None`: nothing.
    pub uphold: Option<Uphold>,
}

/// All kinds of things that users report.
#[derive(Clone, Default)]
pub struct ReportedThings(pub Vec<&'static ReportedThing>);

impl ReportedThings {
    /// The kind with a product's word.
    pub fn find(&self, product: &str, kind: &str) -> Option<&'static ReportedThing> {
        self.0.iter().copied().find(|thing| thing.product == product && thing.kind == kind)
    }

    /// The kind that a row names, as [`ReportedThings::kind_sql`] reads it.
    pub fn named(&self, words: &str) -> Option<&'static ReportedThing> {
        let (product, kind) = words.split_once(' ')?;
        self.find(product, kind)
    }

    /// Product and kind of a row, as a SQL expression over `t`.
    pub fn kind_sql(&self) -> &'static str {
        "t.product || ' ' || t.kind"
    }

    /// The text of the thing of a row, as a SQL expression over `t`.
    pub fn text_sql(&self) -> String {
        let texts = self.0.iter().filter(|thing| !thing.text.is_empty());
        of_kind(texts.map(|thing| (*thing, format!("({})", thing.text))))
    }

    /// The console's page of the thing of a row, as a SQL expression over `t`.
    pub fn page_sql(&self) -> String {
        let pages = self.0.iter().filter_map(|thing| Some((*thing, thing.resource?)));
        of_kind(pages.map(|(thing, resource)| (thing, format!("'/console/r/{resource}/' || t.thing_id"))))
    }
}

/// The expression of a row's kind, or NULL.
fn of_kind(expressions: impl Iterator<Item = (&'static ReportedThing, String)>) -> String {
    let mut cases = String::new();
    for (thing, expression) in expressions {
        let _ = write!(cases, " WHEN '{} {}' THEN {expression}", thing.product, thing.kind);
    }
    if cases.is_empty() { "NULL".into() } else { format!("CASE t.product || ' ' || t.kind{cases} END") }
}
