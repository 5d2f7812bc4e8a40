//! Ranges of bytes in a file.

/// Most ranges.
const MOST: usize = 1_000_000;

/// Ranges in any order, which may overlap.
#[derive(Debug, Default)]
pub(super) struct Ranges(Vec<(u64, u64)>);

impl Ranges {
    /// Adds the bytes from `start` on. Adjoining ranges are joined, because tracks often lie so.
    pub fn add(&mut self, start: u64, len: u64) {
        let end = start.saturating_add(len);
        let is_full = self.is_full();
        match self.0.last_mut() {
            _ if len == 0 => {}
            Some(last) if last.1 == start => last.1 = end,
            _ if is_full => {}
            _ => self.0.push((start, end)),
        }
    }

    /// Whether no more ranges are kept, so that some may be missing.
    pub fn is_full(&self) -> bool {
        self.0.len() == MOST
    }

    /// The parts of a space that no range covers.
    pub fn gaps(&mut self, from: u64, to: u64) -> Vec<(u64, u64)> {
        self.0.sort_unstable();
        let (mut at, mut gaps) = (from, Vec::new());
        for (start, end) in &self.0 {
            if *start >= to {
                break;
            }
            if *start > at {
                gaps.push((at, *start));
            }
            at = at.max(*end);
        }
        if at < to {
            gaps.push((at, to));
        }
        gaps
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_what_no_range_covers() {
        let mut ranges = Ranges::default();
        for (start, len) in [(50, 10), (60, 5), (10, 20), (15, 5), (95, 100), (70, 0), (300, 5)] {
            ranges.add(start, len);
        }
        assert_eq!(ranges.gaps(0, 100), [(0, 10), (30, 50), (65, 95)]);
        assert_eq!(ranges.gaps(12, 28), []);
        assert_eq!(ranges.gaps(194, 200), [(195, 200)]);
        assert_eq!(Ranges::default().gaps(5, 9), [(5, 9)]);
    }
}
