//! Stored endpoints.

use miaohui_db::{Result, Tx};
use miaohui_kernel::{CLOCKS_DIFFER_MS, DAY_MS, Rng, SECOND_MS, Secret};
use miaohui_vault::{SealedColumn, Vault, VaultError};

use crate::group::{EventGroup, wanted_bits};
use crate::ids::EndpointId;
use crate::outcome::Outcome;
use crate::signature::SigningSecret;

/// The longest address in characters.
pub(crate) const MOST_URL_CHARS: usize = 500;
/// How long a secret that was replaced signs as well.
const FORMER_MS: i64 = DAY_MS;
/// From how many failures in a row on an endpoint is called once at a time, and rests in between.
pub(crate) const FAILING_FROM: i64 = 3;
/// The longest rest of an endpoint that fails, in seconds.
const LONGEST_REST_SECONDS: i64 = 900;

const SECRET: SealedColumn = SealedColumn { table: "webhook_endpoint", column: "secret" };
const FORMER_SECRET: SealedColumn = SealedColumn { table: "webhook_endpoint", column: "former_secret" };

/// The encrypted columns.
pub const SEALED: [SealedColumn; 2] = [SECRET, FORMER_SECRET];

miaohui_db::row! {
    /// An endpoint as it is called.
    #[derive(Clone, Debug)]
    pub(crate) struct Endpoint as endpoint_columns {
        pub id: EndpointId = "id",
        pub url: String = "url",
        secret: String = "secret",
        former_secret: String = "former_secret",
        former_until: Option<i64> = "former_until",
        pub failures: i64 = "failures",
        not_before: i64 = "not_before",
        paused_at: Option<i64> = "paused_at",
        removed_at: Option<i64> = "removed_at",
        wants: (i64,) => wanted_bits!(),
    }
}

impl Endpoint {
    /// The bits of the groups that it wants.
    pub fn bits(&self) -> u64 {
        if self.is_removed() { 0 } else { self.wants.0 as u64 }
    }

    /// Whether operators have paused it, or its failures have.
    pub fn is_paused(&self) -> bool {
        self.paused_at.is_some() && !self.is_removed()
    }

    /// Whether only its deliveries are left to be deleted.
    fn is_removed(&self) -> bool {
        self.removed_at.is_some()
    }

    /// Whether it may be called now. A rest that lies further ahead than one can was set while a clock
    /// was wrong.
    pub fn is_due(&self, now: i64) -> bool {
        let is_resting = now < self.not_before && self.not_before <= now + LONGEST_REST_SECONDS * SECOND_MS;
        !self.is_removed() && !self.is_paused() && !self.secret.is_empty() && !is_resting
    }

    /// Whether it still needs a secret.
    pub fn lacks_secret(&self) -> bool {
        self.secret.is_empty() && !self.is_removed()
    }

    /// The secrets that sign now.
    pub fn secrets(&self, vault: &Vault, now: i64) -> std::result::Result<Vec<SigningSecret>, String> {
        let open = |column: SealedColumn, stored: &str| -> std::result::Result<SigningSecret, String> {
            let text = vault.open_text(&column.name(), self.id.get(), stored);
            let text = text.map_err(|error| error.to_string())?;
            SigningSecret::parse(&text).map_err(|error| error.to_string())
        };
        let mut secrets = vec![open(SECRET, &self.secret)?];
        if self.former_until.is_some_and(|until| now < until) && !self.former_secret.is_empty() {
            secrets.push(open(FORMER_SECRET, &self.former_secret)?);
        }
        Ok(secrets)
    }
}

/// All endpoints, also removed ones whose deliveries are not deleted yet.
pub(crate) fn all(tx: &mut Tx<'_>) -> Result<Vec<Endpoint>> {
    tx.query(concat!("SELECT ", endpoint_columns!(), " FROM webhook_endpoint ORDER BY id"), &[])
}

/// An endpoint as it is now.
pub(crate) fn find(tx: &mut Tx<'_>, id: EndpointId) -> Result<Option<Endpoint>> {
    let find = concat!("SELECT ", endpoint_columns!(), " FROM webhook_endpoint WHERE id = $1");
    tx.query_opt(find, &[id.into()])
}

/// An endpoint to add.
#[derive(Clone, Debug)]
pub struct NewEndpoint {
    /// Where events go.
    pub url: String,
    /// What operators read.
    pub note: String,
    /// The events that it wants.
    pub wants: Vec<EventGroup>,
}

