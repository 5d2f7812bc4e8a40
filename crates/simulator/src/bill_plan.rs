//! Planted differences in a bill.

use std::collections::{BTreeMap, BTreeSet};

use miaohui_kernel::Fen;
use serde::Deserialize;

use crate::side::Side;

/// A line that does not belong to any order.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddedLine {
    pub reference: String,
    pub fen: Fen,
    /// The number of the refund, for a refund.
    pub refund: Option<String>,
    /// The provider's number of the payment.
    #[serde(skip)]
    pub transaction: String,
}

/// Differences in the bills of a day. A key is the reference of a payment or the number of a
/// refund.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BillPlan {
    pub side: Side,
    /// The day, `2018-06-08`.
    pub day: String,
    /// The lines that are missing.
    #[serde(default)]
    pub drop: BTreeSet<String>,
    /// Other amounts of lines.
    #[serde(default)]
    pub fen: BTreeMap<String, Fen>,
    /// Further lines.
    #[serde(default)]
    pub add: Vec<AddedLine>,
    /// Other states of lines, in the provider's words.
    #[serde(default)]
    pub state: BTreeMap<String, String>,
}
