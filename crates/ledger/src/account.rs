//! Whose money it is.

use std::fmt;
use std::str::FromStr;

use miaohui_db::{Result, Tx};

/// An account. Its row is made with its first line.
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
    /// Everybody outside.
    External,
}

impl Account {
    pub(crate) fn key(&self) -> (&'static str, i64, &str) {
        match self {
            Self::User(id) => ("user", *id, ""),
            Self::Held(id) => ("held", *id, ""),
            Self::Escrow(id) => ("escrow", *id, ""),
            Self::Platform => ("platform", 0, ""),
            Self::Clearing(channel) => ("clearing", 0, channel),
            Self::External => ("external", 0, ""),
        }
    }

    /// Whether its balance is kept and limited, rather than summed up when somebody asks.
    pub(crate) fn is_limited(&self) -> bool {
        matches!(self, Self::User(_) | Self::Held(_) | Self::Escrow(_))
    }

    /// Its row; made when it is not there.
    pub(crate) fn row(&self, tx: &mut Tx<'_>) -> Result<i64> {
        let (kind, owner, channel) = self.key();
        let find = "SELECT id FROM ledger_account WHERE kind = $1 AND owner = $2 AND channel = $3";
        let key = [kind.into(), owner.into(), channel.into()];
        if let Some((id,)) = tx.query_opt(find, &key)? {
            return Ok(id);
        }
        tx.execute(
            "INSERT INTO ledger_account (kind, owner, channel) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            &key,
        )?;
        let (id,) = tx.query_one(find, &key)?;
        Ok(id)
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
            Self::External => f.write_str("external"),
        }
    }
}

/// A text that names no account.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("accounts are user:ID, held:ID, escrow:ID, clearing:CHANNEL, platform and external")]
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
            None if text == "external" => Ok(Self::External),
            _ => Err(NoAccount),
        }
    }
}

/// How much is on an account, in fen.
pub fn balance(tx: &mut Tx<'_>, account: &Account) -> Result<i64> {
    let (kind, owner, channel) = account.key();
    let key = [kind.into(), owner.into(), channel.into()];
    let sql = if account.is_limited() {
        "SELECT balance FROM ledger_account WHERE kind = $1 AND owner = $2 AND channel = $3"
    } else {
        "SELECT CAST(COALESCE(SUM(l.fen), 0) AS BIGINT) FROM ledger_line l JOIN ledger_account a ON a.id = l.account_id
         WHERE a.kind = $1 AND a.owner = $2 AND a.channel = $3"
    };
    let found: Option<(i64,)> = tx.query_opt(sql, &key)?;
    Ok(found.map_or(0, |(fen,)| fen))
}
