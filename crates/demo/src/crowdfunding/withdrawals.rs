//! Withdrawals that wait to be paid out.

use miaohui_crowdfunding::Result;
use miaohui_crowdfunding::ids::UserId;
use miaohui_crowdfunding::store::money;
use miaohui_db::Tx;
use miaohui_kernel::{Fen, HOUR_MS};
use miaohui_ledger::{Account, balance};
use miaohui_vault::Vault;

/// The least balance of a user who withdraws.
const LEAST_BALANCE: Fen = Fen(10_000);

/// Lets two users whose projects succeeded withdraw half of their balance.
pub fn fill(tx: &mut Tx<'_>, vault: &Vault, users: &[UserId], now: i64) -> Result<()> {
    let mut left = 2;
    for (n, user) in users.iter().enumerate() {
        let balance = balance(tx, &Account::User(user.get()))?;
        if left > 0 && balance >= LEAST_BALANCE {
            let target = format!("alipay demo{}@miaohui.example", n + 1);
            money::begin_withdrawal(
                tx,
                vault,
                *user,
                Fen(balance.get() / 2),
                &target,
                now - left * 5 * HOUR_MS,
            )?;
            left -= 1;
        }
    }
    Ok(())
}
