//! `miaohui`: the command line.

mod backup_command;
mod bills_command;
mod blob_check;
mod cli;
mod commands;
mod doctor;
mod export_command;
mod health_command;
mod manual_command;
mod migrate_media_command;
mod migrate_to_command;
mod reload_command;
mod replay_command;
mod restore_command;
mod serve_command;
mod verify_command;
mod webhooks_command;

use std::future::Future;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::Parser;
use miaohui_db::Database;
use miaohui_kernel::Fen;
use miaohui_kernel::{Clock, Rng};
use miaohui_payments::{BillRequest, RefundRequest};
use miaohui_server::backups::RestoreRequest;
use miaohui_server::config::{Config, ConfigArgs, ConfigSource, DEFAULT_FILE, service_links};
use miaohui_server::logging::LogGuard;
use miaohui_server::{
    Opening, Service, assemble_for, database_options, logging, open_database, source_options,
};
use miaohui_webhooks::{NewEndpoint, Verdict};

use crate::cli::{BackupCommand, Cli, Command, Import, KeysCommand, StaffCommand};
use crate::verify_command::VerifyOptions;
use crate::webhooks_command::WebhooksCommand;

/// The configuration file of an installed package, if no other is named or in the working directory.
const SYSTEM_FILE: &str = "/etc/miaohui/miaohui.toml";

/// How long threads that work for no task any more hold up the end of the server.
const END_WITHIN: Duration = Duration::from_secs(1);

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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
        Command::Verify { options, args } => {
            verify(&args, options)?;
        }
        Command::Export { tables, format, to, args } => {
            with_database(&args, Opening::Read, |_, db| export_command::export(db, format, tables, to))?;
        }
        Command::Doctor { args } => {
            let config = load(&args)?;
            let options = database_options(&config, &Clock::system());
            doctor::report(&config, &options, runtime()?.handle())?;
        }
        Command::Reload { args } => reload_command::reload(&load(&args)?)?,
        Command::Health { live, args } => health_command::ask(&load(&args)?, live)?,
        Command::Manual { to } => manual_command::write(&to)?,
        Command::Upgrade { args } => with_database(&args, Opening::Upgrade, |_, db| commands::upgraded(db))?,
        Command::MigrateTo { target, args } => {
            let config = load(&args)?;
            let _log = logging::start(&config.log)?;
            let from = source_options(&config, &Clock::system())?;
            runtime()?.block_on(migrate_to_command::migrate(from, &target))?;
        }
        Command::MigrateMedia { to, args } => {
            let (config, _log) = load_logged(&args)?;
            runtime()?.block_on(migrate_media_command::migrate(&config, to))?;
        }
        Command::Import { what: Import::Locations, args } => with_service(&args, commands::import_locations)?,
        Command::Review { decision, project, reason, actor, args } => {
            with_service(&args, |service| {
                commands::review(service, decision.into(), project, actor, reason)
            })?;
        }
        Command::Withdrawal { decision, id, reason, actor, args } => {
            with_service(&args, |service| commands::decide_withdrawal(service, decision, id, actor, reason))?;
        }
        Command::Staff { command: StaffCommand::Add { email, name, role, args } } => {
            with_service(&args, |service| commands::add_staff(service, email, name, role))?;
        }
        Command::Staff { command: StaffCommand::Unlock { email, args } } => {
            with_service(&args, |service| commands::unlock_staff(service, email))?;
        }
        Command::Webhooks { command: WebhooksCommand::Add { url, wants, note, args } } => {
            let new = NewEndpoint { url, note, wants };
            with_service(&args, |service| webhooks_command::add(service, new))?;
        }
        Command::Webhooks { command: WebhooksCommand::Listen { listen, secret, verdict } } => {
            let verdict = Verdict::from_value(&verdict).unwrap_or(Verdict::Allow);
            runtime()?.block_on(webhooks_command::listen(listen, &secret, verdict))?;
        }
        Command::Keys { command: KeysCommand::List { args } } => {
            with_database(&args, Opening::Read, commands::list_keys)?;
        }
        Command::Keys { command: KeysCommand::Rotate { args } } => {
            with_service(&args, commands::rotate_keys)?;
        }
        Command::Refund { payment, fen, reason, actor, args } => {
            with_service(&args, |service| {
                commands::refund(service, RefundRequest { payment, fen: fen.map(Fen), actor, reason })
            })?;
        }
        Command::Bills { day, channel, args } => {
            let request = BillRequest { day, channel };
            with_service(&args, |service| bills_command::fetch_bills(service, request))?;
        }
        Command::Backup { command: None, to, args } => {
            let ((config, _log), runtime) = (load_logged(&args)?, runtime()?);
            backup_command::make(&config, to.as_deref(), runtime.handle())?;
        }
        Command::Backup { command: Some(BackupCommand::List { from, args }), .. } => {
            let ((config, _log), runtime) = (load_logged(&args)?, runtime()?);
            backup_command::list(&config, from.as_deref(), runtime.handle())?;
        }
        Command::Backup { command: Some(BackupCommand::Check { from, at, args }), .. } => {
            let ((config, _log), runtime) = (load_logged(&args)?, runtime()?);
            backup_command::check(&config, from.as_deref(), at, runtime.handle())?;
        }
        Command::Restore { from, at, keys_file, partial, without_files, send_pending, args } => {
            let ((config, _log), runtime) = (load_logged(&args)?, runtime()?);
            let request = RestoreRequest { from, at_ms: at, keys_file, partial, without_files, send_pending };
            restore_command::restore(&config, &request, runtime.handle())?;
        }
        Command::SimulateGateway { listen } => runtime()?.block_on(commands::simulate(listen))?,
        Command::Record(args) => runtime()?.block_on(replay_command::record(args))?,
        Command::Replay(args) => runtime()?.block_on(replay_command::replay(args))?,
        Command::Ledger { account, limit, args } => {
            with_database(&args, Opening::Read, |_, db| commands::print_statement(db, account, limit))?;
        }
        Command::Serve { opening, args } => {
            let source = source(&args)?;
            let (config, values) = source.load()?;
            let _log = logging::start(&config.log)?;
            let ignored = service_links(variables()).join(" ");
            if !ignored.is_empty() {
                tracing::info!(ignored, "variables of a service of this name are no configuration");
            }
            let runtime = runtime()?;
            let served = runtime.block_on(serve_command::serve(config, (source, values), opening));
            // A call that waits for a slow webhook keeps its thread; the event is sent again.
            runtime.shutdown_timeout(END_WITHIN);
            served?;
        }
    }
    Ok(())
}

