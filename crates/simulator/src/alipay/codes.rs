//! The documented codes of each call: 业务错误码 of its page under `opendocs.alipay.com`.

use crate::side::Call;

type Codes = &'static [&'static str];

/// A class of refusals by the gateway.
struct Class {
    code: &'static str,
    msg: &'static str,
    sub_codes: Codes,
}

/// 公共错误码 (`/common/02km9f`).
const GATEWAY: &[Class] = &[
    Class {
        code: "20000",
        msg: "Service Currently Unavailable",
        sub_codes: &["isp.unknow-error", "aop.unknow-error"],
    },
    Class {
        code: "20001",
        msg: "Insufficient Token Permissions",
        sub_codes: &[
            "aop.invalid-auth-token",
            "aop.auth-token-time-out",
            "aop.invalid-app-auth-token",
            "aop.invalid-app-auth-token-no-api",
            "aop.app-auth-token-time-out",
            "aop.no-product-reg-by-partner",
        ],
    },
    Class {
        code: "40001",
        msg: "Missing Required Arguments",
        sub_codes: &[
            "isv.missing-method",
            "isv.missing-signature",
            "isv.missing-signature-type",
            "isv.missing-signature-key",
            "isv.missing-app-id",
            "isv.missing-timestamp",
            "isv.missing-version",
            "isv.missing-app-cert-sn",
            "isv.missing-alipay-root-cert-sn",
            "isv.decryption-error-missing-encrypt-type",
        ],
    },
    Class {
        code: "40002",
        msg: "Invalid Arguments",
        sub_codes: &[
            "isv.invalid-parameter",
            "isv.invalid-method",
            "isv.invalid-format",
            "isv.invalid-signature-type",
            "isv.invalid-signature",
            "isv.invalid-app-id",
            "isv.invalid-timestamp",
            "isv.invalid-charset",
            "isv.invalid-digest",
            "isv.illegal-json",
            "isv.suspected-attack",
            "isv.forbidden-api",
            "isv.app-cert-expired",
            "isv.invalid-app-cert-sn",
            "isv.invalid-alipay-root-cert-sn",
            "isv.not-support-app-auth",
        ],
    },
    Class {
        code: "40003",
        msg: "Insufficient Conditions",
        sub_codes: &["isv.missing-signature-config", "invalid-auth-relations"],
    },
    Class {
        code: "40005",
        msg: "Call Limited",
        sub_codes: &["isv.app-call-limited", "isv.method-call-limited"],
    },
    Class {
        code: "40006",
        msg: "Insufficient Permissions",
        sub_codes: &[
            "isv.insufficient-isv-permissions",
            "isv.insufficient-user-permissions",
            "isv.self-invoke-forbidden",
        ],
    },
];

