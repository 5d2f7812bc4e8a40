//! `miaohui`: the command line.

use std::future::Future;
use std::io::Write;
use std::process::ExitCode;
use std::time::{Duration, UNIX_EPOCH};

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use miaohui_crowdfunding::operators::{self, Deed};
use miaohui_db::Tx;
use miaohui_kernel::{Clock, Rng};
use miaohui_ledger::Account;
use miaohui_payments::{Refunded, Refunding};
use miaohui_server::config::{Config, ConfigArgs, DEFAULT_FILE};
use miaohui_server::{Service, assemble, logging, serve};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The backend of a culture community and a crowdfunding site: two published APIs in one binary.
#[derive(Parser)]
#[command(version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the service.
    Serve(ConfigArgs),
    /// Check what must always hold in the database: counters against recounts, tickets against orders.
    Verify {
        /// Put counters right.
        #[arg(long)]
        repair: bool,
        #[command(flatten)]
        args: ConfigArgs,
    },
    /// Bring a database's data up to date with what comes with the program.
    Import {
        /// What to import.
        what: Import,
        #[command(flatten)]
        args: ConfigArgs,
    },
    /// Decide about a crowdfunding project in an operator's name; written to the audit, told to the owner.
    Review {
        /// What to do.
        deed: Review,
        /// The project's id.
        project: i64,
        /// Why; the owner of a rejected project reads it.
        #[arg(long, default_value = "")]
        reason: String,
        /// Who decides.
        #[arg(long, default_value = "operator")]
        actor: String,
        #[command(flatten)]
        args: ConfigArgs,
    },
    /// Say that a withdrawal was paid out, or refuse it.
    Withdrawal {
        /// What to do.
        decision: Decision,
        /// The withdrawal's id.
        id: i64,
        /// Why.
        #[arg(long, default_value = "")]
        reason: String,
        /// Who decides.
        #[arg(long, default_value = "operator")]
        actor: String,
        #[command(flatten)]
        args: ConfigArgs,
    },
    /// Send money of a payment back to whoever paid it, in whole or in part; written down with the reason.
    Refund {
        /// The payment's id (payment:ID in the ledger), or its number at the provider (m…).
        payment: String,
        /// How much in fen, 1/100 yuan; left out: all that is left. With all of it what was paid for is taken back.
        #[arg(long, value_parser = clap::value_parser!(i64).range(1..))]
        fen: Option<i64>,
        /// Why; the payer may read it.
        #[arg(long)]
        reason: String,
        /// Who decides.
        #[arg(long, default_value = "operator")]
        actor: String,
        #[command(flatten)]
        args: ConfigArgs,
    },
    /// Play Alipay and WeChat Pay on this machine, for trying payments out: test merchants with keys that everybody knows.
    SimulateGateway {
        /// Where to listen.
        #[arg(long, default_value = "127.0.0.1:8090")]
        listen: std::net::SocketAddr,
    },
    /// Print what happened to the money of an account, the newest first.
    Ledger {
        /// user:ID, held:ID, escrow:ID, clearing:CHANNEL, platform or external.
        account: Account,
        /// Most lines.
        #[arg(long, default_value_t = 100)]
        limit: i64,
        #[command(flatten)]
        args: ConfigArgs,
    },
    /// Let people into the console.
    Staff {
        #[command(subcommand)]
        command: StaffCommand,
    },
    /// Print the commented default configuration file, or with --effective what all sources say together.
    Config {
        /// Print the merged configuration, without secrets.
        #[arg(long)]
        effective: bool,
        #[command(flatten)]
        args: ConfigArgs,
    },
}

