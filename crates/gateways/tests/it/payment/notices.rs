//! Genuine notices: duplicate, late, reordered or lost ones, and their answers.

use miaohui_gateways::payment::provider::{Notice, Provider, RefundState, Scene};
use miaohui_kernel::Fen;
use serde_json::json;

use super::bench::{Bench, charge, no_options, paid, paid_notice, refund, refund_notice, start};
use crate::START_MS;

/// Opens a payment with each provider and returns their numbers.
async fn orders(bench: &Bench) -> [&'static str; 2] {
    bench.open_payment(&bench.alipay(), &charge("by_alipay", Scene::Page)).await;
    start(&bench.wechat(), &charge("by_wechat", Scene::Native)).await;
    ["by_alipay", "by_wechat"]
}

#[tokio::test]
async fn the_answers_to_notices_are_the_documented_ones() {
    let bench = Bench::open().await;
    let (alipay, wechat) = (bench.alipay(), bench.wechat());
    let answer = |provider: &dyn Provider, is_recorded: bool| {
        let answer = provider.acknowledge(is_recorded);
        (answer.status, answer.body)
    };
    assert_eq!((alipay.channel(), wechat.channel()), ("alipay", "wechat"));
    assert_eq!((answer(&alipay, true), answer(&alipay, false)), ((200, "success"), (200, "fail")));
    assert_eq!(answer(&wechat, true), (200, r#"{"code":"SUCCESS"}"#));
    assert_eq!(answer(&wechat, false), (500, r#"{"code":"FAIL","message":"失败"}"#));
}

#[tokio::test]
async fn an_underpayment_is_reported() {
    let mut bench = Bench::open().await;
    bench.control("mode", json!({ "less_fen": 1233 })).await;
    let (alipay, wechat) = (bench.alipay(), bench.wechat());
    for (provider, reference) in [&alipay as &dyn Provider, &wechat].into_iter().zip(orders(&bench).await) {
        bench.control(&format!("pay/{reference}"), no_options()).await;
        let (_, noticed) = paid_notice(bench.notice(provider).await.unwrap());
        assert_eq!((noticed.fen, noticed.at), (Fen(1), Some(START_MS)));
        assert_eq!(paid(provider.query(reference).await.unwrap()).fen, Fen(1));
    }
}

#[tokio::test]
async fn duplicate_notices_are_equal() {
    let mut bench = Bench::open().await;
    bench.control("mode", json!({ "duplicate": 2 })).await;
    let (alipay, wechat) = (bench.alipay(), bench.wechat());
    for (provider, reference) in [&alipay as &dyn Provider, &wechat].into_iter().zip(orders(&bench).await) {
        let answer = bench.control(&format!("pay/{reference}"), no_options()).await;
        assert_eq!(answer["deliveries"].as_array().unwrap().len(), 3);
        assert_eq!(answer["deliveries"][2], json!({ "status": 200, "body": "success" }));
        bench.control(&format!("notify/{reference}"), no_options()).await;
        let first = bench.notice(provider).await.unwrap();
        assert!(matches!(first, Notice::Paid { .. }));
        for _ in 1..6 {
            assert_eq!(bench.notice(provider).await.unwrap(), first);
        }
    }
}

#[tokio::test]
async fn reordered_and_lost_notices_are_harmless() {
    let mut bench = Bench::open().await;
    let wechat = bench.wechat();
    let [_, reference] = orders(&bench).await;
    bench.control("mode", json!({ "reorder": true })).await;
    bench.control(&format!("pay/{reference}"), no_options()).await;
    wechat.refund(&refund(reference, "refund_1", 1)).await.unwrap();
    bench.control("finish/refund_1", no_options()).await;
    assert_eq!(refund_notice(bench.notice(&wechat).await.unwrap()).state, RefundState::Done);
    assert_eq!(paid_notice(bench.notice(&wechat).await.unwrap()).1.fen, Fen(1234));

    bench.control("mode/refund_2", json!({ "drop": true })).await;
    wechat.refund(&refund(reference, "refund_2", 1)).await.unwrap();
    let answer = bench.control("finish/refund_2", no_options()).await;
    assert_eq!(answer["deliveries"], json!([]));
    let state = wechat.query_refund(&refund(reference, "refund_2", 1)).await.unwrap();
    assert_eq!(state, RefundState::Done);
    assert!(bench.received.try_recv().is_err());
}

#[tokio::test]
async fn a_late_notice_has_a_recent_signature() {
    let mut bench = Bench::open().await;
    let [_, reference] = orders(&bench).await;
    bench.control(&format!("mode/{reference}"), json!({ "delay_ms": 1 })).await;
    let answer = bench.control(&format!("pay/{reference}"), no_options()).await;
    assert_eq!(answer["deliveries"], json!([]));
    assert!(matches!(bench.notice(&bench.wechat()).await.unwrap(), Notice::Paid { .. }));
}
