//! Certificate mode, QR codes, return URLs, and states of trades and refunds at Alipay.

use miaohui_gateways::payment::alipay::{Alipay, AlipayCertificates, AlipayKey};
use miaohui_gateways::payment::provider::{
    CertificateEnd, Charge, CloseState, PaymentState, Provider, ProviderError, RefundState, Remedy, Scene,
    Started,
};
use miaohui_kernel::{Fen, HOUR_MS, MINUTE_MS};
use miaohui_simulator::test_accounts;
use serde_json::{Value, json};

use super::bench::{
    Bench, charge, no_options, paid, paid_notice, refund, refund_notice, refusal, remedy, start,
};
use crate::START_MS;

fn certificates() -> AlipayCertificates {
    AlipayCertificates {
        app: test_accounts::ALIPAY_APP_CERTIFICATE.into(),
        alipay: test_accounts::ALIPAY_CERTIFICATE.into(),
        root: test_accounts::ALIPAY_ROOT_CERTIFICATES.into(),
    }
}

/// The simulator knows the numbers that `openssl` and `md5sum` compute.
#[tokio::test]
async fn a_merchant_with_certificates_pays_and_refunds() {
    let mut bench =
        Bench::with(|settings| settings.alipay.certificates = Some(test_accounts::alipay_certificates()))
            .await;
    let alipay = bench.alipay_with(|settings| settings.alipay_key = AlipayKey::Certificates(certificates()));
    // 2126-11-04T07:53:35Z, as `openssl x509` tells.
    let end = |name| CertificateEnd { name, ends_at: 4_949_452_415_000 };
    assert_eq!(alipay.certificate_ends(), [end("alipay application"), end("alipay")]);
    let client = start(&alipay, &charge("order_1", Scene::App)).await;
    let order: std::collections::BTreeMap<String, String> =
        form_urlencoded::parse(client["order"].as_str().unwrap().as_bytes()).into_owned().collect();
    assert_eq!(order["app_cert_sn"], test_accounts::ALIPAY_APP_CERT_SN);
    assert_eq!(order["alipay_root_cert_sn"], test_accounts::ALIPAY_ROOT_CERT_SN);
    bench.control("open", client).await;
    bench.control("pay/order_1", no_options()).await;
    let (_, noticed) = paid_notice(bench.notice(&alipay).await.unwrap());
    assert_eq!(paid(alipay.query("order_1").await.unwrap()), noticed);
    assert_eq!(alipay.refund(&refund("order_1", "refund_1", 1234)).await.unwrap(), RefundState::Done);
    // A merchant without certificates is not known.
    assert_eq!(remedy(bench.alipay().query("order_1").await), Remedy::Alarm);
}

#[tokio::test]
async fn a_changed_certificate_of_alipay_needs_an_operator() {
    let bench = Bench::with(|settings| {
        let mut certificates = test_accounts::alipay_certificates();
        certificates.alipay_cert_sn = "00000000000000000000000000000000".into();
        settings.alipay.certificates = Some(certificates);
    })
    .await;
    let alipay = bench.alipay_with(|settings| settings.alipay_key = AlipayKey::Certificates(certificates()));
    let error = alipay.query("order_1").await;
    assert_eq!(remedy(error.clone()), Remedy::Alarm);
    assert_eq!(refusal(error), "CERTIFICATE");
}

