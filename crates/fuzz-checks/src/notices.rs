//! Notices of payment providers.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use form_urlencoded::Serializer;
use miaohui_gateways::payment::Endpoint;
use miaohui_gateways::payment::alipay::{Alipay, AlipayKey, AlipaySettings};
use miaohui_gateways::payment::provider::{Notice, Provider, ProviderError};
use miaohui_gateways::payment::wechat::{WechatPay, WechatPublicKey, WechatSettings};
use miaohui_kernel::{Clock, Rng, Secret};
use miaohui_simulator::test_accounts as accounts;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::rand::SystemRandom;
use ring::signature::{KeyPair, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, UnparsedPublicKey};
use rustls_pki_types::PrivatePkcs8KeyDer;
use rustls_pki_types::pem::PemObject;
use serde_json::json;

use crate::runtime::run;

const NOW_MS: i64 = 1_700_000_000_000;
const NONCE: &str = "61f9c719728a";

static ALIPAY: LazyLock<Alipay> = LazyLock::new(|| {
    let settings = AlipaySettings {
        endpoint: nowhere(),
        app_id: accounts::ALIPAY_APP_ID.into(),
        seller_id: accounts::ALIPAY_SELLER_ID.into(),
        app_private_key: Secret::new(accounts::ALIPAY_APP_PRIVATE_KEY),
        alipay_key: AlipayKey::Public(accounts::ALIPAY_PUBLIC_KEY.into()),
        notify_url: "https://miaohui.example/notices".into(),
        return_url: None,
        bill_bytes: 1 << 20,
    };
    Alipay::new(&settings, Clock::manual(NOW_MS)).unwrap()
});

static WECHAT: LazyLock<WechatPay> = LazyLock::new(|| {
    let settings = WechatSettings {
        endpoint: nowhere(),
        second_host: None,
        mchid: accounts::WECHAT_MCHID.into(),
        appid: accounts::WECHAT_APPID.into(),
        mini_appid: None,
        mobile_appid: Some(accounts::WECHAT_MOBILE_APPID.into()),
        certificate_serial: accounts::WECHAT_CERTIFICATE_SERIAL.into(),
        private_key: Secret::new(accounts::WECHAT_PRIVATE_KEY),
        api_v3_key: Secret::new(accounts::WECHAT_API_V3_KEY),
        public_key: Some(WechatPublicKey {
            id: accounts::WECHAT_PUBLIC_KEY_ID.into(),
            pem: accounts::WECHAT_PUBLIC_KEY.into(),
        }),
        notify_url: "https://miaohui.example/notices".into(),
        bill_bytes: 1 << 20,
    };
    WechatPay::new(&settings, Clock::manual(NOW_MS), Rng::seeded(1)).unwrap()
});

static ALIPAY_SIGNER: LazyLock<RsaKeyPair> = LazyLock::new(|| signer(accounts::ALIPAY_PRIVATE_KEY));
static WECHAT_SIGNER: LazyLock<RsaKeyPair> = LazyLock::new(|| signer(accounts::WECHAT_SIGNING_KEY));

/// Reads notices. The first byte chooses what the others are:
///
/// - 0: a form as it was received from Alipay
/// - 1: the text that Alipay has signed, after a byte that says how it is cut into parameters
/// - 2: headers and a body as they were received from WeChat Pay
/// - 3: a body that WeChat Pay has signed
/// - 4: a type of event and, in the next line, a content that WeChat Pay has encrypted and signed
///
/// Only what the provider has signed is accepted, and only in the one way to read it.
pub fn notices(input: &[u8]) {
    match input {
        [0, body @ ..] => received_alipay(body),
        [1, cuts, text @ ..] => signed_alipay(*cuts, text),
        [2, rest @ ..] => received_wechat(rest),
        [3, body @ ..] => signed_wechat(body),
        [4, rest @ ..] => encrypted_wechat(rest),
        _ => {}
    }
}

/// A provider that refuses connections.
fn nowhere() -> Endpoint {
    Endpoint { url: "http://127.0.0.1:9".into(), timeout_ms: 1000, proxy: None }
}

fn signer(pem: &str) -> RsaKeyPair {
    let der = PrivatePkcs8KeyDer::from_pem_slice(pem.as_bytes()).unwrap();
    RsaKeyPair::from_pkcs8(der.secret_pkcs8_der()).unwrap()
}

fn sign(key: &RsaKeyPair, text: &[u8]) -> String {
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text, &mut signature).unwrap();
    STANDARD.encode(signature)
}

fn verifies(key: &RsaKeyPair, text: &[u8], signature: &str) -> bool {
    let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key.public_key().as_ref());
    STANDARD.decode(signature).is_ok_and(|signature| key.verify(text, &signature).is_ok())
}

type Parameters = BTreeMap<String, String>;

