//! The command `export`: rows of tables as JSON lines or CSV.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use miaohui_db::{Database, ExportTable, export_rows, export_table, table_names};
use miaohui_server::private_files;
use serde_json::{Map, Value};

/// The format of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum ExportFormat {
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values with a first line of names.
    Csv,
}

impl ExportFormat {
    fn extension(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
        }
    }
}

/// Writes tables to standard output, or each to a file of a directory.
pub async fn export(
    db: Database,
    format: ExportFormat,
    tables: Vec<String>,
    to: Option<PathBuf>,
) -> Result<()> {
    let known = table_names(&db).await?;
    if let Some(unknown) = tables.iter().find(|table| !known.contains(table)) {
        bail!("there is no table {unknown}; there are {}", known.join(", "));
    }
    if tables.len() > 1 && to.is_none() {
        bail!("several tables need --to DIRECTORY, where each gets a file of its own");
    }
    for name in tables {
        let table = export_table(&db, &name).await?;
        if let Some(dir) = &to {
            let path = dir.join(format!("{name}.{}", format.extension()));
            let file = private_files::create_new(&path)
                .with_context(|| format!("cannot write to {}", path.display()))?;
            let mut file = BufWriter::new(file);
            let rows = write(&db, &table, format, &mut file).await?;
            file.into_inner().map_err(io::IntoInnerError::into_error).and_then(|file| file.sync_all())?;
            tracing::info!(table = name, rows, file = %path.display(), "exported");
        } else {
            let mut out = BufWriter::new(io::stdout().lock());
            write(&db, &table, format, &mut out).await?;
            out.flush().context("the export cannot be written")?;
        }
    }
    Ok(())
}

async fn write(
    db: &Database,
    table: &ExportTable,
    format: ExportFormat,
    out: &mut impl Write,
) -> Result<u64> {
    if format == ExportFormat::Csv {
        writeln!(out, "{}", table.columns.join(","))?;
    }
    let rows = export_rows(db, table, |row| match format {
        ExportFormat::Jsonl => {
            let object: Map<String, Value> = table.columns.iter().cloned().zip(row.iter().cloned()).collect();
            serde_json::to_writer(&mut *out, &object)?;
            writeln!(out)
        }
        ExportFormat::Csv => {
            let cells: Vec<String> = row.iter().map(cell).collect();
            writeln!(out, "{}", cells.join(","))
        }
    });
    Ok(rows.await?)
}

/// A cell as RFC 4180 writes it. NULL is an empty cell, and an empty text is `""`.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => {
            // A spreadsheet would run a text that begins like a formula.
            let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
            format!("\"{}{}\"", if formula { "'" } else { "" }, text.replace('"', "\"\""))
        }
        other => other.to_string(),
    }
}
