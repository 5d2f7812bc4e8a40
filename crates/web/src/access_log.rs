//! The access log: a line for each request. Lines are buffered and written together, so that
//! logging stays cheap.

use std::io::Write;
use std::net::IpAddr;
use std::time::{Duration, UNIX_EPOCH};

use parking_lot::Mutex;

use crate::Outcome;

/// Buffered bytes that are written before the next flush.
const MOST_GATHERED: usize = 64 << 10;

/// The format of the lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineFormat {
    /// Text for a terminal.
    Human,
    /// One JSON object a line.
    Json,
}

/// The access log, on standard error.
#[derive(Debug)]
pub struct AccessLog {
    format: LineFormat,
    gathered: Mutex<Vec<u8>>,
}

/// One answered request.
pub(crate) struct Line<'a> {
    pub at_ms: i64,
    pub id: &'a str,
    pub outcome: Outcome,
    pub status: u16,
    pub took: Duration,
    pub from: IpAddr,
}

impl AccessLog {
    /// Creates a log in the given format.
    pub fn new(format: LineFormat) -> Self {
        Self { format, gathered: Mutex::default() }
    }

    /// Writes the buffered lines. To be called a few times a second.
    pub fn flush(&self) {
        let lines = std::mem::take(&mut *self.gathered.lock());
        if !lines.is_empty() {
            // With standard error closed there is nowhere to report it.
            let _ = std::io::stderr().lock().write_all(&lines);
        }
    }

    pub(crate) fn write(&self, line: &Line<'_>) {
        if !tracing::enabled!(target: "miaohui::request", tracing::Level::INFO) {
            return;
        }
        let at = UNIX_EPOCH + Duration::from_millis(u64::try_from(line.at_ms).unwrap_or(0));
        let at = humantime::format_rfc3339_millis(at);
        let Line { id, status, from, outcome: Outcome { operation, code }, .. } = *line;
        let ms = line.took.as_secs_f64() * 1000.0;
        let mut gathered = self.gathered.lock();
        // Nothing needs escaping: ids are validated and names are constants. Writing to memory
        // cannot fail.
        let _ = match self.format {
            LineFormat::Human => {
                writeln!(
                    gathered,
                    "{at}  INFO {operation} code={code} {ms:.2} ms status={status} from={from} id={id}"
                )
            }
            LineFormat::Json => writeln!(
                gathered,
                r#"{{"timestamp":"{at}","level":"INFO","message":"request","id":"{id}","operation":"{operation}","code":{code},"status":{status},"ms":{ms:.3},"from":"{from}"}}"#
            ),
        };
        let full = gathered.len() >= MOST_GATHERED;
        drop(gathered);
        if full {
            self.flush();
        }
    }
}

impl Drop for AccessLog {
    fn drop(&mut self) {
        self.flush();
    }
}
