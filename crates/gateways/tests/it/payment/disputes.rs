//! Complaints of payers.

use miaohui_gateways::payment::provider::{Dispute, DisputeKind, Notice, Provider, ProviderError, Scene};
use miaohui_kernel::{Fen, HOUR_MS};
use serde_json::json;

use super::bench::{Bench, charge, is_forged, no_options, start};
use crate::START_MS;

fn dispute(notice: Notice) -> Dispute {
    match notice {
        Notice::Dispute(dispute) => dispute,
        notice => panic!("{notice:?}"),
    }
}

/// A payment with each provider, whose notices were received.
async fn payments() -> Bench {
    let mut bench = Bench::open().await;
    bench.open_payment(&bench.alipay(), &charge("by_alipay", Scene::Page)).await;
    start(&bench.wechat(), &charge("by_wechat", Scene::Native)).await;
    for reference in ["by_alipay", "by_wechat"] {
        bench.control(&format!("pay/{reference}"), no_options()).await;
        bench.next_notice().await;
    }
    bench
}

#[tokio::test]
async fn a_complaint_is_queried_when_its_notice_comes() {
    let mut bench = payments().await;
    let (alipay, wechat) = (bench.alipay(), bench.wechat());
    for (provider, reference) in [(&alipay as &dyn Provider, "by_alipay"), (&wechat, "by_wechat")] {
        let answer = bench.control(&format!("complain/{reference}"), json!({ "text": "没有收到门票" })).await;
        let dispute = dispute(bench.notice(provider).await.unwrap());
        assert_eq!(
            (dispute.kind, dispute.number.as_str()),
            (DisputeKind::Complaint, answer["id"].as_str().unwrap())
        );
        assert_eq!((dispute.reference.as_deref(), dispute.fen), (Some(reference), Some(Fen(1234))));
        assert!(dispute.text.contains("没有收到门票"), "{dispute:?}");
        assert_eq!((dispute.at, dispute.answer_within_ms), (Some(START_MS), 24 * HOUR_MS));
        assert!(!dispute.is_ended);
    }
}

/// The notice is not acknowledged then, so that the provider repeats it.
#[tokio::test]
async fn a_complaint_that_cannot_be_queried_is_an_error() {
    let mut bench = payments().await;
    let (alipay, wechat) = (bench.alipay(), bench.wechat());
    for (provider, reference) in [(&alipay as &dyn Provider, "by_alipay"), (&wechat, "by_wechat")] {
        // The certificates are known.
        provider.query(reference).await.unwrap();
        bench.control(&format!("complain/{reference}"), json!({ "text": "?" })).await;
        let (headers, body) = bench.next_notice().await;
        bench.control("outage", json!(true)).await;
        let error = provider.notice(&headers, &body).await.unwrap_err();
        assert!(matches!(error, ProviderError::Unreachable(_)), "{error:?}");
        bench.control("outage", json!(false)).await;
        dispute(provider.notice(&headers, &body).await.unwrap());
    }
}

#[tokio::test]
async fn a_forged_complaint_is_not_queried() {
    let mut bench = payments().await;
    bench.control("mode", json!({ "forge": true })).await;
    let (alipay, wechat) = (bench.alipay(), bench.wechat());
    for (provider, reference) in [(&alipay as &dyn Provider, "by_alipay"), (&wechat, "by_wechat")] {
        bench.control(&format!("complain/{reference}"), json!({ "text": "?" })).await;
        assert!(is_forged(bench.notice(provider).await));
    }
}
