//! Load scenarios: the release server and a floor server (the same HTTP stack answering the same bytes without a
//! database), driven in turn by wrk, so that a machine whose speed drifts drifts for both.

mod data;
mod drive;
mod floor;
mod process;

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use clap::{Parser, Subcommand};

use crate::data::Data;
use crate::drive::{FUNDING_LIST, FUNDING_SEARCH, Load, Measured, Tickets, median};
use crate::process::Process;

/// Measures the server against its floor.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    plan: Plan,
}

#[derive(Subcommand)]
enum Command {
    /// Answers every call with the bytes of a file, without a database.
    Floor { listen: std::net::SocketAddr, file: PathBuf },
}

/// How much to do.
#[derive(clap::Args)]
struct Plan {
    /// Articles in the database.
    #[arg(long, default_value_t = 100_000)]
    articles: i64,
    /// Crowdfunding projects in the database.
    #[arg(long, default_value_t = 100_000)]
    projects: i64,
    /// Articles in a second, larger database whose first page is compared with a small one's (0: leave it out).
    #[arg(long, default_value_t = 1_000_000)]
    growth_articles: i64,
    /// Seconds of each measured stretch.
    #[arg(long, default_value_t = 5)]
    seconds: u32,
    /// Stretches of each side, in turn.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Connections of the load generator.
    #[arg(long, default_value_t = 64)]
    connections: u32,
    /// Only scenarios whose name contains this.
    #[arg(long, default_value = "")]
    only: String,
}

fn main() -> Result<()> {
    let cli = Cli::parse();
    match cli.command {
        Some(Command::Floor { listen, file }) => floor::run(listen, &file),
        None => Bench { plan: cli.plan, work: tempfile::tempdir()? }.run(),
    }
}

/// Lists that are compared with the floor.
const READS: [&str; 6] = [
    "article_list_first",
    "article_list_random",
    "project_list",
    "ticket_list",
    "merchant_cloth_list",
    "my_message_center",
];

/// `order_create` and `order_pay` of the order.
const ORDER: &str = "order";

struct Bench {
    plan: Plan,
    work: tempfile::TempDir,
}

#[expect(clippy::print_stdout, reason = "the figures are the result")]
impl Bench {
    fn run(&self) -> Result<()> {
        let mut data = Data::make(&self.work.path().join("main"), self.plan.articles)?;
        if self.wants(ORDER) {
            data.add_tickets(self.plan.rounds)?;
        }
        if self.wants(FUNDING_LIST) || self.wants(FUNDING_SEARCH) {
            data.add_projects(self.plan.projects)?;
        }
        println!(
            "{} articles, {} connections, {} × {} s a side",
            self.plan.articles, self.plan.connections, self.plan.rounds, self.plan.seconds
        );
        println!(
            "{:<34} {:>9} {:>9} {:>9} {:>11} {:>8}",
            "", "req/s", "p50 ms", "p99 ms", "CPU µs/req", "ratio"
        );
        for scenario in READS {
            self.against_floor(&data, scenario)?;
        }
        self.funding(&data)?;
        self.likes(&data)?;
        self.orders(&data, "many projects", data.tickets)?;
        self.orders(&data, "one project", data.hot_tickets)?;
        self.logins(&data)?;
        if self.plan.growth_articles > 0 && "growth".contains(&self.plan.only) {
            self.growth()?;
        }
        Ok(())
    }

    fn wants(&self, scenario: &str) -> bool {
        scenario.contains(&self.plan.only)
    }

    fn load<'a>(&self, scenario: &'a str, data: &'a Data) -> Load<'a> {
        let (seconds, connections) = (self.plan.seconds, self.plan.connections);
        let tickets = data.tickets;
        Load { scenario, tokens: &data.tokens, articles: data.articles, tickets, seconds, connections }
    }

    /// The server and the floor in turn.
    fn against_floor(&self, data: &Data, scenario: &str) -> Result<()> {
        if self.wants(scenario) {
            self.pair_with_floor(data, scenario, &self.load(scenario, data))
        } else {
            Ok(())
        }
    }

    fn pair_with_floor(&self, data: &Data, scenario: &str, load: &Load<'_>) -> Result<()> {
        let server = Process::server(&data.dir, &[])?;
        let bytes = self.work.path().join("floor.json");
        std::fs::write(&bytes, drive::one_answer(&server, scenario, data)?).context("the floor's bytes")?;
        let floor = Process::floor(&bytes)?;
        self.pair(scenario, load, ("server", &server), ("floor", &floor))
    }