/// Adds an endpoint without a secret.
pub(crate) fn insert(tx: &mut Tx<'_>, new: &NewEndpoint, now: i64) -> Result<EndpointId> {
    let (id,): (EndpointId,) = tx.query_one(
        "INSERT INTO webhook_endpoint (url, note, created_at) VALUES ($1, $2, $3) RETURNING id",
        &[(&new.url).into(), (&new.note).into(), now.into()],
    )?;
    for group in &new.wants {
        tx.execute(group.choose(), &[id.into()])?;
    }
    Ok(id)
}

/// Gives an endpoint its first secret, and returns it.
pub(crate) fn give_secret(
    tx: &mut Tx<'_>,
    vault: &Vault,
    rng: &Rng,
    id: EndpointId,
) -> std::result::Result<Secret, VaultError> {
    let secret = SigningSecret::generate(rng);
    let sealed = vault.seal(&SECRET.name(), id.get(), secret.expose())?;
    let set = "UPDATE webhook_endpoint SET secret = $2 WHERE id = $1 AND secret = ''";
    tx.execute(set, &[id.into(), (&sealed).into()])?;
    Ok(secret)
}

/// Replaces the secret of an endpoint; the former one signs as well for a day. `false` if there is no
/// such endpoint.
pub(crate) fn rotate_secret(
    tx: &mut Tx<'_>,
    vault: &Vault,
    rng: &Rng,
    id: EndpointId,
    now: i64,
) -> std::result::Result<bool, VaultError> {
    let find = "SELECT secret FROM webhook_endpoint WHERE id = $1";
    let Some((stored,)): Option<(String,)> = tx.query_opt(find, &[id.into()])? else { return Ok(false) };
    let former = vault.open_text(&SECRET.name(), id.get(), &stored)?;
    let former = vault.seal(&FORMER_SECRET.name(), id.get(), &former)?;
    let new = vault.seal(&SECRET.name(), id.get(), SigningSecret::generate(rng).expose())?;
    let set = "UPDATE webhook_endpoint SET secret = $2, former_secret = $3, former_until = $4
         WHERE id = $1 AND secret = $5";
    let until = now + FORMER_MS;
    let changed =
        tx.execute(set, &[id.into(), (&new).into(), (&former).into(), until.into(), (&stored).into()])?;
    Ok(changed == 1)
}

/// Forgets secrets that sign no more.
pub(crate) fn forget_former_secrets(tx: &mut Tx<'_>, now: i64) -> Result<u64> {
    let forget =
        "UPDATE webhook_endpoint SET former_secret = '', former_until = NULL WHERE former_until <= $1";
    tx.execute(forget, &[now.into()])
}

/// Brings times back that lie further ahead than they can, because a clock was wrong; returns how many.
pub(crate) fn mend_times(tx: &mut Tx<'_>, now: i64) -> Result<u64> {
    let mend = "UPDATE webhook_endpoint SET former_until = $2 WHERE former_until > $1";
    let longest = now + FORMER_MS;
    let former = tx.execute(mend, &[(longest + CLOCKS_DIFFER_MS).into(), longest.into()])?;
    let mend = "UPDATE webhook_endpoint SET failing_since = $2 WHERE failing_since > $1";
    Ok(former + tx.execute(mend, &[(now + CLOCKS_DIFFER_MS).into(), now.into()])?)
}

/// Stops sending to an endpoint; `false` if it is paused already.
pub(crate) fn pause(tx: &mut Tx<'_>, id: EndpointId, now: i64) -> Result<bool> {
    let pause = "UPDATE webhook_endpoint SET paused_at = $2 WHERE id = $1 AND paused_at IS NULL";
    Ok(tx.execute(pause, &[id.into(), now.into()])? == 1)
}

/// Sends to an endpoint again, at once; `false` if it is not paused. What is due already is left as it
/// is: it may be very much.
pub(crate) fn resume(tx: &mut Tx<'_>, id: EndpointId, now: i64) -> Result<bool> {
    let resumed = tx.execute(
        "UPDATE webhook_endpoint SET paused_at = NULL, failures = 0, failing_since = NULL, not_before = 0,
           last_error = NULL WHERE id = $1 AND paused_at IS NOT NULL",
        &[id.into()],
    )?;
    if resumed == 0 {
        return Ok(false);
    }
    tx.execute(
        "UPDATE webhook_delivery SET next_at = $2, tries = 0 WHERE endpoint_id = $1 AND next_at > $2",
        &[id.into(), now.into()],
    )?;
    Ok(true)
}

