//! Requests for a new password whose mail is not written yet.

use miaohui_db::{Result, Tx};

miaohui_db::row! {
    /// A request.
    pub struct ResetRequest as reset_request_columns {
        /// The mail address, of an account or of nobody.
        pub email: String = "email",
        /// Scheme and host of the link.
        pub origin: String = "origin",
    }
}

/// Stores a request.
pub fn insert(tx: &mut Tx<'_>, email: &str, origin: &str, now: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO cf_reset_request (email, origin, created_at) VALUES ($1, $2, $3)",
        &[email.into(), origin.into(), now.into()],
    )?;
    Ok(())
}

/// Deletes the oldest requests and returns them.
pub fn take(tx: &mut Tx<'_>, most: u32) -> Result<Vec<ResetRequest>> {
    tx.query(
        concat!(
            "DELETE FROM cf_reset_request WHERE id IN (SELECT id FROM cf_reset_request ORDER BY id LIMIT $1)
             RETURNING ",
            reset_request_columns!()
        ),
        &[i64::from(most).into()],
    )
}
