//! The background task that sends events.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use futures_util::future::join_all;
use miaohui_db::{Database, Result, Tx};
use miaohui_kernel::{Clock, DAY_MS, Rng, SECOND_MS, Secret, is_web_address};
use miaohui_vault::{Vault, VaultError};
use parking_lot::Mutex;
use prometheus_client::registry::Registry;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::task::JoinSet;

use crate::client::{Client, Reach};
use crate::delivery::{self, Due};
use crate::endpoint::{self, Endpoint, FAILING_FROM, MOST_URL_CHARS, NewEndpoint};
use crate::ids::EndpointId;
use crate::metrics::WebhookMetrics;
use crate::moderation::{Moderator, Verdict};
use crate::outcome::{Outcome, read_outcome};
use crate::signature::{ID_HEADER, SIGNATURE_HEADER, SigningSecret, TIMESTAMP_HEADER, signature};

/// How late an event is sent, and how late another process notices a changed endpoint.
const TICK: Duration = Duration::from_millis(500);
/// The most calls to one endpoint at once.
const BATCH: i64 = 8;

/// How webhooks are sent: the section `[webhooks]` of the configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct WebhookSettings {
    /// Whether addresses of private networks may be called.
    pub allow_private: bool,
    /// Whether `http://` may be called.
    pub allow_http: bool,
    /// The timeout of a call in seconds.
    pub timeout_seconds: u32,
    /// After how many days without a success an endpoint is paused.
    pub pause_after_days: u32,
    /// How many days deliveries are kept.
    pub keep_days: u32,
    /// How long a verdict may take, in seconds.
    pub verdict_seconds: u32,
    /// What applies without a verdict.
    pub no_verdict: Verdict,
}

/// The webhooks of a process. Cheap to clone.
#[derive(Clone)]
pub struct Webhooks(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub db: Database,
    pub clock: Clock,
    rng: Rng,
    vault: Vault,
    pub settings: WebhookSettings,
    pub moderator: Arc<dyn Moderator>,
    client: Client,
    metrics: WebhookMetrics,
    endpoints: Mutex<Vec<Endpoint>>,
    /// Endpoints that a task is sending to.
    busy: Mutex<BTreeSet<EndpointId>>,
}

/// Why an endpoint is not added.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// It has no address.
    #[error(
        "the address must be a URL such as https://crm.example/hook, of at most {MOST_URL_CHARS} characters"
    )]
    Address,
    /// The database, or the keys.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// Frees an endpoint when its task ends.
struct Busy(Webhooks, EndpointId);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.0.busy.lock().remove(&self.1);
    }
}

impl Webhooks {
    /// Creates the webhooks of a process. Nothing is sent before [`Webhooks::run`].
    pub fn new(
        db: Database,
        clock: Clock,
        rng: Rng,
        vault: Vault,
        settings: WebhookSettings,
        moderator: Arc<dyn Moderator>,
    ) -> Self {
        let reach = Reach { private: settings.allow_private, http: settings.allow_http };
        let client = Client::new(reach, Duration::from_secs(settings.timeout_seconds.into()));
        let (metrics, endpoints, busy) = (WebhookMetrics::default(), Mutex::default(), Mutex::default());
        Self(Arc::new(Inner { db, clock, rng, vault, settings, moderator, client, metrics, endpoints, busy }))
    }

    /// The settings.
    pub fn settings(&self) -> &WebhookSettings {
        &self.0.settings
    }

    /// Until when a verdict about a text counts that is written now, in Unix ms.
    pub fn answer_by(&self, now: i64) -> i64 {
        now + i64::from(self.0.settings.verdict_seconds) * SECOND_MS
    }

    /// Registers the metrics.
    pub fn register_metrics(&self, registry: &mut Registry) {
        self.0.metrics.register(registry);
    }

    /// Replaces the secret of an endpoint, in a transaction of the caller.
    pub(crate) fn rotate(&self, tx: &mut Tx<'_>, id: EndpointId, now: i64) -> miaohui_admin::Result<bool> {
        let Inner { vault, rng, .. } = &*self.0;
        endpoint::rotate_secret(tx, vault, rng, id, now).map_err(miaohui_admin::Error::unexpected)
    }

