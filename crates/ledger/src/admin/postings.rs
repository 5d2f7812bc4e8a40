//! 资金流水: lines of postings.

use miaohui_admin::{Area, Choice, Field, Kind, Label, Permission, Resource, choices};

/// What postings are for, in plain words.
const WHAT: &[Choice] = choices!(
    "ticket order" => ("门票订单付款", "Ticket order"), "support" => ("支持付款", "Support"),
    "recharge" => ("充值", "Recharge"), "refund" => ("退款", "Refund"), "refund paid" => ("退款到账", "Refund paid"),
    "refund at the provider" => ("渠道后台退款", "Refund at the provider"), "support back" => ("支持退回余额", "Support back"),
    "settlement" => ("项目结算", "Settlement"), "withdrawal" => ("提现冻结", "Withdrawal"),
    "withdrawal paid" => ("提现打款", "Withdrawal paid"), "withdrawal refused" => ("提现退回", "Withdrawal refused"),
    "fees" => ("渠道手续费", "Provider's fees"), "movements" => ("渠道其他变动", "Other movements at the provider"),
);

/// The time of the posting of a line.
const POSTED_AT: &str = "(SELECT p.created_at FROM ledger_posting p WHERE p.id = t.posting_id)";

/// Lines of postings, each on one account.
pub static POSTINGS: Resource = Resource {
    name: "postings",
    title: Label("资金流水", "Ledger"),
    area: Area::Money,
    table: "ledger_line",
    dated: POSTED_AT,
    see: Permission::SeeMoney,
    fields: &[
        Field::new("posted_at", Label("时间", "When"), Kind::SqlTime(POSTED_AT)).listed(),
        Field::new("account", Label("账户", "Account"), Kind::Account).listed().filtered().read_only(),
        Field::new("fen", Label("金额（元）", "Amount (yuan)"), Kind::Money).listed().read_only(),
        Field::new("balance", Label("余额（元）", "Balance (yuan)"), Kind::Money).listed().read_only(),
        Field::new(
            "what",
            Label("事由", "Reason"),
            Kind::SqlWord("SELECT p.what FROM ledger_posting p WHERE p.id = t.posting_id", WHAT),
        )
        .listed(),
        Field::new(
            "posting_key",
            Label("关联单据", "For"),
            Kind::PostingKey("SELECT p.key FROM ledger_posting p WHERE p.id = t.posting_id"),
        )
        .listed(),
        Field::new("posting_id", Label("记账编号", "Posting"), Kind::Number).read_only(),
    ],
    ..Resource::EMPTY
};
