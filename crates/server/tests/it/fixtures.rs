//! The databases of released versions, upgraded to today's schema. `tests/fixtures` holds them.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Output};

use flate2::read::GzDecoder;
use miaohui_kernel::Clock;
use miaohui_testkit::{TestApp, TestDatabase};

use crate::demo;

/// Each version with the time when its data were made, in Unix ms.
const VERSIONS: [(&str, i64); 1] = [("0.1.0", 1_795_864_500_000)];
/// The key of their personal data.
const KEY: &str = "fixture:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

fn unpacked(version: &str, name: &str) -> Vec<u8> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures");
    let file = std::fs::File::open(dir.join(version).join(name)).unwrap();
    let mut bytes = Vec::new();
    GzDecoder::new(file).read_to_end(&mut bytes).unwrap();
    bytes
}

/// The database of a version, on the engine that the tests run on.
pub fn fixture(version: &str) -> TestDatabase {
    let database = TestDatabase::create();
    if database.is_postgres() {
        database.run_script(&String::from_utf8(unpacked(version, "demo.sql.gz")).unwrap());
    } else {
        std::fs::write(database.url(), unpacked(version, "demo.db.gz")).unwrap();
    }
    database
}

fn miaohui(database: &TestDatabase, command: &[&str]) -> Output {
    let mut process = Command::new(env!("CARGO_BIN_EXE_miaohui"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("MIAOHUI_")) {
        process.env_remove(name);
    }
    process.args(command).arg("--data-dir").arg(database.dir()).args(["--set", &format!("keys={KEY}")]);
    if database.is_postgres() {
        process.args(["--database-url", database.url()]);
    }
    process.output().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_released_version_can_be_upgraded() {
    for (version, made_at) in VERSIONS {
        let database = fixture(version);
        if database.is_postgres() {
            let output = miaohui(&database, &["serve", "--listen", "127.0.0.1:0"]);
            let said = String::from_utf8(output.stderr).unwrap();
            assert!(said.contains("run `miaohui upgrade` or start with --upgrade"), "{said}");
        }
        let output = miaohui(&database, &["upgrade"]);
        assert!(output.status.success(), "{version}: {output:?}");
        let output = miaohui(&database, &["verify", "--database-only"]);
        assert!(output.status.success(), "{version}: {output:?}");
        let app = TestApp::start_on(database, Clock::manual(made_at), &[&format!("keys={KEY}")]).await;
        demo::tour(&app).await;
        assert_eq!(miaohui_server::verify(&app.service.platform.db, false).await.unwrap(), []);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn serve_upgrades_an_embedded_database_and_keeps_a_copy() {
    for (version, made_at) in VERSIONS {
        let database = fixture(version);
        if database.is_postgres() {
            return;
        }
        let app = TestApp::start_on(database, Clock::manual(made_at), &[&format!("keys={KEY}")]).await;
        let copies = std::fs::read_dir(app.data_dir()).unwrap().filter_map(|entry| {
            let name = entry.unwrap().file_name().into_string().unwrap();
            name.starts_with("before-").then_some(name)
        });
        assert_eq!(copies.count(), 1, "{version}");
        assert_eq!(miaohui_server::verify(&app.service.platform.db, false).await.unwrap(), []);
    }
}