fn joined(parameters: &Parameters) -> String {
    parameters.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

/// Whether a notice was taken as genuine. One about a complaint is, when the provider is asked.
fn is_genuine(result: &Result<Notice, ProviderError>) -> bool {
    matches!(result, Ok(_) | Err(ProviderError::Unreachable(_)))
}

fn received_alipay(body: &[u8]) {
    if is_genuine(&run(ALIPAY.notice(&[], body))) {
        let mut form: Parameters = form_urlencoded::parse(body).into_owned().collect();
        assert_eq!(form.len(), form_urlencoded::parse(body).count(), "a parameter came twice");
        let signature = form.remove("sign").unwrap();
        assert_eq!(form.remove("sign_type").as_deref(), Some("RSA2"));
        assert!(verifies(&ALIPAY_SIGNER, joined(&form).as_bytes(), &signature));
        assert_eq!(form["app_id"], accounts::ALIPAY_APP_ID);
    }
}

/// Signs a text, and sends two forms that both have this text: cut at every `&`, and at some.
fn signed_alipay(cuts: u8, text: &[u8]) {
    let Ok(text) = std::str::from_utf8(text) else { return };
    let mut turn = 0;
    let at_some = move |_: char| {
        turn += 1;
        cuts >> (turn % 8) & 1 == 0
    };
    let all: Vec<&str> = text.split('&').collect();
    let mut some: Vec<String> = Vec::new();
    let mut is_cut = at_some;
    for piece in &all {
        match some.last_mut() {
            Some(last) if !is_cut('&') => last.extend(["&", piece]),
            _ => some.push((*piece).to_owned()),
        }
    }
    let parameters = |pieces: &mut dyn Iterator<Item = &str>| {
        pieces.map(|piece| piece.split_once('=').unwrap_or((piece, ""))).fold(
            Parameters::new(),
            |mut all, (name, value)| {
                all.insert(name.into(), value.into());
                all
            },
        )
    };
    let one = parameters(&mut all.iter().copied());
    let other = parameters(&mut some.iter().map(String::as_str));
    if joined(&one) != joined(&other) || [&one, &other].iter().any(|form| form.contains_key("sign")) {
        return;
    }
    let signature = sign(&ALIPAY_SIGNER, joined(&one).as_bytes());
    let send = |form: &Parameters, signature: &str| {
        let mut body = Serializer::new(String::new());
        body.extend_pairs(form).append_pair("sign", signature).append_pair("sign_type", "RSA2");
        run(ALIPAY.notice(&[], body.finish().as_bytes()))
    };
    let (first, second) = (send(&one, &signature), send(&other, &signature));
    if one != other {
        assert!(!(is_genuine(&first) && is_genuine(&second)), "{one:?} and {other:?} are both accepted");
    }
    if is_genuine(&first) {
        let mut changed = one.clone();
        changed.insert("total_amount".into(), "0.01 ".into());
        assert!(!is_genuine(&send(&changed, &signature)));
        assert!(!is_genuine(&send(&one, "")));
    }
}

const NAMES: [&str; 4] = ["timestamp", "nonce", "serial", "signature"];

/// Four lines with the values of the headers, and the body.
fn received_wechat(rest: &[u8]) {
    let mut lines = rest.splitn(5, |byte| *byte == b'\n');
    let values = NAMES.map(|_| String::from_utf8_lossy(lines.next().unwrap_or_default()).into_owned());
    let body = lines.next().unwrap_or_default();
    let result = run(WECHAT.notice(&headers(&values), body));
    let [timestamp, nonce, serial, signature] = &values;
    if serial != accounts::WECHAT_PUBLIC_KEY_ID {
        // The certificates, which cannot be fetched here, are not known.
        assert!(result.is_err());
    } else if is_genuine(&result) {
        let text = [format!("{timestamp}\n{nonce}\n").as_bytes(), body, b"\n"].concat();
        assert!(verifies(&WECHAT_SIGNER, &text, signature));
    }
}

fn headers(values: &[String; 4]) -> Vec<(String, String)> {
    NAMES.iter().zip(values).map(|(name, value)| (format!("wechatpay-{name}"), value.clone())).collect()
}

fn signed_wechat(body: &[u8]) {
    let timestamp = (NOW_MS / 1000).to_string();
    let text = [format!("{timestamp}\nnonce\n").as_bytes(), body, b"\n"].concat();
    let signature = sign(&WECHAT_SIGNER, &text);
    let serial = accounts::WECHAT_PUBLIC_KEY_ID;
    let headers = headers(&[timestamp, "nonce".into(), serial.into(), signature]);
    let result = run(WECHAT.notice(&headers, body));
    if is_genuine(&result) {
        assert!(!is_genuine(&run(WECHAT.notice(&headers, &[body, b" "].concat()))));
        assert!(!is_genuine(&run(WECHAT.notice(&headers[..3], body))));
    }
}

fn encrypted_wechat(rest: &[u8]) {
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let (event, content) = text.split_once('\n').unwrap_or((text, ""));
    let key = UnboundKey::new(&AES_256_GCM, accounts::WECHAT_API_V3_KEY.as_bytes()).unwrap();
    let nonce = Nonce::try_assume_unique_for_key(NONCE.as_bytes()).unwrap();
    let mut bytes = content.as_bytes().to_vec();
    LessSafeKey::new(key).seal_in_place_append_tag(nonce, Aad::from(b"a"), &mut bytes).unwrap();
    let resource = json!({
        "algorithm": "AEAD_AES_256_GCM", "ciphertext": STANDARD.encode(bytes), "nonce": NONCE,
        "associated_data": "a",
    });
    signed_wechat(json!({ "event_type": event, "resource": resource }).to_string().as_bytes());
}
