//! Phones of accounts that earlier versions stored as they were typed.

use miaohui_db::{Result, Tx};
use miaohui_gateways::sms::Phone;

use super::user_pieces;
use crate::ids::UserId;

/// How many accounts one transaction reads.
const BATCH: i64 = 200;

/// What was done to a batch of accounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rewritten {
    /// Accounts that were read.
    pub read: usize,
    /// Accounts whose number had an account already. They keep their spelling, by which their owner
    /// logs in.
    pub shared: usize,
    /// Accounts whose number does not exist. They keep their spelling.
    pub invalid: usize,
}

miaohui_db::row! {
    struct StoredPhone as stored_phone_columns {
        id: UserId = "u.id",
        country: String = "u.country",
        phone: String = "u.phone",
    }
}

/// Rewrites the phones of some accounts to their one spelling, the oldest accounts first.
pub fn rewrite(tx: &mut Tx<'_>) -> Result<Rewritten> {
    let due: Vec<StoredPhone> = tx.query(
        concat!(
            "SELECT ",
            stored_phone_columns!(),
            " FROM co_phone_to_read t JOIN co_user u ON u.id = t.user_id ORDER BY u.id LIMIT $1"
        ),
        &[BATCH.into()],
    )?;
    let mut done = Rewritten { read: due.len(), ..Rewritten::default() };
    for user in due {
        match Phone::parse_stored(&user.country, &user.phone) {
            Ok(phone) if !set(tx, user.id, &phone)? => done.shared += 1,
            Ok(_) => {}
            Err(_) => done.invalid += 1,
        }
        tx.execute("DELETE FROM co_phone_to_read WHERE user_id = $1", &[user.id.into()])?;
    }
    Ok(done)
}

/// Stores the number of an account; `false` if another account has it.
fn set(tx: &mut Tx<'_>, id: UserId, phone: &Phone) -> Result<bool> {
    let changed = tx.execute(
        "UPDATE co_user SET country = $2, phone = $3 WHERE id = $1 AND NOT EXISTS (
           SELECT 1 FROM co_user o WHERE o.country = $2 AND o.phone = $3 AND o.id <> $1)",
        &[id.into(), phone.country().into(), phone.number().into()],
    )?;
    user_pieces::store(tx, id)?;
    Ok(changed == 1)
}
