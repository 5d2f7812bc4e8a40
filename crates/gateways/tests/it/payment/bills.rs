//! Bills of both providers.

use miaohui_gateways::payment::bill::{Bill, BillDay, BillKind, BillLine, BillLineKind};
use miaohui_gateways::payment::provider::{Charge, Provider, ProviderError, Remedy, Scene};
use miaohui_kernel::{Fen, HOUR_MS};
use serde_json::json;

use super::bench::{Bench, charge, no_options, refund, refusal, remedy, start};
use crate::START_MS;

/// A day with a payment of 1234 fen and a refund of 200 fen at each provider, seen at noon of the
/// next day.
async fn day() -> (Bench, BillDay) {
    let bench = Bench::open().await;
    let (alipay, wechat) = (bench.alipay(), bench.wechat());
    bench.open_payment(&alipay, &charge("by_alipay", Scene::Page)).await;
    start(&wechat, &charge("by_wechat", Scene::Native)).await;
    for (provider, reference) in [(&alipay as &dyn Provider, "by_alipay"), (&wechat, "by_wechat")] {
        bench.control(&format!("pay/{reference}"), no_options()).await;
        provider.refund(&refund(reference, &format!("refund_{reference}"), 200)).await.unwrap();
    }
    bench.control("finish/refund_by_wechat", no_options()).await;
    let day = BillDay::of(START_MS);
    bench.clock.advance(day.after().begins_at() + 12 * HOUR_MS - START_MS);
    (bench, day)
}

fn of_kind(bill: &Bill, kind: BillLineKind) -> Vec<&BillLine> {
    bill.lines.iter().filter(|line| line.kind == kind).collect()
}

#[tokio::test]
async fn a_trade_bill_has_payments_refunds_and_fees() {
    let (bench, day) = day().await;
    let (alipay, wechat) = (bench.alipay(), bench.wechat());
    for (provider, reference, hash) in
        [(&alipay as &dyn Provider, "by_alipay", 64), (&wechat, "by_wechat", 40)]
    {
        let bill = provider.bill(day, BillKind::Trade).await.unwrap().unwrap();
        assert_eq!(bill.hash.len(), hash);
        let [payment, refund] = bill.lines.as_slice() else { panic!("{bill:?}") };
        assert_eq!(
            (payment.kind, payment.fen, payment.reference.as_str()),
            (BillLineKind::Payment, Fen(1234), reference)
        );
        assert_eq!((payment.refund.as_str(), payment.at), ("", START_MS));
        assert!(payment.fee.is_positive(), "{payment:?}");
        assert_eq!(
            (refund.kind, refund.fen, refund.reference.as_str()),
            (BillLineKind::Refund, Fen(200), reference)
        );
        assert_eq!(refund.refund, format!("refund_{reference}"));
        assert!(refund.fee <= Fen::ZERO, "{refund:?}");
        assert_eq!(refund.transaction, payment.transaction);
    }
}

#[tokio::test]
async fn a_fund_flow_bill_has_the_same_sums() {
    let (bench, day) = day().await;
    let (alipay, wechat) = (bench.alipay(), bench.wechat());
    for (provider, reference) in [(&alipay as &dyn Provider, "by_alipay"), (&wechat, "by_wechat")] {
        let trades = provider.bill(day, BillKind::Trade).await.unwrap().unwrap();
        let flows = provider.bill(day, BillKind::FundFlow).await.unwrap().unwrap();
        let sum = |bill: &Bill, kind| -> i64 { of_kind(bill, kind).iter().map(|line| line.fen.get()).sum() };
        let fees = |bill: &Bill| -> i64 { bill.lines.iter().map(|line| line.fee.get()).sum() };
        assert_eq!(sum(&flows, BillLineKind::Payment), 1234, "{flows:?}");
        assert_eq!(sum(&flows, BillLineKind::Refund), 200);
        assert_eq!(fees(&flows), fees(&trades), "{flows:?}");
        let payment = of_kind(&flows, BillLineKind::Payment)[0];
        let payment_fee = of_kind(&flows, BillLineKind::Fee)[0];
        assert_eq!((payment.reference.as_str(), payment_fee.reference.as_str()), (reference, reference));
        assert!(payment_fee.fee.is_positive());
        assert_eq!(of_kind(&flows, BillLineKind::Other), Vec::<&BillLine>::new());
    }
}

