//! The load of one interval, which `wrk` makes.

use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::figures::Figures;
use crate::process::Process;
use crate::tickets::TicketRange;

/// The scenario of the first page of projects, with a session.
pub const FUNDING_LIST: &str = "funding_list";
/// The scenario of a search for projects.
pub const FUNDING_SEARCH: &str = "funding_search";

/// A load on a server.
pub struct Load<'a> {
    /// A scenario of `scenarios/call.lua`.
    pub scenario: &'a str,
    /// Tokens of the callers.
    pub tokens: &'a [String],
    /// The greatest id of an article.
    pub articles: i64,
    /// Tickets for the scenario `order`.
    pub tickets: TicketRange,
    /// Duration of an interval.
    pub seconds: u32,
    /// Number of connections.
    pub connections: u32,
}

/// Puts the load on a server for one interval.
pub fn run(load: &Load<'_>, server: &Process, interval: usize) -> Result<Figures> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/call.lua");
    let (first, last) = load.tickets.share(interval);
    let before = server.cpu_seconds()?;
    let output = Command::new("wrk")
        .args(["-t2", "--latency", "-s", script])
        .args([format!("-c{}", load.connections), format!("-d{}s", load.seconds), server.url("")])
        .args([
            "--",
            load.scenario,
            &load.tokens.join(","),
            &load.articles.to_string(),
            &(interval + 1).to_string(),
            &first.to_string(),
            &last.to_string(),
            &load.tickets.step.to_string(),
        ])
        .output()
        .context("wrk is needed: apt-get install wrk")?;
    let cpu = server.cpu_seconds()? - before;
    let text = String::from_utf8_lossy(&output.stdout);
    let result = text.lines().find_map(|line| line.strip_prefix("RESULT "));
    let result: Value = serde_json::from_str(result.with_context(|| format!("wrk printed: {text}"))?)?;
    let number = |key: &str| result[key].as_f64().unwrap_or(f64::NAN);
    ensure!(number("failed") == 0.0, "connections failed: {result}");
    Ok(Figures {
        per_second: number("requests") / number("seconds"),
        p50_ms: number("p50_us") / 1000.0,
        p99_ms: number("p99_us") / 1000.0,
        cpu_us: cpu * 1e6 / number("requests"),
        refused: number("refused") as u64,
    })
}

/// Makes one call of the scenario; returns the body of the reply, for the floor server to repeat.
pub fn one_reply(server: &Process, load: &Load<'_>) -> Result<Vec<u8>> {
    let client = reqwest::Client::builder().no_proxy().build()?;
    let (scenario, token) = (load.scenario, load.tokens.first().context("no token")?);
    let request = if scenario == FUNDING_LIST {
        let list = client.get(server.url("/api/crowdfunding/project/"));
        list.header("authorization", format!("Token {token}"))
    } else {
        let method = scenario.trim_end_matches("_first").trim_end_matches("_random");
        let body = serde_json::json!({ "token": token, "limit": 20, "offset": 0 });
        client.post(server.url(&format!("/community/{method}"))).body(body.to_string())
    };
    let runtime = tokio::runtime::Runtime::new()?;
    let body = runtime.block_on(async { request.send().await?.error_for_status()?.bytes().await })?;
    let succeeded = scenario == FUNDING_LIST || body.ends_with(b"\"code\":0}");
    ensure!(succeeded, "{scenario}: {}", String::from_utf8_lossy(&body));
    Ok(body.to_vec())
}
