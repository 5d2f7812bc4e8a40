//! The mails to those who forgot their password.

use miaohui_db::Tx;
use miaohui_kernel::HOUR_MS;

use crate::app::App;
use crate::error::{Error, Result};
use crate::mail;
use crate::routes::send_activation;
use crate::store::mail_token::{self, MailPurpose};
use crate::store::reset_request::{self, ResetRequest};
use crate::store::user;

/// Lifetime of a mailed reset code.
const RESET_HOURS: i64 = 2;
/// The most requests in one transaction.
const BATCH: u32 = 50;

/// Writes the mails of the requests that wait and returns the number of requests. Each process
/// calls it every second.
pub async fn send_resets(app: &App) -> Result<usize> {
    let (rng, outbox, now) = (app.rng.clone(), app.outbox.clone(), app.clock.now_ms());
    let write = move |tx: &mut Tx<'_>| {
        let requests = reset_request::take(tx, BATCH)?;
        let count = requests.len();
        for ResetRequest { email, origin } in requests {
            let Some(to) = user::addressee(tx, &email)? else { continue };
            if !to.was_active {
                send_activation(tx, (&rng, &outbox), &to, &origin, now)?;
            } else if outbox.claim_mail_to(tx, &email, now)? {
                let token = rng.text(b"0123456789abcdef", 40);
                mail_token::create(tx, &token, to.id, MailPurpose::Reset, now + RESET_HOURS * HOUR_MS)?;
                mail::password_reset(&origin, &token, RESET_HOURS).post(tx, &to, now)?;
            }
        }
        Ok::<_, Error>(count)
    };
    let count = app.db.write(write).await?;
    if count > 0 {
        app.outbox.wake();
    }
    Ok(count)
}
