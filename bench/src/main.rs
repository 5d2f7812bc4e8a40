//! Load scenarios against the server and, for comparison, a floor server: the same HTTP stack,
//! which replies with the same bytes without a database.
//!
//! `wrk` loads both in turn, so that a change in the machine's speed affects both.

mod articles;
mod data;
mod figures;
mod floor;
mod load;
mod process;
mod projects;
mod service;
mod tickets;

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use clap::{Parser, Subcommand};

use crate::data::Data;
use crate::figures::median;
use crate::load::{FUNDING_LIST, FUNDING_SEARCH, Load};
use crate::process::Process;
use crate::tickets::TicketRange;

/// Measures the server and compares it with a floor server.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    plan: Plan,
}

#[derive(Subcommand)]
enum Command {
    /// Reply to every call with the bytes of a file, without a database.
    Floor { listen: std::net::SocketAddr, file: PathBuf },
}

/// The amount of data and load.
#[derive(clap::Args)]
struct Plan {
    /// Articles in the database.
    #[arg(long, default_value_t = 100_000)]
    articles: i64,
    /// Crowdfunding projects in the database.
    #[arg(long, default_value_t = 100_000)]
    projects: i64,
    /// Articles in a larger database, whose first page is compared with a small one's (0: no
    /// comparison).
    #[arg(long, default_value_t = 1_000_000)]
    growth_articles: i64,
    /// Seconds of each interval.
    #[arg(long, default_value_t = 5)]
    seconds: u32,
    /// Intervals of each server, in turn.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Connections of the load generator.
    #[arg(long, default_value_t = 64)]
    connections: u32,
    /// Run only scenarios whose name contains this text.
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

/// Lists that are compared with the floor server.
const READS: [&str; 6] = [
    "article_list_first",
    "article_list_random",
    "project_list",
    "ticket_list",
    "merchant_cloth_list",
    "my_message_center",
];

/// The scenario of `order_create` followed by `order_pay`.
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
            "{} articles, {} connections, {} × {} s each",
            self.plan.articles, self.plan.connections, self.plan.rounds, self.plan.seconds
        );
        figures::print_head();
        for scenario in READS {
            self.compare_list(&data, scenario)?;
        }
        self.funding(&data)?;
        self.likes(&data)?;
        self.orders(&data, "many projects", data.tickets)?;
        self.orders(&data, "one project", data.tickets_of_one)?;
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

    /// Compares a list with the floor server.
    fn compare_list(&self, data: &Data, scenario: &str) -> Result<()> {
        if self.wants(scenario) { self.compare_with_floor(data, &self.load(scenario, data)) } else { Ok(()) }
    }

    /// Compares a load with the floor server.
    fn compare_with_floor(&self, data: &Data, load: &Load<'_>) -> Result<()> {
        let server = Process::server(&data.dir, &[])?;
        let bytes = self.work.path().join("floor.json");
        std::fs::write(&bytes, load::one_reply(&server, load)?).context("the bytes of the reply")?;
        let floor = Process::floor(&bytes)?;
        self.compare(load.scenario, load, ("server", &server), ("floor", &floor))
    }

    /// Measures a page of projects, compared with the floor server, and a search.
    fn funding(&self, data: &Data) -> Result<()> {
        let tokens = [data.crowdfunding_token.clone()];
        let load = |scenario| Load { tokens: &tokens, ..self.load(scenario, data) };
        if self.wants(FUNDING_LIST) {
            self.compare_with_floor(data, &load(FUNDING_LIST))?;
        }
        if self.wants(FUNDING_SEARCH) {
            let server = Process::server(&data.dir, &[])?;
            let intervals = 0..self.plan.rounds;
            let runs = intervals.map(|interval| load::run(&load(FUNDING_SEARCH), &server, interval));
            figures::print(FUNDING_SEARCH, &runs.collect::<Result<Vec<_>>>()?, None);
        }
        Ok(())
    }

    /// Compares group commit with one commit per job, on copies of the same data.
    fn likes(&self, data: &Data) -> Result<()> {
        if !self.wants("article_like") {
            return Ok(());
        }
        let other = data.copy(&self.work.path().join("single"))?;
        let grouped = Process::server(&data.dir, &[])?;
        let single = Process::server(&other, &["--set", "database.group_commit=1"])?;
        let load = self.load("article_like", data);
        self.compare("article_like", &load, ("group commit", &grouped), ("one commit per job", &single))
    }

    /// Compares orders, created and paid, with likes on a copy of the same data.
    fn orders(&self, data: &Data, what: &str, tickets: TicketRange) -> Result<()> {
        if !self.wants(ORDER) {
            return Ok(());
        }
        let other = data.copy(&self.work.path().join(what))?;
        let order_server = Process::server(&data.dir, &["--set", "payment.sandbox=true"])?;
        let like_server = Process::server(&other, &[])?;
        let (orders, likes) = (Load { tickets, ..self.load(ORDER, data) }, self.load("article_like", data));
        let (mut order_figures, mut like_figures, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for interval in 0..self.plan.rounds {
            let ordered = load::run(&orders, &order_server, interval)?;
            let liked = load::run(&likes, &like_server, interval)?;
            // An order is a pair of calls.
            ratios.push(ordered.per_second / 2.0 / liked.per_second);
            order_figures.push(ordered);
            like_figures.push(liked);
        }
        figures::print(&format!("orders of {what} (pair / like)"), &order_figures, Some(&ratios));
        figures::print("article_like", &like_figures, None);
        ensure!(
            order_figures.iter().all(|m| m.refused == 0),
            "orders of {what}: some replies are not a success"
        );
        Ok(())
    }

    /// Measures logins.
    fn logins(&self, data: &Data) -> Result<()> {
        if !self.wants("user_login") {
            return Ok(());
        }
        let server = Process::server(&data.dir, &[])?;
        let load = self.load("user_login", data);
        let runs = (0..self.plan.rounds)
            .map(|interval| load::run(&load, &server, interval))
            .collect::<Result<Vec<_>>>()?;
        figures::print("user_login", &runs, None);
        Ok(())
    }

    /// Compares the first page of a small and of a large list of articles.
    fn growth(&self) -> Result<()> {
        let small = Data::make(&self.work.path().join("small"), 10_000)?;
        let large = Data::make(&self.work.path().join("large"), self.plan.growth_articles)?;
        let (on_small, on_large) = (Process::server(&small.dir, &[])?, Process::server(&large.dir, &[])?);
        let (mut few, mut many) = (Vec::new(), Vec::new());
        for interval in 0..self.plan.rounds {
            few.push(load::run(&self.load("article_list_first", &small), &on_small, interval)?);
            many.push(load::run(&self.load("article_list_first", &large), &on_large, interval)?);
        }
        let (few_p50, many_p50) = (median(&few, |m| m.p50_ms), median(&many, |m| m.p50_ms));
        figures::print("first page of 10,000", &few, None);
        figures::print(&format!("first page of {}", self.plan.growth_articles), &many, None);
        println!("{:<34} p50 large / small = {:.2}", "", many_p50 / few_p50);
        Ok(())
    }

    /// Puts a load on two servers in turn and prints both, with the ratio of the first to the
    /// second.
    fn compare(&self, name: &str, load: &Load<'_>, a: (&str, &Process), b: (&str, &Process)) -> Result<()> {
        let (mut first, mut second) = (Vec::new(), Vec::new());
        for interval in 0..self.plan.rounds {
            first.push(load::run(load, a.1, interval)?);
            second.push(load::run(load, b.1, interval)?);
        }
        let ratios: Vec<f64> = first.iter().zip(&second).map(|(a, b)| a.per_second / b.per_second).collect();
        figures::print(&format!("{name}: {}", a.0), &first, Some(&ratios));
        figures::print(&format!("{name}: {}", b.0), &second, None);
        ensure!(first.iter().all(|m| m.refused == 0), "{name}: some replies are not a success");
        Ok(())
    }
}
