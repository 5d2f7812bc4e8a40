//! Aliyun's codes, and what follows from each.
//!
//! Sources: codes of calls <https://help.aliyun.com/document_detail/101346.html>, codes of receipts
//! <https://help.aliyun.com/document_detail/101347.html>.

use crate::send_error::Reason::{
    Balance, Blocked, Content, Country, Credentials, Limited as ByLimit, Off, Other, Recipient, Template,
    Unreachable,
};
use crate::send_error::Remedy::{Alarm, Final, Limited, Retry};
use crate::send_error::{Reason, Remedy};

/// Codes of answers.
const CODES: &[(&str, Remedy, Reason)] = &[
    ("isp.SYSTEM_ERROR", Retry, Unreachable),
    ("isp.GATEWAY_ERROR", Retry, Unreachable),
    ("isp.UNKNOWN", Retry, Unreachable),
    ("ServiceUnavailable", Retry, Unreachable),
    ("InternalError", Retry, Unreachable),
    ("Throttling", Retry, ByLimit),
    ("Throttling.User", Retry, ByLimit),
    ("Throttling.Api", Retry, ByLimit),
    ("isv.BUSINESS_LIMIT_CONTROL", Limited, ByLimit),
    ("isv.DAY_LIMIT_CONTROL", Alarm, ByLimit),
    ("isv.MONTH_LIMIT_CONTROL", Alarm, ByLimit),
    ("isv.MOBILE_NUMBER_ILLEGAL", Final, Recipient),
    ("isv.PHONE_NUMBER_ILLEGAL", Final, Recipient),
    ("isv.MOBILE_COUNT_OVER_LIMIT", Final, Recipient),
    ("isv.BLACK_KEY_CONTROL_LIMIT", Final, Content),
    ("isv.PARAM_LENGTH_LIMIT", Alarm, Template),
    ("isv.PARAM_NOT_SUPPORT_URL", Alarm, Template),
    ("isv.INVALID_PARAMETERS", Alarm, Template),
    ("isv.INVALID_JSON_PARAM", Alarm, Template),
    ("isv.TEMPLATE_MISSING_PARAMETERS", Alarm, Template),
    ("isv.TEMPLATE_PARAMS_ILLEGAL", Alarm, Template),
    ("isv.SMS_TEMPLATE_ILLEGAL", Alarm, Template),
    ("isv.SMS_SIGNATURE_ILLEGAL", Alarm, Template),
    ("isv.SMS_SIGNATURE_SCENE_ILLEGAL", Alarm, Template),
    ("isv.SIGN_STATE_ILLEGAL", Alarm, Template),
    ("isv.SMS_SIGN_ILLEGAL", Alarm, Template),
    ("isv.SMS_CONTENT_ILLEGAL", Final, Content),
    ("isv.SMS_OVER_LIMIT", Alarm, ByLimit),
    ("isv.DOMESTIC_NUMBER_NOT_SUPPORTED", Alarm, Country),
    ("isv.NOT_SUPPORTED_COUNTRY", Final, Country),
    ("isv.COUNTRY_RESTRICTED", Final, Country),
    ("isv.AMOUNT_NOT_ENOUGH", Alarm, Balance),
    ("isv.OUT_OF_SERVICE", Alarm, Balance),
    ("isv.BILLING_DEDUCTION_ERROR", Alarm, Balance),
    ("isv.PRODUCT_UN_SUBSCRIPT", Alarm, Credentials),
    ("isv.PRODUCT_UNSUBSCRIBE", Alarm, Credentials),
    ("isv.ACCOUNT_NOT_EXISTS", Alarm, Credentials),
    ("isv.ACCOUNT_ABNORMAL", Alarm, Credentials),
    ("isv.DENY_IP_RANGE", Alarm, Credentials),
    ("isp.RAM_PERMISSION_DENY", Alarm, Credentials),
    ("SignatureDoesNotMatch", Alarm, Credentials),
    ("InvalidAccessKeyId.NotFound", Alarm, Credentials),
    ("InvalidAccessKeyId.Inactive", Alarm, Credentials),
    ("InvalidTimeStamp.Expired", Alarm, Credentials),
    ("SignatureNonceUsed", Retry, Unreachable),
    ("Forbidden.RAM", Alarm, Credentials),
];

/// Codes of receipts.
const RECEIPTS: &[(&str, Reason)] = &[
    ("MOBILE_NOT_ON_SERVICE", Off),
    ("MOBILE_TERMINAL_ERROR", Off),
    ("IS_CLOSED", Off),
    ("EXPIRED", Off),
    ("MOBILE_ACCOUNT_ABNORMAL", Off),
    ("INVALID_NUMBER", Recipient),
    ("MOBILE_IN_BLACK", Blocked),
    ("USER_REJECT", Blocked),
    ("SP_NOT_BY_INTER_SMS", Blocked),
    ("MOBILE_SEND_LIMIT", ByLimit),
    ("CONTENT_KEYWORD", Content),
    ("CONTENT_ERROR", Content),
    ("SIGNATURE_BLACKLIST", Template),
    ("PORT_NOT_REGISTERED", Template),
    ("NO_ROUTE", Country),
    ("SP_UNKNOWN_ERROR", Unreachable),
];

/// What follows from the code of an answer with an HTTP status.
pub(crate) fn classify(code: &str, status: u16) -> (Remedy, Reason) {
    let known = CODES.iter().find(|(known, _, _)| *known == code);
    match known {
        Some((_, remedy, reason)) => (*remedy, *reason),
        None if status >= 500 => (Retry, Unreachable),
        None if code.starts_with("Throttling") => (Retry, ByLimit),
        None => (Alarm, Other),
    }
}

/// The reason in a receipt.
pub(crate) fn receipt_reason(code: &str) -> Reason {
    RECEIPTS.iter().find(|(known, _)| *known == code).map_or(Other, |(_, reason)| *reason)
}
