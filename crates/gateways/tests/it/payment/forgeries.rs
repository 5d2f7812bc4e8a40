//! Forged notices.

use miaohui_gateways::payment::alipay::{Alipay, AlipaySettings};
use miaohui_gateways::payment::provider::{Notice, Provider, Scene};
use miaohui_kernel::{MINUTE_MS, SECOND_MS};
use serde_json::json;

use super::bench::{Bench, ReceivedNotice, charge, is_forged, no_options, start};

/// A genuine notice of a payment by Alipay.
async fn alipay_notice(bench: &mut Bench) -> Vec<u8> {
    bench.open_payment(&bench.alipay(), &charge("order_1", Scene::Page)).await;
    bench.control("pay/order_1", no_options()).await;
    bench.next_notice().await.1
}

/// A genuine notice of a payment by WeChat Pay.
async fn wechat_notice(bench: &mut Bench) -> ReceivedNotice {
    start(&bench.wechat(), &charge("order_1", Scene::Native)).await;
    bench.control("pay/order_1", no_options()).await;
    bench.next_notice().await
}

fn pairs(body: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(body).into_owned().collect()
}

fn form(pairs: &[(String, String)]) -> Vec<u8> {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish().into_bytes()
}

#[tokio::test]
async fn a_wrong_signature_is_refused() {
    let mut bench = Bench::open().await;
    bench.control("mode", json!({ "forge": true })).await;
    let body = alipay_notice(&mut bench).await;
    assert!(is_forged(bench.alipay().notice(&[], &body).await));
    let mut bench = Bench::open().await;
    bench.control("mode", json!({ "forge": true })).await;
    let (headers, body) = wechat_notice(&mut bench).await;
    assert!(is_forged(bench.wechat().notice(&headers, &body).await));
}

#[tokio::test]
async fn an_altered_notice_of_alipay_is_refused() {
    let mut bench = Bench::open().await;
    let body = alipay_notice(&mut bench).await;
    let alipay = bench.alipay();
    let genuine = pairs(&body);
    let mut shuffled = genuine.clone();
    shuffled.reverse();
    assert!(matches!(alipay.notice(&[], &form(&shuffled)).await.unwrap(), Notice::Paid { .. }));

    let changed = |name: &str, value: &str| {
        let mut pairs = genuine.clone();
        pairs.iter_mut().filter(|(key, _)| key == name).for_each(|(_, of_it)| *of_it = value.into());
        form(&pairs)
    };
    for (name, value) in [
        ("total_amount", "1234.00"),
        ("out_trade_no", "order_2"),
        ("trade_status", "TRADE_FINISHED"),
        ("app_id", "2021000000000002"),
        ("seller_id", "2088000000000002"),
        ("sign", ""),
        ("sign", "AAAA"),
        ("sign_type", "RSA"),
        ("sign_type", ""),
    ] {
        assert!(is_forged(alipay.notice(&[], &changed(name, value)).await), "{name}={value}");
    }
    for at in 0..genuine.len() {
        let mut less = genuine.clone();
        less.remove(at);
        assert!(is_forged(alipay.notice(&[], &form(&less)).await), "without {}", genuine[at].0);
        let mut twice = genuine.clone();
        twice.push(genuine[at].clone());
        assert!(is_forged(alipay.notice(&[], &form(&twice)).await), "twice {}", genuine[at].0);
    }
    let mut more = genuine.clone();
    more.push(("zzz".into(), String::new()));
    assert!(is_forged(alipay.notice(&[], &form(&more)).await));
    for junk in [&b""[..], b"&&==&", b"\xff\xfe=\xff", b"sign=x&sign_type=RSA2", b"{}"] {
        assert!(is_forged(alipay.notice(&[], junk).await));
    }
}

/// These parameters have the signed text of a genuine notice, but other values.
#[tokio::test]
async fn a_notice_with_the_same_signed_text_and_other_parameters_is_refused() {
    let mut bench = Bench::open().await;
    let genuine = pairs(&alipay_notice(&mut bench).await);
    let mut cut: Vec<(String, String)> = Vec::new();
    let mut sorted: Vec<_> = genuine.iter().filter(|(name, _)| !name.starts_with("sign")).cloned().collect();
    sorted.sort();
    for (name, value) in sorted {
        // All parameters behind the subject become a part of it.
        match cut.last_mut() {
            Some((last, rest)) if last == "subject" => *rest = format!("{rest}&{name}={value}"),
            _ => cut.push((name, value)),
        }
    }
    cut.extend(genuine.into_iter().filter(|(name, _)| name.starts_with("sign")));
    assert!(is_forged(bench.alipay().notice(&[], &form(&cut)).await));
}

#[tokio::test]
async fn an_altered_notice_of_wechat_pay_is_refused() {
    let mut bench = Bench::open().await;
    let (headers, body) = wechat_notice(&mut bench).await;
    let wechat = bench.wechat();
    assert!(matches!(wechat.notice(&headers, &body).await.unwrap(), Notice::Paid { .. }));
    let text = String::from_utf8(body.clone()).unwrap();
    for other in [text.replace("SUCCESS", "CLOSED"), format!("{text} "), String::new()] {
        assert!(is_forged(wechat.notice(&headers, other.as_bytes()).await), "{other}");
    }
    let names = ["timestamp", "nonce", "serial", "signature"].map(|name| format!("wechatpay-{name}"));
    for name in &names {
        let without: Vec<_> = headers.iter().filter(|(key, _)| key != name).cloned().collect();
        assert!(is_forged(wechat.notice(&without, &body).await), "without {name}");
        // The provider tests merchants with signatures that begin like the last one.
        for value in ["", "1700000001", "WECHATPAY/SIGNTEST/AAAA"] {
            let mut other = headers.clone();
            other.iter_mut().filter(|(key, _)| key == name).for_each(|(_, of_it)| *of_it = value.into());
            assert!(is_forged(wechat.notice(&other, &body).await), "{name}: {value}");
        }
    }
}

#[tokio::test]
async fn an_old_notice_of_wechat_pay_is_refused() {
    let mut bench = Bench::open().await;
    let (headers, body) = wechat_notice(&mut bench).await;
    let wechat = bench.wechat();
    bench.clock.advance(5 * MINUTE_MS);
    assert!(wechat.notice(&headers, &body).await.is_ok());
    bench.clock.advance(SECOND_MS);
    assert!(is_forged(wechat.notice(&headers, &body).await));
}

#[tokio::test]
async fn a_notice_for_another_merchant_is_refused() {
    let mut bench = Bench::open().await;
    let body = alipay_notice(&mut bench).await;
    let with = |change: &dyn Fn(&mut AlipaySettings)| {
        let mut settings = bench.alipay_settings();
        change(&mut settings);
        Alipay::new(&settings, bench.clock.clone()).unwrap()
    };
    assert!(is_forged(with(&|s| s.app_id = "2021000000000002".into()).notice(&[], &body).await));
    assert!(is_forged(with(&|s| s.seller_id = "2088000000000002".into()).notice(&[], &body).await));

    let mut bench = Bench::open().await;
    let (headers, body) = wechat_notice(&mut bench).await;
    let other_app = bench.wechat_with(|s| s.appid = "wx0000000000000009".into());
    assert!(is_forged(other_app.notice(&headers, &body).await));
    let as_mobile_app = bench.wechat_with(|s| s.mobile_appid = None);
    assert!(as_mobile_app.notice(&headers, &body).await.is_ok());
}
