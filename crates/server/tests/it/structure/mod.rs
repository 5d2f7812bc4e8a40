//! The shape of the workspace's own sources: no circle of files, no long file, no product table in
//! the console.
//!
//! A file depends on the files that define what its paths name, such as `use crate::a::B` and
//! `super::c::f()`. A declaration `mod x;`, a comment and code for tests alone create no
//! dependency. A re-exported item counts for the file that defines it.

mod circles;
mod crates;
mod known;
mod tokens;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use self::circles::Graph;
use self::crates::{Crate, entries};

/// The number of lines that a file may have.
const MOST_LINES: usize = 400;

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The directories of the workspace's packages.
fn packages() -> Vec<PathBuf> {
    let mut packages = vec![workspace().join("bench")];
    packages.extend(entries(&workspace().join("crates")));
    packages
}

/// The Rust files under a directory.
fn rust_files(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in entries(dir) {
        if path.is_dir() && !path.ends_with("target") {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// A path relative to the workspace, with slashes.
fn relative(path: &Path) -> String {
    path.strip_prefix(workspace()).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// Fails for a finding that is not in the list of known ones, and for an entry of the list that is
/// not found any more. `found` maps each finding to its explanation.
fn require_known(what: &str, found: &BTreeMap<String, String>, known: &[&str]) {
    let mut problems = Vec::new();
    for (name, explanation) in found {
        if !known.contains(&name.as_str()) {
            problems.push(format!("not allowed: {name}\n{explanation}"));
        }
    }
    for name in known {
        if !found.contains_key(*name) {
            problems.push(format!("does not exist any more, remove it from the list: {name}\n"));
        }
    }
    assert!(problems.is_empty(), "{what}\n{}", problems.concat());
}

#[test]
fn no_two_files_depend_on_each_other() {
    let mut found = BTreeMap::new();
    for package in packages() {
        for root in crates::roots(&package) {
            found.extend(Graph::of(&Crate::read(&root), &relative(root.parent().unwrap())).circles());
        }
    }
    require_known("circles of files", &found, known::CIRCLES);
}

#[test]
fn no_file_is_longer_than_400_lines() {
    let lines = |path: &Path| std::fs::read_to_string(path).unwrap().lines().count();
    let files = packages().into_iter().flat_map(|package| rust_files(&package));
    let long = files.filter(|path| lines(path) > MOST_LINES);
    let found = long.map(|path| (relative(&path), format!("  {} lines\n", lines(&path)))).collect();
    require_known("long files", &found, known::LONG_FILES);
}

#[test]
fn the_console_names_no_table_of_a_product() {
    let mut found = BTreeMap::new();
    for path in rust_files(&workspace().join("crates/console/src")) {
        let text = std::fs::read_to_string(&path).unwrap();
        let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
        let tables: Vec<&str> =
            words.filter(|word| word.starts_with("co_") || word.starts_with("cf_")).collect();
        if !tables.is_empty() {
            found.insert(relative(&path), format!("  {}\n", tables.join(" ")));
        }
    }
    require_known("tables of products in the console", &found, known::FOREIGN_TABLES);
}
