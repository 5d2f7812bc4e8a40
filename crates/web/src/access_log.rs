//! The access log: a line for each request.

use std::io::Write;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use parking_lot::Mutex;

use crate::{Live, Outcome};

/// The format of the lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineFormat {
    /// Text for a terminal.
    Human,
    /// One JSON object a line.
    Json,
}

/// Which requests get a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogSampling {
    /// Of so many successful requests one gets a line; 1: each.
    pub one_in: u32,
    /// Requests that take so long always get one.
    pub slow: Duration,
}

/// The access log.
pub struct AccessLog {
    format: LineFormat,
    sampling: Live<LogSampling>,
    /// Successful requests so far.
    successes: AtomicU32,
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
    /// The id of the trace, if the request is traced.
    pub trace: Option<&'a str>,
}

impl Line<'_> {
    /// Whether nothing went wrong. A request without an operation has its status as its code.
    fn is_success(&self) -> bool {
        let code = self.outcome.code;
        self.status < 400 && (code == 0 || code == i32::from(self.status))
    }
}

impl AccessLog {
    /// Creates a log in the given format. `writer` must not wait for whoever reads it.
    pub fn new(format: LineFormat, sampling: Live<LogSampling>, writer: Box<dyn Write + Send>) -> Self {
        Self { format, sampling, successes: AtomicU32::new(0), writer: Mutex::new(writer) }
    }

    /// For how many requests a line stands; `None` if the request gets none. Failures and slow requests
    /// stand for themselves.
    fn stands_for(&self, line: &Line<'_>) -> Option<u32> {
        let LogSampling { one_in, slow } = self.sampling.get();
        if one_in <= 1 || !line.is_success() || line.took >= slow {
            return Some(1);
        }
        let before = self.successes.fetch_add(1, Ordering::Relaxed);
        before.is_multiple_of(one_in).then_some(one_in)
    }

    pub(crate) fn write(&self, line: &Line<'_>) {
        if !tracing::enabled!(target: "miaohui::request", tracing::Level::INFO) {
            return;
        }
        let Some(stands_for) = self.stands_for(line) else { return };
        let at = UNIX_EPOCH + Duration::from_millis(u64::try_from(line.at_ms).unwrap_or(0));
        let at = humantime::format_rfc3339_millis(at);
        let Line { id, status, from, outcome: Outcome { operation, code }, .. } = *line;
        let ms = line.took.as_secs_f64() * 1000.0;
        let (is_json, mut more) = (self.format == LineFormat::Json, Vec::new());
        if let Some(trace) = line.trace {
            let _ =
                if is_json { write!(more, r#","trace":"{trace}""#) } else { write!(more, " trace={trace}") };
        }
        if stands_for > 1 {
            let _ = if is_json {
                write!(more, r#","one_in":{stands_for}"#)
            } else {
                write!(more, " one in {stands_for}")
            };
        }
        let more = String::from_utf8_lossy(&more);
        let mut text = Vec::with_capacity(256);
        // Nothing needs escaping: ids are validated and names are constants. Writing to memory
        // cannot fail.
        let _ = match self.format {
            LineFormat::Human => {
                writeln!(
                    text,
                    "{at}  INFO {operation} code={code} {ms:.2} ms status={status} from={from} id={id}{more}"
                )
            }
            LineFormat::Json => writeln!(
                text,
                r#"{{"timestamp":"{at}","level":"INFO","message":"request","id":"{id}","operation":"{operation}","code":{code},"status":{status},"ms":{ms:.3},"from":"{from}"{more}}}"#
            ),
        };
        let _ = self.writer.lock().write_all(&text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(code: i32, status: u16, ms: u64) -> Line<'static> {
        let outcome = Outcome { operation: "article_list", code };
        let (took, from) = (Duration::from_millis(ms), [127, 0, 0, 1].into());
        Line { at_ms: 0, id: "a", outcome, status, took, from, trace: None }
    }

    #[test]
    fn failures_and_slow_requests_always_get_a_line() {
        let sampling = Live::new(LogSampling { one_in: 10, slow: Duration::from_secs(1) });
        let log = AccessLog::new(LineFormat::Json, sampling.clone(), Box::new(std::io::sink()));
        let lines = (0..100).filter_map(|_| log.stands_for(&line(0, 200, 5))).collect::<Vec<_>>();
        assert_eq!(lines, [10; 10]);
        for always in [line(400, 200, 5), line(10006, 400, 5), line(0, 503, 5), line(0, 200, 1000)] {
            assert!((0..20).all(|_| log.stands_for(&always) == Some(1)));
        }
        let other = (0..20).filter_map(|_| log.stands_for(&line(200, 200, 5))).count();
        assert_eq!(other, 2, "a page without an operation is a success");
        sampling.set(LogSampling { one_in: 1, slow: Duration::from_secs(1) });
        assert!((0..20).all(|_| log.stands_for(&line(0, 200, 5)) == Some(1)));
    }
}
