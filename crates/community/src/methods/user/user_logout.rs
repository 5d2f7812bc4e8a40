//! 用户登出: ends the session of the call.

use crate::Result;
use crate::call::{Call, EmptyReply};
use crate::params::NoParams;
use crate::store::session;

pub fn run(call: &mut Call<'_, '_>, _: &NoParams) -> Result<EmptyReply> {
    session::end(call.tx, call.token_hash)?;
    Ok(EmptyReply {})
}
