//! A digest of a table's rows that does not depend on their order or on the engine.

use sha2::{Digest as _, Sha256};

use crate::cell::Cell;
use crate::error::{Error, Result};

/// The sum of the digests of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Digest {
    rows: u64,
    sum: u128,
}

impl Digest {
    /// Adds a row. Flags count as numbers, as SQLite stores them.
    pub fn add(&mut self, cells: &[Cell<'_>], buffer: &mut Vec<u8>) -> Result<()> {
        buffer.clear();
        for cell in cells {
            match cell {
                Cell::Null => buffer.push(0),
                Cell::Int(number) => number_into(buffer, *number),
                Cell::Bool(flag) => number_into(buffer, i64::from(*flag)),
                Cell::Text(text) => {
                    buffer.push(2);
                    buffer.extend((text.len() as u64).to_le_bytes());
                    buffer.extend(text.as_bytes());
                }
                Cell::Real(_) => {
                    return Err(Error::Open("a floating-point number cannot be compared".into()));
                }
                Cell::Other(what) => return Err(Error::Open(format!("{what} cannot be compared"))),
            }
        }
        let mut half = [0; 16];
        half.copy_from_slice(&Sha256::digest(&buffer)[..16]);
        self.sum = self.sum.wrapping_add(u128::from_le_bytes(half));
        self.rows += 1;
        Ok(())
    }

    pub fn rows(self) -> u64 {
        self.rows
    }

    /// The digest with the number of rows, as text.
    pub fn text(self) -> String {
        format!("{}-{:032x}", self.rows, self.sum)
    }
}

fn number_into(buffer: &mut Vec<u8>, number: i64) {
    buffer.push(1);
    buffer.extend(number.to_le_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[&[Cell<'_>]]) -> Digest {
        let (mut digest, mut buffer) = (Digest::default(), Vec::new());
        for row in rows {
            digest.add(row, &mut buffer).unwrap();
        }
        digest
    }

    #[test]
    fn order_does_not_count_and_content_does() {
        let (one, two): (&[Cell<'_>], &[Cell<'_>]) =
            (&[Cell::Int(1), Cell::Text("a")], &[Cell::Int(0), Cell::Null]);
        assert_eq!(of(&[one, two]), of(&[two, one]));
        assert_eq!(of(&[two]), of(&[&[Cell::Bool(false), Cell::Null]]));
        assert_ne!(of(&[one]), of(&[one, one]));
        assert_ne!(of(&[&[Cell::Text("ab"), Cell::Text("")]]), of(&[&[Cell::Text("a"), Cell::Text("b")]]));
        assert_ne!(of(&[&[Cell::Text("")]]), of(&[&[Cell::Null]]));
    }
}