#[tokio::test]
async fn invalid_certificates_are_refused() {
    let bench = Bench::open().await;
    let new = |change: &dyn Fn(&mut AlipayCertificates)| {
        let mut certificates = certificates();
        change(&mut certificates);
        let mut settings = bench.alipay_settings();
        settings.alipay_key = AlipayKey::Certificates(certificates);
        Alipay::new(&settings, bench.clock.clone()).map(drop).map_err(|error| error.to_string())
    };
    assert_eq!(new(&|_| {}), Ok(()));
    let key = test_accounts::ALIPAY_PUBLIC_KEY;
    for (result, says) in [
        (new(&|c| c.app = key.into()), "the application's certificate"),
        (new(&|c| c.alipay.clear()), "Alipay's certificate"),
        (new(&|c| c.root = key.into()), "Alipay's root certificate"),
        (new(&|c| c.app = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----".into()), "X.509"),
    ] {
        let error = result.unwrap_err();
        assert!(error.contains(says) && !error.contains('\n'), "{error}");
    }
}

#[tokio::test]
async fn a_code_is_scanned_and_paid() {
    let mut bench = Bench::open().await;
    let alipay = bench.alipay();
    let long = Charge { expires_at: START_MS + 5 * HOUR_MS, ..charge("order_1", Scene::Native) };
    let Started::Waiting { client, valid_until } = alipay.start(&long).await.unwrap() else {
        panic!("it is not paid")
    };
    assert_eq!(valid_until, START_MS + 2 * HOUR_MS);
    assert!(client["qr_code"].as_str().unwrap().starts_with("https://qr.alipay.com/"), "{client}");
    assert_eq!(alipay.query("order_1").await.unwrap(), PaymentState::Unknown, "unknown before the scan");
    assert_eq!(alipay.close("order_1").await.unwrap(), CloseState::Unknown);
    bench.control("open", client).await;
    assert_eq!(alipay.query("order_1").await.unwrap(), PaymentState::Waiting);
    bench.control("pay/order_1", no_options()).await;
    assert_eq!(paid_notice(bench.notice(&alipay).await.unwrap()).1.fen, Fen(1234));

    let short = charge("order_2", Scene::Native);
    let Started::Waiting { valid_until, .. } = alipay.start(&short).await.unwrap() else {
        panic!("it is not paid")
    };
    assert_eq!(valid_until, short.expires_at, "the order ends first");
}

#[tokio::test]
async fn an_order_has_its_own_return_url() {
    let bench = Bench::open().await;
    let alipay = bench.alipay();
    let query = |client: &Value| -> std::collections::BTreeMap<String, String> {
        let url = client["url"].as_str().unwrap();
        form_urlencoded::parse(url.split_once('?').unwrap().1.as_bytes()).into_owned().collect()
    };
    let own = Charge {
        return_url: Some("https://miaohui.example/order/1?a=b".into()),
        ..charge("order_1", Scene::Wap)
    };
    let own = query(&start(&alipay, &own).await);
    assert_eq!(own["return_url"], "https://miaohui.example/order/1?a=b");
    assert!(own["biz_content"].contains("\"quit_url\":\"https://miaohui.example/order/1?a=b\""));
    let configured = query(&start(&alipay, &charge("order_2", Scene::Page)).await);
    assert_eq!(configured["return_url"], "https://miaohui.example/paid");
}

/// The answer has nothing but `code` and `msg`.
#[tokio::test]
async fn an_unknown_refund_is_unknown() {
    let bench = Bench::open().await;
    let alipay = bench.alipay();
    bench.open_payment(&alipay, &charge("order_1", Scene::Page)).await;
    bench.control("pay/order_1", no_options()).await;
    let order = refund("order_1", "refund_1", 1234);
    assert_eq!(alipay.query_refund(&order).await.unwrap(), RefundState::Unknown);
}

#[tokio::test]
async fn a_refund_in_the_back_office_is_noticed_with_its_total() {
    let mut bench = Bench::open().await;
    let alipay = bench.alipay();
    bench.open_payment(&alipay, &charge("order_1", Scene::Page)).await;
    bench.clock.advance(MINUTE_MS);
    bench.control("pay/order_1", no_options()).await;
    bench.next_notice().await;
    assert_eq!(alipay.refund(&refund("order_1", "refund_1", 34)).await.unwrap(), RefundState::Done);
    assert_eq!(refund_notice(bench.notice(&alipay).await.unwrap()).total, Some(Fen(34)));
    for (fen, total) in [(json!(200), 234), (Value::Null, 1234)] {
        bench.control("refund/order_1", json!({ "fen": fen })).await;
        let notice = refund_notice(bench.notice(&alipay).await.unwrap());
        assert_eq!((notice.reference.as_str(), notice.state), ("order_1", RefundState::Done));
        assert_eq!((notice.total, notice.fen), (Some(Fen(total)), None));
        assert_ne!(notice.refund, "refund_1");
    }
    let refunded = paid(alipay.query("order_1").await.unwrap());
    assert!(refunded.is_refunded);
    assert_eq!(refunded.at, Some(START_MS + MINUTE_MS));
}

#[tokio::test]
async fn a_finished_trade_is_paid_and_not_refunded() {
    let bench = Bench::open().await;
    let alipay = bench.alipay();
    bench.open_payment(&alipay, &charge("order_1", Scene::Page)).await;
    bench.control("pay/order_1", no_options()).await;
    bench.control("finish-trade/order_1", no_options()).await;
    assert_eq!(paid(alipay.query("order_1").await.unwrap()).fen, Fen(1234));
    let error = alipay.refund(&refund("order_1", "refund_1", 1)).await;
    assert_eq!(remedy(error.clone()), Remedy::Final);
    assert_eq!(refusal(error), "ACQ.TRADE_HAS_FINISHED");
}

#[tokio::test]
async fn a_lost_answer_to_a_refund_is_found() {
    let bench = Bench::open().await;
    let alipay = bench.alipay();
    bench.open_payment(&alipay, &charge("order_1", Scene::Page)).await;
    bench.control("pay/order_1", no_options()).await;
    bench.control("lose", json!({ "side": "alipay", "call": "refund", "count": 1 })).await;
    let order = refund("order_1", "refund_1", 1000);
    assert!(matches!(alipay.refund(&order).await, Err(ProviderError::Unreachable(_))));
    assert_eq!(alipay.query_refund(&order).await.unwrap(), RefundState::Done);
    assert_eq!(alipay.refund(&order).await.unwrap(), RefundState::Done, "the repeated refund moves nothing");
}