/// Codes of every call of `alipay.trade`.
const TRADE: Codes = &[
    "ACQ.ACCESS_FORBIDDEN",
    "ACQ.ILLEGAL_SIGN_VALIDTY_PERIOD",
    "ACQ.INVALID_PARAMETER",
    "ACQ.PARTNER_ERROR",
    "ACQ.SYSTEM_ERROR",
];
/// `alipay.trade.precreate` (`/open/05osv9`).
const CREATE: Codes = &[
    "ACQ.APPLY_PC_MERCHANT_CODE_ERROR",
    "ACQ.BEYOND_PAY_RESTRICTION",
    "ACQ.BEYOND_PER_RECEIPT_DAY_RESTRICTION",
    "ACQ.BEYOND_PER_RECEIPT_RESTRICTION",
    "ACQ.BEYOND_PER_RECEIPT_SINGLE_RESTRICTION",
    "ACQ.BUYER_ENABLE_STATUS_FORBID",
    "ACQ.BUYER_NOT_EXIST",
    "ACQ.BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR",
    "ACQ.BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR",
    "ACQ.BUYER_SELLER_EQUAL",
    "ACQ.CONTEXT_INCONSISTENT",
    "ACQ.DEFAULT_SETTLE_RULE_NOT_EXIST",
    "ACQ.ERROR_BUYER_CERTIFY_LEVEL_LIMIT",
    "ACQ.EXIST_FORBIDDEN_WORD",
    "ACQ.INVALID_RECEIVE_ACCOUNT",
    "ACQ.INVALID_STORE_ID",
    "ACQ.MERCHANT_PERM_RECEIPT_DAY_LIMIT",
    "ACQ.MERCHANT_PERM_RECEIPT_SINGLE_LIMIT",
    "ACQ.MERCHANT_PERM_RECEIPT_SUSPEND_LIMIT",
    "ACQ.MERCHANT_STATUS_NOT_NORMAL",
    "ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR",
    "ACQ.RISK_MERCHANT_IP_NOT_EXIST",
    "ACQ.SELLER_BEEN_BLOCKED",
    "ACQ.SELLER_NOT_EXIST",
    "ACQ.SUB_GOODS_SIZE_MAX_COUNT",
    "ACQ.TOTAL_FEE_EXCEED",
    "ACQ.TRADE_BUYER_NOT_MATCH",
    "ACQ.TRADE_HAS_CLOSE",
    "ACQ.TRADE_HAS_SUCCESS",
];
/// `alipay.trade.query` (`/open/02ekfq`) and `alipay.trade.fastpay.refund.query` (`/open/02ekft`).
const QUERY: Codes = &["ACQ.TRADE_NOT_EXIST", "TRADE_NOT_EXIST"];
/// `alipay.trade.close` (`/open/02o6e8`).
const CLOSE: Codes = &[
    "ACQ.REASON_ILLEGAL_STATUS",
    "ACQ.REASON_TRADE_STATUS_INVALID",
    "ACQ.TRADE_HAS_CLOSE",
    "ACQ.TRADE_HAS_FINISHED",
    "ACQ.TRADE_NOT_EXIST",
    "ACQ.TRADE_STATUS_ERROR",
];
/// `alipay.trade.refund` (`/open/02ekfs`).
const REFUND: Codes = &[
    "ACQ.ALLOC_AMOUNT_VALIDATE_ERROR",
    "ACQ.BUYER_ENABLE_STATUS_FORBID",
    "ACQ.BUYER_ERROR",
    "ACQ.BUYER_NOT_EXIST",
    "ACQ.CURRENCY_NOT_SUPPORT",
    "ACQ.CUSTOMER_VALIDATE_ERROR",
    "ACQ.DISCORDANT_REPEAT_REQUEST",
    "ACQ.ENTERPRISE_PAY_BIZ_ERROR",
    "ACQ.NOT_ALLOW_PARTIAL_REFUND",
    "ACQ.ONLINE_TRADE_VOUCHER_NOT_ALLOW_REFUND",
    "ACQ.OVERDRAFT_AGREEMENT_NOT_MATCH",
    "ACQ.OVERDRAFT_ASSIGN_ACCOUNT_INVALID",
    "ACQ.REASON_TRADE_BEEN_FREEZEN",
    "ACQ.REASON_TRADE_REFUND_FEE_ERR",
    "ACQ.REASON_TRADE_STATUS_INVALID",
    "ACQ.REFUNDALLOC_UNAUTH_LIMIT",
    "ACQ.REFUND_ACCOUNT_NOT_EXIST",
    "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL",
    "ACQ.REFUND_CHARGE_ERROR",
    "ACQ.REFUND_FEE_ERROR",
    "ACQ.REFUND_ROYALTY_PAYEE_ACCOUNT_NOT_EXIST",
    "ACQ.SELLER_BALANCE_NOT_ENOUGH",
    "ACQ.TRADE_HAS_CLOSE",
    "ACQ.TRADE_HAS_FINISHED",
    "ACQ.TRADE_NOT_ALLOW_REFUND",
    "ACQ.TRADE_NOT_EXIST",
    "ACQ.TRADE_SETTLE_ERROR",
    "ACQ.TRADE_STATUS_ERROR",
    "ACQ.USER_NOT_MATCH_ERR",
];
/// `alipay.data.dataservice.bill.downloadurl.query` (`/open/02ekfu`), and the spellings that the
/// gateway answers.
const BILL: Codes = &[
    "BILL_DATE_BEFORE_REGISTRATION",
    "BILL_NOT_EXIST",
    "INVAILID_ARGUMENTS",
    "NO_BILL_DATA",
    "SYSTEM_RATE_LIMIT",
    "TYPE_NOT_SUPPORTED",
    "UNKNOWN_ERROR",
    "USER_RATE_LIMIT",
    "invalid_arguments",
    "isp.bill_not_exist",
    "isv.invalid_arguments",
];
/// `alipay.merchant.tradecomplain.query`.
const COMPLAINT: Codes = &["INVALID_PARAMETER", "SYSTEM_ERROR"];

/// The documented codes of a call: codes of the gateway with five digits, or `sub_code`s.
pub fn of(call: Call) -> impl Iterator<Item = &'static str> {
    let tables: &'static [Codes] = match call {
        Call::Create => &[TRADE, CREATE],
        Call::Query | Call::QueryRefund => &[TRADE, QUERY],
        Call::Close => &[TRADE, CLOSE],
        Call::Refund => &[TRADE, REFUND],
        Call::Bill => &[BILL],
        Call::Complaint => &[COMPLAINT],
        Call::Download | Call::Certificates | Call::Other => &[],
    };
    let of_gateway = GATEWAY.iter().flat_map(|class| class.sub_codes.iter().chain([&class.code]));
    tables.iter().copied().flatten().chain(of_gateway).copied()
}

/// The code, if the documents list it for the call.
pub fn find(call: Call, code: &str) -> Option<&'static str> {
    of(call).find(|documented| *documented == code)
}

/// `code`, `msg` and `sub_code` of a refusal.
pub fn members(code: &'static str) -> (&'static str, &'static str, &'static str) {
    let found = GATEWAY.iter().find(|class| class.code == code || class.sub_codes.contains(&code));
    match found {
        Some(class) if class.code == code => (class.code, class.msg, class.sub_codes[0]),
        Some(class) => (class.code, class.msg, code),
        None => ("40004", "Business Failed", code),
    }
}
