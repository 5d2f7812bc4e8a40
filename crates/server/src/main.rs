//! `miaohui`: the command line.

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
    Ok(Config::load(args, std::env::vars(), &here)?)
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
    announce(&config, &service, address);
    let background = miaohui_server::start_background(&service);
    let stop = async {
        if let Err(error) = serve::signal().await {
            tracing::error!(%error, "signals cannot be heard; end the process by other means");
            std::future::pending::<()>().await;
        }
    };
    let drain = Duration::from_secs(config.shutdown.drain_seconds.into());
    serve::serve(listener, service.router.clone(), stop, drain).await;
    drop(background);
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the start-up lines are for the person who started it")]
fn announce(config: &Config, service: &Service, address: std::net::SocketAddr) {
    println!("miaohui {} is ready", env!("CARGO_PKG_VERSION"));
    for (what, where_) in service.addresses(address) {
        println!("  {what:<14} {where_}");
    }
    println!("  {:<14} {}", "Data", config.data_dir.display());
    if config.demo {
        println!("  {:<14} +86 13800000001 … 13800000030, password {}", "Demo accounts", miaohui_demo::PASSWORD);
    }
}
