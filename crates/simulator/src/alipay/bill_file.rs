//! The files of bills (`opendocs.alipay.com/open/204/106262`, 对账): 业务明细 and its summary, 账务明细
//! and its summary.
//!
//! Lines that start with `#` are comments; numbers end with a tab.

use miaohui_kernel::Fen;

use crate::bill::{BillLine, Flow, FlowKind};
use crate::time::{Day, beijing};

const TRADE_HEADER: &str = "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,\
对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,\
商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注";
const TRADE_SUMMARY: &str = "门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,\
商家优惠（元）,卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）";
const FLOW_HEADER: &str = "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,\
账户余额（元）,交易渠道,业务类型,备注";
const FLOW_SUMMARY: &str = "类型,收入笔数,收入金额（+元）,支出笔数,支出金额（-元）,总金额（元）";

/// The account, the day, and when the files are made, in Unix ms.
#[derive(Clone, Copy)]
pub struct Head<'a> {
    pub account: &'a str,
    pub day: Day,
    pub made_at: i64,
}

/// 业务明细: a line for each payment and refund. The amounts of refunds and the fees of payments are
/// negative.
pub fn trade(head: Head<'_>, lines: &[BillLine]) -> String {
    let mut rows = vec![TRADE_HEADER.to_owned()];
    for line in lines {
        let (kind, number, fen, fee) = match &line.refund {
            None => ("交易", "", line.fen, negative(line.fee)),
            Some(refund) => ("退款", refund.number.as_str(), negative(line.fen), line.fee),
        };
        let kind = line.other_state.as_deref().unwrap_or(kind);
        let (transaction, reference) = (&line.transaction, &line.reference);
        let subject = line.subject.replace(',', " ");
        let (created, at) = (beijing(line.created_at), beijing(line.at));
        rows.push(format!(
            "{transaction}\t,{reference}\t,{kind}\t,{subject},{created},{at},\t,\t,\t,\t,*喵(159****5620)\t,\
             {fen},{fen},0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00,{number}\t,{fee},0.00,"
        ));
    }
    let (payments, refunds) = (sum(lines, false), sum(lines, true));
    let counts = count(lines);
    let ends = [
        format!("#交易合计：{}笔，商家实收共{payments}元，商家优惠共0.00元", counts.0),
        format!("#退款合计：{}笔，商家实收退款共{}元，商家优惠退款共0.00元", counts.1, negative(refunds)),
    ];
    file(head, "业务明细", "业务明细", &rows, &ends)
}

/// 业务明细(汇总).
pub fn trade_summary(head: Head<'_>, lines: &[BillLine]) -> String {
    let (payments, refunds) = (sum(lines, false), sum(lines, true));
    let received = minus(payments, refunds);
    let fees = lines.iter().fold(Fen::ZERO, |fees, line| {
        if line.refund.is_some() { minus(fees, line.fee) } else { minus(fees, negative(line.fee)) }
    });
    let (count, refund_count) = count(lines);
    let row = format!(
        "合计\t,\t,{count},{refund_count},{received},{received},0.00,0.00,0.00,{},0.00,{}",
        negative(fees),
        minus(received, fees)
    );
    file(head, "业务汇总", "业务汇总", &[TRADE_SUMMARY.to_owned(), row], &[])
}

/// 账务明细: a line for each movement of the account. What goes out is negative.
pub fn fund_flow(head: Head<'_>, flows: &[Flow]) -> String {
    let mut rows = vec![FLOW_HEADER.to_owned()];
    for flow in flows {
        let kind = match flow.kind {
            FlowKind::Payment => "在线支付",
            FlowKind::Fee => "收费",
            FlowKind::Refund | FlowKind::RefundClosed => "交易退款",
            FlowKind::FeeReturned => "退费",
        };
        let none = Fen::ZERO;
        let (income, outgo) =
            if flow.kind.is_income() { (flow.fen, none) } else { (none, negative(flow.fen)) };
        rows.push(format!(
            "{}\t,{}\t,{}\t,{}\t,{},*喵(159****5620)\t,{income},{outgo},{},支付宝,{kind},{}",
            flow.number,
            flow.id,
            flow.line.reference,
            flow.line.subject.replace(',', " "),
            beijing(flow.at),
            flow.balance,
            flow.note
        ));
    }
    let (income, outgo) = (flow_sum(flows, true), flow_sum(flows, false));
    let ends = [
        format!("#支出合计：{}笔，共{}元", outgo.0, negative(outgo.1)),
        format!("#收入合计：{}笔，共{}元", income.0, income.1),
    ];
    file(head, "账务明细", "账务明细", &rows, &ends)
}

/// 账务汇总.
pub fn fund_flow_summary(head: Head<'_>, flows: &[Flow]) -> String {
    let (income, outgo) = (flow_sum(flows, true), flow_sum(flows, false));
    let (out, total) = (negative(outgo.1), minus(income.1, outgo.1));
    let row = format!("合计,{},{},{},{out},{total}", income.0, income.1, outgo.0);
    file(head, "账务汇总", "账务汇总", &[FLOW_SUMMARY.to_owned(), row], &[])
}

fn file(head: Head<'_>, title: &str, list: &str, rows: &[String], ends: &[String]) -> String {
    let date = |unix_ms: i64| {
        let text = beijing(unix_ms);
        format!("{}年{}月{}日 {}", &text[..4], &text[5..7], &text[8..10], &text[11..])
    };
    let rule = "-".repeat(41);
    let (from, to) = (date(head.day.begins_at()), date(head.day.ends_at()));
    let mut lines = vec![
        format!("#支付宝{title}查询"),
        format!("#账号：[{}]", head.account),
        format!("#起始日期：[{from}]   终止日期：[{to}]"),
        format!("#{rule}{list}列表{rule}"),
    ];
    lines.extend_from_slice(rows);
    lines.push(format!("#{rule}{list}列表结束{rule}"));
    lines.extend_from_slice(ends);
    lines.push(format!("#导出时间：[{}]", date(head.made_at)));
    lines.join("\r\n") + "\r\n"
}

fn count(lines: &[BillLine]) -> (usize, usize) {
    let refunds = lines.iter().filter(|line| line.refund.is_some()).count();
    (lines.len() - refunds, refunds)
}

fn sum(lines: &[BillLine], of_refunds: bool) -> Fen {
    let of_kind = lines.iter().filter(|line| line.refund.is_some() == of_refunds);
    Fen::checked_sum(of_kind.map(|line| line.fen)).unwrap_or(Fen::ZERO)
}

fn flow_sum(flows: &[Flow], is_income: bool) -> (usize, Fen) {
    let of_kind = || flows.iter().filter(|flow| flow.kind.is_income() == is_income);
    (of_kind().count(), Fen::checked_sum(of_kind().map(|flow| flow.fen)).unwrap_or(Fen::ZERO))
}

fn negative(fen: Fen) -> Fen {
    fen.checked_neg().unwrap_or(fen)
}

fn minus(fen: Fen, other: Fen) -> Fen {
    fen.checked_sub(other).unwrap_or(fen)
}
