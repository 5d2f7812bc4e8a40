//! The documented codes of the providers.

use std::collections::BTreeSet;

use miaohui_gateways::payment::codes::{Call, CallCodes};
use miaohui_gateways::payment::provider::{Provider, ProviderError, Remedy, Scene};
use miaohui_gateways::payment::{alipay, wechat};
use miaohui_simulator::documented_codes;

use super::bench::{Bench, charge, no_options, refund, refusal, remedy, start};

/// The remedy of a code in a table, without the client's rules.
fn listed(tables: &[CallCodes], call: &str, code: &str) -> bool {
    let call = match call {
        "create" => Call::Create,
        "query" => Call::Query,
        "close" => Call::Close,
        "refund" => Call::Refund,
        "query_refund" => Call::QueryRefund,
        "bill" => Call::Bill,
        "download" => Call::Download,
        "complaint" => Call::Complaint,
        _ => return true,
    };
    let bare = |code: &str| code.replace('_', "");
    let of_call = tables.iter().filter(|table| table.call.is_none_or(|of| of == call));
    of_call.flat_map(|table| table.codes).any(|(known, _)| bare(known) == bare(code))
}

#[test]
fn each_call_has_a_table_without_duplicates() {
    for tables in [wechat::CODES, alipay::CODES] {
        for call in Call::ALL {
            assert!(tables.iter().any(|table| table.call == Some(call)), "{call:?}");
        }
        assert!(tables.iter().any(|table| table.call.is_none()));
        for table in tables {
            assert!(!table.page.is_empty());
            let codes: BTreeSet<_> = table.codes.iter().map(|(code, _)| code.replace('_', "")).collect();
            assert_eq!(codes.len(), table.codes.len(), "{:?} {}", table.call, table.page);
        }
    }
}

#[test]
fn each_code_of_the_simulator_is_in_a_table() {
    let codes = documented_codes();
    assert!(codes.len() > 100);
    let missing: Vec<_> = codes
        .into_iter()
        .filter(|(side, call, code)| {
            let tables = if *side == "wechat" { wechat::CODES } else { alipay::CODES };
            !listed(tables, call, code)
        })
        .collect();
    assert_eq!(missing, []);
}

#[tokio::test]
async fn wechat_pays_codes_have_remedies() {
    let bench = Bench::open().await;
    let wechat = bench.wechat();
    for (code, expected) in [
        ("OPENID_MISMATCH", Remedy::Final),
        ("RULE_LIMIT", Remedy::Retry),
        ("RULELIMIT", Remedy::Retry),
        ("FREQUENCY_LIMITED", Remedy::Retry),
        ("SYSTEM_ERROR", Remedy::Retry),
        ("BANKERROR", Remedy::Retry),
        ("NO_AUTH", Remedy::Alarm),
        ("SIGN_ERROR", Remedy::Alarm),
        ("MCH_NOT_EXISTS", Remedy::Alarm),
        ("INVALID_REQUEST", Remedy::Ask),
        ("OUT_TRADE_NO_USED", Remedy::Ask),
        ("ORDERPAID", Remedy::Ask),
        ("PARAM_ERROR", Remedy::Final),
    ] {
        bench.error("wechat", "create", code).await;
        assert_eq!(remedy(wechat.start(&charge("order_1", Scene::Native)).await), expected, "{code}");
    }
    for (code, expected) in [
        ("NOT_ENOUGH", Remedy::Alarm),
        ("USER_ACCOUNT_ABNORMAL", Remedy::Final),
        ("INVALID_REQUEST", Remedy::Final),
        ("SYSTEM_ERROR", Remedy::Retry),
    ] {
        bench.error("wechat", "refund", code).await;
        assert_eq!(remedy(wechat.refund(&refund("order_1", "refund_1", 1)).await), expected, "{code}");
    }
    for code in ["SYSTEM_ERROR", "RULE_LIMIT"] {
        bench.error("wechat", "query", code).await;
        assert_eq!(remedy(wechat.query("order_1").await), Remedy::Retry, "{code}");
    }
}

/// WeChat Pay answers it with the status 500.
#[tokio::test]
async fn a_payer_of_another_application_is_refused() {
    let bench = Bench::open().await;
    let scene = Scene::Jsapi { payer: "other_payer".into() };
    let error = bench.wechat().start(&charge("order_1", scene)).await;
    assert_eq!(remedy(error.clone()), Remedy::Final);
    assert_eq!(refusal(error), "OPENID_MISMATCH");
}

#[tokio::test]
async fn alipays_codes_have_remedies() {
    let bench = Bench::open().await;
    let alipay = bench.alipay();
    for (code, expected) in [
        ("40005", Remedy::Retry),
        ("40006", Remedy::Alarm),
        ("20001", Remedy::Alarm),
        ("20000", Remedy::Ask),
        ("ACQ.SYSTEM_ERROR", Remedy::Ask),
        ("ACQ.CONTEXT_INCONSISTENT", Remedy::Ask),
        ("ACQ.TRADE_HAS_SUCCESS", Remedy::Ask),
        ("ACQ.TOTAL_FEE_EXCEED", Remedy::Final),
        ("ACQ.ACCESS_FORBIDDEN", Remedy::Alarm),
    ] {
        bench.error("alipay", "create", code).await;
        assert_eq!(remedy(alipay.start(&charge("order_1", Scene::Native)).await), expected, "{code}");
    }
    bench.open_payment(&alipay, &charge("order_1", Scene::Page)).await;
    bench.control("pay/order_1", no_options()).await;
    for (code, expected) in [
        ("40005", Remedy::Retry),
        ("20000", Remedy::Ask),
        ("ACQ.SYSTEM_ERROR", Remedy::Retry),
        ("ACQ.SELLER_BALANCE_NOT_ENOUGH", Remedy::Alarm),
        ("ACQ.TRADE_HAS_FINISHED", Remedy::Final),
        ("ACQ.TRADE_NOT_ALLOW_REFUND", Remedy::Final),
    ] {
        bench.error("alipay", "refund", code).await;
        assert_eq!(remedy(alipay.refund(&refund("order_1", "refund_1", 1)).await), expected, "{code}");
    }
    // A query has no effect, so that it is simply repeated.
    bench.error("alipay", "query", "20000").await;
    assert_eq!(remedy(alipay.query("order_1").await), Remedy::Retry);
}

/// Payers can read some of these messages.
#[tokio::test]
async fn our_own_refusals_are_in_chinese() {
    let bench = Bench::open().await;
    let (alipay, wechat) = (bench.alipay(), bench.wechat());
    let is_chinese = |error: ProviderError| match error {
        ProviderError::Refused { message, .. } => message.chars().any(|c| c > '\u{4e00}'),
        _ => false,
    };
    assert!(is_chinese(wechat.start(&charge("order_1", Scene::Page)).await.unwrap_err()));
    assert!(is_chinese(
        alipay.start(&charge("order_1", Scene::H5 { address: "::1".into() })).await.unwrap_err()
    ));
    assert!(is_chinese(alipay.query("?").await.unwrap_err()));
    assert!(is_chinese(alipay.refund(&refund("order_1", "refund_1", 0)).await.unwrap_err()));
    start(&wechat, &charge("order_1", Scene::Native)).await;
}
