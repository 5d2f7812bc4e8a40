//! Accounts before their first token: registration and activation by mail. The document begins after them.

use std::sync::Arc;

use miaohui_db::Tx;
use miaohui_kernel::HOUR_MS;
use schemars::JsonSchema;
use serde::Serialize;

use crate::access::Stranger;
use crate::call::{Arrived, Call, Created, NoContent, Page};
use crate::fields::{Fields, Form, Mode};
use crate::store::mail_token::{self, ACTIVATE};
use crate::store::user::{self, Addressee};
use crate::subject::Subject;
use crate::{App, Code, Error, Result, mail};

/// How long a mailed activation counts.
const ACTIVATE_HOURS: i64 = 72;

/// What a registration sends.
#[derive(Clone)]
pub struct Registration {
    email: String,
    password: String,
    nickname: String,
}

impl Form for Registration {
    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        let email = fields.free_email("email");
        Self { email, password: fields.new_password("password"), nickname: fields.text("nickname", 50, None) }
    }
}

/// A new account.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Registered {
    id: i64,
    email: String,
    nickname: String,
}

/// Makes an account that waits for its activation, and mails the way to it. A taken address is 10000 on `email`.
pub async fn register(app: Arc<App>, mut arrived: Arrived<Registration>) -> Result<Created<Registered>> {
    let (sent, queued) = arrived
        .look(&app, Mode::Whole, |call, _: Stranger, sent| Ok((sent, std::mem::take(&mut call.queued))))
        .await?;
    let hash = app.passwords.hash(sent.password.clone()).await?;
    let (own, origin, now) = (Arc::clone(&app), app.public_origin(&arrived.asked), arrived.asked.now);
    let registered = app
        .db
        .write(move |tx| {
            let Registration { email, nickname, .. } = sent.clone();
            let id = user::insert(tx, &email, &hash, &nickname, now)?
                .ok_or_else(|| Error::field("email", Code::InvalidData))?;
            queued.report(tx, Subject::User.thing(id), now)?;
            let addressee = Addressee {
                id,
                email: email.clone(),
                nickname: nickname.clone(),
                is_active: false,
                was_active: false,
            };
            send_activation(tx, &own, &addressee, &origin, now)?;
            Ok::<_, Error>(Registered { id, email, nickname })
        })
        .await?;
    app.outbox.wake();
    Ok(Created(registered))
}

/// Mails the way to activate the account.
pub(super) fn send_activation(
    tx: &mut Tx<'_>,
    app: &App,
    to: &Addressee,
    origin: &str,
    now: i64,
) -> Result<()> {
    let token = app.rng.text(b"0123456789abcdef", 40);
    mail_token::create(tx, &token, to.id, ACTIVATE, now + ACTIVATE_HOURS * HOUR_MS)?;
    mail::activation(origin, &token, ACTIVATE_HOURS).post(tx, to, now)?;
    Ok(())
}

/// What an activation sends.
pub struct Activation {
    token: String,
}

impl Form for Activation {
    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        Self { token: fields.key("token", 200) }
    }
}

fn activate_with(call: &mut Call<'_, '_>, token: &str) -> Result<bool> {
    match mail_token::take(call.tx, token, ACTIVATE, call.now)? {
        Some(user) => Ok(user::activate(call.tx, user, call.now)?),
        None => Ok(false),
    }
}

/// Makes the account active. A wrong or used token is 10000 on `token`.
pub fn activate(call: &mut Call<'_, '_>, _: Stranger, sent: Activation) -> Result<NoContent> {
    if activate_with(call, &sent.token)? {
        Ok(NoContent)
    } else {
        Err(Error::field("token", Code::InvalidData))
    }
}

/// The mailed link, which does the same and says so on a page.
pub fn activation_page(call: &mut Call<'_, '_>, _: Stranger) -> Result<Page> {
    let token = call.request.query("token").unwrap_or_default().to_owned();
    let page = include_str!("../../pages/activation.html");
    let (mark, zh, en) = if activate_with(call, &token)? {
        ("✓", "账号已激活，现在可以登录了。", "Your account is active. You can sign in now.")
    } else {
        (
            "✗",
            "这个链接无效、已经用过或已过期。",
            "This link is not valid, has been used already, or is too old.",
        )
    };
    Ok(Page(page.replace("{mark}", mark).replace("{zh}", zh).replace("{en}", en)))
}
