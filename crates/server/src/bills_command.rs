//! The command `bills`, with its progress on a terminal.

#![expect(clippy::print_stdout, reason = "what a command prints is its result")]

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};
use miaohui_payments::{BillOutcome, BillProgress, BillReport, BillRequest, BillStep, StoredBillKind};
use miaohui_server::Service;

/// Fetches and matches bills, and prints a line for each.
pub async fn fetch_bills(service: Service, request: BillRequest) -> Result<()> {
    let bar = ProgressBar::new(0).with_style(
        ProgressStyle::with_template("{msg} {wide_bar} {human_pos}/{human_len}")
            .context("the progress bar")?,
    );
    let show = |progress: BillProgress| show(&bar, &progress);
    let reports = service.platform.desk.fetch_bills(&request, show).await;
    bar.finish_and_clear();
    let reports = reports.context("the bills cannot be fetched")?;
    if reports.is_empty() {
        println!("no bill is missing");
    }
    for report in &reports {
        println!("{}", line(report));
    }
    Ok(())
}

fn show(bar: &ProgressBar, progress: &BillProgress) {
    let (what, done) = match progress.step {
        BillStep::Downloading => ("downloading", 0),
        BillStep::Storing(done) => ("storing", done),
        BillStep::Matching(done) => ("matching", done),
    };
    bar.set_length(progress.lines);
    bar.set_position(done);
    bar.set_message(format!("{} {} {}: {what}", progress.day, progress.channel, kind(progress.kind)));
}

fn line(report: &BillReport) -> String {
    let outcome = match &report.outcome {
        BillOutcome::Reconciled { lines, paid, refunded, fees, differences } => format!(
            "{lines} lines, {paid} yuan paid, {refunded} refunded, {fees} fees, {differences} differences"
        ),
        BillOutcome::Empty => "nothing happened".to_owned(),
        BillOutcome::Later(why) => format!("not yet: {why}"),
        BillOutcome::Elsewhere => "another process works on it".to_owned(),
    };
    format!("{} {} {}: {outcome}", report.day, report.channel, kind(report.kind))
}

fn kind(kind: StoredBillKind) -> &'static str {
    match kind {
        StoredBillKind::Trade => "trade",
        StoredBillKind::FundFlow => "fund flow",
    }
}
