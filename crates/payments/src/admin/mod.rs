//! What operators see and change of payments.

mod bills;
mod cases;
mod channels;
mod dashboard;
mod intents;
mod life;
mod queues;
mod refunds;
pub mod subject;

use miaohui_admin::{Lang, Refusal, Resource};
use miaohui_kernel::Fen;

pub use channels::CHANNELS;
pub use dashboard::SERIES;
pub use queues::QUEUES;

/// The resources, in the order of the navigation.
pub static RESOURCES: &[&Resource] =
    &[&intents::INTENTS, &refunds::REFUNDS, &cases::CASES, &bills::BILLS, &bills::BILL_LINES];

impl From<crate::Error> for miaohui_admin::Error {
    fn from(error: crate::Error) -> Self {
        match error {
            crate::Error::Database(error) => error.into(),
            other => Self::Invalid(refusal(&other)),
        }
    }
}

/// What an operator reads of a payment or a refund that is refused.
fn refusal(error: &crate::Error) -> Refusal {
    use crate::Error;
    let zh = match error {
        Error::NoChannel => "渠道未启用".to_owned(),
        Error::Failed => "支付失败".to_owned(),
        Error::Unavailable => "渠道没有响应，请稍后再试".to_owned(),
        Error::TooLate => "付款来得太晚".to_owned(),
        Error::TooMuch => "退款会超过实付金额".to_owned(),
        Error::NoPayment => "没有这笔支付".to_owned(),
        Error::NotPaid => "这笔支付没有付款".to_owned(),
        Error::ExceedsRemainder(Fen::ZERO) => "这笔支付已全部退回".to_owned(),
        Error::ExceedsRemainder(left) => format!("退款金额应大于 0，最多 ¥{left}"),
        Error::NotRefundable(why) => why.of(Lang::Zh).to_owned(),
        Error::Differs(detail) => format!("与账单不符：{detail}"),
        Error::DayNotOver => "账单日还没有结束".to_owned(),
        Error::InsufficientFunds(account) => format!("账户 {account} 余额不足"),
        Error::Overflow => "金额太大".to_owned(),
        Error::Database(_) => "数据库出错".to_owned(),
    };
    let en = match error {
        Error::ExceedsRemainder(Fen::ZERO) => "All of this payment has gone back".to_owned(),
        Error::ExceedsRemainder(left) => format!("A refund is more than 0 and at most ¥{left}"),
        other => other.to_string(),
    };
    Refusal::new(zh, en)
}
