//! WeChat Pay's codes: the section 错误码 of each call's page, under `pay.weixin.qq.com`.

use crate::payment::codes::{self, Call, CallCodes};
use crate::payment::provider::{ProviderError, Remedy};
use Remedy::{Alarm, Ask, Final, Retry};

/// The page that lists the codes of creating, querying and closing together.
const ORDER_PAGE: &str = "/wiki/doc/apiv3/apis/chapter3_4_3.shtml";

const ORDER: &[(&str, Remedy)] = &[
    ("APPID_MCHID_NOT_MATCH", Alarm),
    ("OPENID_MISMATCH", Final),
    ("OUT_TRADE_NO_USED", Ask),
    ("ORDERPAID", Ask),
    ("ORDER_CLOSED", Ask),
    ("ORDER_NOT_EXIST", Final),
    ("TRADE_ERROR", Final),
    // These two are about the payer's account.
    ("ACCOUNT_ERROR", Final),
    ("NOT_ENOUGH", Final),
    ("INVALID_TRANSACTIONID", Final),
    // 银行系统异常,请用相同参数重新调用
    ("BANK_ERROR", Retry),
];

const REFUND: &[(&str, Remedy)] = &[
    // 此状态代表退款申请失败,商户可自行处理退款
    ("USER_ACCOUNT_ABNORMAL", Final),
    ("RESOURCE_NOT_EXISTS", Final),
    ("TRADE_OVERDUE", Final),
    // The merchant's balance.
    ("NOT_ENOUGH", Alarm),
    ("REQUEST_BLOCKED", Alarm),
    // 请不要更换商户退款单号,请使用相同参数再次调用
    ("SYSTEM_ERROR", Retry),
    ("BIZERR_NEED_RETRY", Retry),
];

/// The documented codes. The documents spell some of them with and without `_`, which makes no
/// difference here.
pub const CODES: &[CallCodes] = &[
    CallCodes {
        call: None,
        page: "/wiki/doc/apiv3/wechatpay/wechatpay2_0.shtml",
        codes: &[
            ("PARAM_ERROR", Final),
            ("INVALID_REQUEST", Final),
            ("RESOURCE_NOT_EXISTS", Final),
            ("NOT_FOUND", Final),
            ("RESOURCE_ALREADY_EXISTS", Ask),
            ("SIGN_ERROR", Alarm),
            ("NO_AUTH", Alarm),
            ("MCH_NOT_EXISTS", Alarm),
            ("FREQUENCY_LIMITED", Retry),
            ("RATELIMIT_EXCEEDED", Retry),
            ("RULE_LIMIT", Retry),
            // 请使用相同参数稍后重新调用
            ("SYSTEM_ERROR", Retry),
        ],
    },
    CallCodes {
        call: Some(Call::Create),
        page: "/docs/merchant/apis/jsapi-payment/direct-jsons/jsapi-prepay.html",
        codes: &[
            // The order exists with other parameters, or has ended.
            ("INVALID_REQUEST", Ask),
            ("ORDER_NOT_EXIST", Ask),
        ],
    },
    CallCodes { call: Some(Call::Create), page: ORDER_PAGE, codes: ORDER },
    CallCodes {
        call: Some(Call::Query),
        page: "/docs/merchant/apis/jsapi-payment/query-by-out-trade-no.html",
        codes: &[("TRADE_ERROR", Retry)],
    },
    CallCodes { call: Some(Call::Query), page: ORDER_PAGE, codes: ORDER },
    CallCodes {
        call: Some(Call::Close),
        page: "/docs/merchant/apis/jsapi-payment/close-order.html",
        codes: &[("USERPAYING", Ask), ("INVALID_REQUEST", Ask), ("TRADE_ERROR", Ask)],
    },
    CallCodes { call: Some(Call::Close), page: ORDER_PAGE, codes: ORDER },
    CallCodes {
        call: Some(Call::Refund),
        page: "/docs/merchant/apis/jsapi-payment/create.html",
        codes: REFUND,
    },
    CallCodes {
        call: Some(Call::QueryRefund),
        page: "/docs/merchant/apis/jsapi-payment/query-by-out-refund-no.html",
        codes: REFUND,
    },
    CallCodes {
        call: Some(Call::Bill),
        page: "/docs/merchant/apis/jsapi-payment/get-trade-bill.html",
        codes: &[("NO_STATEMENT_EXIST", Retry), ("STATEMENT_CREATING", Retry), ("INVALID_REQUEST", Final)],
    },
    CallCodes {
        call: Some(Call::Download),
        page: "/docs/merchant/apis/jsapi-payment/download-bill.html",
        codes: &[
            ("NO_STATEMENT_EXIST", Retry),
            ("STATEMENT_CREATING", Retry),
            // The address is too old.
            ("INVALID_REQUEST", Retry),
        ],
    },
    CallCodes {
        call: Some(Call::Complaint),
        page: "/docs/merchant/apis/consumer-complaint/complaints/query-complaint-v2.html",
        codes: &[("RESOURCE_NOT_EXISTS", Final), ("INVALID_REQUEST", Final)],
    },
];

/// Whether two codes are the same but for `_`.
pub(super) fn same(one: &str, other: &str) -> bool {
    let letters = |code: &'_ str| code.bytes().filter(|byte| *byte != b'_').collect::<Vec<_>>();
    letters(one) == letters(other)
}

/// The refusal of a call with a code. The status decides only about a code that the documents lack:
/// 401 and 403 need an operator, 429 is a limit, 5xx may have had an effect, and the others are
/// final.
pub(super) fn refusal(call: Call, status: u16, code: &str, message: String) -> ProviderError {
    let by_rule = match status {
        401 | 403 => Alarm,
        429 => Retry,
        400..=499 => Final,
        _ => Ask,
    };
    codes::refusal("wechat", call, code, message, codes::documented(CODES, call, code, same), by_rule)
}
