//! 读他人信息: a user by `to_uid` or by `phone`; unknown is 107, neither given 400.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::store::user::{self, UserInfo, Who};
use crate::{Code, Error, Result};

/// What the client sends.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    to_uid: Option<String>,
    phone: Option<String>,
}

/// What the client gets.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    user_info: UserInfo,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let given = |text: &'_ Option<String>| text.as_deref().filter(|text| !text.is_empty()).map(str::to_owned);
    let (uid, phone) = (given(&params.to_uid), given(&params.phone));
    let who = match (&uid, &phone) {
        (Some(uid), _) => Who::Uid(uid),
        (None, Some(phone)) => Who::Phone(phone),
        (None, None) => return Err(Error::parameter("to_uid", "to_uid or phone is needed")),
    };
    Ok(Reply { user_info: user::info(call.tx, call.me, who)?.ok_or(Code::NoUser)? })
}
