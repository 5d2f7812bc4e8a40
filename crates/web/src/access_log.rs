//! A line for each request, cheap enough to be on by default: lines are gathered and written together.

use std::io::Write;
use std::net::IpAddr;
use std::time::{Duration, UNIX_EPOCH};

use parking_lot::Mutex;

use crate::Outcome;

/// Gathered bytes that are written without waiting for the next flush.
const MOST_GATHERED: usize = 64 << 10;

/// How the lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineFormat {
    /// For people on a terminal.
    Human,
    /// A JSON object a line.
    Json,
}

/// The log of requests on standard error.
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
    /// A log in the given format.
    pub fn new(format: LineFormat) -> Self {
        Self { format, gathered: Mutex::default() }
    }

    /// Writes what was gathered; to be called a few times a second.
    pub fn flush(&self) {
        let lines = std::mem::take(&mut *self.gathered.lock());
        if !lines.is_empty() {
            // A closed standard error cannot be told about anywhere.
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
        // Nothing here needs escaping: ids are checked, names are ours. Writing to memory cannot fail.
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
