//! The folding of searched names.

use std::collections::BTreeSet;

use miaohui_crowdfunding::store::grams::{LONGEST_GRAM, fold, grams};

/// Folds a name: folding is stable, and a part of a name, in either case, is found in the name.
pub fn search(input: &[u8]) {
    let Ok(name) = std::str::from_utf8(input) else { return };
    let folded = fold(name);
    assert_eq!(fold(&folded), folded, "folded twice");
    let runs = grams(&folded);
    let known: BTreeSet<&str> = runs.iter().map(String::as_str).collect();
    assert_eq!(known.len(), runs.len(), "each run is listed once");
    for run in &runs {
        assert!((1..=LONGEST_GRAM).contains(&run.chars().count()) && folded.contains(run), "{run:?}");
    }
    let characters: Vec<char> = name.chars().take(64).collect();
    for (start, end) in (0..characters.len()).flat_map(|start| [1, 2, 5].map(|len| (start, start + len))) {
        let Some(part) = characters.get(start..end) else { continue };
        let part: String = part.iter().collect();
        assert!(folded.contains(&fold(&part)), "{part:?} in {name:?}");
        for run in grams(&fold(&part)) {
            assert!(known.contains(run.as_str()), "{run:?} of {name:?}");
        }
    }
}
