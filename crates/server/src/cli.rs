//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use miaohui_crowdfunding::operators::ProjectDecision;
use miaohui_ledger::Account;
use miaohui_payments::BillDay;
use miaohui_server::config::{ConfigArgs, MediaPlace};
use miaohui_server::{ServeOpening, VERSION};

use crate::export_command::ExportFormat;
use crate::replay_command::{RecordArgs, ReplayArgs};
use crate::verify_command::VerifyOptions;
use crate::webhooks_command::WebhooksCommand;

/// The backend of a culture community and a crowdfunding site: two published APIs in one binary.
#[derive(Parser)]
#[command(name = "miaohui", version = VERSION, arg_required_else_help = true)]
pub struct Cli {
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Run the service.
    Serve {
        #[command(flatten)]
        opening: ServeOpening,
        #[command(flatten)]
        args: ConfigArgs,
    },
    /// Ask the servers of the data directory to read their configuration again, as SIGHUP does: the log's
    /// level, limits, words, keys and certificates change at once. What is invalid changes nothing.
    Reload {
        #[command(flatten)]
        args: ConfigArgs,
    },
    /// Ask a running server on this machine whether it is ready; the exit code tells.
    Health {
        /// Ask only whether the process answers.
        #[arg(long)]
        live: bool,
        #[command(flatten)]
        args: ConfigArgs,
    },
    /// Write the man pages, and completions for shells.
    #[command(hide = true)]
    Manual {
        /// The directory.
        to: PathBuf,
    },
    /// Bring the database's schema up to date. An SQLite database is copied first.
    Upgrade {
        #[command(flatten)]
        args: ConfigArgs,
    },
    /// Check the data: the engine's pages, counters, tickets, balances, payments, and files on demand.
    Verify {
        #[command(flatten)]
        options: VerifyOptions,
        #[command(flatten)]
        args: ConfigArgs,
    },
    /// Write the rows of tables as JSON lines or CSV, in short reads. Encrypted values stay encrypted.
    Export {
        /// The tables.
        #[arg(required = true)]
        tables: Vec<String>,
        /// The format.
        #[arg(long)]
        format: ExportFormat,
        /// A directory for one file a table, by default standard output.
        #[arg(long, value_name = "DIRECTORY")]
        to: Option<PathBuf>,
        #[command(flatten)]
        args: ConfigArgs,
    },
    /// Check what an installation needs, and say what to do about what is wrong: disk, rights, clock,
    /// database, mail, bucket, payments, certificates, the public URL. A finding that must be mended makes
    /// the exit code 1.
    Doctor {
        #[command(flatten)]
        args: ConfigArgs,
    },
    /// Copy the whole database to the other engine and compare both. No server may run meanwhile.
    MigrateTo {
        /// postgres://user:password@host/database, or sqlite:PATH with a file or a data directory.
        target: String,
        #[command(flatten)]
        args: ConfigArgs,
    },
    /// Copy the uploaded files to the disk or to the bucket, comparing each with its name. Servers may run
    /// meanwhile; what is there already is not copied again.
    MigrateMedia {
        /// Where to.
        #[arg(long)]
        to: MediaPlace,
        #[command(flatten)]
        args: ConfigArgs,
    },
    /// Update data that comes with the program.
    Import {
        /// The data to import.
        what: Import,
        #[command(flatten)]
        args: ConfigArgs,
    },
    /// Decide about a crowdfunding project; the decision is audited and mailed to the owner.
    Review {
        /// The decision.
        decision: Review,
        /// The project's id.
        project: i64,
        /// The reason; the owner of a rejected project reads it.
        #[arg(long, default_value = "")]
        reason: String,
        /// The operator's name in the audit.
        #[arg(long, default_value = "operator")]
        actor: String,
        #[command(flatten)]
        args: ConfigArgs,
    },
    /// Confirm that a withdrawal was paid out, or refuse it.
    Withdrawal {
        /// The decision.
        decision: Decision,
        /// The withdrawal's id.
        id: i64,
        /// The reason.
        #[arg(long, default_value = "")]
        reason: String,
        /// The operator's name in the audit.
        #[arg(long, default_value = "operator")]
        actor: String,
        #[command(flatten)]
        args: ConfigArgs,
    },
    /// Refund a payment to its payer, in whole or in part.
    Refund {
        /// The payment's id (payment:ID in the ledger), or its number at the provider (m…).
        payment: String,
        /// The amount in fen (1/100 yuan), by default all that is left. A full refund reverses the
        /// purchase.
        #[arg(long, value_parser = clap::value_parser!(i64).range(1..))]
        fen: Option<i64>,
        /// The reason; the payer may read it.
        #[arg(long)]
        reason: String,
        /// The operator's name in the audit.
        #[arg(long, default_value = "operator")]
        actor: String,
        #[command(flatten)]
        args: ConfigArgs,
    },
    /// Fetch the providers' bills and compare them with the payments here: those that are missing, or
    /// those of a day again.
    Bills {
        /// The day in China's time zone, such as 2018-06-08.
        #[arg(long)]
        day: Option<BillDay>,
        /// The channel: alipay or wechat; by default all.
        #[arg(long)]
        channel: Option<String>,
        #[command(flatten)]
        args: ConfigArgs,
    },
    /// Make a backup of database and media, while the service runs or not.
    #[command(args_conflicts_with_subcommands = true)]
    Backup {
        #[command(subcommand)]
        command: Option<BackupCommand>,
        /// A directory or s3://bucket/prefix [default: backup.to]
        #[arg(long, value_name = "TARGET")]
        to: Option<String>,
        #[command(flatten)]
        args: ConfigArgs,
    },
    /// Restore a backup into the data directory, which must be new: its hashes are checked, then the
    /// data.
    Restore {
        /// A directory or s3://bucket/prefix [default: backup.to]
        from: Option<String>,
        /// The newest backup up to this time, such as 2026-11-28T03:30:00Z or 2026-11-28T11:30:00+08:00
        #[arg(long, value_parser = parse_time)]
        at: Option<i64>,
        /// The file of the keys of personal data, which is copied into the data directory. Encrypted
        /// backups contain it.
        #[arg(long)]
        keys_file: Option<PathBuf>,
        /// Restore what can be read of a damaged backup.
        #[arg(long)]
        partial: bool,
        /// Leave the files out: they are in a bucket that is whole.
        #[arg(long)]
        without_files: bool,
        /// Send the messages that waited when the backup was made; they may have been sent since.
        #[arg(long)]
        send_pending: bool,
        #[command(flatten)]
        args: ConfigArgs,
    },
    /// Simulate Alipay and WeChat Pay with public test keys, to try out payments.
    SimulateGateway {
        /// Address and port to listen on.
        #[arg(long, default_value = "127.0.0.1:8090")]
        listen: std::net::SocketAddr,
    },
    /// Pass calls on to a server and keep them with their replies, personal data masked. See docs/replay.md.
    Record(RecordArgs),
    /// Send recorded calls to another server and print what differs; any difference makes the exit code 1.
    Replay(ReplayArgs),
    /// Print the postings of an account, the newest first.
    Ledger {
        /// user:ID, held:ID, escrow:ID, clearing:CHANNEL, platform or external.
        account: Account,
        /// Maximum number of lines.
        #[arg(long, default_value_t = 100)]
        limit: i64,
        #[command(flatten)]
        args: ConfigArgs,
    },
    /// Show the keys that encrypt personal data, or encrypt them with a new one.
    Keys {
        #[command(subcommand)]
        command: KeysCommand,
    },
    /// Try out webhooks.
    Webhooks {
        #[command(subcommand)]
        command: WebhooksCommand,
    },
    /// Manage the console's staff.
    Staff {
        #[command(subcommand)]
        command: StaffCommand,
    },
    /// Print the commented default configuration file, or the effective configuration.
    Config {
        /// Print the merged configuration without secrets.
        #[arg(long)]
        effective: bool,
        #[command(flatten)]
        args: ConfigArgs,
    },
}

