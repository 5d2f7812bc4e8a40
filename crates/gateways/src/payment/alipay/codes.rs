//! Alipay's codes: the section 业务错误码 of each method's page, under `opendocs.alipay.com`, where the
//! page is known by its address.

use crate::payment::codes::{self, Call, CallCodes};
use crate::payment::provider::{ProviderError, Remedy};
use Remedy::{Alarm, Ask, Final, Retry};

/// The documented codes: `sub_code`, or `code` of an answer without one.
pub const CODES: &[CallCodes] = &[
    CallCodes {
        call: None,
        page: "/common/02km9f",
        codes: &[
            ("20000", Ask),
            ("isp.unknow-error", Ask),
            ("aop.unknow-error", Ask),
            ("20001", Alarm),
            ("aop.invalid-auth-token", Alarm),
            ("aop.auth-token-time-out", Alarm),
            ("aop.invalid-app-auth-token", Alarm),
            ("aop.invalid-app-auth-token-no-api", Alarm),
            ("aop.app-auth-token-time-out", Alarm),
            ("aop.no-product-reg-by-partner", Alarm),
            ("40001", Alarm),
            ("isv.missing-method", Alarm),
            ("isv.missing-signature", Alarm),
            ("isv.missing-signature-type", Alarm),
            ("isv.missing-signature-key", Alarm),
            ("isv.missing-app-id", Alarm),
            ("isv.missing-timestamp", Alarm),
            ("isv.missing-version", Alarm),
            ("isv.missing-app-cert-sn", Alarm),
            ("isv.missing-alipay-root-cert-sn", Alarm),
            ("isv.decryption-error-missing-encrypt-type", Alarm),
            ("40002", Alarm),
            ("isv.invalid-parameter", Final),
            ("isv.invalid-method", Alarm),
            ("isv.invalid-format", Alarm),
            ("isv.invalid-signature-type", Alarm),
            ("isv.invalid-signature", Alarm),
            ("isv.invalid-app-id", Alarm),
            // The clock is wrong.
            ("isv.invalid-timestamp", Alarm),
            ("isv.invalid-charset", Alarm),
            ("isv.invalid-digest", Alarm),
            ("isv.illegal-json", Final),
            ("isv.suspected-attack", Final),
            ("isv.forbidden-api", Alarm),
            ("isv.app-cert-expired", Alarm),
            ("isv.invalid-app-cert-sn", Alarm),
            ("isv.invalid-alipay-root-cert-sn", Alarm),
            ("isv.not-support-app-auth", Alarm),
            ("app-cert-expired", Alarm),
            ("not-online-app", Alarm),
            ("40003", Alarm),
            ("invalid-auth-relations", Alarm),
            ("isv.missing-signature-config", Alarm),
            ("40005", Retry),
            ("isv.app-call-limited", Retry),
            ("isv.method-call-limited", Retry),
            ("40006", Alarm),
            ("isv.insufficient-isv-permissions", Alarm),
            ("isv.insufficient-user-permissions", Alarm),
            ("isv.self-invoke-forbidden", Alarm),
            ("ACQ.INVALID_PARAMETER", Final),
            ("ACQ.ACCESS_FORBIDDEN", Alarm),
            ("ACQ.PARTNER_ERROR", Alarm),
            ("ACQ.ILLEGAL_SIGN_VALIDTY_PERIOD", Alarm),
        ],
    },
    CallCodes {
        call: Some(Call::Create),
        page: "/open/05osv9",
        codes: &[
            ("ACQ.SYSTEM_ERROR", Ask),
            ("ACQ.TRADE_HAS_SUCCESS", Ask),
            ("ACQ.TRADE_HAS_CLOSE", Ask),
            ("ACQ.CONTEXT_INCONSISTENT", Ask),
            ("ACQ.APPLY_PC_MERCHANT_CODE_ERROR", Ask),
            ("ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR", Final),
            ("ACQ.TOTAL_FEE_EXCEED", Final),
            ("ACQ.EXIST_FORBIDDEN_WORD", Final),
            ("ACQ.SUB_GOODS_SIZE_MAX_COUNT", Final),
            ("ACQ.BUYER_SELLER_EQUAL", Final),
            ("ACQ.BUYER_NOT_EXIST", Final),
            ("ACQ.TRADE_BUYER_NOT_MATCH", Final),
            ("ACQ.BUYER_ENABLE_STATUS_FORBID", Final),
            ("ACQ.BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR", Final),
            ("ACQ.BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR", Final),
            ("ACQ.ERROR_BUYER_CERTIFY_LEVEL_LIMIT", Final),
            ("ACQ.BEYOND_PAY_RESTRICTION", Alarm),
            ("ACQ.BEYOND_PER_RECEIPT_RESTRICTION", Final),
            ("ACQ.BEYOND_PER_RECEIPT_SINGLE_RESTRICTION", Final),
            ("ACQ.BEYOND_PER_RECEIPT_DAY_RESTRICTION", Alarm),
            ("ACQ.MERCHANT_PERM_RECEIPT_SINGLE_LIMIT", Final),
            ("ACQ.MERCHANT_PERM_RECEIPT_DAY_LIMIT", Alarm),
            ("ACQ.MERCHANT_PERM_RECEIPT_SUSPEND_LIMIT", Alarm),
            ("ACQ.MERCHANT_STATUS_NOT_NORMAL", Alarm),
            ("ACQ.SELLER_BEEN_BLOCKED", Alarm),
            ("ACQ.SELLER_NOT_EXIST", Alarm),
            ("ACQ.INVALID_RECEIVE_ACCOUNT", Alarm),
            ("ACQ.INVALID_STORE_ID", Alarm),
            ("ACQ.DEFAULT_SETTLE_RULE_NOT_EXIST", Alarm),
            ("ACQ.RISK_MERCHANT_IP_NOT_EXIST", Alarm),
        ],
    },
    CallCodes {
        call: Some(Call::Query),
        page: "/open/02ekfq",
        codes: &[("ACQ.SYSTEM_ERROR", Retry), ("ACQ.TRADE_NOT_EXIST", Final), ("TRADE_NOT_EXIST", Final)],
    },
    CallCodes {
        call: Some(Call::Close),
        page: "/open/02o6e8",
        codes: &[
            ("ACQ.SYSTEM_ERROR", Retry),
            ("ACQ.TRADE_NOT_EXIST", Final),
            ("ACQ.TRADE_STATUS_ERROR", Ask),
            ("ACQ.REASON_TRADE_STATUS_INVALID", Ask),
            ("ACQ.REASON_ILLEGAL_STATUS", Ask),
            ("ACQ.TRADE_HAS_FINISHED", Ask),
            ("ACQ.TRADE_HAS_CLOSE", Ask),
        ],
    },
    CallCodes {
        call: Some(Call::Refund),
        page: "/open/02ekfs",
        codes: &[
            // 请使用相同的参数再次重试调用,需要保证退款请求号不变
            ("ACQ.SYSTEM_ERROR", Retry),
            ("ACQ.REFUND_CHARGE_ERROR", Retry),
            ("ACQ.TRADE_SETTLE_ERROR", Retry),
            ("ACQ.TRADE_STATUS_ERROR", Ask),
            ("ACQ.TRADE_HAS_CLOSE", Ask),
            ("ACQ.REASON_TRADE_STATUS_INVALID", Ask),
            ("ACQ.SELLER_BALANCE_NOT_ENOUGH", Alarm),
            ("ACQ.REASON_TRADE_BEEN_FREEZEN", Alarm),
            ("ACQ.REFUND_ACCOUNT_NOT_EXIST", Alarm),
            ("ACQ.REFUNDALLOC_UNAUTH_LIMIT", Alarm),
            ("ACQ.REFUND_ROYALTY_PAYEE_ACCOUNT_NOT_EXIST", Alarm),
            ("ACQ.OVERDRAFT_AGREEMENT_NOT_MATCH", Alarm),
            ("ACQ.OVERDRAFT_ASSIGN_ACCOUNT_INVALID", Alarm),
            ("ACQ.ENTERPRISE_PAY_BIZ_ERROR", Alarm),
            ("ACQ.TRADE_NOT_EXIST", Final),
            ("ACQ.TRADE_HAS_FINISHED", Final),
            ("ACQ.TRADE_NOT_ALLOW_REFUND", Final),
            ("ACQ.NOT_ALLOW_PARTIAL_REFUND", Final),
            ("ACQ.ONLINE_TRADE_VOUCHER_NOT_ALLOW_REFUND", Final),
            ("ACQ.DISCORDANT_REPEAT_REQUEST", Final),
            ("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", Final),
            ("ACQ.REASON_TRADE_REFUND_FEE_ERR", Final),
            ("ACQ.REFUND_FEE_ERROR", Final),
            ("ACQ.ALLOC_AMOUNT_VALIDATE_ERROR", Final),
            ("ACQ.CURRENCY_NOT_SUPPORT", Final),
            ("ACQ.BUYER_ERROR", Final),
            ("ACQ.BUYER_NOT_EXIST", Final),
            ("ACQ.BUYER_ENABLE_STATUS_FORBID", Final),
            ("ACQ.CUSTOMER_VALIDATE_ERROR", Final),
            ("ACQ.USER_NOT_MATCH_ERR", Final),
        ],
    },
    CallCodes {
        call: Some(Call::QueryRefund),
        page: "/open/02ekft",
        codes: &[("ACQ.SYSTEM_ERROR", Retry), ("ACQ.TRADE_NOT_EXIST", Final), ("TRADE_NOT_EXIST", Final)],
    },
    CallCodes {
        call: Some(Call::Bill),
        page: "/open/02ekfu",
        codes: &[
            ("isp.bill_not_exist", Retry),
            ("BILL_NOT_EXIST", Retry),
            ("NO_BILL_DATA", Retry),
            ("BILL_DATE_BEFORE_REGISTRATION", Final),
            ("TYPE_NOT_SUPPORTED", Alarm),
            // The documents spell it so; the gateway answers the next one.
            ("INVAILID_ARGUMENTS", Final),
            ("invalid_arguments", Final),
            ("isv.invalid_arguments", Final),
            ("UNKNOWN_ERROR", Retry),
            ("SYSTEM_RATE_LIMIT", Retry),
            ("USER_RATE_LIMIT", Retry),
        ],
    },
    // The address of a file answers with a status only.
    CallCodes { call: Some(Call::Download), page: "/open/02ekfu", codes: &[] },
    CallCodes {
        call: Some(Call::Complaint),
        page: "alipay.merchant.tradecomplain.query",
        codes: &[("SYSTEM_ERROR", Retry), ("INVALID_PARAMETER", Final)],
    },
];

/// Whether two codes are the same but for case and the gateway's prefix `aop.` of business codes.
pub(super) fn same(one: &str, other: &str) -> bool {
    let bare = |code: &'_ str| {
        let upper = code.to_ascii_uppercase();
        upper
            .strip_prefix("AOP.")
            .filter(|rest| rest.starts_with("ACQ."))
            .map_or(upper.clone(), str::to_owned)
    };
    bare(one) == bare(other)
}

/// The refusal of a call. `class` (`code` of the answer) decides only about a code that the
/// documents lack: 40004 is final, 40005 is a limit, other classes that begin with 4, and 20001,
/// need an operator, and the rest may have had an effect.
pub(super) fn refusal(call: Call, class: &str, code: &str, message: String) -> ProviderError {
    let by_rule = match class {
        _ if code.to_ascii_uppercase().ends_with("SYSTEM_ERROR") => Ask,
        "40004" => Final,
        "40005" => Retry,
        _ if class == "20001" || class.starts_with('4') => Alarm,
        _ => Ask,
    };
    codes::refusal("alipay", call, code, message, codes::documented(CODES, call, code, same), by_rule)
}
