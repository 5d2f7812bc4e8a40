//! Tells the program its version, commit and the day of the commit. A build without git, such as from an
//! archive, takes them from `SOURCE_COMMIT` and `SOURCE_DATE` (YYYY-MM-DD), or does without.

use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=SOURCE_COMMIT");
    println!("cargo::rerun-if-env-changed=SOURCE_DATE");
    let version = std::env::var("CARGO_PKG_VERSION").unwrap_or_default();
    // Otherwise each commit would build the tests anew.
    let is_development = std::env::var("PROFILE").as_deref() == Ok("debug");
    let of_source = || {
        let given = |name: &str| std::env::var(name).ok().filter(|text| !text.is_empty());
        let commit = given("SOURCE_COMMIT").or_else(|| git(&["rev-parse", "--short=12", "HEAD"]))?;
        let date = given("SOURCE_DATE").or_else(|| git(&["log", "-1", "--format=%cs"]))?;
        Some(format!("{version} ({commit} {date})"))
    };
    let build = if is_development {
        format!("{version} (development)")
    } else {
        follow_git();
        of_source().unwrap_or_else(|| version.clone())
    };
    // Cargo also sets it where it runs the program, which refuses unknown variables that begin with MIAOHUI_.
    println!("cargo::rustc-env=BUILD_OF_MIAOHUI={build}");
}

/// Builds again after a commit.
fn follow_git() {
    for name in ["HEAD", "logs/HEAD"] {
        if let Some(path) = git(&["rev-parse", "--path-format=absolute", "--git-path", name]) {
            println!("cargo::rerun-if-changed={path}");
        }
    }
}

/// What git prints; `None` without git or outside a repository.
fn git(args: &[&str]) -> Option<String> {
    let output = Command::new("git").args(args).output().ok().filter(|output| output.status.success())?;
    let text = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (!text.is_empty()).then_some(text)
}
