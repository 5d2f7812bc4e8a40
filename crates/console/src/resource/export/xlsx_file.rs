//! Workbooks of Excel.

use miaohui_admin::{Cell, Kind, Label};
use miaohui_kernel::HOUR_MS;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::rows::Rows;
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
pub(super) async fn written(app: &App, mut rows: Rows) -> Result<Vec<u8>> {
    let formats = Formats {
        heading: Format::new().set_bold(),
        time: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
        money: Format::new().set_num_format("#,##0.00"),
    };
    let mut book = Workbook::new();
    begin(&mut book, &rows, &formats).map_err(Error::unexpected)?;
    let mut at = 0;
    while let Some(batch) = rows.batch().await? {
        let sheet = book.worksheet_from_index(0).map_err(Error::unexpected)?;
        for row in &batch {
            at += 1;
            if at > MOST_ROWS {
                return Err(Error::Invalid(TOO_MANY.into()));
            }
            write_key(sheet, at, &row.key).map_err(Error::unexpected)?;
            for (column, shown) in (1..).zip(&rows.columns) {
                let cell = rows.cell(*shown, row);
                let text = || rows.text(*shown, row, &cell);
                let exact = |n: i64| (-MOST_EXACT..=MOST_EXACT).contains(&n);
                let done = match (shown.kind(), &cell) {
                    (_, Cell::Null) => Ok(()),
                    (Some(Kind::Money), Cell::Int(fen)) if exact(*fen) => sheet
                        .write_number_with_format(at, column, *fen as f64 / 100.0, &formats.money)
                        .map(drop),
                    (_, Cell::Int(ms)) if shown.is_time() => match moment(*ms) {
                        Some(time) => {
                            sheet.write_datetime_with_format(at, column, &time, &formats.time).map(drop)
                        }
                        None => write_text(sheet, at, column, &text()),
                    },
                    (Some(Kind::Number | Kind::Relation(_)), Cell::Int(n)) if exact(*n) => {
                        sheet.write_number(at, column, *n as f64).map(drop)
                    }
                    _ => write_text(sheet, at, column, &text()),
                };
                done.map_err(Error::unexpected)?;
            }
        }
    }
    app.media_pool.run(move || book.save_to_buffer()).await?.map_err(Error::unexpected)
}

fn begin(book: &mut Workbook, rows: &Rows, formats: &Formats) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet_with_constant_memory()?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, shown) in (1..).zip(&rows.columns) {
        if shown.is_time() {
            sheet.set_column_width(column, 19)?;
        }
    }
    sheet.write_string_with_format(0, 0, "#", &formats.heading)?;
    for (column, shown) in (1..).zip(&rows.columns) {
        let name = rows.heading(*shown);
        let name = if shown.is_time() { format!("{name} (UTC+8)") } else { name };
        sheet.write_string_with_format(0, column, name, &formats.heading)?;
    }
    Ok(())
}

/// Writes the key of a row: a number, if it is one that a cell can hold.
fn write_key(sheet: &mut Worksheet, row: u32, key: &str) -> Result<(), XlsxError> {
    match key.parse::<i64>().ok().filter(|n| (0..=MOST_EXACT).contains(n) && n.to_string() == key) {
        Some(n) => sheet.write_number(row, 0, n as f64).map(drop),
        None => write_text(sheet, row, 0, key),
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
