//! Payments with WeChat Pay.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use miaohui_gateways::payment::provider::{
    CertificateEnd, Charge, CloseState, Notice, Paid, PaymentState, Provider, ProviderError, RefundNotice,
    RefundState, Remedy, Scene,
};
use miaohui_gateways::payment::wechat::WechatPublicKey;
use miaohui_kernel::{Fen, HOUR_MS, MINUTE_MS, Secret};
use miaohui_simulator::test_accounts;
use rustls_pki_types::SubjectPublicKeyInfoDer;
use rustls_pki_types::pem::PemObject;
use serde_json::json;

use super::bench::{
    Bench, charge, is_forged, no_options, paid, paid_notice, refund, refund_notice, refusal, remedy, start,
};
use crate::START_MS;

fn scenes() -> [Scene; 4] {
    [
        Scene::Jsapi { payer: "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o".into() },
        Scene::App,
        Scene::H5 { address: "203.0.113.7".into() },
        Scene::Native,
    ]
}

fn public_key() -> WechatPublicKey {
    WechatPublicKey {
        id: test_accounts::WECHAT_PUBLIC_KEY_ID.into(),
        pem: test_accounts::WECHAT_PUBLIC_KEY.into(),
    }
}

#[tokio::test]
async fn every_scene_can_be_started_paid_and_refunded() {
    for scene in scenes() {
        let mut bench = Bench::open().await;
        let wechat = bench.wechat();
        let charge = charge("0719141034-6418", scene);
        let reference = &charge.reference;
        assert_eq!(wechat.query(reference).await.unwrap(), PaymentState::Unknown);
        start(&wechat, &charge).await;
        start(&wechat, &charge).await;
        assert_eq!(wechat.query(reference).await.unwrap(), PaymentState::Waiting);

        bench.control(&format!("pay/{reference}"), no_options()).await;
        let (of, noticed) = paid_notice(bench.notice(&wechat).await.unwrap());
        assert_eq!((&of, noticed.fen, noticed.at), (reference, Fen(1234), Some(START_MS)));
        bench.clock.advance(MINUTE_MS);
        let queried = paid(wechat.query(reference).await.unwrap());
        assert_eq!(queried, noticed);
        assert!(!queried.is_refunded);

        let first = refund(reference, "refund_1", 1000);
        assert_eq!(wechat.query_refund(&first).await.unwrap(), RefundState::Unknown);
        for _ in 0..2 {
            assert_eq!(wechat.refund(&first).await.unwrap(), RefundState::Working);
        }
        assert_eq!(wechat.query_refund(&first).await.unwrap(), RefundState::Working);
        bench.control("finish/refund_1", no_options()).await;
        let noticed = |refund: &str, fen: i64, state: RefundState| RefundNotice {
            reference: reference.clone(),
            refund: refund.into(),
            state,
            fen: Some(Fen(fen)),
            total: None,
        };
        let notice = refund_notice(bench.notice(&wechat).await.unwrap());
        assert_eq!(notice, noticed("refund_1", 1000, RefundState::Done));
        assert_eq!(wechat.query_refund(&first).await.unwrap(), RefundState::Done);
        assert!(is_forged(wechat.query_refund(&refund(reference, "refund_1", 999)).await));
        let refunded = paid(wechat.query(reference).await.unwrap());
        assert_eq!(refunded, Paid { is_refunded: true, ..queried });
        assert_eq!(refusal(wechat.refund(&refund(reference, "refund_2", 235)).await), "INVALID_REQUEST");

        let second = refund(reference, "refund_2", 234);
        assert_eq!(wechat.refund(&second).await.unwrap(), RefundState::Working);
        bench.control("fail/refund_2", no_options()).await;
        let failed = RefundState::Failed("ABNORMAL".into());
        let notice = refund_notice(bench.notice(&wechat).await.unwrap());
        assert_eq!(notice, noticed("refund_2", 234, failed.clone()));
        assert_eq!(wechat.query_refund(&second).await.unwrap(), failed);
    }
}

