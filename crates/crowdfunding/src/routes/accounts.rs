//! Registration and activation by mail, which precede the document's first operation.

use std::sync::Arc;

use miaohui_db::Tx;
use miaohui_gateways::Outbox;
use miaohui_kernel::{HOUR_MS, Rng};
use miaohui_web::pipeline::note_text;
use schemars::JsonSchema;
use serde::Serialize;

use crate::access::Stranger;
use crate::answer::{Created, HtmlPage, NoContent};
use crate::app::App;
use crate::call::Call;
use crate::code::Code;
use crate::error::{Error, Result};
use crate::fields::{Fields, Form};
use crate::flow::Flow;
use crate::ids::UserId;
use crate::mail;
use crate::password_rules::is_own_address;
use crate::store::mail_token::{self, MailPurpose};
use crate::store::user::{self, Addressee};
use crate::subject::Subject;

/// Lifetime of a mailed activation.
const ACTIVATION_HOURS: i64 = 72;

/// The body of a registration.
#[derive(Clone)]
pub struct RegisterInput {
    email: String,
    password: String,
    nickname: String,
}

impl Form for RegisterInput {
    const NAME: &'static str = "RegisterInput";

    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        let email = fields.about("Mail address, which no account has.").unused_email("email");
        let password = fields.about("At least 8 characters, not a common password.").new_password("password");
        if !email.is_empty() && is_own_address(&password, &email) {
            fields.wrong("password", Code::InvalidData);
        }
        Self { email, password, nickname: fields.about("Nickname.").name("nickname", 50, None) }
    }
}

/// A new account.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct NewAccount {
    id: UserId,
    /// Mail address, in lower case.
    email: String,
    /// Nickname.
    nickname: String,
}

/// 注册: it is inactive, and its activation is mailed. A mail address in use is 10000 on `email`.
pub async fn register(app: Arc<App>, mut flow: Flow<Stranger, RegisterInput>) -> Result<Created<NewAccount>> {
    let (input, queued) =
        flow.enter(&app, |call, _, input| Ok((input, std::mem::take(&mut call.queued)))).await?;
    let hash = app.passwords.hash(input.password.clone()).await?;
    let (own, origin, now) = (Arc::clone(&app), app.public_origin(&flow.info.origin), flow.info.now);
    let answer_by = app.webhooks.answer_by(now);
    let account = app
        .db
        .write(move |tx| {
            let RegisterInput { email, nickname, .. } = input.clone();
            let id = user::insert(tx, &email, &hash, &nickname, now)?
                .ok_or_else(|| Error::field("email", Code::InvalidData))?;
            let subject = Subject::User.thing(id);
            note_text(tx, subject, answer_by, now)?;
            queued.report(tx, subject, now)?;
            let addressee = Addressee {
                id,
                email: email.clone(),
                nickname: nickname.clone(),
                is_active: false,
                was_active: false,
            };
            if !send_activation(tx, (&own.rng, &own.outbox), &addressee, &origin, now)? {
                return Err(Error::throttled("mail budget", HOUR_MS));
            }
            Ok::<_, Error>(NewAccount { id, email, nickname })
        })
        .await?;
    app.outbox.wake();
    Ok(Created(account))
}

/// Mails the activation of an account; `false` if a limit of mails is used up.
pub(crate) fn send_activation(
    tx: &mut Tx<'_>,
    (rng, outbox): (&Rng, &Outbox),
    to: &Addressee,
    origin: &str,
    now: i64,
) -> Result<bool> {
    if !outbox.claim_mail_to(tx, &to.email, now)? {
        return Ok(false);
    }
    let token = rng.text(b"0123456789abcdef", 40);
    mail_token::create(tx, &token, to.id, MailPurpose::Activate, now + ACTIVATION_HOURS * HOUR_MS)?;
    mail::activation(origin, &token, ACTIVATION_HOURS).post(tx, to, now)?;
    Ok(true)
}

/// The body of an activation.
pub struct ActivateInput {
    token: String,
}

impl Form for ActivateInput {
    const NAME: &'static str = "ActivateInput";

    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        Self { token: fields.about("Token of the mail.").key("token", 200) }
    }
}

fn activate_with(call: &mut Call<'_, '_>, token: &str) -> Result<bool> {
    match mail_token::consume(call.tx, token, MailPurpose::Activate, call.now)? {
        Some(user) => Ok(user::activate(call.tx, user, call.now)?),
        None => Ok(false),
    }
}

/// 激活账号. A wrong or used token is 10000 on `token`.
pub fn activate(call: &mut Call<'_, '_>, _: Stranger, input: ActivateInput) -> Result<NoContent> {
    if activate_with(call, &input.token)? {
        Ok(NoContent)
    } else {
        Err(Error::field("token", Code::InvalidData))
    }
}

/// 邮件中的激活链接: activates the account and shows the result on a page.
pub fn activation_page(call: &mut Call<'_, '_>, _: Stranger) -> Result<HtmlPage> {
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
    Ok(HtmlPage(page.replace("{mark}", mark).replace("{zh}", zh).replace("{en}", en)))
}
