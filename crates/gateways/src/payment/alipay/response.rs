//! Verified answers.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::payment::keys::VerifyingKey;
use crate::payment::provider::{ProviderError, forged, refused};

/// Every answer carries these.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Head {
    code: String,
    msg: String,
    sub_code: Option<String>,
    sub_msg: Option<String>,
}

/// Reads the answer to `method`, a JSON object with two members: `method_with_underscores_response`, whose text, byte
/// for byte as it came, is what is signed, and `sign`.
pub(super) fn read<T: DeserializeOwned>(
    key: &VerifyingKey,
    method: &str,
    body: &[u8],
) -> Result<T, ProviderError> {
    let unreadable =
        |_| ProviderError::Unreachable("Alipay's answer is not what the documents describe".into());
    let members: BTreeMap<&str, &RawValue> = serde_json::from_slice(body).map_err(unreadable)?;
    let name = format!("{}_response", method.replace('.', "_"));
    let Some(answer) = members.get(name.as_str()).or_else(|| members.get("error_response")) else {
        return Err(ProviderError::Unreachable("Alipay's answer lacks the response".into()));
    };
    let head: Head = serde_json::from_str(answer.get()).map_err(unreadable)?;
    let sign: Option<String> = members.get("sign").and_then(|sign| serde_json::from_str(sign.get()).ok());
    let is_signed = sign.as_ref().is_some_and(|sign| {
        key.verifies(answer.get().as_bytes(), sign) || key.verifies(unescaped(answer).as_bytes(), sign)
    });
    // Only the gateway itself answers without: it could not tell whose request it was, or was not well.
    let is_from_within = head.code == "10000" || head.code == "40004";
    if !is_signed && (is_from_within || sign.is_some_and(|sign| !sign.is_empty())) {
        return Err(forged("the answer's signature does not fit"));
    }
    let code = head.sub_code.filter(|code| !code.is_empty()).unwrap_or_else(|| head.code.clone());
    let message = head.sub_msg.filter(|message| !message.is_empty()).unwrap_or(head.msg);
    if head.code == "10000" {
        serde_json::from_str(answer.get()).map_err(|_| forged("the answer's members are of other types"))
    } else if head.code == "20000" || code.ends_with("SYSTEM_ERROR") {
        Err(ProviderError::Unreachable(format!("{code}: {message}")))
    } else {
        Err(refused(&code, message))
    }
}

/// Alipay signs some answers before it escapes slashes; its own libraries try both.
fn unescaped(answer: &RawValue) -> String {
    answer.get().replace("\\/", "/")
}
