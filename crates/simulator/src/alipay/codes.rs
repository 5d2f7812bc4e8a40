//! The documented codes of each call.

use crate::side::Call;

type Codes = &'static [&'static str];

/// Codes of the gateway with their `msg` and `sub_code` (公共错误码,
/// `opendocs.alipay.com/common/02km9f`).
const GATEWAY: [(&str, &str, &str); 6] = [
    ("20000", "Service Currently Unavailable", "isp.unknow-error"),
    ("20001", "Insufficient Token Permissions", "aop.invalid-auth-token"),
    ("40001", "Missing Required Arguments", "isv.missing-method"),
    ("40002", "Invalid Arguments", "isv.invalid-parameter"),
    ("40005", "Call Limited", "isv.app-call-limited"),
    ("40006", "Insufficient Permissions", "isv.insufficient-isv-permissions"),
];

/// `alipay.trade.precreate` (业务错误码).
const CREATE: Codes = &[
    "ACQ.ACCESS_FORBIDDEN",
    "ACQ.BUYER_ENABLE_STATUS_FORBID",
    "ACQ.BUYER_SELLER_EQUAL",
    "ACQ.CONTEXT_INCONSISTENT",
    "ACQ.EXIST_FORBIDDEN_WORD",
    "ACQ.INVALID_PARAMETER",
    "ACQ.PARTNER_ERROR",
    "ACQ.SELLER_BEEN_BLOCKED",
    "ACQ.SYSTEM_ERROR",
    "ACQ.TOTAL_FEE_EXCEED",
    "ACQ.TRADE_BUYER_NOT_MATCH",
    "ACQ.TRADE_HAS_CLOSE",
    "ACQ.TRADE_HAS_SUCCESS",
];
/// `alipay.trade.query` and `alipay.trade.fastpay.refund.query`.
const QUERY: Codes = &["ACQ.INVALID_PARAMETER", "ACQ.SYSTEM_ERROR", "ACQ.TRADE_NOT_EXIST"];
/// `alipay.trade.close`.
const CLOSE: Codes = &[
    "ACQ.INVALID_PARAMETER",
    "ACQ.REASON_ILLEGAL_STATUS",
    "ACQ.REASON_TRADE_STATUS_INVALID",
    "ACQ.SYSTEM_ERROR",
    "ACQ.TRADE_NOT_EXIST",
    "ACQ.TRADE_STATUS_ERROR",
];
/// `alipay.trade.refund`.
const REFUND: Codes = &[
    "ACQ.DISCORDANT_REPEAT_REQUEST",
    "ACQ.INVALID_PARAMETER",
    "ACQ.REASON_TRADE_BEEN_FREEZEN",
    "ACQ.REASON_TRADE_REFUND_FEE_ERR",
    "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL",
    "ACQ.REFUND_FEE_ERROR",
    "ACQ.SELLER_BALANCE_NOT_ENOUGH",
    "ACQ.SYSTEM_ERROR",
    "ACQ.TRADE_HAS_FINISHED",
    "ACQ.TRADE_NOT_ALLOW_REFUND",
    "ACQ.TRADE_NOT_EXIST",
    "ACQ.TRADE_STATUS_ERROR",
];
/// `alipay.data.dataservice.bill.downloadurl.query`.
const BILL: Codes = &["isp.bill_not_exist", "isv.invalid_arguments"];

/// The documented codes of a call.
pub fn of(call: Call) -> impl Iterator<Item = &'static str> {
    let own = match call {
        Call::Create => CREATE,
        Call::Query | Call::QueryRefund => QUERY,
        Call::Close => CLOSE,
        Call::Refund => REFUND,
        Call::Bill => BILL,
        Call::Download | Call::Complaint | Call::Certificates | Call::Other => &[],
    };
    GATEWAY.iter().map(|(code, _, _)| *code).chain(own.iter().copied())
}

/// The code, if the documents list it for the call.
pub fn find(call: Call, code: &str) -> Option<&'static str> {
    of(call).find(|documented| *documented == code)
}

/// `code`, `msg` and `sub_code` of a refusal.
pub fn members(code: &'static str) -> (&'static str, &'static str, &'static str) {
    let of_gateway = GATEWAY.iter().find(|(gateway, _, _)| *gateway == code);
    of_gateway.copied().unwrap_or(("40004", "Business Failed", code))
}
