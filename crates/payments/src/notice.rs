//! Handles the notices of providers.

use miaohui_db::Tx;
use miaohui_gateways::payment::provider::{Acknowledgement, Notice, RefundState};

use crate::desk::{Desk, RecordedSuccess};
use crate::error::Result;
use crate::intent::{self, IntentStatus};
use crate::refund;

impl Desk {
    /// Handles a notice and returns the answer to it; `None` if there is no such channel.
    pub async fn handle_notice(
        &self,
        channel: &str,
        headers: &[(String, String)],
        body: &[u8],
    ) -> Option<Acknowledgement> {
        let provider = self.provider(channel).ok().filter(|_| !channel.is_empty())?;
        let is_recorded = match provider.notice(headers, body).await {
            Ok(notice) => match self.record_notice(provider.channel(), notice).await {
                Ok(is_recorded) => is_recorded,
                Err(error) => {
                    tracing::error!(channel, %error, "a notice could not be recorded; the provider will repeat it");
                    false
                }
            },
            Err(error) => {
                tracing::warn!(channel, %error, "a notice is not genuine");
                false
            }
        };
        Some(provider.acknowledge(is_recorded))
    }

    /// Records a notice; `false` if it belongs to no intent.
    async fn record_notice(&self, channel: &'static str, notice: Notice) -> Result<bool> {
        let now = self.0.clock.now_ms();
        match notice {
            Notice::Paid { reference, paid } => {
                let success = self.record_success(channel, &reference, &paid.transaction, paid.fen).await?;
                Ok(success != RecordedSuccess::Unknown)
            }
            Notice::Closed { reference } => {
                let end = move |tx: &mut Tx<'_>| match intent::find(tx, &reference)? {
                    Some(intent) if intent.channel == channel => {
                        intent::end_unpaid(tx, intent.id, IntentStatus::Failed, now).map(|_| true)
                    }
                    _ => Ok(false),
                };
                Ok(self.0.db.write(end).await?)
            }
            Notice::Refund(notice) if notice.state == RefundState::Done => {
                self.0.db.write(move |tx| refund::finish(tx, &notice.refund, now)).await?;
                Ok(true)
            }
            // The reconciliation queries the other states.
            Notice::Refund(_) | Notice::Dispute(_) | Notice::Other => Ok(true),
        }
    }
}
