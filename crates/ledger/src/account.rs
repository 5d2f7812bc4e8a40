//! Accounts of the ledger and their balances.

use std::fmt;
use std::str::FromStr;

use miaohui_db::{Result, Tx};
use miaohui_kernel::Fen;

/// An account. It needs no row of its own before the first posting.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// A user's balance. Never negative.
    User(i64),
    /// Withdrawals of a user that are not paid out yet. Never negative.
    Held(i64),
    /// Payments for a project that its owner has not received yet. Never negative.
    Escrow(i64),
    /// The operators' money.
    Platform,
    /// What a payment provider owes us, by its channel.
    Clearing(String),
    /// Refunds that have not reached the payers yet.
    Due,
    /// What a payment provider has kept for its services, by its channel.
    Fees(String),
    /// Refunds that were made at a provider and that no operator has assigned yet.
    Suspense,
    /// Everything outside this system.
    External,
}

impl Account {
    /// Whether the balance is a row that must not be negative, rather than a sum over the lines.
    pub(crate) fn has_stored_balance(&self) -> bool {
        matches!(self, Self::User(_) | Self::Held(_) | Self::Escrow(_))
    }
}

/// `user:7`, `escrow:3`, `clearing:alipay`, `platform`.
impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(id) => write!(f, "user:{id}"),
            Self::Held(id) => write!(f, "held:{id}"),
            Self::Escrow(id) => write!(f, "escrow:{id}"),
            Self::Platform => f.write_str("platform"),
            Self::Clearing(channel) => write!(f, "clearing:{channel}"),
            Self::Due => f.write_str("due"),
            Self::Fees(channel) => write!(f, "fees:{channel}"),
            Self::Suspense => f.write_str("suspense"),
            Self::External => f.write_str("external"),
        }
    }
}

/// A text that names no account.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error(
    "accounts are user:ID, held:ID, escrow:ID, clearing:CHANNEL, fees:CHANNEL, platform, due, suspense and external"
)]
pub struct AccountNameError;

impl FromStr for Account {
    type Err = AccountNameError;

    fn from_str(text: &str) -> Result<Self, AccountNameError> {
        let number = |text: &str| text.parse().map_err(|_| AccountNameError);
        match text.split_once(':') {
            Some(("user", id)) => number(id).map(Self::User),
            Some(("held", id)) => number(id).map(Self::Held),
            Some(("escrow", id)) => number(id).map(Self::Escrow),
            Some(("clearing", channel)) if !channel.is_empty() => Ok(Self::Clearing(channel.to_owned())),
            Some(("fees", channel)) if !channel.is_empty() => Ok(Self::Fees(channel.to_owned())),
            None if text == "suspense" => Ok(Self::Suspense),
            None if text == "platform" => Ok(Self::Platform),
            None if text == "due" => Ok(Self::Due),
            None if text == "external" => Ok(Self::External),
            _ => Err(AccountNameError),
        }
    }
}

/// The balance of an account; zero before its first posting.
pub fn balance(tx: &mut Tx<'_>, account: &Account) -> Result<Fen> {
    let sql = if account.has_stored_balance() {
        "SELECT balance FROM ledger_balance WHERE account = $1"
    } else {
        "SELECT CAST(COALESCE(SUM(fen), 0) AS BIGINT) FROM ledger_line WHERE account = $1"
    };
    let found: Option<(Fen,)> = tx.query_opt(sql, &[(&account.to_string()).into()])?;
    Ok(found.map_or(Fen::ZERO, |(balance,)| balance))
}