#[derive(Subcommand)]
pub enum BackupCommand {
    /// List the backups.
    List {
        /// A directory or s3://bucket/prefix [default: backup.to]
        from: Option<String>,
        #[command(flatten)]
        args: ConfigArgs,
    },
    /// Restore a backup into a temporary directory and verify it.
    Check {
        /// A directory or s3://bucket/prefix [default: backup.to]
        from: Option<String>,
        /// The newest backup up to this time.
        #[arg(long, value_parser = parse_time)]
        at: Option<i64>,
        #[command(flatten)]
        args: ConfigArgs,
    },
}

#[derive(Subcommand)]
pub enum KeysCommand {
    /// List the keys, and how many values are not encrypted with the current one.
    List {
        #[command(flatten)]
        args: ConfigArgs,
    },
    /// Make a new key and encrypt everything with it; with MIAOHUI_KEYS, with its first key. Servers
    /// may run meanwhile.
    Rotate {
        #[command(flatten)]
        args: ConfigArgs,
    },
}

#[derive(Subcommand)]
pub enum StaffCommand {
    /// Add a member of staff and print the initial password.
    Add {
        /// Mail address.
        email: String,
        /// Display name, by default the mail address.
        #[arg(long, default_value = "")]
        name: String,
        /// Role: owner, operator, reviewer, finance, service, reader or steward.
        #[arg(long, default_value = "owner")]
        role: String,
        #[command(flatten)]
        args: ConfigArgs,
    },
    /// End the locks of an account after failed sign-ins.
    Unlock {
        /// Mail address.
        email: String,
        #[command(flatten)]
        args: ConfigArgs,
    },
}

