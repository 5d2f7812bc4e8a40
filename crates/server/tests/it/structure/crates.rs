//! A crate's modules: which file each is in, what it defines, imports and names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::tokens::{LITERAL, tokens};

/// The paths in a directory, sorted; none where there is no directory.
pub fn entries(dir: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(dir) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// The root files of the crates of a package.
pub fn roots(package: &Path) -> Vec<PathBuf> {
    let mut roots = vec![package.join("src/lib.rs"), package.join("src/main.rs"), package.join("build.rs")];
    for dir in ["src/bin", "tests", "benches", "examples"] {
        for path in entries(&package.join(dir)) {
            roots.push(if path.is_dir() { path.join("main.rs") } else { path });
        }
    }
    roots.retain(|path| path.is_file() && path.extension().is_some_and(|extension| extension == "rs"));
    roots
}

/// A path as it is written, word by word.
pub type Names = Vec<String>;

/// A module of a crate.
#[derive(Default)]
pub struct Module {
    /// Its file, counted from 0.
    pub file: usize,
    /// What it defines itself.
    items: BTreeSet<String>,
    /// What it imports by name.
    imports: BTreeMap<String, Names>,
    /// Modules of which it imports everything.
    globs: Vec<Names>,
    /// The paths that it names, imports among them.
    pub paths: BTreeSet<Names>,
}

/// A crate as its files are written.
#[derive(Default)]
pub struct Crate {
    /// Its files, the root first.
    pub files: Vec<PathBuf>,
    /// Its modules by their paths; the root's is empty.
    pub modules: BTreeMap<Names, Module>,
    /// Modules of the macros that are exported as the root's.
    macros: BTreeMap<String, Names>,
}

impl Crate {
    /// Reads a crate from its first file.
    pub fn read(root: &Path) -> Self {
        let mut read = Self::default();
        let dir = root.parent().unwrap();
        read.add(Names::new(), root, dir);
        read
    }

    /// Adds a module's file and the files of its children, which are in `dir`.
    fn add(&mut self, name: Names, path: &Path, dir: &Path) {
        let file = self.files.len();
        self.files.push(path.to_path_buf());
        let text = std::fs::read_to_string(path).unwrap();
        let children = Reader { read: self, file, tokens: tokens(&text), at: 0 }.module(name.clone());
        for child in children {
            // The names of inline modules between the file and its child are directories.
            let inner: PathBuf = child[name.len()..].iter().collect();
            let base = dir.join(&inner);
            let (flat, nested) = (base.with_extension("rs"), base.join("mod.rs"));
            let found = if flat.is_file() { flat } else { nested };
            self.add(child, &found, &base);
        }
    }

    /// The module that defines what a path means in another module; none outside the crate.
    pub fn locate(&self, from: &Names, path: &[String]) -> Option<&Names> {
        self.follow(from, path, 16)
    }

    fn follow(&self, from: &Names, path: &[String], fuel: usize) -> Option<&Names> {
        let fuel = fuel.checked_sub(1)?;
        let (first, mut rest) = path.split_first()?;
        let mut at = match first.as_str() {
            "crate" => Names::new(),
            "self" => from.clone(),
            "super" => from[..from.len().checked_sub(1)?].to_vec(),
            name => {
                if let Some(child) = self.child(from, name) {
                    child
                } else {
                    let import = self.modules[from].imports.get(name)?;
                    // `use serde_json::json as serde_json` would name itself.
                    let names_itself = import.first().is_some_and(|first| first == name);
                    return if names_itself { None } else { self.follow(from, &joined(import, rest), fuel) };
                }
            }
        };
        while let [name, after @ ..] = rest {
            if name == "super" {
                at.pop()?;
            } else if let Some(child) = self.child(&at, name) {
                at = child;
            } else {
                return self.item(&at, name, after, fuel);
            }
            rest = after;
        }
        self.modules.get_key_value(&at).map(|(name, _)| name)
    }

    /// The module that defines an item which a module defines or imports.
    fn item(&self, at: &Names, name: &str, after: &[String], fuel: usize) -> Option<&Names> {
        let (own, module) = self.modules.get_key_value(at)?;
        if at.is_empty()
            && let Some(found) = self.macros.get(name)
        {
            return Some(found);
        }
        if !module.items.contains(name) {
            if let Some(import) = module.imports.get(name) {
                return self.follow(at, &joined(import, after), fuel);
            }
            let of_glob = |glob: &Names| {
                let found = self.follow(at, glob, fuel)?;
                self.modules[found].items.contains(name).then_some(found)
            };
            if let Some(found) = module.globs.iter().find_map(of_glob) {
                return Some(found);
            }
        }
        Some(own)
    }

    fn child(&self, of: &[String], name: &str) -> Option<Names> {
        let child = joined(of, &[name.to_owned()]);
        self.modules.contains_key(&child).then_some(child)
    }
}

fn joined(a: &[String], b: &[String]) -> Names {
    a.iter().chain(b).cloned().collect()
}

/// Reads the modules of one file.
struct Reader<'c> {
    read: &'c mut Crate,
    file: usize,
    tokens: Vec<String>,
    at: usize,
}

