//! 对账单 and 对账明细: the providers' bills and their lines. The lines of a month are a file of the
//! list, filtered by the month.

use miaohui_admin::{
    Action, ActionContext, Area, Choice, Field, Kind, Label, Permission, Related, Resource, Result, Services,
    choices,
};

use super::channels::CHANNELS;
use crate::case::case_status;
use crate::desk::Desk;
use crate::reconciliation::BillId;
use crate::reconciliation::stored_line::line_status;

const CHANNEL: Field =
    Field::new("channel", Label("渠道", "Channel"), Kind::Word(CHANNELS)).listed().read_only();

const LINE_KINDS: &[Choice] = choices!(
    "0" => ("支付", "Payment"), "1" => ("退款", "Refund"), "2" => ("手续费", "Fee"), "3" => ("其他", "Other"),
);

/// The bills.
pub static BILLS: Resource = Resource {
    name: "bills",
    title: Label("对账单", "Bills"),
    area: Area::Money,
    table: "payment_bill",
    label: "day",
    see: Permission::SeeMoney,
    postings: &["bill-fees", "bill-movements"],
    fields: &[
        Field::new("day", Label("账单日", "Day"), Kind::Text(10)).listed().filtered().sorted().read_only(),
        CHANNEL,
        Field::new(
            "kind",
            Label("类型", "Kind"),
            Kind::Choice(choices!("0" => ("交易账单", "Trade"), "1" => ("资金账单", "Fund flow"))),
        )
        .listed()
        .read_only(),
        Field::new(
            "status",
            Label("状态", "State"),
            Kind::Choice(choices!(
                "0" => ("等待账单", "Waiting", Wait), "1" => ("导入中", "Loading"), "2" => ("对账中", "Matching"),
                "3" => ("已对账", "Reconciled", Good), "4" => ("无交易", "Empty"),
            )),
        )
        .listed()
        .filtered()
        .sorted()
        .read_only(),
        Field::new("line_count", Label("笔数", "Lines"), Kind::Number).listed().read_only(),
        Field::new("paid", Label("收款（元）", "Paid (yuan)"), Kind::Money).listed().read_only(),
        Field::new("refunded", Label("退款（元）", "Refunded (yuan)"), Kind::Money).listed().read_only(),
        Field::new("fees", Label("手续费（元）", "Fees (yuan)"), Kind::Money).listed().read_only(),
        Field::new("movements", Label("其他变动（元）", "Other movements (yuan)"), Kind::Money).read_only(),
        Field::new(
            "differences",
            Label("差异", "Differences"),
            Kind::Sql(concat!(
                "SELECT CAST(COUNT(*) AS TEXT) FROM payment_bill_line l JOIN payment_case c ON c.id = l.case_id
                 WHERE l.bill_id = t.id AND l.status = ",
                line_status!(Difference),
                " AND c.status = ",
                case_status!(Open)
            )),
        )
        .listed(),
        Field::new("last_error", Label("错误", "Error"), Kind::Text(500)).read_only(),
        Field::new("tries", Label("次数", "Tries"), Kind::Number).read_only(),
        Field::new("next_at", Label("下次拉取", "Next try"), Kind::Time).read_only(),
        Field::new("hash", Label("摘要", "Hash"), Kind::Text(64)).read_only(),
        Field::new("created_at", Label("创建时间", "Created"), Kind::Created),
        Field::new("fetched_at", Label("拉取时间", "Fetched"), Kind::Time).read_only(),
        Field::new("reconciled_at", Label("对账时间", "Reconciled"), Kind::Time).listed().read_only(),
    ],
    actions: &[Action::on_rows(
        "fetch",
        Label("重新拉取", "Fetch again"),
        Permission::MoveMoney,
        fetch_again,
    )
    .using(Services::has::<Desk>)],
    related: &[Related::by("bill-lines", "bill_id")],
    ..Resource::EMPTY
};

/// The lines of the bills.
pub static BILL_LINES: Resource = Resource {
    name: "bill-lines",
    title: Label("对账明细", "Lines of bills"),
    area: Area::Money,
    table: "payment_bill_line",
    is_record: true,
    see: Permission::SeeMoney,
    fields: &[
        Field::new("bill_id", Label("对账单", "Bill"), Kind::Relation("bills"))
            .listed()
            .filtered()
            .sorted()
            .read_only(),
        Field::new("month", Label("月份（如 2018-06）", "Month (such as 2018-06)"), Kind::Text(7))
            .listed()
            .filtered()
            .sorted()
            .read_only(),
        CHANNEL,
        Field::new("kind", Label("类型", "Kind"), Kind::Choice(LINE_KINDS)).listed().read_only(),
        Field::new("reference", Label("单号", "Reference"), Kind::Text(64)).listed().searched().sorted().read_only(),
        Field::new("transaction_no", Label("渠道流水号", "Provider's number"), Kind::Text(64))
            .listed()
            .read_only(),
        Field::new("refund_no", Label("退款单号", "Refund"), Kind::Text(64)).listed().read_only(),
        Field::new("fen", Label("金额（元）", "Amount (yuan)"), Kind::Money).listed().read_only(),
        Field::new("fee", Label("手续费（元）", "Fee (yuan)"), Kind::Money).listed().read_only(),
        Field::new("happened_at", Label("发生时间", "Happened"), Kind::Time).listed().read_only(),
        Field::new("state", Label("渠道状态", "State at the provider"), Kind::Text(30)).listed().read_only(),
        Field::new(
            "status",
            Label("核对", "Match"),
            Kind::Choice(choices!(
                "0" => ("未核对", "Not matched"), "1" => ("一致", "Agrees", Good), "2" => ("差异", "Differs", Bad),
                "3" => ("无需核对", "Needs nothing"),
            )),
        )
        .listed()
        .read_only(),
        Field::new("intent_id", Label("支付", "Payment"), Kind::Relation("intents")).listed().read_only(),
        Field::new("refund_id", Label("退款", "Refund here"), Kind::Relation("refunds")).listed().read_only(),
        Field::new("case_id", Label("支付异常", "Case"), Kind::Relation("payment-cases"))
            .listed()
            .read_only(),
    ],
    ..Resource::EMPTY
};

fn fetch_again(context: &mut ActionContext<'_, '_>) -> Result<bool> {
    let desk = context.service::<Desk>()?;
    Ok(desk.fetch_bill_again(context.tx, BillId(context.id), context.now)?)
}
