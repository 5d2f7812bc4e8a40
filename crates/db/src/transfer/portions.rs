//! Progress of rows.

/// Rows between two reports.
const REPORT_EVERY: u64 = 5_000;

/// Counts rows and reports them in portions.
pub(crate) struct Portions<'r> {
    rows: u64,
    report: &'r mut dyn FnMut(u64),
}

impl<'r> Portions<'r> {
    pub fn new(report: &'r mut dyn FnMut(u64)) -> Self {
        Self { rows: 0, report }
    }

    pub fn add(&mut self) {
        self.rows += 1;
        if self.rows == REPORT_EVERY {
            (self.report)(std::mem::take(&mut self.rows));
        }
    }

    pub fn end(self) {
        (self.report)(self.rows);
    }
}
