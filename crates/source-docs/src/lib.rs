//! Doc comments of source files, for build scripts: the API references show what the source says
//! about an operation, so that it is written once.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Writes the doc comments of all files under `directory` to `$OUT_DIR/docs.rs`: a slice of pairs.
/// The key is the name of a file for the comment of its module, and `file::function` for that of a
/// public function.
#[expect(clippy::print_stdout, reason = "Cargo reads it")]
pub fn write(directory: &str) -> io::Result<()> {
    println!("cargo::rerun-if-changed={directory}");
    let mut pairs = Vec::new();
    for path in files(Path::new(directory))? {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        read(&stem, &fs::read_to_string(&path)?, &mut pairs);
    }
    pairs.sort();
    let out = std::env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("OUT_DIR is not set"))?;
    fs::write(PathBuf::from(out).join("docs.rs"), format!("&{pairs:#?}"))
}

/// All Rust files under a directory.
fn files(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    Ok(found)
}

/// Adds the comments of one file.
fn read(stem: &str, source: &str, pairs: &mut Vec<(String, String)>) {
    let comment = |mark: &str, lines: &[&str]| {
        let texts = lines.iter().filter_map(|line| line.strip_prefix(mark));
        texts.map(str::trim).collect::<Vec<_>>().join(" ")
    };
    let lines: Vec<&str> = source.lines().collect();
    pairs.push((stem.to_owned(), comment("//!", &lines)));
    for (n, line) in lines.iter().enumerate() {
        let function = line.strip_prefix("pub fn ").or_else(|| line.strip_prefix("pub async fn "));
        let Some(name) = function.and_then(|rest| rest.split(['(', '<']).next()) else { continue };
        let above = lines[..n].iter().rposition(|line| !line.starts_with("///") && !line.starts_with("#["));
        let docs = comment("///", &lines[above.map_or(0, |above| above + 1)..n]);
        pairs.push((format!("{stem}::{name}"), docs));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_of_modules_and_functions_are_read() {
        let source = "//! A module\n//! of two lines.\n\nuse x;\n\n/// Shows\n/// one.\n#[must_use]\npub fn show<T>() {}\n\n\
            /// Hidden.\nfn hidden() {}\npub async fn plain() {}\n";
        let mut pairs = Vec::new();
        read("task", source, &mut pairs);
        let expected =
            [("task", "A module of two lines."), ("task::show", "Shows one."), ("task::plain", "")];
        assert_eq!(pairs, expected.map(|(key, docs)| (key.to_owned(), docs.to_owned())));
    }
}
