//! The figures of intervals, and their medians and spread.

/// The figures of one interval.
#[derive(Clone, Debug)]
pub struct Figures {
    /// Replies a second.
    pub per_second: f64,
    /// Median latency in ms.
    pub p50_ms: f64,
    /// 99th percentile of the latency in ms.
    pub p99_ms: f64,
    /// CPU time of the server for each reply, in µs.
    pub cpu_us: f64,
    /// Memory of the server after the interval, in MB.
    pub rss_mb: f64,
    /// Replies that are not a success.
    pub refused: u64,
}

/// Returns the median of a figure.
pub fn median(intervals: &[Figures], figure: impl Fn(&Figures) -> f64) -> f64 {
    Spread::of(intervals.iter().map(figure).collect()).median
}

/// The median of some numbers, and the least and the greatest of them.
#[derive(Clone, Copy, Debug)]
pub struct Spread {
    pub median: f64,
    pub least: f64,
    pub greatest: f64,
}

impl Spread {
    /// The spread of these numbers; not a number without any.
    pub fn of(mut numbers: Vec<f64>) -> Self {
        numbers.sort_by(f64::total_cmp);
        let at = |index: usize| numbers.get(index).copied().unwrap_or(f64::NAN);
        Self { median: at(numbers.len() / 2), least: at(0), greatest: at(numbers.len().saturating_sub(1)) }
    }
}
