//! What can be said on the command line.

use clap::{Parser, Subcommand};
use miaohui_crowdfunding::operators::ProjectDecision;
use miaohui_ledger::Account;
use miaohui_server::config::ConfigArgs;

/// The backend of a culture community and a crowdfunding site: two published APIs in one binary.
#[derive(Parser)]
#[command(version, arg_required_else_help = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
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
pub enum StaffCommand {
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
pub enum Import {
    /// The administrative divisions of China: new ones and new names. Ids and the operators' order stay.
    Locations,
}

#[derive(Clone, Copy, clap::ValueEnum)]
pub enum Review {
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
