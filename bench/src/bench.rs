//! The scenarios and the servers that they compare.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::data::Data;
use crate::figures::Figures;
use crate::growth;
use crate::load::{self, Load};
use crate::plan::Plan;
use crate::process::Process;
use crate::report::{Report, Row};
use crate::sides::{Side, compare, in_turn};
use crate::sizes::Sizes;
use crate::tickets::TicketRange;

/// The scenarios that a look measures: what a scenario is called in the table, and in `call.lua`.
const MAIN: [(&str, &str, bool); 4] = [
    ("W1 `article_list`, first page", "article_list_first", false),
    ("W2 `article_like`, durable", "article_like", true),
    ("W3 crowdfunding projects, pages 1 to 20", "funding_pages", false),
    ("W4 one crowdfunding project", "funding_one", false),
];

/// The other lists that are compared with the floor server.
const LISTS: [(&str, &str, bool); 8] = [
    ("`article_list`, random pages (offset to 1,000)", "article_list_random", false),
    ("`article_list`, offset 9,000 to 10,000", "article_list_deep", false),
    ("`project_list`, first page of 20", "project_list", false),
    ("`ticket_list`, a project's 20", "ticket_list", false),
    ("`merchant_cloth_list`", "merchant_cloth_list", false),
    ("`my_message_center`", "my_message_center", false),
    ("crowdfunding projects, first page", "funding_list", false),
    ("crowdfunding projects, search", "funding_search", false),
];

/// Connections of the storm of logins.
const STORM_CONNECTIONS: u32 = 8;

/// A run of the benchmark.
pub struct Bench {
    plan: Plan,
    work: tempfile::TempDir,
    data: Data,
    before: Option<(PathBuf, Data)>,
}

impl Bench {
    /// Makes or opens the data.
    pub fn new(mut plan: Plan) -> Result<Self> {
        if plan.quick {
            (plan.rounds, plan.seconds, plan.growth_articles) = (3, 2, 0);
        }
        let work = tempfile::tempdir()?;
        let data = match &plan.data {
            Some(dir) => Data::open(dir)?,
            None => Data::make(&work.path().join("main"), None, plan.sizes, plan.rounds)?,
        };
        let before = match (&plan.before, &plan.before_data) {
            (Some(program), Some(dir)) => Some((program.clone(), Data::open(dir)?)),
            _ => None,
        };
        Ok(Self { plan, work, data, before })
    }

    /// Runs the scenarios and writes the report.
    pub fn run(&self) -> Result<()> {
        let Sizes { viewers, articles, likes, collects, projects, supports } = self.plan.sizes;
        let Plan { connections, rounds, seconds, .. } = self.plan;
        let mut report = Report::begin(format!(
            "{viewers} viewers, {articles} articles, {likes} likes, {collects} collects, {projects} projects, \
             {supports} supports; {connections} connections, {rounds} intervals of {seconds} s for each side."
        ));
        for scenario in MAIN {
            self.compare_with_floor(&mut report, scenario)?;
        }
        if !self.plan.quick {
            for scenario in LISTS {
                self.compare_with_floor(&mut report, scenario)?;
            }
            self.reads_beside_writes(&mut report)?;
            self.reads_beside_logins(&mut report)?;
            self.group_commit(&mut report)?;
            self.orders(&mut report, "orders of many projects", self.data.content.tickets)?;
            self.orders(&mut report, "orders of one project", self.data.content.tickets_of_one)?;
            self.logins(&mut report)?;
        }
        if self.plan.growth_articles > 0 && self.wants("growth") {
            growth::measure(&mut report, &self.plan, self.work.path())?;
        }
        self.plan.report.as_deref().map_or(Ok(()), |file| report.write(file))
    }

    fn wants(&self, scenario: &str) -> bool {
        scenario.contains(&self.plan.only)
    }

    fn load(&self, scenario: &'static str, data: &Data) -> Load {
        Load::new(scenario, data, self.plan.seconds, self.plan.connections)
    }

    /// The directory of a server; a copy for one that changes the data.
    fn directory(&self, data: &Data, copy: Option<&str>) -> Result<PathBuf> {
        copy.map_or_else(|| Ok(data.dir.clone()), |name| data.copy(&self.work.path().join(name)))
    }

    fn server(&self, copy: Option<&str>, flags: &[&str]) -> Result<Process> {
        Process::server(&self.directory(&self.data, copy)?, flags)
    }