#[derive(Subcommand)]
enum StaffCommand {
    /// Add somebody and print the password with which they sign in first.
    Add {
        /// Mail address.
        email: String,
        /// How others see them (left out: the address).
        #[arg(long, default_value = "")]
        name: String,
        /// owner, operator, reviewer, finance, service or reader.
        #[arg(long, default_value = "owner")]
        role: String,
        #[command(flatten)]
        args: ConfigArgs,
    },
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Import {
    /// The administrative divisions of China: new ones and new names. Ids and the operators' order stay.
    Locations,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Review {
    /// Let a project that waits for its review begin.
    Approve,
    /// Give it back to its owner.
    Reject,
    /// Stop a project that is under way.
    Stagnate,
    /// Let a stopped project go on.
    Resume,
    /// End it and give its supporters their money back.
    Withdraw,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Decision {
    /// The money was paid out.
    Confirm,
    /// The money goes back to the balance.
    Refuse,
}

impl From<Review> for Deed {
    fn from(review: Review) -> Self {
        match review {
            Review::Approve => Self::Approve,
            Review::Reject => Self::Reject,
            Review::Stagnate => Self::Stagnate,
            Review::Resume => Self::Resume,
            Review::Withdraw => Self::Withdraw,
        }
    }
}

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("miaohui: {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stdout, reason = "what a command prints is its result")]
fn run(cli: Cli) -> Result<()> {
    match cli.command {
        Command::Config { effective: false, .. } => print!("{DEFAULT_FILE}"),
        Command::Config { args, .. } => print!("{}", load(&args)?.to_toml_redacted()?),
        Command::Verify { repair, args } => with_service(&args, |service| verify(service, repair))?,
        Command::Import { what: Import::Locations, args } => with_service(&args, import_locations)?,
        Command::Review { deed, project, reason, actor, args } => {
            with_service(&args, |service| review(service, deed.into(), project, actor, reason))?;
        }
        Command::Withdrawal { decision, id, reason, actor, args } => {
            with_service(&args, |service| decide_withdrawal(service, decision, id, actor, reason))?;
        }
        Command::Staff { command: StaffCommand::Add { email, name, role, args } } => {
            with_service(&args, |service| add_staff(service, email, name, role))?;
        }
        Command::Refund { payment, fen, reason, actor, args } => {
            with_service(&args, |service| refund(service, Refunding { payment, fen, actor, reason }))?;
        }
        Command::SimulateGateway { listen } => runtime()?.block_on(simulate(listen))?,
        Command::Ledger { account, limit, args } => {
            with_service(&args, |service| explain(service, account, limit))?;
        }
        Command::Serve(args) => {
            let config = load(&args)?;
            logging::start(&config.log)?;
            runtime()?.block_on(run_service(config))?;
        }
    }
    Ok(())
}

fn load(args: &ConfigArgs) -> Result<Config> {
    let here = std::env::current_dir().context("the working directory cannot be read")?;
    // A variable that is no text is nobody's setting.
    let variables =
        std::env::vars_os().filter_map(|(k, v)| Some((k.into_string().ok()?, v.into_string().ok()?)));
    Ok(Config::load(args, variables, &here)?)
}

fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Runtime::new().context("cannot start the async threads")
}

/// Runs a command on the configured database, beside whatever serves it.
fn with_service<W: Future<Output = Result<()>>>(
    args: &ConfigArgs,
    command: impl FnOnce(Service) -> W,
) -> Result<()> {
    let config = load(args)?;
    logging::start(&config.log)?;
    runtime()?.block_on(async { command(assemble(&config, &Clock::system(), &Rng::os())?).await })
}

#[expect(clippy::print_stdout, reason = "what a command prints is its result")]
async fn verify(service: Service, repair: bool) -> Result<()> {
    let findings = miaohui_server::verify(&service.community.db, repair).await?;
    for finding in &findings {
        let repaired = if finding.repaired { " (put right)" } else { "" };
        println!("{}: {} rows{repaired}", finding.what, finding.rows);
    }
    if findings.iter().all(|finding| finding.repaired) {
        println!("all is well");
        return Ok(());
    }
    anyhow::bail!("something does not hold; --repair puts counters right")
}

#[expect(clippy::print_stdout, reason = "what a command prints is its result")]
async fn import_locations(service: Service) -> Result<()> {
    let changed = service.crowdfunding.db.write(miaohui_crowdfunding::places::import).await?;
    println!("{changed} places are new or have changed");
    Ok(())
}

#[expect(clippy::print_stdout, reason = "what a command prints is its result")]
async fn review(service: Service, deed: Deed, project: i64, actor: String, reason: String) -> Result<()> {
    let now = service.crowdfunding.clock.now_ms();
    let decide = move |tx: &mut Tx<'_>| operators::decide(tx, deed, project, &actor, &reason, now);
    match service.crowdfunding.db.write(decide).await {
        Ok(true) => println!("project {project}: {}", deed.name()),
        Ok(false) => anyhow::bail!("project {project} is not in a state for this ({})", deed.name()),
        Err(miaohui_crowdfunding::Error::Refused(_)) => anyhow::bail!("there is no project {project}"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "what a command prints is its result")]
async fn decide_withdrawal(
    service: Service,
    decision: Decision,
    id: i64,
    actor: String,
    reason: String,
) -> Result<()> {
    let (now, paid) = (service.crowdfunding.clock.now_ms(), matches!(decision, Decision::Confirm));
    let decide = move |tx: &mut Tx<'_>| operators::decide_withdrawal(tx, id, paid, &actor, &reason, now);
    if !service.crowdfunding.db.write(decide).await? {
        anyhow::bail!("withdrawal {id} waits for no decision");
    }
    println!("withdrawal {id}: {}", if paid { "paid out" } else { "refused" });
    Ok(())
}

#[expect(clippy::print_stdout, reason = "what a command prints is its result")]
async fn add_staff(service: Service, email: String, name: String, role: String) -> Result<()> {
    let password = miaohui_console::add_staff(&service.console, &email, &name, &role, None).await?;
    println!("{email} may sign in at /console/ with the password {password} and should change it there");
    Ok(())
}

#[expect(clippy::print_stdout, reason = "what a command prints is its result")]
async fn refund(service: Service, asked: Refunding) -> Result<()> {
    let payment = format!("payment {}", asked.payment);
    let Refunded { payment, subject, fen, left } = service.desk.refund(asked).await.context(payment)?;
    println!("payment {payment} ({subject}): {} yuan go back, {} yuan stay", Fen(fen), Fen(left));
    Ok(())
}

#[expect(clippy::print_stdout, reason = "what a command prints is its result")]
async fn simulate(listen: std::net::SocketAddr) -> Result<()> {
    use miaohui_simulator::test_accounts::{ALIPAY_APP_ID, ALIPAY_SELLER_ID, WECHAT_APPID, WECHAT_MCHID};
    let listener = serve::listen(listen).await?;
    let address = listener.local_addr()?;
    println!(
        "payment.alipay.gateway  http://{address}/gateway.do (app {ALIPAY_APP_ID}, seller {ALIPAY_SELLER_ID})"
    );
    println!("payment.wechat.host     http://{address} (merchant {WECHAT_MCHID}, appid {WECHAT_APPID})");
    println!(
        "payers                  POST http://{address}/control/pay/REFERENCE, GET http://{address}/control/orders"
    );
    let settings = miaohui_simulator::Settings::new(Clock::system(), Rng::os());
    Ok(miaohui_simulator::serve(listener, settings).await?)
}

#[expect(clippy::print_stdout, reason = "what a command prints is its result")]
async fn explain(service: Service, account: Account, limit: i64) -> Result<()> {
    let name = account.to_string();
    let look = move |tx: &mut Tx<'_>| -> miaohui_db::Result<_> {
        Ok((miaohui_ledger::balance(tx, &account)?, miaohui_ledger::statement(tx, &account, limit, 0)?))
    };
    let (balance, (count, entries)) = service.crowdfunding.db.read(look).await?;
    println!("{name}: {} yuan, {count} lines", Fen(balance));
    for entry in entries {
        let at =
            humantime::format_rfc3339_seconds(UNIX_EPOCH + Duration::from_millis(entry.at.max(0) as u64));
        let after = entry.balance.map_or(String::new(), |fen| Fen(fen).to_string());
        println!("{at}  {:>12}  {after:>12}  {:<20}  {}", Fen(entry.fen).to_string(), entry.what, entry.key);
    }
    Ok(())
}

/// Money as people read it.
struct Fen(i64);

impl std::fmt::Display for Fen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{}.{:02}", self.0.abs() / 100, self.0.abs() % 100)
    }
}

async fn run_service(config: Config) -> Result<()> {
    let (clock, rng) = (Clock::system(), Rng::os());
    // A taken port is told before the demo data is made, and before the database is touched.
    drop(serve::listen(config.listen).await?);
    let service = assemble(&config, &clock, &rng)?;
    if config.demo {
        miaohui_server::load_demo(&service).await?;
    }
    // Nothing is published before the words are known.
    service.words.reload(&service.community.db).await?;
    let listener = serve::listen(config.listen).await?;
    let address = listener.local_addr().context("the address that was taken is not known")?;
    let stop = serve::signals()?;
    announce(&config, &service, address);
    if !miaohui_console::is_staffed(&service.console).await? {
        let text = "  Nobody may sign in to the console yet: miaohui staff add YOU@EXAMPLE.COM\n";
        let _ = std::io::stdout().write_all(text.as_bytes());
    }
    let background = miaohui_server::start_background(&service);
    let drain = Duration::from_secs(config.shutdown.drain_seconds.into());
    serve::serve(listener, service.router.clone(), stop, drain).await;
    drop(background);
    Ok(())
}

/// The start-up lines, for the person who started it.
fn announce(config: &Config, service: &Service, address: std::net::SocketAddr) {
    let mut text = format!("miaohui {} is ready\n", env!("CARGO_PKG_VERSION"));
    let mut line = |what: &str, value: &str| {
        text.extend(["  ", what, &" ".repeat(15_usize.saturating_sub(what.len())), value, "\n"]);
    };
    for (what, value) in service.addresses(address) {
        line(what, &value);
    }
    line("Data", &config.data_dir.display().to_string());
    if config.demo {
        let password = miaohui_demo::PASSWORD;
        line("Demo accounts", &format!("+86 13800000001 … 13800000030, password {password}"));
        line("", &format!("demo1@miaohui.example … demo20@miaohui.example, password {password}"));
        line("", &format!("console: {}, password {password}", miaohui_server::DEMO_STAFF));
    }
    // Whoever started it may have stopped reading; that is no reason to stop.
    let _ = std::io::stdout().write_all(text.as_bytes());
}
