//! What a call answers.

use serde_json::Value;

/// The members of an answer, or the code of a refusal: a code of the gateway with five digits, or
/// a `sub_code`.
pub type Answer = Result<Value, &'static str>;

/// An unknown request, such as a bad signature or a bad parameter: the `sub_code` of 40001 and
/// 40002 (公共错误码, `opendocs.alipay.com/common/02km9f`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadRequest(pub &'static str);
