//! Answers a payer's question how a payment stands.

use std::time::Duration;

use miaohui_db::Tx;
use miaohui_kernel::Fen;

use crate::attempt::{claim_question, deciding};
use crate::channel::Channel;
use crate::check::Standing;
use crate::desk::Desk;
use crate::error::Result;
use crate::intent::{Intent, IntentStatus, SubjectId};

/// How long a payer waits for the provider's answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// How the payment of a thing stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentStanding {
    /// The status of the deciding attempt.
    pub status: IntentStatus,
    /// Its channel.
    pub channel: String,
    /// The name of its scene; empty for a local channel.
    pub scene: &'static str,
    /// The requested amount.
    pub fen: Fen,
    /// When it can no longer be paid, in Unix ms.
    pub expires_at: i64,
    /// When it was paid by the provider's clock, in Unix ms.
    pub paid_at: Option<i64>,
}

impl Desk {
    /// How the payment of a thing stands; `None` if nobody has tried to pay for it. The provider is
    /// asked about an open attempt, at most once in a few seconds.
    pub async fn standing(&self, subject: &'static str, id: SubjectId) -> Result<Option<PaymentStanding>> {
        let mut found = self.0.db.read(move |tx: &mut Tx<'_>| deciding(tx, subject, id)).await?;
        if let Some(intent) = &found
            && let Ok(channel) = self.find_channel(&intent.channel)
            && self.ask(channel, intent).await? != Standing::Open
        {
            found = self.0.db.read(move |tx: &mut Tx<'_>| deciding(tx, subject, id)).await?;
        }
        Ok(found.map(|intent| PaymentStanding {
            status: intent.status,
            scene: intent.charge().map_or("", |charge| charge.scene.name()),
            channel: intent.channel,
            fen: intent.fen,
            expires_at: intent.expires_at,
            paid_at: intent.paid_at,
        }))
    }

    /// Asks the provider about an open attempt, unless it was asked a few seconds ago. A provider
    /// that does not answer soon leaves it open.
    pub(crate) async fn ask(&self, channel: &Channel, intent: &Intent) -> Result<Standing> {
        if !intent.is_open() || channel.provider.is_local() || channel.is_stopped() {
            return Ok(Standing::Open);
        }
        let (id, now) = (intent.id, self.0.clock.now_ms());
        if !self.0.db.write(move |tx: &mut Tx<'_>| claim_question(tx, id, now)).await? {
            return Ok(Standing::Open);
        }
        self.check_soon(channel, intent).await
    }

    /// Asks the provider about an attempt and waits for the answer as long as a payer does.
    pub(crate) async fn check_soon(&self, channel: &Channel, intent: &Intent) -> Result<Standing> {
        tokio::time::timeout(PATIENCE, self.check(channel, intent)).await.unwrap_or(Ok(Standing::Open))
    }
}
