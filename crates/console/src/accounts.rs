//! The names of the ledger's accounts and of what its postings are for, and their pages.

use miaohui_admin::Label;

/// The kinds of accounts: the word before the colon, its name, and the resource of the key behind it.
const ACCOUNTS: &[(&str, Label, &str)] = &[
    ("user", Label("用户余额", "Balance of user"), "crowdfunding-users"),
    ("held", Label("提现冻结", "Held for user"), "crowdfunding-users"),
    ("escrow", Label("项目托管", "Escrow of project"), "crowdfunding-projects"),
    ("platform", Label("平台收入", "Platform"), ""),
    ("clearing", Label("渠道待结算", "Clearing"), ""),
    ("due", Label("待退款", "Refunds due"), ""),
    ("fees", Label("渠道手续费", "Fees"), ""),
    ("suspense", Label("待处理", "Suspense"), ""),
    ("external", Label("平台外", "Outside"), ""),
];

/// What postings are for: the word before the colon, and the resource of the key behind it.
const POSTINGS: &[(&str, &str)] = &[
    ("payment", "intents"),
    ("refund", "refunds"),
    ("refund-end", "refunds"),
    ("foreign-refund", "payment-cases"),
    ("support", "supports"),
    ("support-back", "supports"),
    ("settlement", "crowdfunding-projects"),
    ("withdrawal", "withdrawals"),
    ("withdrawal-end", "withdrawals"),
];

/// The name of an account, what stands behind it, and the resource of its row.
pub fn account(account: &str) -> Option<(Label, &str, &'static str)> {
    let (kind, key) = account.split_once(':').unwrap_or((account, ""));
    let (_, label, resource) = ACCOUNTS.iter().find(|(word, ..)| *word == kind)?;
    Some((*label, key, resource))
}

/// The resource and the key of what a posting is for.
pub fn posting(key: &str) -> Option<(&'static str, &str)> {
    let (kind, key) = key.split_once(':')?;
    let (_, resource) = POSTINGS.iter().find(|(word, _)| *word == kind)?;
    Some((*resource, key))
}
