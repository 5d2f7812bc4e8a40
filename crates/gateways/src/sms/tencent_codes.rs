//! Tencent Cloud's codes, and what follows from each.
//!
//! Sources: <https://cloud.tencent.com/document/api/382/59177> and
//! <https://cloud.tencent.com/document/api/382/52075>.

use crate::send_error::Reason::{
    Balance, Blocked, Content, Country, Credentials, Limited as ByLimit, Off, Other, Recipient, Template,
    Unreachable,
};
use crate::send_error::Remedy::{Alarm, Final, Limited, Retry};
use crate::send_error::{Reason, Remedy};

/// Codes of answers.
const CODES: &[(&str, Remedy, Reason)] = &[
    ("InternalError.Timeout", Retry, Unreachable),
    ("InternalError.OtherError", Retry, Unreachable),
    ("InternalError.SendAndRecvFail", Retry, Unreachable),
    ("InternalError.SigVerificationFail", Alarm, Credentials),
    ("InternalError.SigFieldMissing", Alarm, Credentials),
    ("InternalError.RequestTimeException", Alarm, Credentials),
    ("InternalError.RestApiInterfaceNotExist", Alarm, Other),
    ("RequestLimitExceeded", Retry, ByLimit),
    ("LimitExceeded.PhoneNumberThirtySecondLimit", Limited, ByLimit),
    ("LimitExceeded.PhoneNumberOneHourLimit", Limited, ByLimit),
    ("LimitExceeded.PhoneNumberDailyLimit", Limited, ByLimit),
    ("LimitExceeded.PhoneNumberSameContentDailyLimit", Limited, ByLimit),
    ("LimitExceeded.DeliveryFrequencyLimit", Limited, ByLimit),
    ("LimitExceeded.PhoneNumberCountLimit", Final, Recipient),
    ("LimitExceeded.AppDailyLimit", Alarm, ByLimit),
    ("LimitExceeded.AppCountryOrRegionDailyLimit", Alarm, ByLimit),
    ("LimitExceeded.AppMainlandChinaDailyLimit", Alarm, ByLimit),
    ("LimitExceeded.AppGlobalDailyLimit", Alarm, ByLimit),
    ("LimitExceeded.DailyLimit", Alarm, ByLimit),
    ("FailedOperation.PhoneNumberInBlacklist", Final, Blocked),
    ("FailedOperation.ContainSensitiveWord", Final, Content),
    ("FailedOperation.InsufficientBalanceInSmsPackage", Alarm, Balance),
    ("UnauthorizedOperation.ServiceSuspendDueToArrears", Alarm, Balance),
    ("FailedOperation.SignatureIncorrectOrUnapproved", Alarm, Template),
    ("FailedOperation.MissingSignature", Alarm, Template),
    ("FailedOperation.TemplateIncorrectOrUnapproved", Alarm, Template),
    ("FailedOperation.TemplateParamSetNotMatchApprovedTemplate", Alarm, Template),
    ("FailedOperation.TemplateUnapprovedOrNotExist", Alarm, Template),
    ("FailedOperation.JsonParseFail", Alarm, Other),
    ("FailedOperation.FailResolvePacket", Alarm, Other),
    ("InvalidParameterValue.TemplateParameterFormatError", Alarm, Template),
    ("InvalidParameterValue.TemplateParameterLengthLimit", Alarm, Template),
    ("InvalidParameterValue.ContentLengthLimit", Alarm, Template),
    ("InvalidParameterValue.ProhibitedUseUrlInTemplateParameter", Alarm, Template),
    ("InvalidParameterValue.IncorrectPhoneNumber", Final, Recipient),
    ("InvalidParameterValue.SdkAppIdNotExist", Alarm, Credentials),
    ("UnauthorizedOperation.SmsSdkAppIdVerifyFail", Alarm, Credentials),
    ("UnauthorizedOperation.SdkAppIdIsDisabled", Alarm, Credentials),
    ("UnauthorizedOperation.RequestIpNotInWhitelist", Alarm, Credentials),
    ("UnauthorizedOperation.RequestPermissionDeny", Alarm, Credentials),
    ("UnsupportedOperation.UnsupportedRegion", Final, Country),
    ("UnsupportedOperation.ChineseMainlandTemplateToGlobalPhone", Alarm, Country),
    ("UnsupportedOperation.GlobalTemplateToChineseMainlandPhone", Alarm, Country),
];

/// Classes of codes that have no line of their own.
const CLASSES: &[(&str, Remedy, Reason)] = &[
    ("InternalError", Retry, Unreachable),
    ("RequestLimitExceeded", Retry, ByLimit),
    ("LimitExceeded", Limited, ByLimit),
    ("AuthFailure", Alarm, Credentials),
    ("UnauthorizedOperation", Alarm, Credentials),
];

/// Words of receipts, which are texts for people.
const RECEIPTS: &[(&str, Reason)] = &[
    ("空号", Recipient),
    ("号码错误", Recipient),
    ("关机", Off),
    ("停机", Off),
    ("不在服务区", Off),
    ("黑名单", Blocked),
    ("拒收", Blocked),
    ("退订", Blocked),
    ("频率", ByLimit),
    ("超频", ByLimit),
    ("敏感", Content),
    ("关键字", Content),
    ("签名", Template),
];

/// What follows from the code of an answer.
pub(crate) fn classify(code: &str) -> (Remedy, Reason) {
    let known = CODES.iter().find(|(known, _, _)| *known == code);
    let class = || CLASSES.iter().find(|(class, _, _)| code.split('.').next() == Some(class));
    known.or_else(class).map_or((Alarm, Other), |(_, remedy, reason)| (*remedy, *reason))
}

/// The reason in the description of a receipt.
pub(crate) fn receipt_reason(description: &str) -> Reason {
    RECEIPTS.iter().find(|(word, _)| description.contains(word)).map_or(Other, |(_, reason)| *reason)
}
