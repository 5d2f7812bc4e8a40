//! Notices as they come: once, twice, late, in another order, not at all; and how they are answered.

use miaohui_gateways::payment::provider::{Notice, PaymentState, Provider, RefundState, Scene};
use miaohui_kernel::Fen;
use serde_json::json;

use super::{Bench, charge, refund, simply, waiting};

/// A payment of each provider, opened; the numbers.
async fn orders(bench: &Bench) -> [&'static str; 2] {
    bench.opened(&bench.alipay(), &charge("by_alipay", Scene::Page)).await;
    waiting(&bench.wechat(), &charge("by_wechat", Scene::Native)).await;
    ["by_alipay", "by_wechat"]
}

#[tokio::test]
async fn the_merchants_answers_are_the_documented_ones() {
    let bench = Bench::open().await;
    let (alipay, wechat) = (bench.alipay(), bench.wechat());
    let answer = |provider: &dyn Provider, taken: bool| {
        let answer = provider.acknowledge(taken);
        (answer.status, answer.body)
    };
    assert_eq!((alipay.channel(), wechat.channel()), ("alipay", "wechat"));
    assert_eq!((answer(&alipay, true), answer(&alipay, false)), ((200, "success"), (200, "fail")));
    assert_eq!(answer(&wechat, true), (200, r#"{"code":"SUCCESS"}"#));
    assert_eq!(answer(&wechat, false), (500, r#"{"code":"FAIL","message":"失败"}"#));
}

#[tokio::test]
async fn too_little_is_seen() {
    let mut bench = Bench::open().await;
    bench.control("mode", json!({ "less_fen": 1233 })).await;
    let (alipay, wechat) = (bench.alipay(), bench.wechat());
    for (provider, reference) in [&alipay as &dyn Provider, &wechat].into_iter().zip(orders(&bench).await) {
        bench.control(&format!("pay/{reference}"), simply()).await;
        let Notice::Paid { fen, .. } = bench.notice(provider).await.unwrap() else { panic!("it is paid") };
        assert_eq!(fen, Fen(1));
        let PaymentState::Paid { fen, .. } = provider.query(reference).await.unwrap() else {
            panic!("it is paid")
        };
        assert_eq!(fen, Fen(1));
    }
}

#[tokio::test]
async fn a_notice_that_comes_twice_says_the_same() {
    let mut bench = Bench::open().await;
    bench.control("mode", json!({ "duplicate": 2 })).await;
    let (alipay, wechat) = (bench.alipay(), bench.wechat());
    for (provider, reference) in [&alipay as &dyn Provider, &wechat].into_iter().zip(orders(&bench).await) {
        let answer = bench.control(&format!("pay/{reference}"), simply()).await;
        assert_eq!(answer["deliveries"].as_array().unwrap().len(), 3);
        assert_eq!(answer["deliveries"][2], json!({ "status": 200, "body": "success" }));
        bench.control(&format!("notify/{reference}"), simply()).await;
        let first = bench.notice(provider).await.unwrap();
        assert!(matches!(first, Notice::Paid { .. }));
        for _ in 1..6 {
            assert_eq!(bench.notice(provider).await.unwrap(), first);
        }
    }
}

#[tokio::test]
async fn notices_that_change_places_or_are_lost_change_nothing() {
    let mut bench = Bench::open().await;
    let wechat = bench.wechat();
    let [_, reference] = orders(&bench).await;
    bench.control("mode", json!({ "reorder": true })).await;
    bench.control(&format!("pay/{reference}"), simply()).await;
    wechat.refund(&refund(reference, "refund_1", 1)).await.unwrap();
    bench.control("finish/refund_1", simply()).await;
    assert!(matches!(bench.notice(&wechat).await.unwrap(), Notice::Refund { state: RefundState::Done, .. }));
    assert!(matches!(bench.notice(&wechat).await.unwrap(), Notice::Paid { fen: Fen(1234), .. }));

    bench.control("mode/refund_2", json!({ "drop": true })).await;
    wechat.refund(&refund(reference, "refund_2", 1)).await.unwrap();
    let answer = bench.control("finish/refund_2", simply()).await;
    assert_eq!(answer["deliveries"], json!([]));
    let state = wechat.query_refund(&refund(reference, "refund_2", 1)).await.unwrap();
    assert_eq!(state, RefundState::Done);
    assert!(bench.arrived.try_recv().is_err());
}

#[tokio::test]
async fn a_notice_that_comes_late_is_signed_when_it_comes() {
    let mut bench = Bench::open().await;
    let [_, reference] = orders(&bench).await;
    bench.control(&format!("mode/{reference}"), json!({ "delay_ms": 1 })).await;
    let answer = bench.control(&format!("pay/{reference}"), simply()).await;
    assert_eq!(answer["deliveries"], json!([]));
    assert!(matches!(bench.notice(&bench.wechat()).await.unwrap(), Notice::Paid { .. }));
}
