//! 读他人信息: reads a user by `to_uid` or by `phone`. Errors: 107 unknown user, 400 neither is
//! given, 110 too many look-ups by phone.

use miaohui_web::RateLimit;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::store::profile::{self, UserInfo, UserKey};
use crate::{Code, Error, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    to_uid: Option<String>,
    phone: Option<String>,
}

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    user_info: UserInfo,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let given = |text: &'_ Option<String>| text.as_deref().filter(|text| !text.is_empty()).map(str::to_owned);
    let (uid, phone) = (given(&params.to_uid), given(&params.phone));
    let key = match (&uid, &phone) {
        (Some(uid), _) => UserKey::Uid(uid),
        (None, Some(phone)) => {
            // Otherwise a caller could try all numbers for accounts.
            call.limits.account(RateLimit::Lookup, &format!("community:{}", call.user))?;
            UserKey::Phone(phone)
        }
        (None, None) => return Err(Error::parameter("to_uid", "to_uid or phone is needed")),
    };
    Ok(Reply { user_info: profile::info(call.tx, call.user, key)?.ok_or(Code::NoUser)? })
}