#[tokio::test]
async fn the_client_gets_the_documented_parameters() {
    let bench = Bench::open().await;
    let wechat = bench.wechat();
    let merchant_key =
        SubjectPublicKeyInfoDer::from_pem_slice(test_accounts::WECHAT_MERCHANT_PUBLIC_KEY.as_bytes())
            .unwrap();
    let is_signed = |text: String, signature: &serde_json::Value| {
        let signature = STANDARD.decode(signature.as_str().unwrap()).unwrap();
        webpki::RawPublicKeyEntity::try_from(&merchant_key)
            .unwrap()
            .verify_signature(webpki::ring::RSA_PKCS1_2048_8192_SHA256, text.as_bytes(), &signature)
            .is_ok()
    };
    let [jsapi, app, h5, native] = scenes();
    let client = start(&wechat, &charge("order_1", jsapi)).await;
    let text = |name: &str| client[name].as_str().unwrap().to_owned();
    assert_eq!((text("appId").as_str(), text("signType").as_str()), (test_accounts::WECHAT_APPID, "RSA"));
    assert!(text("package").starts_with("prepay_id=wx42") && text("timeStamp") == "1700000000");
    let lines = [text("appId"), text("timeStamp"), text("nonceStr"), text("package")];
    assert!(is_signed(format!("{}\n", lines.join("\n")), &client["paySign"]));

    let client = start(&wechat, &charge("order_2", app)).await;
    let text = |name: &str| client[name].as_str().unwrap().to_owned();
    assert_eq!((text("package").as_str(), text("partnerid").as_str()), ("Sign=WXPay", "1900000001"));
    assert_eq!(text("appid"), test_accounts::WECHAT_MOBILE_APPID);
    let lines = [text("appid"), text("timestamp"), text("noncestr"), text("prepayid")];
    assert!(is_signed(format!("{}\n", lines.join("\n")), &client["sign"]));

    let client = start(&wechat, &charge("order_3", h5)).await;
    assert!(client["h5_url"].as_str().unwrap().starts_with("https://wx.tenpay.com/"));
    let client = start(&wechat, &charge("order_4", native)).await;
    assert!(client["code_url"].as_str().unwrap().starts_with("weixin://wxpay/bizpayurl?pr="));
}

#[tokio::test]
async fn a_closed_payment_cannot_be_paid() {
    let bench = Bench::open().await;
    let wechat = bench.wechat();
    assert_eq!(wechat.close("order_1").await.unwrap(), CloseState::Unknown);
    let order = charge("order_1", Scene::Native);
    start(&wechat, &order).await;
    for _ in 0..2 {
        assert_eq!(wechat.close("order_1").await.unwrap(), CloseState::Closed);
    }
    assert_eq!(wechat.query("order_1").await.unwrap(), PaymentState::Closed);
    assert_eq!(refusal(wechat.start(&order).await), "ORDER_CLOSED");
    assert_eq!(remedy(wechat.start(&order).await), Remedy::Ask);

    let order = charge("order_2", Scene::Native);
    start(&wechat, &order).await;
    bench.control("pay/order_2", no_options()).await;
    assert_eq!(wechat.close("order_2").await.unwrap(), CloseState::Paid);
    assert_eq!(refusal(wechat.start(&order).await), "ORDERPAID");
    assert_eq!(remedy(wechat.start(&order).await), Remedy::Ask);
    assert_eq!(remedy(wechat.start(&Charge { fen: Fen(1), ..order }).await), Remedy::Ask);

    start(&wechat, &charge("order_3", Scene::Native)).await;
    bench.clock.advance(HOUR_MS);
    // Its time is over, but only closing closes it.
    assert_eq!(wechat.query("order_3").await.unwrap(), PaymentState::Waiting);
    wechat.close("order_3").await.unwrap();
    assert_eq!(wechat.query("order_3").await.unwrap(), PaymentState::Closed);
}

#[tokio::test]
async fn a_new_certificate_is_fetched_at_most_once_a_minute() {
    let mut bench = Bench::open().await;
    let wechat = bench.wechat();
    start(&wechat, &charge("order_1", Scene::Native)).await;
    bench.control("rotate", no_options()).await;
    bench.control("pay/order_1", no_options()).await;
    let (headers, body) = bench.next_notice().await;
    let within_the_minute = wechat.notice(&headers, &body).await;
    assert!(is_forged(within_the_minute));
    bench.clock.advance(MINUTE_MS);
    let later = wechat.notice(&headers, &body).await.unwrap();
    assert!(matches!(later, Notice::Paid { .. }));
    // The previous certificate is still valid.
    assert_eq!(wechat.query("order_2").await.unwrap(), PaymentState::Unknown);
}

