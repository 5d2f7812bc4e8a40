//! The files of bills: `opendocs.alipay.com/open/204/106262` (对账), 业务明细 and 账务明细.
//!
//! Lines that begin with `#` are comments; those after the table have its totals. The values have
//! no quotes, and numbers end with a tab.

use miaohui_kernel::Fen;

use crate::payment::bill::{BillLine, BillLineKind};
use crate::payment::bill_file::{Columns, Total, absolute, difference, yuan};
use crate::payment::provider::{ProviderError, forged};
use crate::payment::time::unix_ms;

/// The first words of the file with the lines of a trade bill.
pub(super) const TRADES: &str = "#支付宝业务明细查询";
/// The first words of the file with the lines of a fund flow bill.
pub(super) const FLOWS: &str = "#支付宝账务明细查询";

/// The lines of a trade bill (业务明细). Amounts of refunds are negative there.
pub(super) fn trades(text: &str) -> Result<Vec<BillLine>, ProviderError> {
    let (mut lines, mut payments, mut refunds) = (Vec::new(), Total::default(), Total::default());
    for_each_row(text, "创建时间", |columns, row| {
        let get = |name: &str| columns.text(row, name);
        let (refund, fen) = (get("退款批次号/请求号")?, columns.yuan(row, "订单金额(元)")?);
        let received = columns.yuan(row, "商家实收(元)")?;
        // Some files have the fees of payments negative, and others those of refunds.
        let fee = absolute(columns.yuan(row, "服务费(元)")?);
        let state = get("业务类型")?;
        let is_refund = state == "退款" || !refund.is_empty() || fen < Fen::ZERO;
        let (kind, fee) = if is_refund {
            refunds.add(absolute(received))?;
            (BillLineKind::Refund, difference(Fen::ZERO, fee))
        } else {
            payments.add(received)?;
            (BillLineKind::Payment, fee)
        };
        lines.push(BillLine {
            kind,
            reference: get("商户订单号")?.to_owned(),
            transaction: get("支付宝交易号")?.to_owned(),
            refund: refund.to_owned(),
            fen: absolute(fen),
            fee,
            at: columns.time(row, "完成时间")?,
            state: state.to_owned(),
        });
        Ok(())
    })?;
    payments.check("交易合计", total(text, "交易合计")?)?;
    refunds.check("退款合计", total(text, "退款合计")?)?;
    Ok(lines)
}

/// The lines of a fund flow bill (账务明细).
pub(super) fn flows(text: &str) -> Result<Vec<BillLine>, ProviderError> {
    let (mut lines, mut incomes, mut outgoes) = (Vec::new(), Total::default(), Total::default());
    for_each_row(text, "发生时间", |columns, row| {
        let get = |name: &str| columns.text(row, name);
        let yuan_or_none = |name: &str| match get(name)? {
            "" => Ok(Fen::ZERO),
            text => yuan(text),
        };
        let (income, outgo) = (yuan_or_none("收入金额(+元)")?, absolute(yuan_or_none("支出金额(-元)")?));
        if outgo == Fen::ZERO {
            incomes.add(income)?;
        } else {
            outgoes.add(outgo)?;
        }
        let (received, spent) = (difference(income, outgo), difference(outgo, income));
        let state = get("业务类型")?;
        let (kind, fen, fee) = match state {
            "在线支付" | "交易付款" => (BillLineKind::Payment, received, Fen::ZERO),
            "交易退款" | "退款" => (BillLineKind::Refund, spent, Fen::ZERO),
            "收费" | "退费" => (BillLineKind::Fee, Fen::ZERO, spent),
            _ => (BillLineKind::Other, received, Fen::ZERO),
        };
        lines.push(BillLine {
            kind,
            reference: get("商户订单号")?.to_owned(),
            transaction: get("业务流水号")?.to_owned(),
            refund: String::new(),
            fen,
            fee,
            at: columns.time(row, "发生时间")?,
            state: state.to_owned(),
        });
        Ok(())
    })?;
    incomes.check("收入合计", total(text, "收入合计")?)?;
    outgoes.check("支出合计", total(text, "支出合计")?)?;
    Ok(lines)
}

/// Passes each line of the table. `time` is the first column of times behind the product's name.
fn for_each_row(
    text: &str,
    time: &str,
    mut take: impl FnMut(&Columns, &[&str]) -> Result<(), ProviderError>,
) -> Result<(), ProviderError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    let Some(head) = lines.next() else { return Ok(()) };
    let columns = Columns::new(head.split(','));
    let (name, time) = (columns.index("商品名称")?, columns.index(time)?);
    for line in lines {
        let mut row: Vec<&str> = line.split(',').map(str::trim).collect();
        // A product's name may have commas; those of the note do not matter.
        let more = row.len().saturating_sub(columns.len());
        let is_time = |commas: &usize| row.get(time + commas).is_some_and(|text| unix_ms(text).is_some());
        if let Some(commas) = (0..=more).find(is_time) {
            row.drain(name + 1..=name + commas);
        }
        take(&columns, &row)?;
    }
    Ok(())
}

