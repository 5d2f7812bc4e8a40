//! The inputs in `fuzz/`: those that searches begin with, and those that faults were found with.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};

use miaohui_fuzz_checks::TARGETS;

/// The files of a target in one of the directories of `fuzz/`.
fn files(directory: &str, target: &str) -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz").join(directory).join(target);
    let Ok(entries) = fs::read_dir(&dir) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn check_all(directory: &str) {
    for (target, check) in TARGETS {
        for file in files(directory, target) {
            println!("{}", file.display());
            check(&fs::read(&file).unwrap());
        }
    }
}

#[test]
fn inputs_that_faults_were_found_with_are_harmless() {
    check_all("regressions");
}

#[test]
fn inputs_that_searches_begin_with_are_harmless() {
    for (target, _) in TARGETS {
        assert!(!files("corpus", target).is_empty(), "{target} has no inputs to begin with");
    }
    check_all("corpus");
}

#[test]
fn each_check_has_a_fuzz_target() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz");
    let mut targets: Vec<String> = fs::read_dir(fuzz.join("fuzz_targets"))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    targets.sort();
    assert_eq!(targets, TARGETS.map(|(target, _)| target));
    let manifest = fs::read_to_string(fuzz.join("Cargo.toml")).unwrap();
    for target in targets {
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{target}.rs\"")), "{target}");
    }
}
