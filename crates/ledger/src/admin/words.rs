//! The ledger's words on pages: its accounts, and what postings are for.

use miaohui_admin::{Choice, choices};

/// The kinds of accounts: the word before the colon of an account's name.
pub const ACCOUNTS: &[Choice] = choices!(
    "user" => ("用户余额", "Balance of user"), "held" => ("提现冻结", "Held for user"),
    "escrow" => ("项目托管", "Escrow of project"), "platform" => ("平台收入", "Platform"),
    "clearing" => ("渠道待结算", "Clearing"), "due" => ("待退款", "Refunds due"),
    "fees" => ("渠道手续费", "Fees"), "suspense" => ("待处理", "Suspense"), "external" => ("平台外", "Outside"),
);

/// What postings are for.
pub const WHAT: &[Choice] = choices!(
    "ticket order" => ("门票订单付款", "Ticket order"), "support" => ("支持付款", "Support"),
    "recharge" => ("充值", "Recharge"), "refund" => ("退款", "Refund"), "refund paid" => ("退款到账", "Refund paid"),
    "refund at the provider" => ("渠道后台退款", "Refund at the provider"), "support back" => ("支持退回余额", "Support back"),
    "settlement" => ("项目结算", "Settlement"), "withdrawal" => ("提现冻结", "Withdrawal"),
    "withdrawal paid" => ("提现打款", "Withdrawal paid"), "withdrawal refused" => ("提现退回", "Withdrawal refused"),
    "fees of a bill" => ("渠道手续费", "Provider's fees"),
    "movements of a bill" => ("渠道其他变动", "Other movements at the provider"),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Account;

    #[test]
    fn every_account_has_a_name() {
        let channel = || "wechat".to_owned();
        let all = [
            Account::User(7),
            Account::Held(7),
            Account::Escrow(7),
            Account::Platform,
            Account::Clearing(channel()),
            Account::Due,
            Account::Fees(channel()),
            Account::Suspense,
            Account::External,
        ];
        let words: Vec<String> = all
            .iter()
            .map(|account| account.to_string().split(':').next().unwrap_or_default().to_owned())
            .collect();
        assert_eq!(words, ACCOUNTS.iter().map(|choice| choice.value).collect::<Vec<_>>());
    }
}
