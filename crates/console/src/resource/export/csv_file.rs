//! CSV for spreadsheets, in parts.

use axum::body::Bytes;
use futures_util::Stream;
use futures_util::stream::try_unfold;

use super::sheet::{Entry, Sheet};
use crate::error::{Error, Result};

/// What a spreadsheet takes for the beginning of a formula, also in full width.
const FORMULAS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// The digits of a number that a spreadsheet keeps.
const KEPT_DIGITS: usize = 15;

pub(super) struct CsvFile<S> {
    sheet: S,
    has_heading: bool,
}

impl<S: Sheet> CsvFile<S> {
    pub fn new(sheet: S) -> Self {
        Self { sheet, has_heading: false }
    }

    /// The file, part by part.
    pub fn stream(self) -> impl Stream<Item = Result<Bytes>> {
        try_unfold(self, Self::part)
    }

    async fn part(mut self) -> Result<Option<(Bytes, Self)>> {
        if !self.has_heading {
            self.has_heading = true;
            let line: Vec<String> = self.sheet.headings().into_iter().map(|heading| heading.name).collect();
            // Spreadsheets read a file as UTF-8 only behind this mark.
            let heading = ["\u{FEFF}".as_bytes(), &written(&[line])?].concat();
            return Ok(Some((heading.into(), self)));
        }
        let Some(rows) = self.sheet.batch().await? else { return Ok(None) };
        let line = |row: Vec<Entry>| row.into_iter().map(|entry| safe(entry.text)).collect();
        let lines: Vec<Vec<String>> = rows.into_iter().map(line).collect();
        Ok(Some((written(&lines)?.into(), self)))
    }
}

/// Marks a text that a spreadsheet would take for a formula, and a number that it would change as a text.
fn safe(text: String) -> String {
    if text.parse::<f64>().is_ok() {
        // A formula that is nothing but the text.
        if is_changed(&text) { format!("=\"{text}\"") } else { text }
    } else if text.starts_with(FORMULAS) {
        format!("'{text}")
    } else {
        text
    }
}

/// Whether a spreadsheet shows a number otherwise than it is written: it keeps 15 digits, and drops zeros
/// and signs in front.
fn is_changed(number: &str) -> bool {
    let digits = number.strip_prefix('-').unwrap_or(number);
    let whole = digits.split('.').next().unwrap_or_default();
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    !is_plain || digits.len() > KEPT_DIGITS || (whole.len() > 1 && whole.starts_with('0'))
}

fn written(lines: &[Vec<String>]) -> Result<Vec<u8>> {
    let mut out = csv::Writer::from_writer(Vec::new());
    for line in lines {
        out.write_record(line).map_err(Error::unexpected)?;
    }
    out.into_inner().map_err(|error| Error::unexpected(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheet_shows_what_is_stored() {
        for kept in ["", "小安", "0", "0.5", "-12.30", "123456789012345", "13800138000", "1-2"] {
            assert_eq!(safe(kept.to_owned()), kept);
        }
        for (text, cell) in [
            ("1234567890123456", "=\"1234567890123456\""),
            ("4200001234202611280123456789", "=\"4200001234202611280123456789\""),
            ("007", "=\"007\""),
            ("00.5", "=\"00.5\""),
            ("+8613800138000", "=\"+8613800138000\""),
            ("12E5", "=\"12E5\""),
            ("=1+1", "'=1+1"),
            ("-x", "'-x"),
            ("＝1", "'＝1"),
        ] {
            assert_eq!(safe(text.to_owned()), cell);
        }
    }
}
