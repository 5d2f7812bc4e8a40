//! Workbooks of Excel.

use miaohui_admin::{Cell, Label};
use miaohui_kernel::HOUR_MS;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::sheet::{Heading, Holds, Sheet};
use crate::app::App;
use crate::error::{Error, Result};

pub(super) const MIME: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Most rows of a workbook, which is whole before it is sent.
const MOST_ROWS: u32 = 100_000;

const TOO_MANY: Label = Label(
    "超过 10 万行，请用筛选缩小范围，或导出 CSV",
    "More than 100,000 rows: narrow the list with filters, or export CSV",
);

/// Most characters of a cell.
const MOST_CHARS: usize = 32_767;

/// The largest number that a cell holds to the last digit.
const MOST_EXACT: i64 = 999_999_999_999_999;

/// A workbook has times without a zone; these are China's.
const ZONE_MS: i64 = 8 * HOUR_MS;

struct Formats {
    heading: Format,
    time: Format,
    money: Format,
}

/// Writes all rows. What is written already waits in a temporary file.
pub(super) async fn written(app: &App, mut rows: impl Sheet) -> Result<Vec<u8>> {
    let formats = Formats {
        heading: Format::new().set_bold(),
        time: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
        money: Format::new().set_num_format("#,##0.00"),
    };
    let (mut book, headings) = (Workbook::new(), rows.headings());
    begin(&mut book, &headings, &formats).map_err(Error::unexpected)?;
    let mut at = 0;
    while let Some(batch) = rows.batch().await? {
        let sheet = book.worksheet_from_index(0).map_err(Error::unexpected)?;
        for row in &batch {
            at += 1;
            if at > MOST_ROWS {
                return Err(Error::Invalid(TOO_MANY.into()));
            }
            for (column, (heading, entry)) in (0..).zip(headings.iter().zip(row)) {
                let exact = |n: i64| (-MOST_EXACT..=MOST_EXACT).contains(&n);
                let done = match (heading.holds, &entry.cell) {
                    (_, Cell::Null) => Ok(()),
                    (Holds::Keys, _) => write_key(sheet, (at, column), &entry.text),
                    (Holds::Money, Cell::Int(fen)) if exact(*fen) => sheet
                        .write_number_with_format(at, column, *fen as f64 / 100.0, &formats.money)
                        .map(drop),
                    (Holds::Times, Cell::Int(ms)) => match moment(*ms) {
                        Some(time) => {
                            sheet.write_datetime_with_format(at, column, &time, &formats.time).map(drop)
                        }
                        None => write_text(sheet, at, column, &entry.text),
                    },
                    (Holds::Numbers, Cell::Int(n)) if exact(*n) => {
                        sheet.write_number(at, column, *n as f64).map(drop)
                    }
                    _ => write_text(sheet, at, column, &entry.text),
                };
                done.map_err(Error::unexpected)?;
            }
        }
    }
    app.media_pool.run(move || book.save_to_buffer()).await?.map_err(Error::unexpected)
}

fn begin(book: &mut Workbook, headings: &[Heading], formats: &Formats) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet_with_constant_memory()?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, heading) in (0..).zip(headings) {
        if heading.holds == Holds::Times {
            sheet.set_column_width(column, 19)?;
        }
    }
    for (column, heading) in (0..).zip(headings) {
        let is_time = heading.holds == Holds::Times;
        let name = if is_time { format!("{} (UTC+8)", heading.name) } else { heading.name.clone() };
        sheet.write_string_with_format(0, column, name, &formats.heading)?;
    }
    Ok(())
}

/// Writes the key of a row: a number, if it is one that a cell can hold.
fn write_key(sheet: &mut Worksheet, (row, column): (u32, u16), key: &str) -> Result<(), XlsxError> {
    match key.parse::<i64>().ok().filter(|n| (0..=MOST_EXACT).contains(n) && n.to_string() == key) {
        Some(n) => sheet.write_number(row, column, n as f64).map(drop),
        None => write_text(sheet, row, column, key),
    }
}

/// Writes a text, which no spreadsheet takes for a formula or a number.
fn write_text(sheet: &mut Worksheet, row: u32, column: u16, text: &str) -> Result<(), XlsxError> {
    let end = text.char_indices().nth(MOST_CHARS).map_or(text.len(), |(end, _)| end);
    sheet.write_string(row, column, &text[..end]).map(drop)
}

/// A time in China; `None` before 1970 and after what a cell can hold.
fn moment(ms: i64) -> Option<ExcelDateTime> {
    let seconds = (ms >= 0).then(|| ms.saturating_add(ZONE_MS) / 1000)?;
    ExcelDateTime::from_timestamp(seconds).ok()
}
