//! 注销账号 and 导出: users end their account and read all that is kept of them.

use std::sync::Arc;

use miaohui_web::RateLimit::Login;
use serde_json::{Map, Value};

use crate::access::Member;
use crate::answer::{NoContent, Shown};
use crate::app::{App, account_key};
use crate::call::Call;
use crate::code::Code;
use crate::error::{Error, Result};
use crate::fields::{Fields, Form};
use crate::flow::Flow;
use crate::store::{erasure, export, user};

/// The body of an erasure.
pub struct EraseInput {
    password: String,
}

impl Form for EraseInput {
    const NAME: &'static str = "AccountErasureInput";

    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        Self { password: fields.about("Password of the account.").key("password", 128) }
    }
}

/// 注销账号: ends all sessions and erases the account after a cooling period; a login in the meantime
/// cancels it. A wrong password is 10000 on `password`.
pub async fn erase(app: Arc<App>, mut flow: Flow<Member, EraseInput>) -> Result<NoContent> {
    let (found, input) =
        flow.enter(&app, |call, Member(me), input| Ok((user::credentials_of(call.tx, me)?, input))).await?;
    let found = found.ok_or(Error::Unauthorized(Code::UserGone))?;
    app.limits.account(Login, &account_key(found.id)).await?;
    if !app.passwords.verify(input.password, found.password).await? {
        return Err(Error::field("password", Code::InvalidData));
    }
    let (now, due_at) = (flow.info.now, flow.info.now + app.settings.erase_after_ms);
    let note = move |call: &mut Call<'_, '_>, Member(me): Member| {
        Ok(erasure::request(call.tx, me, due_at, None, now)?)
    };
    flow.write(&app, note).await?;
    Ok(NoContent)
}

/// 导出我的数据: everything that is kept of the caller, except hashes of secrets.
pub fn export(call: &mut Call<'_, '_>, Member(me): Member) -> Result<Shown<Map<String, Value>>> {
    Ok(Shown(export::read(call.tx, &call.app.vault, me)?))
}
