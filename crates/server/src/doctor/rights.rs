//! Who owns the data and who can read them, and the room that is left for them.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use miaohui_db::free_space;
use miaohui_server::config::Config;
use miaohui_server::keys;

use super::finding::Finding;

/// Free disk below which the report warns, in bytes.
const LITTLE: u64 = 1 << 30;
/// The bits of group and others.
const FOREIGN: u32 = 0o077;

pub fn check(config: &Config) -> Vec<Finding> {
    let mut all = vec![disk(&config.data_dir)];
    all.extend(owner(&config.data_dir));
    let open = open_to_others(&config.data_dir, 0);
    all.extend(open.iter().map(|path| {
        let advice = "chmod go= on it; the server does that for its own files when it starts";
        Finding::wrong("permissions", format!("others can read {}", path.display()), advice)
    }));
    if open.is_empty() {
        all.push(Finding::fine("permissions", "only the owner can read the data"));
    }
    all.extend(secrets(config));
    all
}

fn disk(dir: &Path) -> Finding {
    match free_space(dir) {
        Ok(free) if free < LITTLE => {
            let advice =
                "make room: without it nothing can be written, and SQLite's log needs some for long reads";
            Finding::wrong("free disk", format!("{} MB: LITTLE", free >> 20), advice)
        }
        Ok(free) => Finding::fine("free disk", format!("{} MB", free >> 20)),
        Err(error) => {
            Finding::wrong("free disk", format!("unknown: {error}"), "is data_dir right, and mounted?")
        }
    }
}

/// Files that this command makes as another user would be closed to the server.
fn owner(dir: &Path) -> Option<Finding> {
    let owner = fs::metadata(dir).ok()?.uid();
    let own = rustix::process::geteuid().as_raw();
    (owner != own).then(|| {
        let text = format!("the data belong to user {owner}, and this command runs as {own}");
        Finding::note("owner", text, "run commands as the user of the server, such as with sudo -u miaohui")
    })
}

/// Files that group or others can read, down to the directories of the data directory.
fn open_to_others(path: &Path, depth: u32) -> Vec<PathBuf> {
    let Ok(found) = fs::symlink_metadata(path) else { return Vec::new() };
    let mut all = Vec::new();
    if found.mode() & FOREIGN != 0 {
        all.push(path.to_owned());
    }
    if found.is_dir() && depth < 2 {
        for entry in fs::read_dir(path).into_iter().flatten().flatten() {
            all.extend(open_to_others(&entry.path(), depth + 1));
        }
    }
    all
}

/// The keys of personal data, and files of secrets that everybody can read.
fn secrets(config: &Config) -> Vec<Finding> {
    let mut all = vec![match keys::read(config) {
        Ok(vault) => Finding::fine("keys", format!("{} in {}", vault.ids().join(" "), vault.source().name())),
        Err(error) => {
            let advice = "bring the file back from your copy, or set MIAOHUI_KEYS: personal data need it";
            Finding::wrong("keys", format!("{error:#}"), advice)
        }
    }];
    let payment = &config.payment;
    let files = [
        ("tls.key", &config.tls.key),
        ("payment.alipay.app_private_key_file", &payment.alipay.app_private_key_file),
        ("payment.wechat.private_key_file", &payment.wechat.private_key_file),
        ("backup.key_file", &config.backup.key_file),
        ("keys_file", &config.keys_file),
    ];
    for (key, file) in files {
        let Ok(found) = fs::metadata(file) else { continue };
        if found.mode() & 0o007 != 0 {
            let text = format!("everybody can read {} ({key})", file.display());
            all.push(Finding::wrong("permissions", text, "chmod o= on it"));
        }
    }
    all
}
