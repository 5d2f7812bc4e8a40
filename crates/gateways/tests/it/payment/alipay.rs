//! Payments with Alipay.

use miaohui_gateways::payment::alipay::{Alipay, AlipayKey, AlipaySettings};
use miaohui_gateways::payment::provider::{
    Charge, CloseState, Notice, Paid, PaymentState, Provider, ProviderError, RefundNotice, RefundState,
    Remedy, Scene,
};
use miaohui_kernel::{Fen, HOUR_MS, Secret};
use miaohui_simulator::test_accounts;

use super::bench::{
    Bench, charge, is_forged, no_options, paid, paid_notice, refund, refund_notice, refusal, remedy, start,
};
use crate::START_MS;

#[tokio::test]
async fn every_scene_can_be_started_paid_and_refunded() {
    for scene in [Scene::Page, Scene::Wap, Scene::App] {
        let mut bench = Bench::open().await;
        let alipay = bench.alipay();
        let charge = charge("0719141034_6418", scene);
        let reference = &charge.reference;
        assert_eq!(
            alipay.query(reference).await.unwrap(),
            PaymentState::Unknown,
            "unknown before it is opened"
        );
        bench.open_payment(&alipay, &charge).await;
        bench.open_payment(&alipay, &charge).await;
        assert_eq!(alipay.query(reference).await.unwrap(), PaymentState::Waiting);

        bench.control(&format!("pay/{reference}"), no_options()).await;
        let (of, noticed) = paid_notice(bench.notice(&alipay).await.unwrap());
        assert_eq!((&of, noticed.fen, noticed.at), (reference, Fen(1234), Some(START_MS)));
        let queried = paid(alipay.query(reference).await.unwrap());
        assert_eq!(queried, noticed);
        assert!(!queried.is_refunded);

        let first = refund(reference, "refund_1", 1000);
        assert_eq!(alipay.query_refund(&first).await.unwrap(), RefundState::Unknown);
        for _ in 0..2 {
            assert_eq!(alipay.refund(&first).await.unwrap(), RefundState::Done);
        }
        let done = |refund: &str, total: i64| RefundNotice {
            reference: reference.clone(),
            refund: refund.into(),
            state: RefundState::Done,
            fen: None,
            total: Some(Fen(total)),
        };
        assert_eq!(refund_notice(bench.notice(&alipay).await.unwrap()), done("refund_1", 1000));
        assert_eq!(alipay.query_refund(&first).await.unwrap(), RefundState::Done);
        assert_eq!(paid(alipay.query(reference).await.unwrap()), queried);
        assert!(is_forged(alipay.query_refund(&refund(reference, "refund_1", 999)).await));
        assert_eq!(
            refusal(alipay.refund(&refund(reference, "refund_1", 999)).await),
            "ACQ.DISCORDANT_REPEAT_REQUEST"
        );
        assert_eq!(
            refusal(alipay.refund(&refund(reference, "refund_2", 235)).await),
            "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL"
        );
        assert_eq!(alipay.refund(&refund(reference, "refund_2", 234)).await.unwrap(), RefundState::Done);
        assert_eq!(refund_notice(bench.notice(&alipay).await.unwrap()), done("refund_2", 1234));
        let refunded = paid(alipay.query(reference).await.unwrap());
        assert_eq!(refunded, Paid { is_refunded: true, ..queried });
    }
}

#[tokio::test]
async fn the_client_gets_the_documented_parameters() {
    let bench = Bench::open().await;
    let alipay = bench.alipay();
    let fields = |encoded: &str| -> std::collections::BTreeMap<String, String> {
        form_urlencoded::parse(encoded.as_bytes()).into_owned().collect()
    };
    let wap = start(&alipay, &charge("order_1", Scene::Wap)).await;
    let (gateway, query) = wap["url"].as_str().unwrap().split_once('?').unwrap();
    assert_eq!(gateway, format!("{}/gateway.do", bench.providers));
    let query = fields(query);
    assert_eq!(query["method"], "alipay.trade.wap.pay");
    assert_eq!(query["timestamp"], "2023-11-15 06:13:20");
    assert_eq!(query["return_url"], "https://miaohui.example/paid");
    let content: serde_json::Value = serde_json::from_str(&query["biz_content"]).unwrap();
    assert_eq!(content["total_amount"], "12.34");
    assert_eq!(content["time_expire"], "2023-11-15 07:13:20");
    assert_eq!(content["subject"], "喵汇 A／B＝C＆total_amount＝9");
    assert_eq!(content["product_code"], "QUICK_WAP_WAY");
    let app = start(&alipay, &charge("order_1", Scene::App)).await;
    let order = fields(app["order"].as_str().unwrap());
    assert_eq!(order["method"], "alipay.trade.app.pay");
    assert!(order["biz_content"].contains("QUICK_MSECURITY_PAY") && !order.contains_key("return_url"));
}

