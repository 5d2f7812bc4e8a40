//! What `doctor` finds, and says to do.

use std::os::unix::fs::PermissionsExt;

use miaohui_testkit::{TestApp, TestDatabase};

use crate::damage::miaohui;

/// The report with settings.
fn doctor(database: &TestDatabase, settings: &[&str]) -> (bool, String) {
    let flags: Vec<&str> = settings.iter().flat_map(|setting| ["--set", setting]).collect();
    miaohui(database, &[&["doctor"], flags.as_slice()].concat())
}

/// Whether a part of the report is wrong, with advice in the next line.
fn is_wrong(said: &str, what: &str, with: &str) -> bool {
    let mut lines = said.lines();
    let found = lines.any(|line| line.starts_with(what) && line.contains("WRONG: ") && line.contains(with));
    found && lines.next().is_some_and(|advice| advice.trim_start().starts_with("-> "))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_installation_in_order_has_nothing_to_mend() {
    let app = TestApp::start().await;
    let own = format!("public_url=http://{}", app.address);
    let (fine, said) = doctor(app.database(), &[&own]);
    assert!(fine, "{said}");
    assert!(said.contains("leads here") && !said.contains("WRONG"), "{said}");
    assert!(said.contains("keys") && said.contains("miaohui.keys"), "{said}");
    if app.is_postgres() {
        assert!(said.contains("as that of the database"), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_fault_is_named_with_what_to_do() {
    let app = TestApp::start().await;
    let dir = app.data_dir();
    let database = app.close().await;
    let file = dir.join("outbox/mail.jsonl");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    let mut made = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    made.not_after = rcgen::date_time_ymd(2020, 1, 2);
    let key = rcgen::KeyPair::generate().unwrap();
    let (certificate, private) = (dir.join("outbox/tls.crt"), dir.join("outbox/tls.key"));
    std::fs::write(&certificate, made.self_signed(&key).unwrap().pem()).unwrap();
    std::fs::write(&private, key.serialize_pem()).unwrap();
    let tls =
        [format!("tls.certificate={}", certificate.display()), format!("tls.key={}", private.display())];
    let (fine, said) = doctor(&database, &[&tls[0], &tls[1]]);
    assert!(!fine);
    assert!(is_wrong(&said, "permissions", "outbox/mail.jsonl"), "{said}");
    assert!(is_wrong(&said, "permissions", "(tls.key)"), "{said}");
    assert!(is_wrong(&said, "tls", "ends 2020-01-02: it HAS ENDED"), "{said}");
    assert!(said.contains("findings must be mended"), "{said}");

    // Nobody listens at the port of discard.
    let away = ["mail.provider=smtp", "mail.smtp_host=127.0.0.1", "mail.smtp_port=9", "mail.smtp_tls=none"];
    let (_, said) = doctor(&database, &[&away[..], &["public_url=https://127.0.0.1:9"]].concat());
    assert!(is_wrong(&said, "mail", "127.0.0.1:9"), "{said}");
    assert!(is_wrong(&said, "public URL", "does not answer"), "{said}");
    assert!(is_wrong(&said, "proxies", "every caller"), "{said}");

    let target = dir.join("backups");
    let to = format!("backup.to={}", target.display());
    assert!(is_wrong(&doctor(&database, &[&to]).1, "backups", "CANNOT BE READ"));
    let (made, said) = miaohui(&database, &["backup", "--set", &to]);
    assert!(made, "{said}");
    let (_, said) = doctor(&database, &[&to]);
    assert!(said.contains("is 0 hours old") && !is_wrong(&said, "backups", ""), "{said}");
    let backup = std::fs::read_dir(target.join("backups")).unwrap().next().unwrap().unwrap();
    let name = backup.file_name().into_string().unwrap();
    std::fs::rename(backup.path(), backup.path().with_file_name(format!("2020{}", &name[4..]))).unwrap();
    assert!(is_wrong(&doctor(&database, &[&to]).1, "backups", "hours old"));

    std::fs::write(dir.join("miaohui.keys"), "rubbish").unwrap();
    assert!(is_wrong(&doctor(&database, &[]).1, "keys", "a key has a name and a text"));
}
