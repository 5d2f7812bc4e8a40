//! The files of bills: 交易账单详细说明 (`docs/merchant/products/bill-download/format-trade`) and
//! 资金账单详细说明 (`…/format-fundflow`).
//!
//! Each value follows a backquote; the two last lines are the summary. The documents do not
//! mention the byte order mark that the files begin with.

use miaohui_kernel::Fen;

use crate::bill::{BillLine, Flow, FlowKind};
use crate::time::beijing;
use crate::wechat::trade::{refund_status, trade_type};

const BYTE_ORDER_MARK: char = '\u{feff}';

const TRADE_HEADER: &str = "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,\
交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,\
退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注";
const TRADE_SUMMARY: &str =
    "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额";
const FLOW_HEADER: &str = "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),\
账户结余(元),资金变更提交申请人,备注,业务凭证号";
const FLOW_SUMMARY: &str = "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额";

/// The trade bill of type `ALL`.
pub fn trade(mchid: &str, lines: &[BillLine]) -> String {
    let mut rows = vec![TRADE_HEADER.to_owned()];
    let (mut orders, mut refunds, mut fees) = (Fen::ZERO, Fen::ZERO, Fen::ZERO);
    for line in lines {
        let none = Fen::ZERO.to_string();
        let fen = line.fen.to_string();
        let (order_fen, refund_fen, own_fee) = match line.refund {
            None => (fen, none.clone(), line.fee),
            Some(_) => (none.clone(), fen, negative(line.fee)),
        };
        let sum = if line.refund.is_some() { &mut refunds } else { &mut orders };
        *sum = plus(*sum, line.fen);
        fees = plus(fees, own_fee);
        let (state, refund_id, refund_number, refund_type, refund_state) = match &line.refund {
            None => ("SUCCESS", "0", "0", "", ""),
            Some(refund) => (
                "REFUND",
                refund.id.as_str(),
                refund.number.as_str(),
                "ORIGINAL",
                refund_status(refund.state),
            ),
        };
        let other = line.other_state.as_deref();
        let is_refund = line.refund.is_some();
        rows.push(row(&[
            &beijing(line.at),
            &line.app,
            mchid,
            "0",
            "",
            &line.transaction,
            &line.reference,
            line.payer.as_deref().unwrap_or("oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"),
            trade_type(&line.scene),
            other.filter(|_| !is_refund).unwrap_or(state),
            "OTHERS",
            "CNY",
            &order_fen,
            &none,
            refund_id,
            refund_number,
            &refund_fen,
            &none,
            refund_type,
            other.filter(|_| is_refund).unwrap_or(refund_state),
            &line.subject,
            "",
            &five_decimals(own_fee),
            "0.60%",
            &order_fen,
            &refund_fen,
            "",
        ]));
    }
    rows.push(TRADE_SUMMARY.to_owned());
    rows.push(row(&[
        &lines.len().to_string(),
        &orders.to_string(),
        &refunds.to_string(),
        &Fen::ZERO.to_string(),
        &five_decimals(fees),
        &orders.to_string(),
        &refunds.to_string(),
    ]));
    file(&rows)
}

/// The fund flow bill of the basic account.
pub fn fund_flow(mchid: &str, flows: &[Flow]) -> String {
    let mut rows = vec![FLOW_HEADER.to_owned()];
    for flow in flows {
        let (name, kind) = match flow.kind {
            FlowKind::Payment => ("交易", "交易"),
            FlowKind::Fee => ("交易", "扣除交易手续费"),
            FlowKind::Refund => ("退款", "退款"),
            FlowKind::FeeReturned => ("退款", "退还交易手续费"),
            FlowKind::RefundClosed => ("退款", "退款关闭"),
        };
        let voucher = flow.line.refund.as_ref().map_or(&flow.line.reference, |refund| &refund.number);
        rows.push(row(&[
            &beijing(flow.at),
            &flow.id,
            &flow.number,
            name,
            kind,
            if flow.kind.is_income() { "收入" } else { "支出" },
            &flow.fen.to_string(),
            &flow.balance.to_string(),
            &if flow.kind == FlowKind::Refund { format!("{mchid}API") } else { "system".into() },
            &flow.note,
            voucher,
        ]));
    }
    let of_kind = |is_income: bool| flows.iter().filter(move |flow| flow.kind.is_income() == is_income);
    let sum = |is_income: bool| {
        Fen::checked_sum(of_kind(is_income).map(|flow| flow.fen)).unwrap_or(Fen::ZERO).to_string()
    };
    rows.push(FLOW_SUMMARY.to_owned());
    rows.push(row(&[
        &flows.len().to_string(),
        &of_kind(true).count().to_string(),
        &sum(true),
        &of_kind(false).count().to_string(),
        &sum(false),
    ]));
    file(&rows)
}

fn file(rows: &[String]) -> String {
    let mut text = String::from(BYTE_ORDER_MARK);
    for row in rows {
        text.push_str(row);
        text.push_str("\r\n");
    }
    text
}

fn row(values: &[&str]) -> String {
    // A comma would separate values.
    let values: Vec<String> = values.iter().map(|value| format!("`{}", value.replace(',', " "))).collect();
    values.join(",")
}

/// A fee with five decimals.
fn five_decimals(fen: Fen) -> String {
    format!("{fen}000")
}

fn negative(fen: Fen) -> Fen {
    fen.checked_neg().unwrap_or(fen)
}

fn plus(sum: Fen, fen: Fen) -> Fen {
    sum.checked_add(fen).unwrap_or(sum)
}