#[tokio::test]
async fn known_certificates_are_used_during_an_outage() {
    let mut bench = Bench::open().await;
    let wechat = bench.wechat();
    assert_eq!(wechat.certificate_ends(), []);
    let order = Charge { expires_at: i64::MAX, ..charge("order_1", Scene::Native) };
    let client = start(&wechat, &order).await;
    // 2126-10-28T12:39:43Z, as `openssl x509` tells.
    let end = CertificateEnd { name: "wechat platform", ends_at: 4_948_864_783_000 };
    assert_eq!(wechat.certificate_ends(), [end]);
    bench.control("open", client).await;
    bench.clock.advance(13 * HOUR_MS);
    bench.control("pay/order_1", no_options()).await;
    let (headers, body) = bench.next_notice().await;
    bench.control("outage", json!(true)).await;
    assert!(matches!(wechat.notice(&headers, &body).await.unwrap(), Notice::Paid { .. }));
    assert!(matches!(wechat.query("order_1").await, Err(ProviderError::Unreachable(_))));
}

#[tokio::test]
async fn certificates_encrypted_with_another_key_are_refused() {
    let bench = Bench::open().await;
    let wechat = bench.wechat_with(|s| s.api_v3_key = Secret::new("another-key-that-everybody-knows"));
    assert!(is_forged(wechat.query("order_1").await));
}

#[tokio::test]
async fn no_certificates_are_needed_with_the_public_key() {
    let mut bench = Bench::open().await;
    // This key decrypts neither certificates nor notices.
    let keyless = bench.wechat_with(|s| {
        s.public_key = Some(public_key());
        s.api_v3_key = Secret::new("another-key-that-everybody-knows");
    });
    start(&keyless, &charge("order_1", Scene::Native)).await;
    assert_eq!(keyless.query("order_1").await.unwrap(), PaymentState::Waiting);
    let wechat = bench.wechat_with(|s| s.public_key = Some(public_key()));
    bench.control("pay/order_1", no_options()).await;
    let (headers, body) = bench.next_notice().await;
    assert!(matches!(wechat.notice(&headers, &body).await.unwrap(), Notice::Paid { .. }));
    assert!(is_forged(keyless.notice(&headers, &body).await));
    let mut renamed = public_key();
    renamed.id.push('0');
    let other = bench.wechat_with(|s| s.public_key = Some(renamed));
    assert!(is_forged(other.notice(&headers, &body).await));
    assert!(is_forged(bench.wechat().notice(&headers, &body).await), "an unknown public key");
}

#[tokio::test]
async fn both_signatures_are_accepted_during_a_migration() {
    let mut bench = Bench::open().await;
    let before = bench.wechat();
    start(&before, &charge("order_1", Scene::Native)).await;
    bench.control("pay/order_1", no_options()).await;
    let after = bench.wechat_with(|s| s.public_key = Some(public_key()));
    assert!(matches!(bench.notice(&after).await.unwrap(), Notice::Paid { .. }));
}

#[tokio::test]
async fn wrong_keys_and_ids_are_errors() {
    let bench = Bench::open().await;
    let other_key = bench.wechat_with(|s| s.private_key = Secret::new(test_accounts::ALIPAY_APP_PRIVATE_KEY));
    assert_eq!(refusal(other_key.query("order_1").await), "SIGN_ERROR");
    let other_merchant = bench.wechat_with(|s| s.mchid = "1900000002".into());
    assert_eq!(refusal(other_merchant.query("order_1").await), "SIGN_ERROR");
    let other_certificate = bench.wechat_with(|s| s.certificate_serial = "00".into());
    assert_eq!(refusal(other_certificate.query("order_1").await), "SIGN_ERROR");
    let other_app = bench.wechat_with(|s| s.appid = "wx0000000000000009".into());
    let order = charge("order_1", Scene::Native);
    assert_eq!(refusal(other_app.start(&order).await), "APPID_MCHID_NOT_MATCH");
    assert_eq!(remedy(other_app.start(&order).await), Remedy::Alarm);
    start(&bench.wechat(), &order).await;
    let error = other_app.query("order_1").await.unwrap_err();
    assert_eq!(error, ProviderError::Forged("the payment is another application's".into()));
}
