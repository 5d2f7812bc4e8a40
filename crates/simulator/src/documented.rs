//! The documented codes, for the tests of clients.

use crate::side::Call;
use crate::{alipay, wechat};

/// The calls by the names that `/control/error` takes.
const CALLS: [(&str, Call); 8] = [
    ("create", Call::Create),
    ("query", Call::Query),
    ("close", Call::Close),
    ("refund", Call::Refund),
    ("query_refund", Call::QueryRefund),
    ("bill", Call::Bill),
    ("download", Call::Download),
    ("complaint", Call::Complaint),
];

/// The side, the call and the code of each refusal that `/control/error` accepts.
pub fn documented_codes() -> Vec<(&'static str, &'static str, &'static str)> {
    let mut codes = Vec::new();
    for (name, call) in CALLS {
        codes.extend(alipay::codes::of(call).map(|code| ("alipay", name, code)));
        codes.extend(wechat::codes::of(call).map(|(_, code)| ("wechat", name, code)));
    }
    codes
}
