//! Payments with simulated providers.

mod alipay;
mod alipay_modes;
mod bench;
mod bills;
mod codes;
mod disputes;
mod forgeries;
mod hosts;
mod notices;
mod wechat;
mod wechat_states;

use std::net::TcpListener;

use miaohui_gateways::payment::Endpoint;
use miaohui_gateways::payment::alipay::{Alipay, AlipayKey, AlipaySettings};
use miaohui_gateways::payment::provider::{
    Charge, PaymentState, Provider, ProviderError, RefundState, Scene,
};
use miaohui_gateways::payment::wechat::{WechatPay, WechatSettings};
use miaohui_kernel::{Fen, Rng, Secret};
use miaohui_simulator::test_accounts;
use serde_json::json;

use bench::{Bench, charge, endpoint, no_options, refund, refusal, start, unreachable_url};

#[tokio::test]
async fn a_refused_connection_is_unreachable() {
    let bench = Bench::open().await;
    let (_far, _near, url) = unreachable_url();
    let mut alipay = bench.alipay_settings();
    alipay.endpoint.url = format!("{url}/gateway.do");
    let alipay = Alipay::new(&alipay, bench.clock.clone()).unwrap();
    let wechat = bench.wechat_with(|settings| settings.endpoint.url = url);
    let unreachable = |error: &ProviderError| matches!(error, ProviderError::Unreachable(_));
    for provider in [&alipay as &dyn Provider, &wechat] {
        assert!(unreachable(&provider.query("order_1").await.unwrap_err()));
        assert!(unreachable(&provider.close("order_1").await.unwrap_err()));
        let order = refund("order_1", "refund_1", 1);
        assert!(unreachable(&provider.refund(&order).await.unwrap_err()));
        assert!(unreachable(&provider.query_refund(&order).await.unwrap_err()));
    }
    assert!(unreachable(&wechat.start(&charge("order_1", Scene::Native)).await.unwrap_err()));
}

#[tokio::test]
async fn a_refund_is_repeated_after_an_outage() {
    let bench = Bench::open().await;
    let (alipay, wechat) = (bench.alipay(), bench.wechat());
    bench.open_payment(&alipay, &charge("by_alipay", Scene::Page)).await;
    start(&wechat, &charge("by_wechat", Scene::Native)).await;
    for (provider, reference) in [(&alipay as &dyn Provider, "by_alipay"), (&wechat, "by_wechat")] {
        bench.control(&format!("pay/{reference}"), no_options()).await;
        let order = refund(reference, &format!("refund_{reference}"), 1234);
        bench.control("outage", json!(true)).await;
        assert!(matches!(provider.refund(&order).await, Err(ProviderError::Unreachable(_))));
        bench.control("outage", json!(false)).await;
        assert_eq!(provider.query_refund(&order).await.unwrap(), RefundState::Unknown);
        provider.refund(&order).await.unwrap();
        assert_ne!(provider.query_refund(&order).await.unwrap(), RefundState::Unknown);
    }
}

#[tokio::test]
async fn a_silent_or_confused_provider_is_unreachable() {
    let bench = Bench::open().await;
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = format!("http://{}", silent.local_addr().unwrap());
    let silent = Endpoint { timeout_ms: 50, ..endpoint(silent) };
    // The endpoint for notices, which implements neither protocol.
    let confused = endpoint(bench.merchant.clone());
    for endpoint in [silent, confused] {
        let alipay = AlipaySettings { endpoint: endpoint.clone(), ..bench.alipay_settings() };
        let alipay = Alipay::new(&alipay, bench.clock.clone()).unwrap();
        assert!(matches!(alipay.query("order_1").await, Err(ProviderError::Unreachable(_))));
        let wechat = bench.wechat_with(|settings| settings.endpoint = endpoint);
        let error = wechat.query("order_1").await.unwrap_err();
        assert!(!matches!(error, ProviderError::Forged(_)), "{error:?}");
    }
}

