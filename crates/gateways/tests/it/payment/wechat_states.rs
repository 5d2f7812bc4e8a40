//! States of WeChat Pay's orders and refunds, and its applications.

use miaohui_gateways::payment::provider::{CloseState, PaymentState, Provider, RefundState, Scene, Started};
use miaohui_gateways::payment::wechat::WechatPublicKey;
use miaohui_kernel::{Fen, HOUR_MS, MINUTE_MS};
use miaohui_simulator::test_accounts;
use serde_json::json;

use super::bench::{
    Bench, charge, is_forged, no_options, paid, paid_notice, refund, refund_notice, refusal, start,
};
use crate::START_MS;

const MINI_APPID: &str = "wx0000000000000003";

async fn with_mini_program() -> Bench {
    Bench::with(|settings| settings.wechat.appids.push(MINI_APPID.into())).await
}

#[tokio::test]
async fn an_order_stays_open_while_the_payer_is_paying() {
    let bench = Bench::open().await;
    let wechat = bench.wechat();
    let client = start(&wechat, &charge("order_1", Scene::Native)).await;
    bench.control("open", client).await;
    bench.control("paying/order_1", no_options()).await;
    assert_eq!(wechat.close("order_1").await.unwrap(), CloseState::Paying);
    assert_eq!(wechat.query("order_1").await.unwrap(), PaymentState::Waiting);
    bench.control("pay/order_1", no_options()).await;
    assert_eq!(wechat.close("order_1").await.unwrap(), CloseState::Paid);
}

#[tokio::test]
async fn a_limit_leaves_an_order_open() {
    let bench = Bench::open().await;
    let wechat = bench.wechat();
    start(&wechat, &charge("order_1", Scene::Native)).await;
    bench.error("wechat", "close", "FREQUENCY_LIMITED").await;
    assert_eq!(refusal(wechat.close("order_1").await), "FREQUENCY_LIMITED");
    bench.error("wechat", "close", "TRADE_ERROR").await;
    assert_eq!(refusal(wechat.close("order_1").await), "TRADE_ERROR", "it can still be paid");
    assert_eq!(wechat.close("order_1").await.unwrap(), CloseState::Closed);
}

#[tokio::test]
async fn the_time_of_a_payment_is_kept() {
    let mut bench = Bench::open().await;
    let wechat = bench.wechat();
    start(&wechat, &charge("order_1", Scene::Native)).await;
    bench.clock.advance(MINUTE_MS);
    bench.control("pay/order_1", no_options()).await;
    let (_, noticed) = paid_notice(bench.notice(&wechat).await.unwrap());
    bench.clock.advance(HOUR_MS);
    let queried = paid(wechat.query("order_1").await.unwrap());
    assert_eq!((noticed.at, queried.at), (Some(START_MS + MINUTE_MS), Some(START_MS + MINUTE_MS)));
}

#[tokio::test]
async fn the_parameters_of_a_client_have_an_end() {
    let bench = Bench::open().await;
    let wechat = bench.wechat();
    let payer = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";
    for (scene, lives_ms) in [
        (Scene::H5 { address: "203.0.113.7".into() }, 5 * MINUTE_MS),
        (Scene::Native, 2 * HOUR_MS),
        (Scene::Jsapi { payer: payer.into() }, 2 * HOUR_MS),
    ] {
        let mut order = charge(&format!("order_{}", scene.name()), scene);
        order.expires_at = START_MS + 3 * HOUR_MS;
        let Started::Waiting { valid_until, .. } = wechat.start(&order).await.unwrap() else {
            panic!("it is not paid")
        };
        assert_eq!(valid_until, START_MS + lives_ms, "{}", order.scene.name());
    }
    let order = charge("order_short", Scene::Native);
    let Started::Waiting { valid_until, .. } = wechat.start(&order).await.unwrap() else {
        panic!("it is not paid")
    };
    assert_eq!(valid_until, order.expires_at, "the order ends first");
}