    /// Adds an endpoint, and returns its id and its secret.
    pub async fn add(&self, new: NewEndpoint) -> Result<(EndpointId, Secret), AddError> {
        if !is_web_address(&new.url) || new.url.chars().count() > MOST_URL_CHARS {
            return Err(AddError::Address);
        }
        let (own, now) = (self.clone(), self.0.clock.now_ms());
        let add = move |tx: &mut Tx<'_>| {
            let Inner { vault, rng, .. } = &*own.0;
            let id = endpoint::insert(tx, &new, now)?;
            Ok::<_, VaultError>((id, endpoint::give_secret(tx, vault, rng, id)?))
        };
        let added = self.0.db.write(add).await?;
        self.reload().await.map_err(VaultError::from)?;
        Ok(added)
    }

    /// Reads the endpoints, gives new ones a secret, and tells the database which events are wanted.
    pub async fn reload(&self) -> Result<()> {
        let mut found = self.0.db.read(endpoint::all).await?;
        if found.iter().any(Endpoint::lacks_secret) {
            let own = self.clone();
            let give = move |tx: &mut Tx<'_>| {
                for endpoint in endpoint::all(tx)?.iter().filter(|endpoint| endpoint.lacks_secret()) {
                    let Inner { vault, rng, .. } = &*own.0;
                    endpoint::give_secret(tx, vault, rng, endpoint.id)?;
                }
                Ok::<_, VaultError>(endpoint::all(tx)?)
            };
            match self.0.db.write(give).await {
                Ok(all) => found = all,
                Err(error) => tracing::error!(%error, "a webhook got no secret"),
            }
        }
        let bits = found.iter().fold(0, |bits, endpoint| bits | endpoint.bits());
        self.0.db.watch(bits);
        *self.0.endpoints.lock() = found;
        Ok(())
    }

    /// Sends events until the task is dropped, which ends what is being sent. Several processes can: each
    /// delivery is claimed, and of each thing only the first one that waits. An endpoint has a task of its
    /// own, so that none waits for another.
    pub async fn run(self) {
        let (mut ticks, mut sends) = (tokio::time::interval(TICK), JoinSet::new());
        loop {
            ticks.tick().await;
            while sends.try_join_next().is_some() {}
            if let Err(error) = self.tick(&mut sends).await {
                tracing::warn!(%error, "webhooks could not be read");
            }
        }
    }

    async fn tick(&self, sends: &mut JoinSet<()>) -> Result<()> {
        self.reload().await?;
        let endpoints = self.0.endpoints.lock().clone();
        if endpoints.is_empty() {
            self.0.metrics.set(None, 0);
            return Ok(());
        }
        if let Err(error) = self.end_unanswered().await {
            tracing::warn!(%error, "texts without a verdict could not be read");
        }
        if !self.measure(&endpoints).await {
            return Ok(());
        }
        let now = self.0.clock.now_ms();
        for endpoint in endpoints.into_iter().filter(|endpoint| endpoint.is_due(now)) {
            if !self.0.busy.lock().insert(endpoint.id) {
                continue;
            }
            let (own, busy) = (self.clone(), Busy(self.clone(), endpoint.id));
            sends.spawn(async move {
                if let Err(error) = miaohui_trace::run("send webhooks", own.send_to(endpoint.id)).await {
                    tracing::warn!(%error, "webhooks could not be sent");
                }
                drop(busy);
            });
        }
        Ok(())
    }

    /// Sets the metrics. Returns whether something waits, which is assumed if that cannot be read: a number
    /// of the metrics stops no event.
    async fn measure(&self, endpoints: &[Endpoint]) -> bool {
        let paused = endpoints.iter().filter(|endpoint| endpoint.is_paused()).count();
        match self.0.db.read(delivery::oldest_waiting).await {
            Ok(oldest) => {
                self.0.metrics.set(oldest, paused);
                oldest.is_some()
            }
            Err(error) => {
                tracing::warn!(%error, "the oldest waiting event could not be read");
                true
            }
        }
    }

    /// Sends what is due now to all endpoints, and returns when it is done; for tests.
    pub async fn deliver_due(&self) -> Result<usize> {
        self.reload().await?;
        self.end_unanswered().await?;
        let (now, endpoints) = (self.0.clock.now_ms(), self.0.endpoints.lock().clone());
        let due = endpoints.into_iter().filter(|endpoint| endpoint.is_due(now));
        let sent = join_all(due.map(|endpoint| self.send_to(endpoint.id))).await;
        self.measure(&self.0.db.read(endpoint::all).await?).await;
        sent.into_iter().try_fold(0, |sum, sent| Ok(sum + sent?))
    }

    /// Sends an endpoint's due events, until none is left or one does not arrive.
    async fn send_to(&self, id: EndpointId) -> Result<usize> {
        let mut count = 0;
        loop {
            let now = self.0.clock.now_ms();
            // The endpoint is read with each batch: it may be changed, paused or removed while many are sent.
            let claim = move |tx: &mut Tx<'_>| {
                let Some(endpoint) = endpoint::find(tx, id)?.filter(|endpoint| endpoint.is_due(now)) else {
                    return Ok(None);
                };
                let most = if endpoint.failures < FAILING_FROM { BATCH } else { 1 };
                Ok::<_, miaohui_db::Error>(Some((delivery::claim(tx, id, most, now)?, endpoint)))
            };
            let Some((due, endpoint)) = self.0.db.write(claim).await? else { return Ok(count) };
            count += due.len();
            miaohui_trace::did(due.len());
            if due.is_empty() {
                return Ok(count);
            }
            let secrets = match endpoint.secrets(&self.0.vault, now) {
                Ok(secrets) => secrets,
                Err(error) => {
                    tracing::error!(endpoint = id.get(), error, "a webhook's secret cannot be read");
                    return Ok(count);
                }
            };
            let sends = due.into_iter().map(|due| self.send(&endpoint, &secrets, due));
            let arrived = join_all(sends).await.into_iter().collect::<Result<Vec<bool>>>()?;
            if arrived.contains(&false) {
                return Ok(count);
            }
        }
    }

    /// Sends one event; whether it arrived.
    async fn send(&self, endpoint: &Endpoint, secrets: &[SigningSecret], due: Due) -> Result<bool> {
        let now = self.0.clock.now_ms();
        let Some(data) = self.data(&due).await? else {
            // The text is gone: there is nothing to decide.
            let outcome = Outcome::Taken { status: None, verdict: None };
            self.0.db.write(move |tx| delivery::record_outcome(tx, &due, &outcome, now)).await?;
            return Ok(true);
        };
        let (id, timestamp) = (due.message_id(), now / 1000);
        let happened = UNIX_EPOCH + Duration::from_millis(due.created_at.max(0) as u64);
        let body = json!({
            "id": id,
            "type": due.kind,
            "timestamp": humantime::format_rfc3339_millis(happened).to_string(),
            "data": data,
        })
        .to_string();
        let headers = [
            ("content-type", "application/json".to_owned()),
            (ID_HEADER, id.clone()),
            (TIMESTAMP_HEADER, timestamp.to_string()),
            (SIGNATURE_HEADER, signature(secrets, &id, timestamp, body.as_bytes())),
        ];
        let (client, url) = (self.0.client.clone(), endpoint.url.clone());
        let call = move || client.post(&url, &headers, body.as_bytes());
        let called = miaohui_trace::spawn_blocking(call).await;
        let answer = called.unwrap_or_else(|error| Err(error.to_string()));
        let (outcome, reason) = read_outcome(due.answer_by.is_some(), answer);
        self.note_outcome(endpoint, due, outcome, reason).await
    }

    /// Records an outcome and applies its verdict, in one transaction.
    async fn note_outcome(
        &self,
        endpoint: &Endpoint,
        due: Due,
        outcome: Outcome,
        reason: String,
    ) -> Result<bool> {
        let (own, endpoint, now) = (self.clone(), endpoint.clone(), self.0.clock.now_ms());
        let (id, delivery) = (endpoint.id.get(), due.id.get());
        let arrived = matches!(outcome, Outcome::Taken { .. });
        if let Outcome::Failed { error, .. } = &outcome {
            tracing::warn!(endpoint = id, delivery, tries = due.tries, error, "a webhook was not taken");
        }
        self.0.metrics.note_attempt(if arrived { "taken" } else { "failed" });
        let pause_ms = i64::from(self.0.settings.pause_after_days) * DAY_MS;
        let write = move |tx: &mut Tx<'_>| {
            let is_first = delivery::record_outcome(tx, &due, &outcome, now)?;
            if let (true, Outcome::Taken { verdict: Some(verdict), .. }) = (is_first, &outcome) {
                own.apply_verdict(tx, &due.data, *verdict, &reason, now)?;
            }
            endpoint::note(tx, &endpoint, &outcome, pause_ms, now)
        };
        if self.0.db.write(write).await? {
            tracing::error!(endpoint = id, "a webhook is paused: nothing arrives any more; see the console");
        }
        Ok(arrived)
    }
}
