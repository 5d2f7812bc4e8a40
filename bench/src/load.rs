//! The load of one interval, which `wrk` makes.

use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::data::{Content, Data};
use crate::figures::Figures;
use crate::process::Process;
use crate::tickets::TicketRange;

/// Scenarios of the Crowdfunding API begin with this.
const FUNDING: &str = "funding_";

/// A load on a server.
#[derive(Clone)]
pub struct Load {
    /// A scenario of `scenarios/call.lua`.
    pub scenario: &'static str,
    /// The file of the callers' tokens.
    pub tokens: std::path::PathBuf,
    /// What is in the database.
    pub content: Content,
    /// Tickets for the scenario `order`.
    pub tickets: TicketRange,
    /// Duration of an interval.
    pub seconds: u32,
    /// Number of connections.
    pub connections: u32,
}

impl Load {
    /// The load of a scenario on the callers of its API.
    pub fn new(scenario: &'static str, data: &Data, seconds: u32, connections: u32) -> Self {
        let tokens = if scenario.starts_with(FUNDING) { data.logins() } else { data.viewers() };
        let (content, tickets) = (data.content.clone(), data.content.tickets);
        Self { scenario, tokens, content, tickets, seconds, connections }
    }
}

/// A running load.
pub struct Running<'a> {
    wrk: Child,
    server: &'a Process,
    cpu_before: f64,
}

/// Starts the load on a server for one interval.
pub fn start<'a>(load: &Load, server: &'a Process, interval: usize) -> Result<Running<'a>> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/call.lua");
    let (first, last) = load.tickets.share(interval);
    let Content { articles, projects, .. } = load.content;
    let numbers = [
        articles.first,
        articles.count,
        projects.first,
        projects.count,
        interval as i64 + 1,
        first,
        last,
        load.tickets.step,
    ];
    let cpu_before = server.cpu_seconds()?;
    let wrk = Command::new("wrk")
        .args(["-t2", "--latency", "--timeout", "10s", "-s", script])
        .args([format!("-c{}", load.connections), format!("-d{}s", load.seconds), server.url("")])
        .args(["--", load.scenario])
        .arg(&load.tokens)
        .args(numbers.map(|number| number.to_string()))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("wrk is needed: apt-get install wrk")?;
    Ok(Running { wrk, server, cpu_before })
}

impl Running<'_> {
    /// Waits for the end of the interval.
    pub fn figures(self) -> Result<Figures> {
        let output = self.wrk.wait_with_output()?;
        let cpu = self.server.cpu_seconds()? - self.cpu_before;
        let text = String::from_utf8_lossy(&output.stdout);
        let result = text.lines().find_map(|line| line.strip_prefix("RESULT "));
        let result: Value =
            serde_json::from_str(result.with_context(|| {
                format!("wrk printed: {text}{}", String::from_utf8_lossy(&output.stderr))
            })?)?;
        let number = |key: &str| result[key].as_f64().unwrap_or(f64::NAN);
        ensure!(number("failed") == 0.0, "connections failed: {result}");
        Ok(Figures {
            per_second: number("requests") / number("seconds"),
            p50_ms: number("p50_us") / 1000.0,
            p99_ms: number("p99_us") / 1000.0,
            cpu_us: cpu * 1e6 / number("requests"),
            rss_mb: self.server.resident_mb()?,
            refused: number("refused") as u64,
        })
    }
}

/// Puts the load on a server for one interval.
pub fn run(load: &Load, server: &Process, interval: usize) -> Result<Figures> {
    start(load, server, interval)?.figures()
}

/// Makes one call of the scenario; returns the body of the reply, for the floor server to repeat.
pub fn one_reply(server: &Process, load: &Load) -> Result<Vec<u8>> {
    let client = reqwest::Client::builder().no_proxy().build()?;
    let token = first_token(&load.tokens)?;
    let projects = load.content.projects;
    let path = match load.scenario {
        "funding_list" => "/api/crowdfunding/project/".to_owned(),
        "funding_pages" => "/api/crowdfunding/project/?ordering=-id&page=2".to_owned(),
        "funding_search" => "/api/crowdfunding/project/?search=%E4%BD%9B%E8%B7%B3%E5%A2%99".to_owned(),
        "funding_one" => format!("/api/crowdfunding/project/{}/", projects.first + projects.count / 2),
        method if method.starts_with("article_list_") => "/community/article_list".to_owned(),
        method => format!("/community/{method}"),
    };
    let of_funding = load.scenario.starts_with(FUNDING);
    let request = if of_funding {
        client.get(server.url(&path)).header("authorization", format!("Token {token}"))
    } else {
        let article = load.content.articles.first;
        let body = serde_json::json!({ "token": token, "limit": 20, "offset": 0, "article_id": article });
        client.post(server.url(&path)).body(body.to_string())
    };
    let runtime = tokio::runtime::Runtime::new()?;
    let body = runtime.block_on(async { request.send().await?.error_for_status()?.bytes().await })?;
    let succeeded = of_funding || body.ends_with(b"\"code\":0}");
    ensure!(succeeded, "{}: {}", load.scenario, String::from_utf8_lossy(&body));
    Ok(body.to_vec())
}

fn first_token(file: &Path) -> Result<String> {
    let text = std::fs::read_to_string(file)?;
    Ok(text.lines().next().context("no token")?.to_owned())
}
