//! Mails to users, in Chinese and English.

use miaohui_db::{Result, Tx};
use miaohui_gateways::enqueue_mail;
use miaohui_gateways::mail::Mail;
use miaohui_kernel::{DAY_MS, one_line};

use crate::store::user::Addressee;

/// How long the outbox tries to send a mail.
const SEND_WITHIN_MS: i64 = DAY_MS;
/// The end of each mail.
const SIGNATURE: &str = "好味道众筹 · Haoweidao Crowdfunding";

/// The subject and the text of a mail.
pub struct Letter {
    subject: String,
    text: String,
    link: Option<Link>,
}

/// What the reader opens.
struct Link {
    url: String,
    label: &'static str,
    /// The code for apps, which do without the link.
    code: String,
}

impl Link {
    /// Writes the link and the code as text and as HTML.
    fn write(&self) -> (String, String) {
        let Self { url, label, code } = self;
        let text = format!("\n\n{url}\n\n{label} Code: {code}");
        let (url, code) = (escape(url), escape(code));
        let html = format!("<p><a href=\"{url}\">{url}</a></p>\n<p>{label} Code: <code>{code}</code></p>");
        (text, html)
    }
}

impl Letter {
    fn plain(subject: String, text: String) -> Self {
        Self { subject, text, link: None }
    }

    /// Adds the mail to the outbox.
    pub fn post(self, tx: &mut Tx<'_>, to: &Addressee, now: i64) -> Result<()> {
        let (name, subject) = (one_line(&to.nickname), one_line(&self.subject));
        let greeting = format!("{name}，您好！\nHello {name},");
        let (link, link_html) = self.link.as_ref().map(Link::write).unwrap_or_default();
        let text = format!("{greeting}\n\n{}{link}\n\n{SIGNATURE}\n", self.text);
        let body =
            [&*paragraph(&greeting), &paragraph(&self.text), &link_html, &paragraph(SIGNATURE)].join("\n");
        let html = format!(
            "<!doctype html>\n<html lang=\"zh-CN\"><meta charset=\"utf-8\"><body>\n{body}\n</body></html>\n"
        );
        enqueue_mail(tx, &Mail { at: now, to: to.email.clone(), subject, text, html }, now + SEND_WITHIN_MS)
    }
}

/// A text as a paragraph of HTML.
fn paragraph(text: &str) -> String {
    format!("<p>{}</p>", escape(text).replace("\n\n", "</p>\n<p>").replace('\n', "<br>\n"))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The mail that activates an account. `hours`: lifetime of the link.
pub fn activation(origin: &str, token: &str, hours: i64) -> Letter {
    let url = format!("{origin}/api/accounts/activate/?token={token}");
    Letter {
        subject: "请激活您的好味道众筹账号 · Activate your account".into(),
        text: format!(
            "请在 {hours} 小时内打开下面的链接激活账号，或在客户端里输入激活码。如果您没有注册过，请忽略这封邮件。\n\
             Open this link within {hours} hours to activate your account, or enter the code in the app. If you did not \
             register, ignore this mail."
        ),
        link: Some(Link { url, label: "激活码", code: token.to_owned() }),
    }
}

/// The mail that resets a password. `hours`: lifetime of the link and the code.
pub fn password_reset(origin: &str, token: &str, hours: i64) -> Letter {
    let url = format!("{origin}/api/accounts/password/reset/page/?token={token}");
    Letter {
        subject: "重置您的好味道众筹密码 · Reset your password".into(),
        text: format!(
            "请在 {hours} 小时内打开下面的链接设置新密码，或在客户端里输入重置码。如果不是您本人操作，请忽略这封邮件，密码不会改变。\n\
             Open this link within {hours} hours to set a new password, or enter the code in the app. If it was not you who \
             asked, ignore this mail; your password stays as it is."
        ),
        link: Some(Link { url, label: "重置码", code: token.to_owned() }),
    }
}

/// The mail about changed payout accounts.
pub fn payout_changed() -> Letter {
    Letter::plain(
        "您的收款账户已修改 · Your payout account was changed".into(),
        "您的支付宝或银行收款信息刚刚被修改。如果不是您本人操作，请立即修改密码并联系客服。\nYour Alipay or bank account for payouts has \
         just been changed. If it was not you, change your password at once and contact us."
            .into(),
    )
}

/// The mail about an approved project.
pub fn approval(project: &str) -> Letter {
    Letter::plain(
        format!("您的项目已通过审核 · Your project is live: {project}"),
        format!(
            "您的项目“{project}”已通过审核，众筹现在开始。\nYour project \"{project}\" has been approved; its days begin now."
        ),
    )
}

/// The mail about a rejected project.
pub fn rejection(project: &str, reason: &str) -> Letter {
    Letter::plain(
        format!("您的项目未通过审核 · Your project needs a change: {project}"),
        format!(
            "您的项目“{project}”未通过审核，原因如下。修改后可以再次提交。\nYour project \"{project}\" was not approved, for the \
             following reason. Change it and submit it again.\n\n{reason}"
        ),
    )
}

/// The mail about a project that operators withdrew.
pub fn withdrawal(project: &str, reason: &str) -> Letter {
    Letter::plain(
        format!("您的项目已被撤下 · Your project was withdrawn: {project}"),
        format!(
            "您的项目“{project}”已被撤下，支持者的款项将退回他们的余额。原因如下。\nYour project \"{project}\" was withdrawn; what \
             supporters paid goes back to their balances. The reason follows.\n\n{reason}"
        ),
    )
}

/// The mail about a confirmed identity.
pub fn identified() -> Letter {
    Letter::plain(
        "您已通过实名认证 · Your identity was verified".into(),
        "您的身份信息已通过审核。\nYour identity has been verified.".into(),
    )
}

/// The mail about a refused identity card.
pub fn identity_refused(reason: &str) -> Letter {
    Letter::plain(
        "您的实名认证未通过 · Your identity was not verified".into(),
        format!(
            "您的身份信息未通过审核，原因如下。请重新上传身份证图片。\nYour identity was not verified, for the following reason. Upload \
             your identity card again.\n\n{reason}"
        ),
    )
}
