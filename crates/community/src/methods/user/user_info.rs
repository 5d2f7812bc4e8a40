//! 读他人信息: reads a user by `to_uid` or by `phone`. Errors: 107 unknown user, 400 neither is
//! given, 110 too many look-ups by phone.

use miaohui_web::RateLimit;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::store::profile::{self, UserInfo, UserKey};
use crate::{Code, Error, Phone, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    /// The user; this or `phone`.
    to_uid: Option<String>,
    /// Phone number of the user; this or `to_uid`.
    phone: Option<String>,
}

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The user.
    user_info: UserInfo,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let given = |text: &'_ Option<String>| text.as_deref().filter(|text| !text.is_empty()).map(str::to_owned);
    let (uid, number) = (given(&params.to_uid), given(&params.phone));
    if uid.is_none() && number.is_some() {
        // Otherwise a caller could try all numbers for accounts.
        call.limits.account_here(RateLimit::Lookup, &format!("community:{}", call.user))?;
    }
    let found = match (&uid, &number) {
        (Some(uid), _) => profile::info(call.tx, call.user, UserKey::Uid(uid))?,
        (None, Some(number)) => match Phone::parse_whole("86", number) {
            Ok(phone) => match profile::info(call.tx, call.user, UserKey::Phone(&phone))? {
                None => profile::info(call.tx, call.user, UserKey::National(phone.number()))?,
                found => found,
            },
            Err(_) => profile::info(call.tx, call.user, UserKey::National(number))?,
        },
        (None, None) => return Err(Error::parameter("to_uid", "需要 to_uid 或 phone")),
    };
    Ok(Reply { user_info: found.ok_or(Code::NoUser)? })
}