fn load(args: &ConfigArgs) -> Result<Config> {
    Ok(source(args)?.load()?.0)
}

/// Where this process takes its configuration from.
fn source(args: &ConfigArgs) -> Result<ConfigSource> {
    let cwd = std::env::current_dir().context("the working directory cannot be read")?;
    let (mut args, env) = (args.clone(), variables().collect());
    let system = Path::new(SYSTEM_FILE);
    if ConfigSource::is_unnamed(&args, &env, &cwd) && system.is_file() {
        args.config = Some(system.to_owned());
    }
    Ok(ConfigSource { args, env, cwd })
}

/// The environment. A variable that is no text is nobody's setting.
fn variables() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os().filter_map(|(k, v)| Some((k.into_string().ok()?, v.into_string().ok()?)))
}

fn load_logged(args: &ConfigArgs) -> Result<(Config, LogGuard)> {
    let config = load(args)?;
    let log = logging::start(&config.log)?;
    Ok((config, log))
}

fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Runtime::new().context("cannot start the async threads")
}

/// Checks the data, and opens no more for it than repairs need.
fn verify(args: &ConfigArgs, options: VerifyOptions) -> Result<()> {
    if options.repair {
        let config = load(args)?;
        return with_service(args, async move |service| {
            let platform = &service.platform;
            verify_command::verify(&config, &platform.db, Some(platform), options).await
        });
    }
    let checked = async move |config, db| verify_command::verify(&config, &db, None, options).await;
    with_database(args, Opening::Read, checked)
}

/// Runs a command that needs no more than the database.
fn with_database<W: Future<Output = Result<()>>>(
    args: &ConfigArgs,
    opening: Opening,
    command: impl FnOnce(Config, Database) -> W,
) -> Result<()> {
    let config = load(args)?;
    let _log = logging::start(&config.log)?;
    let db = open_database(&config, &Clock::system(), opening)?;
    runtime()?.block_on(command(config, db))
}

/// Runs a command on the configured database, beside whatever serves it.
fn with_service<W: Future<Output = Result<()>>>(
    args: &ConfigArgs,
    command: impl FnOnce(Service) -> W,
) -> Result<()> {
    let config = load(args)?;
    let _log = logging::start(&config.log)?;
    runtime()?.block_on(async {
        command(assemble_for(Opening::Write, &config, &Clock::system(), &Rng::os())?).await
    })
}