#[tokio::test]
async fn there_is_no_bill_of_today_or_of_an_empty_day() {
    let (bench, day) = day().await;
    let (alipay, wechat) = (bench.alipay(), bench.wechat());
    for provider in [&alipay as &dyn Provider, &wechat] {
        for kind in [BillKind::Trade, BillKind::FundFlow] {
            for other in [day.after(), day.after().after(), day.before()] {
                assert_eq!(provider.bill(other, kind).await.unwrap(), None, "{other}");
            }
        }
    }
}

#[tokio::test]
async fn there_is_no_bill_before_it_is_made() {
    let (bench, day) = day().await;
    bench.clock.advance(11 * HOUR_MS);
    let (alipay, wechat) = (bench.alipay(), bench.wechat());
    for (provider, scene) in [(&alipay as &dyn Provider, Scene::App), (&wechat, Scene::Native)] {
        let reference = format!("later_{}", provider.channel());
        let expires_at = bench.clock.now_ms() + HOUR_MS;
        let client = start(provider, &Charge { expires_at, ..charge(&reference, scene) }).await;
        bench.control("open", client).await;
        bench.control(&format!("pay/{reference}"), no_options()).await;
    }
    bench.clock.advance(2 * HOUR_MS);
    for provider in [&alipay as &dyn Provider, &wechat] {
        // It is one o'clock.
        assert_eq!(provider.bill(day.after(), BillKind::Trade).await.unwrap(), None);
    }
}

#[tokio::test]
async fn planted_differences_are_seen() {
    let (bench, day) = day().await;
    let (alipay, wechat) = (bench.alipay(), bench.wechat());
    for (provider, side) in [(&alipay as &dyn Provider, "alipay"), (&wechat, "wechat")] {
        let plan = json!({
            "side": side, "day": day.to_string(), "drop": [format!("refund_by_{side}")],
            "fen": { format!("by_{side}"): 1200 }, "add": [{ "reference": "foreign", "fen": 500 }],
        });
        bench.control("bill", plan).await;
        let bill = provider.bill(day, BillKind::Trade).await.unwrap().unwrap();
        let mut seen: Vec<_> = bill.lines.iter().map(|line| (line.reference.clone(), line.fen)).collect();
        seen.sort();
        assert_eq!(seen, [(format!("by_{side}"), Fen(1200)), ("foreign".into(), Fen(500))]);
    }
}

#[tokio::test]
async fn a_bill_over_the_limit_is_refused() {
    let (bench, day) = day().await;
    let alipay = bench.alipay_with(|settings| settings.bill_bytes = 500);
    let wechat = bench.wechat_with(|settings| settings.bill_bytes = 500);
    for provider in [&alipay as &dyn Provider, &wechat] {
        let error = provider.bill(day, BillKind::Trade).await;
        assert_eq!(remedy(error.clone()), Remedy::Alarm);
        assert_eq!(refusal(error), "TOO_LONG");
    }
}

#[tokio::test]
async fn an_outage_of_the_download_is_unreachable() {
    let (bench, day) = day().await;
    let (alipay, wechat) = (bench.alipay(), bench.wechat());
    for (provider, side) in [(&alipay as &dyn Provider, "alipay"), (&wechat, "wechat")] {
        bench.control("lose", json!({ "side": side, "call": "download", "count": 1 })).await;
        let error = provider.bill(day, BillKind::Trade).await.unwrap_err();
        assert!(matches!(error, ProviderError::Unreachable(_)), "{error:?}");
        assert!(provider.bill(day, BillKind::Trade).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn a_refused_bill_is_an_error() {
    let (bench, day) = day().await;
    let (alipay, wechat) = (bench.alipay(), bench.wechat());
    bench.error("wechat", "bill", "NO_AUTH").await;
    assert_eq!(remedy(wechat.bill(day, BillKind::Trade).await), Remedy::Alarm);
    bench.error("alipay", "bill", "40006").await;
    assert_eq!(remedy(alipay.bill(day, BillKind::Trade).await), Remedy::Alarm);
    for (code, provider) in
        [("NO_STATEMENT_EXIST", &wechat as &dyn Provider), ("isp.bill_not_exist", &alipay)]
    {
        bench.error(provider.channel(), "bill", code).await;
        assert_eq!(provider.bill(day, BillKind::FundFlow).await.unwrap(), None, "{code}");
    }
}
