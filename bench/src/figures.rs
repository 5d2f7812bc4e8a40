//! The figures of intervals, their medians and their printed table.

/// The figures of one interval.
pub struct Figures {
    /// Replies a second.
    pub per_second: f64,
    /// Median latency in ms.
    pub p50_ms: f64,
    /// 99th percentile of the latency in ms.
    pub p99_ms: f64,
    /// CPU time of the server for each reply, in µs.
    pub cpu_us: f64,
    /// Replies that are not a success.
    pub refused: u64,
}

/// Returns the median of a figure.
pub fn median(intervals: &[Figures], figure: impl Fn(&Figures) -> f64) -> f64 {
    median_of(intervals.iter().map(figure).collect())
}

/// Returns the median of numbers.
fn median_of(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Prints the head of the table.
#[expect(clippy::print_stdout, reason = "the figures are the result")]
pub fn print_head() {
    println!("{:<34} {:>9} {:>9} {:>9} {:>11} {:>8}", "", "req/s", "p50 ms", "p99 ms", "CPU µs/req", "ratio");
}

/// Prints a row of the table: the medians of the intervals.
#[expect(clippy::print_stdout, reason = "the figures are the result")]
pub fn print(name: &str, intervals: &[Figures], ratios: Option<&[f64]>) {
    let ratio = ratios.map_or(String::new(), |ratios| format!("{:.2}", median_of(ratios.to_vec())));
    println!(
        "{name:<34} {:>9.0} {:>9.2} {:>9.2} {:>11.1} {ratio:>8}",
        median(intervals, |figures| figures.per_second),
        median(intervals, |figures| figures.p50_ms),
        median(intervals, |figures| figures.p99_ms),
        median(intervals, |figures| figures.cpu_us),
    );
}