    /// Compares this server, an earlier one and one on PostgreSQL with the floor server.
    fn compare_with_floor(
        &self,
        report: &mut Report,
        (name, scenario, writes): (&str, &'static str, bool),
    ) -> Result<()> {
        if !self.wants(scenario) {
            return Ok(());
        }
        let (own, other) = (writes.then_some("own"), writes.then_some("before"));
        let server = self.server(own, &[])?;
        let load = self.load(scenario, &self.data);
        let file = self.work.path().join("reply.json");
        std::fs::write(&file, load::one_reply(&server, &load)?)?;
        let floor = Process::floor(&file)?;
        let mut sides = vec![Side::new(name, &server, load.clone())];
        let postgres = self.plan.postgres.as_deref().map(|url| {
            let url = format!("database.url={url}");
            Process::server(&self.work.path().join("postgres"), &["--set", &url])
        });
        let postgres = postgres.transpose()?;
        if let Some(server) = &postgres {
            sides.push(Side::new(format!("{name}, on PostgreSQL"), server, load.clone()));
        }
        let before = self.before.as_ref().map(|(program, data)| -> Result<_> {
            let server = Process::program(program, &self.directory(data, other)?, &[])?;
            Ok((server, self.load(scenario, data)))
        });
        let before = before.transpose()?;
        if let Some((server, load)) = &before {
            sides.push(Side::new(format!("{name}, before"), server, load.clone()));
        }
        sides.push(Side::new("floor, the same bytes", &floor, load));
        compare(report, &sides, self.plan.rounds, "of the floor")
    }

    /// Compares first pages with and without likes between them.
    fn reads_beside_writes(&self, report: &mut Report) -> Result<()> {
        if !self.wants("mixed") {
            return Ok(());
        }
        let (mixed, alone) = (self.server(Some("mixed"), &[])?, self.server(None, &[])?);
        let sides = [
            Side { share: 0.9, ..Side::new("W1 with 10 % likes", &mixed, self.load("mixed", &self.data)) },
            Side::new("W1 alone", &alone, self.load("article_list_first", &self.data)),
        ];
        compare(report, &sides, self.plan.rounds, "of W1 alone, reads only")
    }

    /// Compares first pages during a storm of logins with those without.
    fn reads_beside_logins(&self, report: &mut Report) -> Result<()> {
        if !self.wants("storm") {
            return Ok(());
        }
        let server = self.server(None, &[])?;
        let reads = self.load("article_list_first", &self.data);
        let storm = Load { connections: STORM_CONNECTIONS, ..self.load("user_login", &self.data) };
        let (mut beside, mut alone) = (Vec::<Figures>::new(), Vec::<Figures>::new());
        for interval in 0..self.plan.rounds {
            let logins = load::start(&storm, &server, interval)?;
            beside.push(load::run(&reads, &server, interval)?);
            logins.figures()?;
            alone.push(load::run(&reads, &server, interval)?);
        }
        let ratios = beside.iter().zip(&alone).map(|(a, b)| a.per_second / b.per_second).collect();
        let name = "W1 beside a storm of logins".to_owned();
        report.add(Row { name, intervals: beside, ratio: Some((ratios, "of W1 alone")) });
        report.add(Row { name: "W1 alone".into(), intervals: alone, ratio: None });
        Ok(())
    }

    /// Compares group commit with one commit for each job.
    fn group_commit(&self, report: &mut Report) -> Result<()> {
        if !self.wants("group_commit") {
            return Ok(());
        }
        let grouped = self.server(Some("grouped"), &[])?;
        let single = self.server(Some("single"), &["--set", "database.group_commit=1"])?;
        let load = self.load("article_like", &self.data);
        let sides = [
            Side::new("`article_like`, in groups", &grouped, load.clone()),
            Side::new("`article_like`, one commit each", &single, load),
        ];
        compare(report, &sides, self.plan.rounds, "of one commit each")
    }

    /// Compares orders, created and paid, with likes.
    fn orders(&self, report: &mut Report, name: &str, tickets: TicketRange) -> Result<()> {
        if !self.wants("order") {
            return Ok(());
        }
        let orders = self.server(Some("orders"), &["--set", "payment.sandbox=true"])?;
        let likes = self.server(Some("likes"), &[])?;
        let sides = [
            Side {
                share: 0.5,
                ..Side::new(name, &orders, Load { tickets, ..self.load("order", &self.data) })
            },
            Side::new("`article_like`", &likes, self.load("article_like", &self.data)),
        ];
        compare(report, &sides, self.plan.rounds, "pairs a like")
    }

    /// Measures logins.
    fn logins(&self, report: &mut Report) -> Result<()> {
        if !self.wants("user_login") {
            return Ok(());
        }
        let server = self.server(Some("logins"), &[])?;
        let sides = [Side::new("`user_login` (Argon2id)", &server, self.load("user_login", &self.data))];
        let intervals = in_turn(&sides, self.plan.rounds)?.pop().context("no interval")?;
        report.add(Row { name: "`user_login` (Argon2id)".into(), intervals, ratio: None });
        Ok(())
    }
}
