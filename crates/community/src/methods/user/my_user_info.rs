//! 读个人信息: reads the caller's own account.

use schemars::JsonSchema;
use serde::Serialize;

use crate::Result;
use crate::call::Call;
use crate::params::NoParams;
use crate::store::profile::{self, MyUserInfo};

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The user's own account.
    my_user_info: MyUserInfo,
}

pub fn run(call: &mut Call<'_, '_>, _: &NoParams) -> Result<Reply> {
    Ok(Reply { my_user_info: profile::my_info(call.tx, call.user)? })
}
