//! Movements of money.

use std::collections::BTreeMap;

use miaohui_db::Tx;

use crate::Account;

/// Money that moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// From here.
    pub from: Account,
    /// To here.
    pub to: Account,
    /// How much, in fen; more than 0.
    pub fen: i64,
}

/// What came of a posting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Posted {
    /// The money has moved.
    Now,
    /// It had moved before: the key is known.
    Before,
}

/// Why money does not move. The transaction must not commit what it was for.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// An account that must not be negative would have been.
    #[error("there is not enough money on {0}")]
    Short(Account),
    /// The database does not do as asked.
    #[error(transparent)]
    Database(#[from] miaohui_db::Error),
}

/// Moves money, once for each `key`. Transfers of 0 or less are left out; a posting of nothing else is none.
pub fn post(
    tx: &mut Tx<'_>,
    key: &str,
    what: &str,
    transfers: &[Transfer],
    now: i64,
) -> Result<Posted, PostError> {
    // Accounts in one order for everybody, so that two postings never wait for one another.
    let mut changes: BTreeMap<&Account, i64> = BTreeMap::new();
    for Transfer { from, to, fen } in transfers.iter().filter(|transfer| transfer.fen > 0) {
        *changes.entry(from).or_default() -= fen;
        *changes.entry(to).or_default() += fen;
    }
    changes.retain(|_, fen| *fen != 0);
    if changes.is_empty() {
        return Ok(Posted::Now);
    }
    let posting: Option<(i64,)> = tx.query_opt(
        "INSERT INTO ledger_posting (key, what, created_at) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING RETURNING id",
        &[key.into(), what.into(), now.into()],
    )?;
    let Some((posting,)) = posting else { return Ok(Posted::Before) };
    let mut lines = Vec::with_capacity(changes.len());
    for (account, fen) in changes {
        let name = account.to_string();
        let balance = if account.is_limited() { Some(change(tx, account, &name, fen)?) } else { None };
        lines.push((name, fen, balance));
    }
    // Nearly all postings have two lines.
    if let [(a, a_fen, a_balance), (b, b_fen, b_balance)] = lines.as_slice() {
        tx.execute(
            "INSERT INTO ledger_line (posting_id, account, fen, balance) VALUES ($1, $2, $3, $4), ($1, $5, $6, $7)",
            &[
                posting.into(),
                a.into(),
                a_fen.into(),
                (*a_balance).into(),
                b.into(),
                b_fen.into(),
                (*b_balance).into(),
            ],
        )?;
        return Ok(Posted::Now);
    }
    for (name, fen, balance) in &lines {
        tx.execute(
            "INSERT INTO ledger_line (posting_id, account, fen, balance) VALUES ($1, $2, $3, $4)",
            &[posting.into(), name.into(), fen.into(), (*balance).into()],
        )?;
    }
    Ok(Posted::Now)
}

/// Changes a balance that is a limit; what it is then.
fn change(tx: &mut Tx<'_>, account: &Account, name: &str, fen: i64) -> Result<i64, PostError> {
    let sql = if fen > 0 {
        "INSERT INTO ledger_balance (account, balance) VALUES ($1, $2)
         ON CONFLICT (account) DO UPDATE SET balance = ledger_balance.balance + excluded.balance RETURNING balance"
    } else {
        "UPDATE ledger_balance SET balance = balance + $2 WHERE account = $1 AND balance + $2 >= 0 RETURNING balance"
    };
    let after: Option<(i64,)> = tx.query_opt(sql, &[name.into(), fen.into()])?;
    after.map(|(balance,)| balance).ok_or_else(|| PostError::Short(account.clone()))
}
