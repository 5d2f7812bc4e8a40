//! 用户登出: ends the token that is used, and no other.

use serde::Deserialize;

use crate::Result;
use crate::call::{Call, Done};
use crate::store::session;

/// What the client sends.
#[derive(Deserialize)]
pub struct Params {}

pub fn run(call: &mut Call<'_, '_>, _: &Params) -> Result<Done> {
    session::end(call.tx, call.token_hash)?;
    Ok(Done {})
}
