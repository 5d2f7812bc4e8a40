//! The clock of this machine, compared with those of others.

use miaohui_db::{Access, Database, Options};
use miaohui_kernel::{Clock, SECOND_MS};
use miaohui_server::SCHEMA;
use tokio::runtime::Handle;

use super::finding::Finding;
use super::network::SeenClock;

/// What clocks may differ by, in seconds; signatures and codes allow some minutes.
const MOST: i64 = 30;

pub fn check(options: &Options, seen: &[SeenClock], runtime: &Handle) -> Vec<Finding> {
    let now = Clock::system().now_ms() / SECOND_MS;
    let mut all: Vec<Finding> = seen
        .iter()
        .filter_map(|clock| Some(compare(&clock.whose, httpdate_seconds(&clock.date)?, now)))
        .collect();
    if options.is_postgres()
        && let Some(theirs) = runtime.block_on(postgres_clock(options))
    {
        all.push(compare("the database", theirs, Clock::system().now_ms() / SECOND_MS));
    }
    if all.is_empty() {
        let advice = "keep the clock right by NTP: `timedatectl` says whether it is";
        all.push(Finding::note("clock", "there is no other to compare it with", advice));
    }
    all
}

fn compare(whose: &str, theirs: i64, ours: i64) -> Finding {
    let behind = theirs - ours;
    if behind.abs() <= MOST {
        return Finding::fine("clock", format!("as that of {whose}"));
    }
    let text = format!("{behind} seconds behind that of {whose}");
    Finding::wrong("clock", text, "set it, and keep it right by NTP (systemd-timesyncd or chrony)")
}

/// The Unix time of a header such as `Sat, 28 Nov 2026 18:00:00 GMT`.
fn httpdate_seconds(date: &str) -> Option<i64> {
    let time = httpdate::parse_http_date(date).ok()?;
    Some(time.duration_since(std::time::UNIX_EPOCH).ok()?.as_secs() as i64)
}

async fn postgres_clock(options: &Options) -> Option<i64> {
    let options = Options { access: Access::ReadOnly, readers: 1, ..options.clone() };
    let db = tokio::task::spawn_blocking(move || Database::open(&options, SCHEMA)).await.ok()?.ok()?;
    let now = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS BIGINT)";
    let (seconds,): (i64,) = db.read(move |tx| tx.query_one(now, &[])).await.ok()?;
    Some(seconds)
}
