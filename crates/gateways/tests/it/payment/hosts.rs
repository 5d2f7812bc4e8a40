//! The second host of WeChat Pay, and a proxy.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use miaohui_gateways::payment::alipay::Alipay;
use miaohui_gateways::payment::provider::{PaymentState, Provider, ProviderError, RefundState, Scene};
use miaohui_gateways::payment::wechat::WechatPay;
use miaohui_kernel::{MINUTE_MS, Rng};
use serde_json::json;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

use super::bench::{Bench, charge, no_options, refund, start, unreachable_url};

#[tokio::test]
async fn the_second_host_answers_when_the_first_does_not() {
    let bench = Bench::open().await;
    let (_far, _near, url) = unreachable_url();
    let wechat = bench.wechat_with(|settings| {
        settings.second_host = Some(std::mem::replace(&mut settings.endpoint.url, url));
    });
    start(&wechat, &charge("order_1", Scene::Native)).await;
    bench.control("pay/order_1", no_options()).await;
    wechat.refund(&refund("order_1", "refund_1", 1)).await.unwrap();
    bench.clock.advance(2 * MINUTE_MS);
    let state = wechat.query_refund(&refund("order_1", "refund_1", 1)).await.unwrap();
    assert_eq!(state, RefundState::Working);
}

/// The first host carries out the refund and loses the answer; the second one is asked for the same
/// refund.
#[tokio::test]
async fn a_repeated_refund_is_made_once() {
    let bench = Bench::open().await;
    let wechat = bench.wechat_with(|settings| settings.second_host = Some(settings.endpoint.url.clone()));
    start(&wechat, &charge("order_1", Scene::Native)).await;
    bench.control("pay/order_1", no_options()).await;
    bench.control("lose", json!({ "side": "wechat", "call": "refund", "count": 1 })).await;
    wechat.refund(&refund("order_1", "refund_1", 1000)).await.unwrap();
    let url = format!("{}/control/orders", bench.providers);
    let orders: serde_json::Value = bench.http.get(url).send().await.unwrap().json().await.unwrap();
    assert_eq!(orders["refunds"].as_object().unwrap().len(), 1, "{orders}");
}

#[tokio::test]
async fn an_outage_of_both_hosts_is_unreachable() {
    let bench = Bench::open().await;
    let wechat = bench.wechat_with(|settings| settings.second_host = Some(settings.endpoint.url.clone()));
    bench.control("outage", json!(true)).await;
    assert!(matches!(wechat.query("order_1").await, Err(ProviderError::Unreachable(_))));
}

/// Accepts `CONNECT` and passes bytes on. Returns its URL and the number of tunnels.
async fn proxy() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://user:secret@{}", listener.local_addr().unwrap());
    let tunnels = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&tunnels);
    tokio::spawn(async move {
        loop {
            let (client, _) = listener.accept().await.unwrap();
            let count = Arc::clone(&count);
            tokio::spawn(async move {
                let mut client = BufReader::new(client);
                let mut lines = Vec::new();
                loop {
                    let mut line = String::new();
                    client.read_line(&mut line).await.unwrap();
                    if line.trim().is_empty() {
                        break;
                    }
                    lines.push(line);
                }
                let target = lines[0].strip_prefix("CONNECT ").unwrap().split(' ').next().unwrap();
                // The password is in the head for the proxy.
                assert!(
                    lines.iter().any(|line| line.to_lowercase().starts_with("proxy-authorization: basic "))
                );
                let mut far = TcpStream::connect(target).await.unwrap();
                client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
                count.fetch_add(1, Ordering::Relaxed);
                let _ = copy_bidirectional(&mut client, &mut far).await;
            });
        }
    });
    (url, tunnels)
}

#[tokio::test]
async fn calls_pass_the_proxy() {
    let bench = Bench::open().await;
    let (url, tunnels) = proxy().await;
    let wechat = bench.wechat_with(|settings| settings.endpoint.proxy = Some(url.clone()));
    assert_eq!(wechat.query("order_1").await.unwrap(), PaymentState::Unknown);
    let seen = tunnels.load(Ordering::Relaxed);
    assert!(seen > 0);
    let alipay = bench.alipay_with(|settings| settings.endpoint.proxy = Some(url.clone()));
    assert_eq!(alipay.query("order_1").await.unwrap(), PaymentState::Unknown);
    assert!(tunnels.load(Ordering::Relaxed) > seen);
    assert!(!format!("{:?}", bench.alipay_settings()).contains("secret"));
}

#[tokio::test]
async fn a_proxy_that_refuses_is_unreachable() {
    let bench = Bench::open().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (mut client, _) = listener.accept().await.unwrap();
            let mut request = [0; 1024];
            let _ = client.read(&mut request).await;
            client.write_all(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n").await.unwrap();
        }
    });
    let alipay = bench.alipay_with(|settings| settings.endpoint.proxy = Some(url));
    assert!(matches!(alipay.query("order_1").await, Err(ProviderError::Unreachable(_))));
}

#[tokio::test]
async fn an_invalid_proxy_or_second_host_is_refused() {
    let bench = Bench::open().await;
    for bad in ["proxy:3128", "socks5://proxy:1080", "http://", "http://a b"] {
        let mut settings = bench.alipay_settings();
        settings.endpoint.proxy = Some(bad.into());
        let error = Alipay::new(&settings, bench.clock.clone()).unwrap_err().to_string();
        assert!(error.contains("the proxy's address"), "{bad}: {error}");
    }
    for bad in ["api2.mch.weixin.qq.com", "ftp://api2.mch.weixin.qq.com", "https://x?y"] {
        let mut settings = bench.wechat_settings();
        settings.second_host = Some(bad.into());
        let error = WechatPay::new(&settings, bench.clock.clone(), Rng::seeded(2)).unwrap_err().to_string();
        assert!(error.contains("the second host"), "{bad}: {error}");
    }
}
