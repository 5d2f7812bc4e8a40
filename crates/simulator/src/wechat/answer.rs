//! What a call answers.

use serde_json::Value;

/// The members of an answer, or the status and the code of a refusal. `null` is answered with 204.
pub type Answer = Result<Value, (u16, &'static str)>;