impl Reader<'_> {
    fn token(&self, ahead: usize) -> &str {
        self.tokens.get(self.at + ahead).map_or("", String::as_str)
    }

    /// Reads up to the end of a module; the modules whose files it declares.
    fn module(&mut self, name: Names) -> Vec<Names> {
        self.read.modules.insert(name.clone(), Module { file: self.file, ..Module::default() });
        let (mut children, mut depth) = (Vec::new(), 0_usize);
        let mut is_exported = false;
        while self.at < self.tokens.len() {
            match (self.token(0), self.token(1)) {
                ("#", "[" | "!") => match self.attribute().as_str() {
                    "cfg(test)" => self.skip_item(),
                    text => is_exported |= text == "macro_export",
                },
                ("mod", child) if is_name(child) => {
                    let child = joined(&name, &[child.to_owned()]);
                    self.at += 3;
                    if self.tokens[self.at - 1] == "{" {
                        children.extend(self.module(child));
                    } else {
                        children.push(child);
                    }
                }
                ("use", _) => {
                    self.at += 1;
                    self.import(&name, Names::new());
                }
                ("macro_rules", "!") => {
                    let item = self.token(2).to_owned();
                    if std::mem::take(&mut is_exported) {
                        self.read.macros.insert(item.clone(), name.clone());
                    }
                    self.own(&name).items.insert(item);
                    self.at += 3;
                }
                ("fn" | "struct" | "enum" | "trait" | "type" | "const" | "static", item) if depth == 0 => {
                    let item = item.to_owned();
                    self.own(&name).items.insert(item);
                    self.at += 2;
                }
                ("{", _) => {
                    depth += 1;
                    self.at += 1;
                }
                ("}", _) => {
                    self.at += 1;
                    if depth == 0 {
                        break;
                    }
                    depth -= 1;
                }
                (first, "::") if is_name(first) => self.path(&name),
                _ => self.at += 1,
            }
        }
        children
    }

    fn own(&mut self, name: &Names) -> &mut Module {
        self.read.modules.entry(name.clone()).or_default()
    }

    /// Passes an attribute; what is between its brackets.
    fn attribute(&mut self) -> String {
        self.at += if self.token(1) == "!" { 2 } else { 1 };
        let start = self.at + 1;
        self.skip_group();
        self.tokens[start..self.at - 1].concat()
    }

    /// Passes what is between brackets, brackets included.
    fn skip_group(&mut self) {
        let mut depth = 0_usize;
        while self.at < self.tokens.len() {
            match self.token(0) {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                break;
            }
        }
    }

    /// Passes an item up to its `;` or the end of its braces.
    fn skip_item(&mut self) {
        while self.at < self.tokens.len() {
            match self.token(0) {
                ";" => {
                    self.at += 1;
                    break;
                }
                "{" => {
                    self.skip_group();
                    break;
                }
                "(" | "[" => self.skip_group(),
                _ => self.at += 1,
            }
        }
    }

    /// Reads a tree of imports that continues `before`.
    fn import(&mut self, name: &Names, before: Names) {
        let mut path = before;
        loop {
            match self.token(0).to_owned().as_str() {
                "{" => {
                    self.at += 1;
                    while !matches!(self.token(0), "}" | "") {
                        self.import(name, path.clone());
                        self.at += usize::from(self.token(0) == ",");
                    }
                    self.at += 1;
                    return;
                }
                "*" => {
                    self.at += 1;
                    let own = self.own(name);
                    own.paths.insert(path.clone());
                    own.globs.push(path);
                    return;
                }
                "::" => self.at += 1,
                "self" if !path.is_empty() => self.at += 1,
                word if is_name(word) => {
                    path.push(word.to_owned());
                    self.at += 1;
                }
                _ => self.at += 1,
            }
            if self.token(0) != "::" && self.tokens.get(self.at - 1).is_none_or(|last| last != "::") {
                break;
            }
        }
        let mut alias = path.last().cloned().unwrap_or_default();
        if self.token(0) == "as" {
            self.token(1).clone_into(&mut alias);
            self.at += 2;
        }
        let own = self.own(name);
        own.paths.insert(path.clone());
        own.imports.insert(alias, path);
    }

    /// Reads a path in code. One that continues a type, and the scope of a `pub(in …)`, are none.
    fn path(&mut self, name: &Names) {
        let before = |back: usize| self.at.checked_sub(back).map_or("", |at| self.tokens[at].as_str());
        let counts = before(1) != "::" && !(before(1) == "in" && before(2) == "(");
        let mut path = vec![self.token(0).to_owned()];
        self.at += 1;
        while self.token(0) == "::" && is_name(self.token(1)) {
            path.push(self.token(1).to_owned());
            self.at += 2;
        }
        if counts && path.len() > 1 {
            self.own(name).paths.insert(path);
        }
    }
}

fn is_name(token: &str) -> bool {
    token != LITERAL && token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}
