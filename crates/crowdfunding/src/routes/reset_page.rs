//! 邮件中的重设密码页面: the page behind the link of a reset mail. It works without JavaScript.

use std::sync::Arc;

use miaohui_kernel::is_lower_hex;

use crate::access::Stranger;
use crate::answer::HtmlPage;
use crate::app::App;
use crate::call::Call;
use crate::error::Result;
use crate::fields::{Fields, Form};
use crate::flow::Flow;
use crate::routes::password::{Reset, set_by_token};
use crate::store::mail_token::{self, MailPurpose};

const PAGE: &str = include_str!("../../pages/password_reset.html");
const FORM: &str = include_str!("../../pages/password_reset_form.html");

/// A message in both languages.
type Message = (&'static str, &'static str);

const GONE: Message = (
    "这个链接无效、已经用过或已过期。请在客户端里重新申请。",
    "This link is not valid, has been used already, or is too old. Ask for a new one in the app.",
);
const DONE: Message = ("新密码已设置，请用它登录。", "The new password is set. Sign in with it.");
const DIFFERENT: Message = ("两次输入的密码不一样。", "The two passwords are not equal.");
const WEAK: Message = (
    "密码太短、太常见，或者就是您的邮箱。请换一个。",
    "The password is too short, too common, or your mail address. Choose another one.",
);

/// The fields of the page. Each may be missing: the page tells in words what is wrong.
pub struct PageInput {
    token: String,
    password: String,
    again: String,
}

impl Form for PageInput {
    const NAME: &'static str = "PasswordPageInput";

    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        Self {
            token: fields.about("Token of the mail.").optional_key("token", 200, None),
            password: fields.about("The new password.").optional_key("password", 200, None),
            again: fields.about("The new password again.").optional_key("again", 200, None),
        }
    }
}

/// 邮件中的重设密码页面. A link scanner that opens it does not use the link up.
pub fn show(call: &mut Call<'_, '_>, _: Stranger) -> Result<HtmlPage> {
    let token = call.request.query("token").unwrap_or_default().to_owned();
    let known = mail_token::address_of(call.tx, &token, MailPurpose::Reset, call.now)?;
    Ok(if known.is_some() { form(&token, None) } else { told("✗", GONE) })
}

/// 在页面上重设密码, and show the result.
pub async fn submit(app: Arc<App>, mut flow: Flow<Stranger, PageInput>) -> Result<HtmlPage> {
    let PageInput { token, password, again } = flow.enter(&app, |_, _, input| Ok(input)).await?;
    if password != again {
        return Ok(form(&token, Some(DIFFERENT)));
    }
    Ok(match set_by_token(&app, token.clone(), password, flow.info.now).await? {
        Reset::Done => told("✓", DONE),
        Reset::WrongToken => told("✗", GONE),
        Reset::WeakPassword => form(&token, Some(WEAK)),
    })
}

fn told(mark: &str, (zh, en): Message) -> HtmlPage {
    let content =
        format!("<p class=\"mark\" aria-hidden=\"true\">{mark}</p>\n<p>{zh}</p>\n<p lang=\"en\">{en}</p>");
    HtmlPage(PAGE.replace("{content}", &content))
}

fn form(token: &str, problem: Option<Message>) -> HtmlPage {
    // A token that was never mailed is not repeated on the page.
    let token = if is_lower_hex(token, 40) { token } else { "" };
    let problem = problem.map_or_else(String::new, |(zh, en)| {
        format!("<p class=\"problem\" role=\"alert\">{zh}<br><span lang=\"en\">{en}</span></p>")
    });
    HtmlPage(PAGE.replace("{content}", &FORM.replace("{token}", token).replace("{problem}", &problem)))
}
