//! One stretch of load.

use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::data::Data;
use crate::process::Process;

/// The first page of projects, with a login.
pub const FUNDING_LIST: &str = "funding_list";
/// A search among them.
pub const FUNDING_SEARCH: &str = "funding_search";

/// What to send.
pub struct Load<'a> {
    /// A scenario of `scenarios/call.lua`.
    pub scenario: &'a str,
    /// Whose calls they are.
    pub tokens: &'a [String],
    /// Ids of articles go up to this.
    pub articles: i64,
    /// Tickets to buy, if any are bought.
    pub tickets: Tickets,
    /// How long.
    pub seconds: u32,
    /// How many at once.
    pub connections: u32,
}

/// Tickets that one load may buy, each once.
#[derive(Clone, Copy, Default)]
pub struct Tickets {
    /// Id of the first.
    pub first: i64,
    /// How many there are, their ids in a row.
    pub count: i64,
    /// From one bought ticket to the next; has no divisor in common with a round's share of `count`.
    pub step: i64,
    /// Stretches that share them.
    pub rounds: i64,
}

/// What came of it.
pub struct Measured {
    /// Answers a second.
    pub per_second: f64,
    /// Median latency in ms.
    pub p50_ms: f64,
    /// 99th percentile in ms.
    pub p99_ms: f64,
    /// The server's own CPU time for each answer, in µs.
    pub cpu_us: f64,
    /// Answers that were no success.
    pub refused: u64,
}

/// Drives a server for one stretch.
pub fn run(load: &Load<'_>, server: &Process, round: usize) -> Result<Measured> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/call.lua");
    let Tickets { first, count, step, rounds } = load.tickets;
    let share = count / rounds.max(1);
    let first = first + share * round as i64;
    let before = server.cpu_seconds()?;
    let output = Command::new("wrk")
        .args(["-t2", "--latency", "-s", script])
        .args([format!("-c{}", load.connections), format!("-d{}s", load.seconds), server.url("")])
        .args([
            "--",
            load.scenario,
            &load.tokens.join(","),
            &load.articles.to_string(),
            &(round + 1).to_string(),
            &first.to_string(),
            &(first + share - 1).to_string(),
            &step.to_string(),
        ])
        .output()
        .context("wrk is needed: apt-get install wrk")?;
    let cpu = server.cpu_seconds()? - before;
    let text = String::from_utf8_lossy(&output.stdout);
    let result = text.lines().find_map(|line| line.strip_prefix("RESULT "));
    let result: Value = serde_json::from_str(result.with_context(|| format!("wrk said: {text}"))?)?;
    let number = |key: &str| result[key].as_f64().unwrap_or(f64::NAN);
    ensure!(number("failed") == 0.0, "connections failed: {result}");
    Ok(Measured {
        per_second: number("requests") / number("seconds"),
        p50_ms: number("p50_us") / 1000.0,
        p99_ms: number("p99_us") / 1000.0,
        cpu_us: cpu * 1e6 / number("requests"),
        refused: number("refused") as u64,
    })
}

/// One answer of the scenario's call, for the floor to repeat.
pub fn one_answer(server: &Process, scenario: &str, data: &Data) -> Result<Vec<u8>> {
    let client = reqwest::Client::builder().no_proxy().build()?;
    let request = if scenario == FUNDING_LIST {
        let list = client.get(server.url("/api/crowdfunding/project/"));
        list.header("authorization", format!("Token {}", data.backer))
    } else {
        let method = scenario.trim_end_matches("_first").trim_end_matches("_random");
        let body = serde_json::json!({ "token": data.tokens[0], "limit": 20, "offset": 0 });
        client.post(server.url(&format!("/community/{method}"))).body(body.to_string())
    };
    let runtime = tokio::runtime::Runtime::new()?;
    let answer = runtime.block_on(async { request.send().await?.error_for_status()?.bytes().await })?;
    let whole = scenario == FUNDING_LIST || answer.ends_with(b"\"code\":0}");
    ensure!(whole, "{scenario}: {}", String::from_utf8_lossy(&answer));
    Ok(answer.to_vec())
}

/// The median of a figure.
pub fn median(runs: &[Measured], figure: impl Fn(&Measured) -> f64) -> f64 {
    median_of(runs.iter().map(figure).collect())
}

/// The median of some numbers.
pub fn median_of(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}
