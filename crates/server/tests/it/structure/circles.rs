//! Which files of a crate depend on one another.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

use super::crates::Crate;

/// Files that a finding names before it counts the others.
const NAMED: usize = 8;

/// The files of a crate and their dependencies.
pub struct Graph {
    /// The directory of the crate's root file.
    dir: String,
    /// Paths of the files, relative to the directory.
    files: Vec<String>,
    /// The dependencies of each file, with a path of its source that creates the dependency.
    dependencies: BTreeMap<usize, BTreeMap<usize, String>>,
}

impl Graph {
    /// Resolves every path that a crate's modules name. `dir` is how findings call the directory of
    /// the root file.
    pub fn of(source: &Crate, dir: &str) -> Self {
        let root_dir = source.files[0].parent().unwrap();
        let relative =
            |path: &PathBuf| path.strip_prefix(root_dir).unwrap().to_string_lossy().replace('\\', "/");
        let mut dependencies: BTreeMap<usize, BTreeMap<usize, String>> = BTreeMap::new();
        for (module, own) in &source.modules {
            for path in &own.paths {
                let Some(found) = source.locate(module, path) else { continue };
                let file = source.modules[found].file;
                if file != own.file {
                    let of_file = dependencies.entry(own.file).or_default();
                    of_file.entry(file).or_insert_with(|| path.join("::"));
                }
            }
        }
        Self { dir: dir.to_owned(), files: source.files.iter().map(relative).collect(), dependencies }
    }

    /// The files that a file depends on, through others too.
    fn reached(&self, from: usize) -> BTreeSet<usize> {
        let (mut reached, mut todo) = (BTreeSet::new(), vec![from]);
        while let Some(file) = todo.pop() {
            let next = self.dependencies.get(&file).into_iter().flat_map(BTreeMap::keys);
            todo.extend(next.filter(|next| reached.insert(**next)));
        }
        reached
    }

    /// Sets of files each of which depends on all the others.
    fn components(&self) -> Vec<BTreeSet<usize>> {
        let reached: Vec<BTreeSet<usize>> = (0..self.files.len()).map(|file| self.reached(file)).collect();
        let mut components: Vec<BTreeSet<usize>> = Vec::new();
        for file in 0..self.files.len() {
            let is_new = components.iter().all(|component| !component.contains(&file));
            if is_new && reached[file].contains(&file) {
                let back = reached[file].iter().filter(|other| reached[**other].contains(&file));
                components.push(back.copied().collect());
            }
        }
        components
    }

    /// The circles: a name for each and the dependencies inside it, one a line.
    pub fn circles(&self) -> BTreeMap<String, String> {
        self.components().iter().map(|component| (self.name(component), self.explain(component))).collect()
    }

    fn name(&self, component: &BTreeSet<usize>) -> String {
        let mut files: Vec<&str> = component.iter().map(|file| self.files[*file].as_str()).collect();
        files.sort_unstable();
        let others = files.len().saturating_sub(NAMED);
        let named = files[..files.len() - others].join(" ");
        let others = if others == 0 { String::new() } else { format!(" and {others} more") };
        format!("{}: {named}{others}", self.dir)
    }

    fn explain(&self, component: &BTreeSet<usize>) -> String {
        let mut text = String::new();
        for from in component {
            for (to, path) in self.dependencies.get(from).into_iter().flatten() {
                if component.contains(to) {
                    writeln!(text, "  {} -> {} ({path})", self.files[*from], self.files[*to]).unwrap();
                }
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The circles of a crate of the given files.
    fn circles(files: &[(&str, &str)]) -> Vec<String> {
        let dir = tempfile::tempdir().unwrap();
        let src = dir.path().join("src");
        for (name, text) in files {
            let path = src.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        Graph::of(&Crate::read(&src.join("lib.rs")), "planted").circles().into_keys().collect()
    }

    const NONE: [&str; 0] = [];

    #[test]
    fn two_files_that_use_each_other_are_a_circle() {
        let found = circles(&[
            ("lib.rs", "mod a; mod b;"),
            ("a.rs", "use crate::b::B; pub struct A;"),
            ("b.rs", "pub struct B; fn f() { super::a::f(); }"),
        ]);
        assert_eq!(found, ["planted: a.rs b.rs"]);
    }

    #[test]
    fn a_longer_circle_is_found_through_directories_and_macros() {
        let found = circles(&[
            ("lib.rs", "mod a; mod store; mod c;"),
            ("a.rs", "use crate::store; fn f() { vec![store::b::f()] }"),
            ("store/mod.rs", "pub mod b;"),
            ("store/b.rs", "use crate::c; pub fn f() {}"),
            ("c.rs", "mod inner { use super::super::a::f; }"),
        ]);
        assert_eq!(found, ["planted: a.rs c.rs store/b.rs"]);
    }

    #[test]
    fn a_parent_and_its_child_are_a_circle_when_both_use_the_other() {
        let child = ("a.rs", "use super::Shared; pub fn run() {}");
        let calls = circles(&[("lib.rs", "mod a; pub struct Shared; fn f() { a::run() }"), child]);
        let exports = circles(&[("lib.rs", "mod a; pub use a::run; pub struct Shared;"), child]);
        assert_eq!(
            (calls, exports),
            (vec!["planted: a.rs lib.rs".to_owned()], vec!["planted: a.rs lib.rs".to_owned()])
        );
        assert_eq!(circles(&[("lib.rs", "mod a; pub struct Shared;"), child]), NONE);
    }

    #[test]
    fn a_re_export_counts_for_the_file_that_defines_the_item() {
        let files = [
            ("lib.rs", "mod a; mod code; mod all; pub use code::Code; pub use all::*;"),
            ("a.rs", "use crate::{Code, Every}; use super::Code as Other;"),
            ("code.rs", "pub enum Code {}"),
            ("all.rs", "pub struct Every;"),
        ];
        assert_eq!(circles(&files), NONE);
        let mut back = files;
        back[2].1 = "pub enum Code {} fn f() { crate::a::f() }";
        assert_eq!(circles(&back), ["planted: a.rs code.rs"]);
    }

    #[test]
    fn declarations_comments_texts_and_tests_are_no_dependencies() {
        let found = circles(&[
            ("lib.rs", "mod a; mod b; #[cfg(test)] mod t;"),
            ("a.rs", "use crate::b::B; pub struct A;"),
            (
                "b.rs",
                "/// crate::a::A\n pub struct B; const T: &str = \"crate::a::A\"; pub(in crate::a) fn f() {}
                #[cfg(test)] mod tests { use crate::a::A; }",
            ),
            ("t.rs", "use crate::a::A;"),
        ]);
        assert_eq!(found, NONE);
    }

    #[test]
    fn an_exported_macro_is_where_it_is_written() {
        let found = circles(&[
            ("lib.rs", "mod row; mod a; pub use a::A;"),
            ("row.rs", "#[macro_export] macro_rules! row { () => { $crate::A } }"),
            ("a.rs", "crate::row! {} pub struct A;"),
        ]);
        assert_eq!(found, ["planted: a.rs row.rs"]);
    }
}