/// Ends an endpoint: nothing is written for it or sent to it any more. The background work deletes its
/// deliveries, which may be very many, and then the row.
pub(crate) fn remove(tx: &mut Tx<'_>, id: EndpointId, now: i64) -> Result<bool> {
    let remove =
        "UPDATE webhook_endpoint SET removed_at = $2, secret = '', former_secret = '', former_until = NULL
         WHERE id = $1 AND removed_at IS NULL";
    Ok(tx.execute(remove, &[id.into(), now.into()])? == 1)
}

/// Deletes up to `most` deliveries of removed endpoints, and the endpoints that have none left; returns
/// how many deliveries. A text that waits for a verdict stays until it has its default.
pub(crate) fn forget_removed(tx: &mut Tx<'_>, most: i64) -> Result<u64> {
    let removed = "SELECT id FROM webhook_endpoint WHERE removed_at IS NOT NULL ORDER BY id";
    let mut forgotten = 0;
    // The two comparisons leave PostgreSQL only the index that begins with the endpoint.
    for (id,) in tx.query::<(EndpointId,)>(removed, &[])? {
        forgotten += tx.execute(
            "DELETE FROM webhook_delivery WHERE id IN
               (SELECT id FROM webhook_delivery
                WHERE endpoint_id >= $1 AND endpoint_id <= $1 AND (answer_by IS NULL OR next_at IS NULL)
                ORDER BY endpoint_id, id LIMIT $2)",
            &[id.into(), (most - forgotten as i64).into()],
        )?;
        tx.execute(
            "DELETE FROM webhook_endpoint WHERE id = $1 AND NOT EXISTS
               (SELECT 1 FROM webhook_delivery d WHERE d.endpoint_id = $1)",
            &[id.into()],
        )?;
    }
    Ok(forgotten)
}

/// Notes what an attempt says about its endpoint. Returns whether the endpoint was paused now: nothing
/// has arrived for `pause_ms`, or it says that it is gone.
pub(crate) fn note(
    tx: &mut Tx<'_>,
    endpoint: &Endpoint,
    outcome: &Outcome,
    pause_ms: i64,
    now: i64,
) -> Result<bool> {
    let Outcome::Failed { error, is_gone, .. } = outcome else {
        // Most calls arrive, and change nothing.
        if endpoint.failures > 0 {
            tx.execute(
                "UPDATE webhook_endpoint SET failures = 0, failing_since = NULL, not_before = 0, last_error = NULL
                 WHERE id = $1",
                &[endpoint.id.into()],
            )?;
        }
        return Ok(false);
    };
    // The failures of calls at the same time add up, so the row counts them.
    let (failures, since): (i64, i64) = tx.query_one(
        "UPDATE webhook_endpoint SET failures = failures + 1, last_error = $2,
           failing_since = COALESCE(failing_since, $3) WHERE id = $1 RETURNING failures, failing_since",
        &[endpoint.id.into(), error.into(), now.into()],
    )?;
    if failures >= FAILING_FROM {
        let rest = (5 << (failures - FAILING_FROM).min(9)).min(LONGEST_REST_SECONDS) * SECOND_MS;
        let set = "UPDATE webhook_endpoint SET not_before = $2 WHERE id = $1";
        tx.execute(set, &[endpoint.id.into(), (now + rest).into()])?;
    }
    if *is_gone || now - since >= pause_ms { pause(tx, endpoint.id, now) } else { Ok(false) }
}

/// The number of paused endpoints, counted up to `most`.
pub(crate) fn count_paused(tx: &mut Tx<'_>, most: u32) -> Result<i64> {
    let count = "SELECT COUNT(*) FROM (SELECT 1 FROM webhook_endpoint
           WHERE paused_at IS NOT NULL AND removed_at IS NULL LIMIT $1) paused";
    let (count,) = tx.query_one(count, &[i64::from(most).into()])?;
    Ok(count)
}

/// Statements, as SQLite understands them, that pause all endpoints: a restored copy must not tell
/// others what happens in it. `version` is the schema's.
pub fn hold_endpoints(version: i64) -> &'static [&'static str] {
    const HELD: &str = "UPDATE webhook_endpoint SET paused_at = created_at,
           last_error = 'paused after a restore' WHERE paused_at IS NULL AND removed_at IS NULL";
    if version < 1 { &[] } else { &[HELD] }
}