    /// Projects: a page against the floor, and a search.
    fn funding(&self, data: &Data) -> Result<()> {
        let backer = [data.backer.clone()];
        let load = |scenario| Load { tokens: &backer, ..self.load(scenario, data) };
        if self.wants(FUNDING_LIST) {
            self.pair_with_floor(data, FUNDING_LIST, &load(FUNDING_LIST))?;
        }
        if self.wants(FUNDING_SEARCH) {
            let server = Process::server(&data.dir, &[])?;
            let rounds = 0..self.plan.rounds;
            let runs = rounds.map(|round| drive::run(&load(FUNDING_SEARCH), &server, round));
            show(FUNDING_SEARCH, &runs.collect::<Result<Vec<_>>>()?, None);
        }
        Ok(())
    }

    /// Group commit and a commit a job, in turn, on copies of the same data.
    fn likes(&self, data: &Data) -> Result<()> {
        if !self.wants("article_like") {
            return Ok(());
        }
        let other = data.copy(&self.work.path().join("single"))?;
        let grouped = Process::server(&data.dir, &[])?;
        let single = Process::server(&other, &["--set", "database.group_commit=1"])?;
        let load = self.load("article_like", data);
        self.pair("article_like", &load, ("group commit", &grouped), ("a commit a job", &single))
    }

    /// Orders created and paid, and likes on a copy of the same data, in turn.
    fn orders(&self, data: &Data, what: &str, tickets: Tickets) -> Result<()> {
        if !self.wants(ORDER) {
            return Ok(());
        }
        let other = data.copy(&self.work.path().join(what))?;
        let shop = Process::server(&data.dir, &["--set", "payment.sandbox=true"])?;
        let feed = Process::server(&other, &[])?;
        let (orders, likes) = (Load { tickets, ..self.load(ORDER, data) }, self.load("article_like", data));
        let (mut bought, mut liked, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for round in 0..self.plan.rounds {
            let (shop, feed) = (drive::run(&orders, &shop, round)?, drive::run(&likes, &feed, round)?);
            // Two calls make a pair.
            ratios.push(shop.per_second / 2.0 / feed.per_second);
            bought.push(shop);
            liked.push(feed);
        }
        show(&format!("orders of {what} (pair / like)"), &bought, Some(&ratios));
        show("article_like", &liked, None);
        ensure!(bought.iter().all(|m| m.refused == 0), "orders of {what}: some answers were refusals");
        Ok(())
    }

    fn logins(&self, data: &Data) -> Result<()> {
        if !self.wants("user_login") {
            return Ok(());
        }
        let server = Process::server(&data.dir, &[])?;
        let load = self.load("user_login", data);
        let runs = (0..self.plan.rounds)
            .map(|round| drive::run(&load, &server, round))
            .collect::<Result<Vec<_>>>()?;
        show("user_login", &runs, None);
        Ok(())
    }

    /// The first page of a small and of a large feed, in turn.
    fn growth(&self) -> Result<()> {
        let small = Data::make(&self.work.path().join("small"), 10_000)?;
        let large = Data::make(&self.work.path().join("large"), self.plan.growth_articles)?;
        let (on_small, on_large) = (Process::server(&small.dir, &[])?, Process::server(&large.dir, &[])?);
        let (mut few, mut many) = (Vec::new(), Vec::new());
        for round in 0..self.plan.rounds {
            few.push(drive::run(&self.load("article_list_first", &small), &on_small, round)?);
            many.push(drive::run(&self.load("article_list_first", &large), &on_large, round)?);
        }
        let (few_p50, many_p50) = (median(&few, |m| m.p50_ms), median(&many, |m| m.p50_ms));
        show("first page of 10,000", &few, None);
        show(&format!("first page of {}", self.plan.growth_articles), &many, None);
        println!("{:<34} p50 large / small = {:.2}", "", many_p50 / few_p50);
        Ok(())
    }

    fn pair(&self, name: &str, load: &Load<'_>, a: (&str, &Process), b: (&str, &Process)) -> Result<()> {
        let (mut first, mut second) = (Vec::new(), Vec::new());
        for round in 0..self.plan.rounds {
            first.push(drive::run(load, a.1, round)?);
            second.push(drive::run(load, b.1, round)?);
        }
        let ratios: Vec<f64> = first.iter().zip(&second).map(|(a, b)| a.per_second / b.per_second).collect();
        show(&format!("{name}: {}", a.0), &first, Some(&ratios));
        show(&format!("{name}: {}", b.0), &second, None);
        ensure!(first.iter().all(|m| m.refused == 0), "{name}: some answers were refusals");
        Ok(())
    }
}

#[expect(clippy::print_stdout, reason = "the figures are the result")]
fn show(name: &str, runs: &[Measured], ratios: Option<&[f64]>) {
    let ratio = ratios.map_or(String::new(), |ratios| format!("{:.2}", drive::median_of(ratios.to_vec())));
    println!(
        "{name:<34} {:>9.0} {:>9.2} {:>9.2} {:>11.1} {ratio:>8}",
        median(runs, |m| m.per_second),
        median(runs, |m| m.p50_ms),
        median(runs, |m| m.p99_ms),
        median(runs, |m| m.cpu_us),
    );
}
