//! The files of bills: 交易账单详细说明 (`/docs/merchant/products/bill-download/format-trade`) and
//! 资金账单详细说明 (`…/format-fundflow`).
//!
//! The first line names the columns, the two last ones are the summary, and each value follows a
//! backquote.

use miaohui_kernel::Fen;

use crate::payment::bill::{BillLine, BillLineKind};
use crate::payment::bill_file::{Columns, Total, absolute, yuan};
use crate::payment::provider::{ProviderError, forged};

/// The lines of a trade bill of the type `ALL`.
pub(super) fn trades(text: &str) -> Result<Vec<BillLine>, ProviderError> {
    let table = Table::read(text, "总交易单数")?;
    let (mut lines, mut orders, mut refunds, mut fees) =
        (Vec::new(), Total::default(), Total::default(), Total::default());
    for row in &table.rows {
        let columns = &table.columns;
        let get = |name: &str| columns.text(row, name);
        let numbers = [get("商户退款单号")?, get("微信退款单号")?];
        let refund = numbers.into_iter().find(|number| !matches!(*number, "" | "0")).unwrap_or_default();
        let (paid, refunded) = (columns.yuan(row, "订单金额")?, columns.yuan(row, "申请退款金额")?);
        let fee = columns.yuan(row, "手续费")?;
        orders.add(paid)?;
        refunds.add(refunded)?;
        fees.add(fee)?;
        let (kind, fen, state) = if refund.is_empty() {
            (BillLineKind::Payment, paid, get("交易状态")?)
        } else {
            (BillLineKind::Refund, refunded, get("退款状态")?)
        };
        lines.push(BillLine {
            kind,
            reference: get("商户订单号")?.to_owned(),
            transaction: get("微信订单号")?.to_owned(),
            refund: refund.to_owned(),
            fen,
            fee,
            at: columns.time(row, "交易时间")?,
            state: state.to_owned(),
        });
    }
    let count = table.total_count("总交易单数")?;
    for (what, total) in [("订单总金额", orders), ("申请退款总金额", refunds), ("手续费总金额", fees)]
    {
        total.check(what, Total { count, fen: table.total_yuan(what)? })?;
    }
    Ok(lines)
}

/// The lines of a fund flow bill.
pub(super) fn flows(text: &str) -> Result<Vec<BillLine>, ProviderError> {
    let table = Table::read(text, "资金流水总笔数")?;
    let (mut lines, mut income, mut outgo) = (Vec::new(), Total::default(), Total::default());
    for row in &table.rows {
        let fen = table.columns.yuan(row, "收支金额(元)")?;
        let signed = match table.columns.text(row, "收支类型")? {
            "收入" => {
                income.add(fen)?;
                fen
            }
            "支出" => {
                outgo.add(fen)?;
                Fen(fen.get().saturating_neg())
            }
            other => return Err(forged(format!("there is no direction {other:?}"))),
        };
        lines.push(flow(&table.columns, row, signed)?);
    }
    income
        .check("收入", Total { count: table.total_count("收入笔数")?, fen: table.total_yuan("收入金额")? })?;
    outgo
        .check("支出", Total { count: table.total_count("支出笔数")?, fen: table.total_yuan("支出金额")? })?;
    if table.total_count("资金流水总笔数")? != income.count + outgo.count {
        return Err(forged("the bill states another number of movements"));
    }
    Ok(lines)
}

/// A movement of the account, which is negative if money goes out.
fn flow(columns: &Columns, row: &[&str], signed: Fen) -> Result<BillLine, ProviderError> {
    let get = |name: &str| columns.text(row, name);
    let (name, state, voucher) = (get("业务名称")?, get("业务类型")?, get("业务凭证号")?);
    let back = Fen(signed.get().saturating_neg());
    let (kind, fen, fee) = if state.contains("手续费") {
        (BillLineKind::Fee, Fen::ZERO, back)
    } else if name == "退款" {
        let (fen, fee) = refund_with_fee(get("备注")?, back);
        (BillLineKind::Refund, fen, fee)
    } else if state == "交易" {
        (BillLineKind::Payment, signed, Fen::ZERO)
    } else {
        (BillLineKind::Other, signed, Fen::ZERO)
    };
    // The voucher of a refund and of its fee is the number of the refund.
    let (reference, refund) = if name == "退款" { ("", voucher) } else { (voucher, "") };
    Ok(BillLine {
        kind,
        reference: reference.to_owned(),
        transaction: get("微信支付业务单号")?.to_owned(),
        refund: refund.to_owned(),
        fen,
        fee,
        at: columns.time(row, "记账时间")?,
        state: state.to_owned(),
    })
}

/// The amount of a refund and its fee. The movement is without the fee that is given back; the note
/// tells both: `退款总金额0.02元;含手续费0.01元`.
fn refund_with_fee(note: &str, moved: Fen) -> (Fen, Fen) {
    let after = |label: &str| {
        let (_, rest) = note.split_once(label)?;
        yuan(rest.split_once('元')?.0).ok()
    };
    match (after("退款总金额"), after("含手续费")) {
        (Some(fen), Some(fee)) if fen.checked_sub(absolute(fee)) == Some(moved) => {
            (fen, Fen(absolute(fee).get().saturating_neg()))
        }
        _ => (moved, Fen::ZERO),
    }
}

/// A file of two tables: the lines, and one line of totals.
struct Table<'a> {
    columns: Columns,
    rows: Vec<Vec<&'a str>>,
    total_columns: Columns,
    totals: Vec<&'a str>,
}