/// A total such as `#退款合计：1笔，商家实收退款共-3.00元，商家优惠退款共0.00元`, without its sign.
fn total(text: &str, label: &str) -> Result<Total, ProviderError> {
    let read = |line: &str| {
        let (count, rest) = line
            .trim_start_matches('#')
            .strip_prefix(label)?
            .trim_start_matches(['：', ':'])
            .split_once('笔')?;
        let (fen, _) = rest.split_once('共')?.1.split_once('元')?;
        Some(Total { count: count.trim().parse().ok()?, fen: absolute(yuan(fen.trim()).ok()?) })
    };
    let total = text.lines().filter(|line| line.starts_with('#')).find_map(read);
    total.ok_or_else(|| forged(format!("the bill lacks its total {label}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As in the documents and in the tests of other clients.
    const TRADE_FILE: &str = "#支付宝业务明细查询\r\n\
        #账号：[20880211096256330156]\r\n\
        #起始日期：[2019年09月16日 00:00:00]   终止日期：[2019年09月17日 00:00:00]\r\n\
        #-----------------------------------------业务明细列表----------------------------------------\r\n\
        支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,\
        商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,\
        卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注\r\n\
        20190916\t,order_1\t,交易\t,a, b and c,2019-09-16 10:55:16,2019-09-16 10:55:23,\t,\t,\t,\t,*津水(602***@qq.com)\t,\
        10.00,9.00,0.00,0.00,0.00,1.00,0.00,,0.00\t,0.00,\t,-0.06,0.00,x, y\r\n\
        20190916\t,order_1\t,退款\t,d,2019-09-16 10:55:16,2019-09-16 10:56:48,\t,\t,\t,\t,*津水(602***@qq.com)\t,\
        -2.00,-2.00,0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00,refund_1\t,0.01,0.00,x\r\n\
        #-----------------------------------------业务明细列表结束------------------------------------\r\n\
        #交易合计：1笔，商家实收共9.00元，商家优惠共1.00元\r\n\
        ##退款合计：1笔，商家实收退款共-2.00元，商家优惠退款共0.00元\r\n\
        #导出时间：[2021年10月22日 06:27:10]\r\n";

    const FLOW_FILE: &str = "#支付宝账务明细查询\n\
        账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注\n\
        1\t,20190916\t,order_1\t,x\t,2019-09-16 10:55:23,y\t,9.00,0.00,9.00,支付宝,在线支付,\n\
        2\t,20190916\t,order_1\t,x\t,2019-09-16 10:55:23,y\t,0.00,-0.06,8.94,支付宝,收费,\n\
        3\t,20190916\t,order_1\t,x\t,2019-09-16 10:56:48,y\t,,-2.00,6.94,支付宝,交易退款,\n\
        4\t,20190916\t,order_1\t,x\t,2019-09-16 10:56:48,y\t,0.01,,6.95,支付宝,退费,\n\
        5\t,\t,\t,\t,2019-09-16 23:00:00,y\t,0.00,-6.95,0.00,支付宝,提现,\n\
        #----------------------------------------账务明细列表结束-------------------------------------\n\
        #支出合计：3笔，共-9.01元\n\
        #收入合计：2笔，共9.01元\n";

    #[test]
    fn a_trade_bill_is_read_and_its_totals_are_checked() {
        let lines = trades(TRADE_FILE).unwrap();
        let seen: Vec<_> =
            lines.iter().map(|line| (line.kind, line.fen, line.fee, line.refund.as_str())).collect();
        assert_eq!(
            seen,
            [
                (BillLineKind::Payment, Fen(1000), Fen(6), ""),
                (BillLineKind::Refund, Fen(200), Fen(-1), "refund_1")
            ]
        );
        assert_eq!((lines[0].reference.as_str(), lines[0].transaction.as_str()), ("order_1", "20190916"));
        for (from, to) in [
            ("交易合计：1笔", "交易合计：2笔"),
            ("实收共9.00", "实收共9.01"),
            ("退款共-2.00元，", "退款共-2.01元，"),
            ("#退款合计", "#合计"),
            ("商家实收（元）", "实收"),
            (",-0.06,", ",?,"),
        ] {
            assert!(matches!(trades(&TRADE_FILE.replace(from, to)), Err(ProviderError::Forged(_))), "{from}");
        }
        assert!(trades("").is_err());
    }

    #[test]
    fn a_fund_flow_bill_is_read_and_its_totals_are_checked() {
        let seen: Vec<_> = flows(FLOW_FILE)
            .unwrap()
            .iter()
            .map(|line| (line.kind, line.fen.get(), line.fee.get()))
            .collect();
        assert_eq!(
            seen,
            [
                (BillLineKind::Payment, 900, 0),
                (BillLineKind::Fee, 0, 6),
                (BillLineKind::Refund, 200, 0),
                (BillLineKind::Fee, 0, -1),
                (BillLineKind::Other, -695, 0),
            ]
        );
        for (from, to) in [("支出合计：3笔", "支出合计：2笔"), ("共9.01元", "共9.02元"), ("收入合计", "收入")]
        {
            assert!(matches!(flows(&FLOW_FILE.replace(from, to)), Err(ProviderError::Forged(_))), "{from}");
        }
    }
}