#[tokio::test]
async fn each_scene_has_its_application() {
    let mut bench = with_mini_program().await;
    let wechat = bench.wechat_with(|settings| settings.mini_appid = Some(MINI_APPID.into()));
    let payer = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o".to_owned();
    for (reference, scene, appid) in [
        ("order_jsapi", Scene::Jsapi { payer: payer.clone() }, test_accounts::WECHAT_APPID),
        ("order_mini", Scene::Mini { payer }, MINI_APPID),
        ("order_app", Scene::App, test_accounts::WECHAT_MOBILE_APPID),
    ] {
        let client = start(&wechat, &charge(reference, scene)).await;
        let used = client["appId"].as_str().or(client["appid"].as_str());
        assert_eq!(used, Some(appid));
        // The payer's app checks the signature with this application.
        bench.control("open", client).await;
        bench.control(&format!("pay/{reference}"), no_options()).await;
        // Notices and queries of every application are accepted.
        assert_eq!(paid_notice(bench.notice(&wechat).await.unwrap()).1.fen, Fen(1234));
        assert_eq!(paid(wechat.query(reference).await.unwrap()).fen, Fen(1234));
    }
    let without = bench.wechat();
    assert!(is_forged(without.query("order_mini").await));
}

#[tokio::test]
async fn closed_and_abnormal_refunds_are_told_apart() {
    let mut bench = Bench::open().await;
    let wechat = bench.wechat();
    start(&wechat, &charge("order_1", Scene::Native)).await;
    bench.control("pay/order_1", no_options()).await;
    bench.next_notice().await;
    for (number, state) in [("refund_1", "CLOSED"), ("refund_2", "ABNORMAL")] {
        let order = refund("order_1", number, 100);
        wechat.refund(&order).await.unwrap();
        bench.control(&format!("refund-state/{number}"), json!({ "state": state })).await;
        let failed = RefundState::Failed(state.into());
        let notice = refund_notice(bench.notice(&wechat).await.unwrap());
        assert_eq!((notice.refund.as_str(), &notice.state, notice.fen), (number, &failed, Some(Fen(100))));
        assert_eq!(wechat.query_refund(&order).await.unwrap(), failed);
    }
}

#[tokio::test]
async fn a_refund_in_the_back_office_is_noticed_and_seen() {
    let mut bench = Bench::open().await;
    let wechat = bench.wechat();
    start(&wechat, &charge("order_1", Scene::Native)).await;
    bench.control("pay/order_1", no_options()).await;
    bench.next_notice().await;
    let answer = bench.control("refund/order_1", json!({ "fen": 34, "notice": true })).await;
    let notice = refund_notice(bench.notice(&wechat).await.unwrap());
    assert_eq!(
        (notice.reference.as_str(), &notice.state, notice.fen),
        ("order_1", &RefundState::Done, Some(Fen(34)))
    );
    assert_eq!(notice.refund, answer["number"].as_str().unwrap());
    assert!(paid(wechat.query("order_1").await.unwrap()).is_refunded);
}

/// The order and its answers are signed with the public key; the certificates stay valid.
#[tokio::test]
async fn the_public_key_and_the_certificates_work_side_by_side() {
    let mut bench = Bench::open().await;
    let before = bench.wechat();
    let key = WechatPublicKey {
        id: test_accounts::WECHAT_PUBLIC_KEY_ID.into(),
        pem: test_accounts::WECHAT_PUBLIC_KEY.into(),
    };
    let after = bench.wechat_with(|settings| settings.public_key = Some(key));
    start(&before, &charge("by_certificate", Scene::Native)).await;
    start(&after, &charge("by_key", Scene::Native)).await;
    for reference in ["by_certificate", "by_key"] {
        bench.control(&format!("pay/{reference}"), no_options()).await;
        let (of, _) = paid_notice(bench.notice(&after).await.unwrap());
        assert_eq!(of, reference);
        // Answers are signed as the caller wants them.
        assert_eq!(paid(before.query(reference).await.unwrap()), paid(after.query(reference).await.unwrap()));
    }
}
