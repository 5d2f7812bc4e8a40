//! The table of figures: printed while the scenarios run, and written into a Markdown file.

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::figures::{Figures, Spread, median};

const BEGIN: &str = "<!-- the benchmark writes from here -->";
const END: &str = "<!-- to here -->";

/// The rows of the table.
pub struct Report {
    what: String,
    rows: Vec<Row>,
}

/// A row: one side of a scenario.
pub struct Row {
    /// The scenario and the side.
    pub name: String,
    /// The figures of its intervals.
    pub intervals: Vec<Figures>,
    /// The ratio of each interval to that of another side, and what the ratio is of.
    pub ratio: Option<(Vec<f64>, &'static str)>,
}

impl Row {
    /// Calls a second, the two quantiles in ms, processor time in µs a call, and memory in MB.
    fn cells(&self) -> [String; 5] {
        let figure = |figure: fn(&Figures) -> f64| median(&self.intervals, figure);
        [
            format!("{:.0}", figure(|f| f.per_second)),
            format!("{:.2}", figure(|f| f.p50_ms)),
            format!("{:.2}", figure(|f| f.p99_ms)),
            format!("{:.1}", figure(|f| f.cpu_us)),
            format!("{:.0}", figure(|f| f.rss_mb)),
        ]
    }

    fn ratio(&self) -> String {
        self.ratio.as_ref().map_or(String::new(), |(ratios, of)| {
            let Spread { median, least, greatest } = Spread::of(ratios.clone());
            format!("{median:.2} ({least:.2} to {greatest:.2}) {of}")
        })
    }
}

#[expect(clippy::print_stdout, reason = "the figures are the result")]
impl Report {
    /// Begins a table with a line that says what is measured.
    pub fn begin(what: String) -> Self {
        println!("{what}");
        println!(
            "{:<44} {:>8} {:>8} {:>8} {:>8} {:>7}  ratio",
            "", "req/s", "p50 ms", "p99 ms", "CPU µs", "MB"
        );
        Self { what, rows: Vec::new() }
    }

    /// Prints and keeps a row.
    pub fn add(&mut self, row: Row) {
        let [per_second, p50, p99, cpu, memory] = row.cells();
        println!("{:<44} {per_second:>8} {p50:>8} {p99:>8} {cpu:>8} {memory:>7}  {}", row.name, row.ratio());
        self.rows.push(row);
    }

    /// Replaces the table between the two marks of a Markdown file.
    pub fn write(&self, file: &Path) -> Result<()> {
        let text = std::fs::read_to_string(file).context("the file of the report")?;
        let (before, rest) = text.split_once(BEGIN).context("the file has no mark of the table")?;
        let (_, after) = rest.split_once(END).context("the file has no mark of the table's end")?;
        std::fs::write(file, format!("{before}{BEGIN}\n{}\n{END}{after}", self.markdown()))?;
        Ok(())
    }

    fn markdown(&self) -> String {
        let mut out = format!(
            "{}\n\n{}\n\n| | req/s | p50 ms | p99 ms | CPU µs/req | MB | ratio (least to greatest) |\n",
            machine(),
            self.what
        );
        out.push_str("|---|---|---|---|---|---|---|\n");
        for row in &self.rows {
            // Writing to a string cannot fail.
            let _ = writeln!(out, "| {} | {} | {} |", row.name, row.cells().join(" | "), row.ratio());
        }
        out.truncate(out.trim_end().len());
        out
    }
}

/// The machine, the date and the commit.
fn machine() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or("an unknown processor", |(_, model)| model);
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let release = output("uname", &["-r"]);
    let kernel = release.split('-').next().unwrap_or_default();
    let commit = output("git", &["describe", "--always", "--dirty"]);
    let date = output("date", &["-u", "+%F"]);
    format!("Measured on {date} at commit {commit}: {cores} cores of {model}, Linux {kernel}.")
}

fn output(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
}
