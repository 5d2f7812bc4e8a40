//! Postings: movements of money between accounts.

use std::collections::BTreeMap;

use miaohui_db::Tx;
use miaohui_kernel::Fen;

use crate::account::Account;

miaohui_db::ids! {
    /// A posting: one movement of money.
    PostingId,
}

/// An amount to move from one account to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// The account to debit.
    pub from: Account,
    /// The account to credit.
    pub to: Account,
    /// The amount; more than 0.
    pub fen: Fen,
}

/// The result of a posting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Posted {
    /// The posting was made now.
    New,
    /// A posting with this key exists; nothing was changed.
    Duplicate,
}

/// Why a posting was not made. The transaction must be rolled back.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// The balance of an account would become negative.
    #[error("there is not enough money on {0}")]
    InsufficientFunds(Account),
    /// A sum of amounts does not fit into 64 bits.
    #[error("the amounts of the posting are too large")]
    Overflow,
    /// A database error.
    #[error(transparent)]
    Database(#[from] miaohui_db::Error),
}

/// A change of an account's balance, with the balance after it where one is stored.
struct Line {
    account: String,
    fen: Fen,
    balance: Option<Fen>,
}

/// Makes a posting of these transfers, once for each `key`. `what` is shown in statements.
///
/// Transfers of 0 or less are left out. Nothing is written when no balance changes.
pub fn post(
    tx: &mut Tx<'_>,
    key: &str,
    what: &str,
    transfers: &[Transfer],
    now: i64,
) -> Result<Posted, PostError> {
    // Accounts are changed in one order everywhere, so that two postings cannot deadlock.
    let mut changes: BTreeMap<&Account, Fen> = BTreeMap::new();
    for Transfer { from, to, fen } in transfers.iter().filter(|transfer| transfer.fen.is_positive()) {
        let debit = changes.entry(from).or_default();
        *debit = debit.checked_sub(*fen).ok_or(PostError::Overflow)?;
        let credit = changes.entry(to).or_default();
        *credit = credit.checked_add(*fen).ok_or(PostError::Overflow)?;
    }
    changes.retain(|_, fen| *fen != Fen::ZERO);
    if changes.is_empty() {
        return Ok(Posted::New);
    }
    let posting: Option<(PostingId,)> = tx.query_opt(
        "INSERT INTO ledger_posting (key, what, created_at) VALUES ($1, $2, $3)
         ON CONFLICT (key) DO NOTHING RETURNING id",
        &[key.into(), what.into(), now.into()],
    )?;
    let Some((posting,)) = posting else { return Ok(Posted::Duplicate) };
    let mut lines = Vec::with_capacity(changes.len());
    for (account, fen) in changes {
        let name = account.to_string();
        let balance = if account.has_stored_balance() {
            let balance = change_balance(tx, &name, fen)?;
            Some(balance.ok_or_else(|| PostError::InsufficientFunds(account.clone()))?)
        } else {
            None
        };
        lines.push(Line { account: name, fen, balance });
    }
    insert_lines(tx, posting, &lines)?;
    Ok(Posted::New)
}

/// Adds `fen` to a stored balance; the balance after it, or `None` when it would be negative.
fn change_balance(tx: &mut Tx<'_>, account: &str, fen: Fen) -> miaohui_db::Result<Option<Fen>> {
    let sql = if fen.is_positive() {
        "INSERT INTO ledger_balance (account, balance) VALUES ($1, $2)
         ON CONFLICT (account) DO UPDATE SET balance = ledger_balance.balance + excluded.balance
         RETURNING balance"
    } else {
        "UPDATE ledger_balance SET balance = balance + $2
         WHERE account = $1 AND balance + $2 >= 0 RETURNING balance"
    };
    let after: Option<(Fen,)> = tx.query_opt(sql, &[account.into(), fen.into()])?;
    Ok(after.map(|(balance,)| balance))
}

fn insert_lines(tx: &mut Tx<'_>, posting: PostingId, lines: &[Line]) -> miaohui_db::Result<()> {
    // Nearly all postings have two lines, which one statement inserts.
    if let [a, b] = lines {
        tx.execute(
            "INSERT INTO ledger_line (posting_id, account, fen, balance)
             VALUES ($1, $2, $3, $4), ($1, $5, $6, $7)",
            &[
                posting.into(),
                (&a.account).into(),
                a.fen.into(),
                a.balance.into(),
                (&b.account).into(),
                b.fen.into(),
                b.balance.into(),
            ],
        )?;
        return Ok(());
    }
    for line in lines {
        tx.execute(
            "INSERT INTO ledger_line (posting_id, account, fen, balance) VALUES ($1, $2, $3, $4)",
            &[posting.into(), (&line.account).into(), line.fen.into(), line.balance.into()],
        )?;
    }
    Ok(())
}
