//! The documented codes of each call, with their HTTP status.
//!
//! The documents of two generations spell some codes in two ways; both exist.

use crate::side::Call;

type Codes = &'static [(u16, &'static str)];

/// 公共错误码 of every document, such as `pay.weixin.qq.com/doc/v3/merchant/4012556398`.
const COMMON: Codes = &[
    (400, "PARAM_ERROR"),
    (400, "INVALID_REQUEST"),
    (401, "SIGN_ERROR"),
    (429, "FREQUENCY_LIMITED"),
    (429, "RATELIMIT_EXCEEDED"),
    (500, "SYSTEM_ERROR"),
    (500, "SYSTEMERROR"),
];

/// 下单, 查询订单 and 关闭订单 have one table: `wiki/doc/apiv3/apis/chapter3_4_3.shtml`.
const ORDER: Codes = &[
    (400, "APPID_MCHID_NOT_MATCH"),
    (400, "MCH_NOT_EXISTS"),
    (400, "ORDERPAID"),
    (400, "ORDER_CLOSED"),
    (403, "ACCOUNTERROR"),
    (403, "ACCOUNT_ERROR"),
    (403, "NOAUTH"),
    (403, "NOTENOUGH"),
    (403, "NOT_ENOUGH"),
    (403, "NO_AUTH"),
    (403, "OUT_TRADE_NO_USED"),
    (403, "RULELIMIT"),
    (403, "RULE_LIMIT"),
    (403, "TRADE_ERROR"),
    (404, "ORDERNOTEXIST"),
    (404, "ORDER_NOT_EXIST"),
    (500, "BANKERROR"),
    (500, "BANK_ERROR"),
    (500, "INVALID_TRANSACTIONID"),
    (500, "OPENID_MISMATCH"),
];

/// 关闭订单: `wiki/doc/apiv3/apis/chapter3_4_3.shtml`, and `USER_PAYING` of
/// `doc/v3/merchant/4012556398`.
const CLOSE: Codes = &[(202, "USERPAYING"), (202, "USER_PAYING")];

/// 申请退款 and 查询单笔退款: `doc/v3/merchant/4012552567`.
const REFUND: Codes = &[
    (403, "NOT_ENOUGH"),
    (403, "NO_AUTH"),
    (403, "REQUEST_BLOCKED"),
    (403, "RULE_LIMIT"),
    (403, "TRADE_OVERDUE"),
    (403, "USER_ACCOUNT_ABNORMAL"),
    (404, "MCH_NOT_EXISTS"),
    (404, "RESOURCE_NOT_EXISTS"),
    (500, "BIZERR_NEED_RETRY"),
];

/// 申请交易账单, 申请资金账单 and 下载账单: `docs/merchant/apis/jsapi-payment/get-trade-bill`.
const BILL: Codes =
    &[(400, "NO_STATEMENT_EXIST"), (400, "STATEMENT_CREATING"), (403, "NO_AUTH"), (403, "RULE_LIMIT")];

/// 查询投诉单详情 and its neighbours: `wiki/doc/apiv3/apis/chapter10_2_16.shtml`.
const COMPLAINT: Codes =
    &[(400, "RESOURCE_ALREADY_EXISTS"), (403, "NO_AUTH"), (403, "RULE_LIMIT"), (404, "RESOURCE_NOT_EXISTS")];

/// The documented codes of a call, with their status.
pub fn of(call: Call) -> impl Iterator<Item = (u16, &'static str)> {
    let tables: &'static [Codes] = match call {
        Call::Create | Call::Query => &[ORDER, COMMON],
        Call::Close => &[ORDER, CLOSE, COMMON],
        Call::Refund | Call::QueryRefund => &[REFUND, COMMON],
        Call::Bill | Call::Download => &[BILL, COMMON],
        Call::Complaint => &[COMPLAINT, COMMON],
        Call::Certificates | Call::Other => &[COMMON],
    };
    tables.iter().copied().flatten().copied()
}

/// The status and the code, if the documents list it for the call.
pub fn find(call: Call, code: &str) -> Option<(u16, &'static str)> {
    of(call).find(|(_, documented)| *documented == code)
}