/// Reads a time with its offset, as Unix ms.
fn parse_time(text: &str) -> Result<i64, String> {
    let wrong = || "a time is written as 2026-11-28T03:30:00Z or 2026-11-28T11:30:00+08:00".to_owned();
    let text = text.trim().replace(' ', "T");
    let (local, offset_minutes) = if let Some(local) = text.strip_suffix('Z') {
        (local, 0)
    } else {
        let (local, offset) = text.split_at_checked(text.len().saturating_sub(6)).ok_or_else(wrong)?;
        let sign = if offset.starts_with('-') { -1 } else { 1 };
        let (hours, minutes) =
            offset.strip_prefix(['+', '-']).and_then(|text| text.split_once(':')).ok_or_else(wrong)?;
        let number = |text: &str| text.parse::<i64>().map_err(|_| wrong());
        (local, sign * (number(hours)? * 60 + number(minutes)?))
    };
    let at = humantime::parse_rfc3339(&format!("{local}Z")).map_err(|_| wrong())?;
    let at = at.duration_since(std::time::UNIX_EPOCH).map_err(|_| wrong())?.as_millis() as i64;
    Ok(at - offset_minutes * miaohui_kernel::MINUTE_MS)
}

#[derive(Clone, Copy, clap::ValueEnum)]
pub enum Import {
    /// The administrative divisions of China: adds new ones and updates names. Ids and the
    /// operators' order stay.
    Locations,
}

#[derive(Clone, Copy, clap::ValueEnum)]
pub enum Review {
    /// Start a pending project.
    Approve,
    /// Return a pending project to its owner.
    Reject,
    /// Stop a project that is under way.
    Stagnate,
    /// Resume a stopped project.
    Resume,
    /// End a project and repay its supporters.
    Withdraw,
}

#[derive(Clone, Copy, clap::ValueEnum)]
pub enum Decision {
    /// The money was paid out.
    Confirm,
    /// The money goes back to the balance.
    Refuse,
}

impl From<Review> for ProjectDecision {
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
