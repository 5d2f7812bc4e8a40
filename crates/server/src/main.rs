//! `miaohui`: the command line.

use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use miaohui_kernel::{Clock, Rng};
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
    /// Print the commented default configuration file, or with --effective what all sources say together.
    Config {
        /// Print the merged configuration, without secrets.
        #[arg(long)]
        effective: bool,
        #[command(flatten)]
        args: ConfigArgs,
    },
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
        Command::Verify { repair, args } => {
            let config = load(&args)?;
            logging::start(&config.log)?;
            let runtime = tokio::runtime::Runtime::new().context("cannot start the async threads")?;
            runtime.block_on(verify(&config, repair))?;
        }
        Command::Serve(args) => {
            let config = load(&args)?;
            logging::start(&config.log)?;
            let runtime = tokio::runtime::Runtime::new().context("cannot start the async threads")?;
            runtime.block_on(run_service(config))?;
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

#[expect(clippy::print_stdout, reason = "what a command prints is its result")]
async fn verify(config: &Config, repair: bool) -> Result<()> {
    let service = assemble(config, &Clock::system(), &Rng::os())?;
    let findings = miaohui_community::verify::verify(&service.community.db, repair).await?;
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

async fn run_service(config: Config) -> Result<()> {
    let (clock, rng) = (Clock::system(), Rng::os());
    // A taken port is told before the demo data is made, and before the database is touched.
    drop(serve::listen(config.listen).await?);
    let service = assemble(&config, &clock, &rng)?;
    if config.demo {
        miaohui_server::load_demo(&service).await?;
    }
    let listener = serve::listen(config.listen).await?;
    let address = listener.local_addr().context("the address that was taken is not known")?;
    let stop = serve::signals()?;
    announce(&config, &service, address);
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
    }
    // Whoever started it may have stopped reading; that is no reason to stop.
    let _ = std::io::stdout().write_all(text.as_bytes());
}
