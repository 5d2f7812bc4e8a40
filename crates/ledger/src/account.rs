//! Whose money it is.

use std::fmt;
use std::str::FromStr;

use miaohui_db::{Result, Tx};

/// An account. It is there once money moves.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// A user's balance. Never negative.
    User(i64),
    /// What a user has asked to withdraw and has not got yet. Never negative.
    Held(i64),
    /// What was paid for a project and is not its owner's yet. Never negative.
    Escrow(i64),
    /// The operators' own.
    Platform,
    /// What a payment provider owes us, by its channel.
    Clearing(String),
    /// What was paid for nothing and is on its way back.
    Due,
    /// Everybody outside.
    External,
}

impl Account {
    /// Whether its balance is kept and limited, rather than summed up when somebody asks.
    pub(crate) fn is_limited(&self) -> bool {
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
            Self::External => f.write_str("external"),
        }
    }
}

/// A text that names no account.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("accounts are user:ID, held:ID, escrow:ID, clearing:CHANNEL, platform, due and external")]
pub struct NoAccount;

impl FromStr for Account {
    type Err = NoAccount;

    fn from_str(text: &str) -> Result<Self, NoAccount> {
        let number = |text: &str| text.parse().map_err(|_| NoAccount);
        match text.split_once(':') {
            Some(("user", id)) => number(id).map(Self::User),
            Some(("held", id)) => number(id).map(Self::Held),
            Some(("escrow", id)) => number(id).map(Self::Escrow),
            Some(("clearing", channel)) if !channel.is_empty() => Ok(Self::Clearing(channel.to_owned())),
            None if text == "platform" => Ok(Self::Platform),
            None if text == "due" => Ok(Self::Due),
            None if text == "external" => Ok(Self::External),
            _ => Err(NoAccount),
        }
    }
}

/// How much is on an account, in fen.
pub fn balance(tx: &mut Tx<'_>, account: &Account) -> Result<i64> {
    let sql = if account.is_limited() {
        "SELECT balance FROM ledger_balance WHERE account = $1"
    } else {
        "SELECT CAST(COALESCE(SUM(fen), 0) AS BIGINT) FROM ledger_line WHERE account = $1"
    };
    let found: Option<(i64,)> = tx.query_opt(sql, &[(&account.to_string()).into()])?;
    Ok(found.map_or(0, |(fen,)| fen))
}
