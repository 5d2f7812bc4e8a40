//! The ends of certificates: as metrics, and as `doctor` tells them.

use std::fs;

use miaohui_simulator::test_accounts as accounts;
use miaohui_testkit::{Providers, TestApp};

use crate::damage::miaohui;

#[tokio::test(flavor = "multi_thread")]
async fn certificates_of_tls_and_of_providers_tell_their_ends() {
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = dir.path().join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let mut made = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    made.not_after = rcgen::date_time_ymd(2130, 1, 1);
    let key = rcgen::KeyPair::generate().unwrap();
    let providers = Providers::bind().await;
    let mut settings = providers.settings("https://example.com");
    settings.extend([
        format!("tls.certificate={}", file("tls.crt", &made.self_signed(&key).unwrap().pem())),
        format!("tls.key={}", file("tls.key", &key.serialize_pem())),
        "payment.alipay.alipay_public_key_file=".to_owned(),
        format!("payment.alipay.app_cert_file={}", file("app.crt", accounts::ALIPAY_APP_CERTIFICATE)),
        format!("payment.alipay.alipay_cert_file={}", file("alipay.crt", accounts::ALIPAY_CERTIFICATE)),
        format!(
            "payment.alipay.alipay_root_cert_file={}",
            file("root.crt", accounts::ALIPAY_ROOT_CERTIFICATES)
        ),
    ]);
    let settings: Vec<&str> = settings.iter().map(String::as_str).collect();
    let app = TestApp::start_with(&settings).await;
    let metrics = app.metrics().await;
    for line in ["tls\"} 5049129600", "alipay application\"} 4949452415", "alipay\"} 4949452415"] {
        let line = format!("miaohui_certificate_end_timestamp_seconds{{name=\"{line}");
        assert!(metrics.lines().any(|found| found == line), "{line}\n{metrics}");
    }
    assert!(!metrics.contains("name=\"wechat platform\""), "none is fetched yet: {metrics}");
    let flags: Vec<&str> = settings.iter().flat_map(|setting| ["--set", setting]).collect();
    let (_, said) = miaohui(app.database(), &[&["doctor"], flags.as_slice()].concat());
    for told in ["tls.crt ends 2130-01-01", "alipay application ends 2126-11-04", "alipay ends 2126-11-04"] {
        assert!(said.contains(told), "{told}\n{said}");
    }
}