/// The signature comes from `openssl dgst -sha256 -sign` with the application's key.
#[tokio::test]
async fn an_order_string_has_the_signature_of_openssl() {
    let bench = Bench::open().await;
    let settings = AlipaySettings {
        notify_url: "https://miaohui.example/notices/alipay".into(),
        ..bench.alipay_settings()
    };
    let alipay = Alipay::new(&settings, bench.clock.clone()).unwrap();
    let charge = Charge { subject: "喵汇".into(), ..charge("order_1", Scene::App) };
    let client = start(&alipay, &charge).await;
    let order: std::collections::BTreeMap<String, String> =
        form_urlencoded::parse(client["order"].as_str().unwrap().as_bytes()).into_owned().collect();
    let mut signed = order.clone();
    signed.remove("sign");
    let signed: Vec<String> = signed.iter().map(|(name, value)| format!("{name}={value}")).collect();
    assert_eq!(
        signed.join("&"),
        concat!(
            "app_id=2021000000000001&biz_content={\"out_trade_no\":\"order_1\",\"product_code\":\"QUICK_MSECURITY_PAY\",",
            "\"seller_id\":\"2088000000000001\",\"subject\":\"喵汇\",\"time_expire\":\"2023-11-15 07:13:20\",",
            "\"total_amount\":\"12.34\"}&charset=utf-8&format=JSON&method=alipay.trade.app.pay",
            "&notify_url=https://miaohui.example/notices/alipay&sign_type=RSA2&timestamp=2023-11-15 06:13:20&version=1.0",
        )
    );
    assert_eq!(
        order["sign"],
        concat!(
            "AoRxC2+S9YfYQYFXdy/WAA+7cHqRSLOE8b3pyKeZfqyJ13rqBHTXtTTSWT9j6eKaXNj5ynmpUk1P7PqKunS2roks",
            "oVMzM94ilZ22T3jSUaLO7qYDJmmeNYiODfxrFLJBrot/8LyY1zG4z7HC6u+2BeSIOoGLCT5F0eulMmhqN2WVOKn2",
            "fhoZxq4XZwPXU1OXRhl6LRK9DDkckx9PYXgW3aFeoyV7UfoUZqBKgHFtK7ZDuQr7JWKKqhdXVpNGttm/yE2rBtl2",
            "LLK72PiqGn7ttOnlsbYRYMiX41/+tz3XxOHnlsnl/sx8T+txQ9cUDs1+Qb71UJomTnleIh0FKuix3g==",
        )
    );
}

#[tokio::test]
async fn a_closed_payment_cannot_be_paid() {
    let mut bench = Bench::open().await;
    let alipay = bench.alipay();
    assert_eq!(alipay.close("order_1").await.unwrap(), CloseState::Unknown);
    bench.open_payment(&alipay, &charge("order_1", Scene::Page)).await;
    for _ in 0..2 {
        assert_eq!(alipay.close("order_1").await.unwrap(), CloseState::Closed);
    }
    assert_eq!(alipay.query("order_1").await.unwrap(), PaymentState::Closed);

    bench.open_payment(&alipay, &charge("order_2", Scene::Page)).await;
    bench.control("fail/order_2", no_options()).await;
    assert_eq!(bench.notice(&alipay).await.unwrap(), Notice::Closed { reference: "order_2".into() });

    bench.open_payment(&alipay, &charge("order_3", Scene::Page)).await;
    bench.control("pay/order_3", no_options()).await;
    assert_eq!(alipay.close("order_3").await.unwrap(), CloseState::Paid);

    bench.open_payment(&alipay, &charge("order_4", Scene::Page)).await;
    bench.clock.advance(HOUR_MS);
    assert_eq!(bench.clock.now_ms(), START_MS + HOUR_MS);
    assert_eq!(alipay.query("order_4").await.unwrap(), PaymentState::Closed);
}

#[tokio::test]
async fn an_unpaid_payment_is_not_refunded() {
    let bench = Bench::open().await;
    let alipay = bench.alipay();
    assert_eq!(refusal(alipay.refund(&refund("order_1", "refund_1", 1)).await), "ACQ.TRADE_NOT_EXIST");
    bench.open_payment(&alipay, &charge("order_1", Scene::Page)).await;
    assert_eq!(refusal(alipay.refund(&refund("order_1", "refund_1", 1)).await), "ACQ.TRADE_STATUS_ERROR");
    let state = alipay.query_refund(&refund("order_1", "refund_1", 1)).await.unwrap();
    assert_eq!(state, RefundState::Unknown);
}

#[tokio::test]
async fn wrong_keys_and_ids_are_errors() {
    let bench = Bench::open().await;
    let with = |change: &dyn Fn(&mut AlipaySettings)| {
        let mut settings = bench.alipay_settings();
        change(&mut settings);
        Alipay::new(&settings, bench.clock.clone()).unwrap()
    };
    let other_key = with(&|s| s.app_private_key = Secret::new(test_accounts::WECHAT_PRIVATE_KEY));
    assert_eq!(refusal(other_key.query("order_1").await), "isv.invalid-signature");
    let other_app = with(&|s| s.app_id = "2021000000000002".into());
    assert_eq!(refusal(other_app.query("order_1").await), "isv.invalid-app-id");
    assert_eq!(remedy(other_app.query("order_1").await), Remedy::Alarm);
    let other_alipay = with(&|s| s.alipay_key = AlipayKey::Public(test_accounts::WECHAT_PUBLIC_KEY.into()));
    assert!(matches!(other_alipay.query("order_1").await, Err(ProviderError::Forged(_))));
}
