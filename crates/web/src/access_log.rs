//! The access log: a line for each request.

use std::io::Write;
use std::net::IpAddr;
use std::time::{Duration, UNIX_EPOCH};

use parking_lot::Mutex;

use crate::Outcome;

/// The format of the lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineFormat {
    /// Text for a terminal.
    Human,
    /// One JSON object a line.
    Json,
}

/// The access log.
pub struct AccessLog {
    format: LineFormat,
    /// Takes a line at once and does not wait.
    writer: Mutex<Box<dyn Write + Send>>,
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
    /// Creates a log in the given format. `writer` must not wait for whoever reads it.
    pub fn new(format: LineFormat, writer: Box<dyn Write + Send>) -> Self {
        Self { format, writer: Mutex::new(writer) }
    }

    pub(crate) fn write(&self, line: &Line<'_>) {
        if !tracing::enabled!(target: "miaohui::request", tracing::Level::INFO) {
            return;
        }
        let at = UNIX_EPOCH + Duration::from_millis(u64::try_from(line.at_ms).unwrap_or(0));
        let at = humantime::format_rfc3339_millis(at);
        let Line { id, status, from, outcome: Outcome { operation, code }, .. } = *line;
        let ms = line.took.as_secs_f64() * 1000.0;
        let mut text = Vec::with_capacity(256);
        // Nothing needs escaping: ids are validated and names are constants. Writing to memory
        // cannot fail.
        let _ = match self.format {
            LineFormat::Human => {
                writeln!(
                    text,
                    "{at}  INFO {operation} code={code} {ms:.2} ms status={status} from={from} id={id}"
                )
            }
            LineFormat::Json => writeln!(
                text,
                r#"{{"timestamp":"{at}","level":"INFO","message":"request","id":"{id}","operation":"{operation}","code":{code},"status":{status},"ms":{ms:.3},"from":"{from}"}}"#
            ),
        };
        let _ = self.writer.lock().write_all(&text);
    }
}