impl<'a> Table<'a> {
    /// Reads a file whose table of totals begins with the column `first_total`.
    fn read(text: &'a str, first_total: &str) -> Result<Self, ProviderError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let columns = Columns::new(split(lines.next().unwrap_or_default()));
        let mut rows = Vec::new();
        while let Some(line) = lines.next() {
            let row = split(line);
            if row.first() == Some(&first_total) {
                let totals = split(lines.next().unwrap_or_default());
                return Ok(Self { columns, rows, total_columns: Columns::new(row), totals });
            }
            rows.push(row);
        }
        Err(forged("the bill lacks its summary"))
    }

    /// A number of lines, which some files write with a decimal.
    fn total_count(&self, name: &str) -> Result<u64, ProviderError> {
        let text = self.total_columns.text(&self.totals, name)?;
        let count = text.strip_suffix(".0").unwrap_or(text).parse();
        count.map_err(|_| forged(format!("{text:?} in the bill is no number of lines")))
    }

    fn total_yuan(&self, name: &str) -> Result<Fen, ProviderError> {
        self.total_columns.yuan(&self.totals, name)
    }
}

/// The values of a line. A value may contain commas, but not one before a backquote.
fn split(line: &str) -> Vec<&str> {
    match line.strip_prefix('`') {
        Some(values) => values.split(",`").map(str::trim).collect(),
        None => line.split(',').map(str::trim).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As in the documents and in the tests of other clients.
    const TRADES: &str = "\u{feff}交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,\
        交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,\
        退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注\r\n\
        `2021-01-28 17:07:11,`wx81,`1601959334,`0,`,`4200000925,`S2021,`ofyak,`NATIVE,`SUCCESS,`OTHERS,`CNY,`9.00,`1.00,`0,\
        `0,`0.00,`0.00,`,`,`a, b and c,`,`0.06000,`0.60%,`10.00,`0.00,`\r\n\
        `2021-01-28 18:00:00,`wx81,`1601959334,`0,`,`4200000925,`S2021,`ofyak,`NATIVE,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`503,\
        `R1,`2.00,`0.00,`ORIGINAL,`SUCCESS,`a, b and c,`,`-0.01000,`0.60%,`0.00,`2.00,`\r\n\
        总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\r\n\
        `2,`9.00,`2.00,`0.00,`0.05000,`10.00,`2.00\r\n";

    const FLOWS: &str = "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额（元）,账户结余（元）,\
        资金变更提交申请人,备注,业务凭证号\n\
        `2021-02-01 13:00:00,`42001,`1,`交易,`交易,`收入,`10.00,`10.00,`system,`,`S2021\n\
        `2021-02-01 13:00:00,`42001,`2,`交易,`扣除交易手续费,`支出,`0.06,`9.94,`system,`,`S2021\n\
        `2021-02-01 13:54:01,`503,`3,`退款,`退款,`支出,`1.99,`7.95,`1601959334API,`退款总金额2.00元;含手续费0.01元,`R1\n\
        `2021-02-01 23:00:00,`9,`4,`提现,`提现,`支出,`7.95,`0.00,`system,`,`\n\
        资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额\n\
        `4.0,`1.0,`10.00,`3.0,`10.00\n";

    #[test]
    fn a_trade_bill_is_read_and_its_totals_are_checked() {
        let lines = trades(TRADES).unwrap();
        let seen: Vec<_> =
            lines.iter().map(|line| (line.kind, line.fen, line.fee, line.refund.as_str())).collect();
        assert_eq!(
            seen,
            [(BillLineKind::Payment, Fen(1000), Fen(6), ""), (BillLineKind::Refund, Fen(200), Fen(-1), "R1")]
        );
        assert_eq!((lines[1].reference.as_str(), lines[1].transaction.as_str()), ("S2021", "4200000925"));
        assert_eq!(crate::payment::time::beijing(lines[1].at), "2021-01-28 18:00:00");
        for (from, to) in [
            ("`10.00,`2.00\r\n", "`10.01,`2.00\r\n"),
            ("`10.00,`2.00\r\n", "`10.00,`2.01\r\n"),
            ("`0.05000", "`0.06000"),
            ("`2,`9.00", "`3,`9.00"),
            ("总交易单数", "总单数"),
            ("订单金额,申请", "订单,申请"),
            ("2021-01-28 18", "28.01.2021 18"),
        ] {
            assert!(matches!(trades(&TRADES.replace(from, to)), Err(ProviderError::Forged(_))), "{from}");
        }
        assert!(trades("").is_err());
    }

    #[test]
    fn a_fund_flow_bill_is_read_and_its_totals_are_checked() {
        let lines = flows(FLOWS).unwrap();
        let seen: Vec<_> = lines.iter().map(|line| (line.kind, line.fen.get(), line.fee.get())).collect();
        assert_eq!(
            seen,
            [
                (BillLineKind::Payment, 1000, 0),
                (BillLineKind::Fee, 0, 6),
                (BillLineKind::Refund, 200, -1),
                (BillLineKind::Other, -795, 0),
            ]
        );
        assert_eq!((lines[0].reference.as_str(), lines[2].refund.as_str()), ("S2021", "R1"));
        for (from, to) in
            [("`4.0", "`5.0"), ("`1.0,`10.00", "`1.0,`10.01"), ("`3.0", "`2.0"), ("`收入", "`别的")]
        {
            assert!(matches!(flows(&FLOWS.replace(from, to)), Err(ProviderError::Forged(_))), "{from}");
        }
    }
}
