//! Mails to users, in Chinese and English.

use miaohui_db::{Result, Tx};
use miaohui_gateways::enqueue_mail;
use miaohui_gateways::mail::Mail;
use miaohui_kernel::DAY_MS;

use crate::store::user::Addressee;

/// How long the outbox tries to send a mail.
const SEND_WITHIN_MS: i64 = DAY_MS;

/// The subject and the text of a mail.
pub struct Letter {
    subject: String,
    text: String,
}

impl Letter {
    /// Adds the mail to the outbox.
    pub fn post(self, tx: &mut Tx<'_>, to: &Addressee, now: i64) -> Result<()> {
        let Self { subject, text } = self;
        let name = &to.nickname;
        let text =
            format!("{name}，您好！\nHello {name},\n\n{text}\n\n好味道众筹 · Haoweidao Crowdfunding\n");
        enqueue_mail(tx, &Mail { at: now, to: to.email.clone(), subject, text }, now + SEND_WITHIN_MS)
    }
}

/// The mail that activates an account. `hours`: lifetime of the link.
pub fn activation(origin: &str, token: &str, hours: i64) -> Letter {
    let link = format!("{origin}/api/accounts/activate/?token={token}");
    Letter {
        subject: "请激活您的好味道众筹账号 · Activate your account".into(),
        text: format!(
            "请在 {hours} 小时内打开下面的链接激活账号，或在客户端里输入激活码。如果您没有注册过，请忽略这封邮件。\n\
             Open this link within {hours} hours to activate your account, or enter the code in the app. If you did not \
             register, ignore this mail.\n\n{link}\n\n激活码 Code: {token}"
        ),
    }
}

/// The mail that resets a password. `hours`: lifetime of the code.
pub fn password_reset(token: &str, hours: i64) -> Letter {
    Letter {
        subject: "重置您的好味道众筹密码 · Reset your password".into(),
        text: format!(
            "请在 {hours} 小时内在客户端里输入重置码，设置新密码。如果不是您本人操作，请忽略这封邮件，密码不会改变。\n\
             Enter this code in the app within {hours} hours to set a new password. If it was not you who asked, ignore \
             this mail; your password stays as it is.\n\n重置码 Code: {token}"
        ),
    }
}

/// The mail about an approved project.
pub fn approval(project: &str) -> Letter {
    Letter {
        subject: format!("您的项目已通过审核 · Your project is live: {project}"),
        text: format!(
            "您的项目“{project}”已通过审核，众筹现在开始。\nYour project \"{project}\" has been approved; its days begin now."
        ),
    }
}

/// The mail about a rejected project.
pub fn rejection(project: &str, reason: &str) -> Letter {
    Letter {
        subject: format!("您的项目未通过审核 · Your project needs a change: {project}"),
        text: format!(
            "您的项目“{project}”未通过审核，原因如下。修改后可以再次提交。\nYour project \"{project}\" was not approved, for the \
             following reason. Change it and submit it again.\n\n{reason}"
        ),
    }
}

/// The mail about a project that operators withdrew.
pub fn withdrawal(project: &str, reason: &str) -> Letter {
    Letter {
        subject: format!("您的项目已被撤下 · Your project was withdrawn: {project}"),
        text: format!(
            "您的项目“{project}”已被撤下，支持者的款项将退回他们的余额。原因如下。\nYour project \"{project}\" was withdrawn; what \
             supporters paid goes back to their balances. The reason follows.\n\n{reason}"
        ),
    }
}

/// The mail about a confirmed identity.
pub fn identified() -> Letter {
    Letter {
        subject: "您已通过实名认证 · Your identity was verified".into(),
        text: "您的身份信息已通过审核。\nYour identity has been verified.".into(),
    }
}

/// The mail about a refused identity card.
pub fn identity_refused(reason: &str) -> Letter {
    Letter {
        subject: "您的实名认证未通过 · Your identity was not verified".into(),
        text: format!(
            "您的身份信息未通过审核，原因如下。请重新上传身份证图片。\nYour identity was not verified, for the following reason. Upload \
             your identity card again.\n\n{reason}"
        ),
    }
}