#[tokio::test]
async fn an_invalid_order_is_not_sent() {
    let bench = Bench::open().await;
    let (alipay, wechat) = (bench.alipay(), bench.wechat());
    for (provider, scene) in [(&alipay as &dyn Provider, Scene::Page), (&wechat, Scene::Native)] {
        let good = charge("order_1", scene);
        for bad in [
            Charge { reference: "../certificates".into(), ..good.clone() },
            Charge { reference: "喵喵".into(), ..good.clone() },
            Charge { fen: Fen::ZERO, ..good.clone() },
            Charge { fen: Fen(i64::MAX), ..good.clone() },
            Charge { subject: " ".into(), ..good.clone() },
        ] {
            assert_eq!(refusal(provider.start(&bad).await), "CHARGE");
        }
        assert_eq!(refusal(provider.query("a/b/c/d?e=f").await), "CHARGE");
        assert_eq!(refusal(provider.close("").await), "CHARGE");
        for bad in [
            refund("order_1", "", 1),
            refund("order_1", "refund_1", 0),
            refund("order_1", "refund_1", -5),
            refund("order_1", "refund_1", 1235),
        ] {
            assert_eq!(refusal(provider.refund(&bad).await), "CHARGE");
            assert_eq!(refusal(provider.query_refund(&bad).await), "CHARGE");
        }
    }
    let payer = "o".to_owned();
    for scene in
        [Scene::Mini { payer: payer.clone() }, Scene::Jsapi { payer }, Scene::H5 { address: "::1".into() }]
    {
        assert_eq!(refusal(alipay.start(&charge("order_1", scene)).await), "SCENE");
    }
    for scene in [Scene::Page, Scene::Wap] {
        assert_eq!(refusal(wechat.start(&charge("order_1", scene)).await), "SCENE");
    }
}

#[tokio::test]
async fn texts_and_amounts_at_their_limits_are_accepted() {
    let bench = Bench::open().await;
    let wechat = bench.wechat();
    let long = Charge {
        reference: "a".repeat(32),
        fen: Fen(10_000_000_000),
        subject: "喵".repeat(1000),
        expires_at: i64::MAX,
        scene: Scene::Native,
        return_url: None,
    };
    start(&wechat, &long).await;
    let alipay = bench.alipay();
    bench.open_payment(&alipay, &Charge { reference: "b".repeat(32), scene: Scene::Page, ..long }).await;
    assert_eq!(alipay.query(&"b".repeat(32)).await.unwrap(), PaymentState::Waiting);
}

#[tokio::test]
async fn invalid_settings_are_refused_in_one_line() {
    let bench = Bench::open().await;
    let key = || Secret::new(test_accounts::ALIPAY_APP_PRIVATE_KEY);
    let alipay = |change: &dyn Fn(&mut AlipaySettings)| {
        let mut settings = bench.alipay_settings();
        change(&mut settings);
        Alipay::new(&settings, bench.clock.clone()).map(drop).map_err(|error| error.to_string())
    };
    let wechat = |change: &dyn Fn(&mut WechatSettings)| {
        let mut settings = bench.wechat_settings();
        change(&mut settings);
        let client = WechatPay::new(&settings, bench.clock.clone(), Rng::seeded(2));
        client.map(drop).map_err(|error| error.to_string())
    };
    for (result, says) in [
        (alipay(&|s| s.app_id.clear()), "the application's number is missing"),
        (alipay(&|s| s.app_private_key = Secret::new("no key")), "the application's private key"),
        (alipay(&|s| s.app_private_key = Secret::new(test_accounts::ALIPAY_PUBLIC_KEY)), "private key"),
        (alipay(&|s| s.alipay_key = AlipayKey::Public(key().expose().into())), "Alipay's public key"),
        (alipay(&|s| s.alipay_key = AlipayKey::Public("AAAA".into())), "shorter than 2048 bits"),
        (alipay(&|s| s.endpoint.url = "openapi.alipay.com".into()), "\"openapi.alipay.com\""),
        (alipay(&|s| s.endpoint.url = "ftp://openapi.alipay.com".into()), "neither http nor https"),
        (alipay(&|s| s.endpoint.timeout_ms = 0), "the timeout is 0 ms"),
        (wechat(&|s| s.mchid.clear()), "the merchant's number is missing"),
        (wechat(&|s| s.private_key = Secret::default()), "the merchant's private key"),
        (wechat(&|s| s.api_v3_key = Secret::new("short")), "the APIv3 key is not 32 bytes long"),
    ] {
        let error = result.unwrap_err();
        assert!(error.contains(says) && !error.contains('\n') && !error.contains("BEGIN"), "{error}");
    }
    // Alipay's tool writes keys as Base64 without PEM lines.
    let bare = |pem: &str| -> String { pem.lines().filter(|line| !line.starts_with("-----")).collect() };
    let settings = AlipaySettings {
        app_private_key: Secret::new(bare(test_accounts::ALIPAY_APP_PRIVATE_KEY)),
        alipay_key: AlipayKey::Public(bare(test_accounts::ALIPAY_PUBLIC_KEY)),
        ..bench.alipay_settings()
    };
    let client = Alipay::new(&settings, bench.clock.clone()).unwrap();
    assert_eq!(client.query("order_1").await.unwrap(), PaymentState::Unknown);
    assert!(!format!("{settings:?}{client:?}").contains(&bare(key().expose())[..40]));
}
