//! Texts that endpoints decide about: what they are sent, and what becomes of their verdicts.

use miaohui_db::{Result, Tx};
use serde_json::Value;

use crate::delivery::{self, Due};
use crate::event::TEXT_WRITTEN;
use crate::ids::DeliveryId;
use crate::moderation::{Verdict, WrittenThing};
use crate::sender::Webhooks;

impl Webhooks {
    /// The details of an event; of a text, with the text as it is now. `None` if that is gone.
    pub(crate) async fn data(&self, due: &Due) -> Result<Option<Value>> {
        let mut data: Value = serde_json::from_str(&due.data).unwrap_or_default();
        if due.kind != TEXT_WRITTEN {
            return Ok(Some(data));
        }
        let (own, stored) = (self.clone(), due.data.clone());
        let read = move |tx: &mut Tx<'_>| match serde_json::from_str(&stored) {
            Ok(thing) => own.0.moderator.text(tx, thing),
            Err(_) => Ok(None),
        };
        let Some(text) = self.0.db.read(read).await? else { return Ok(None) };
        data["text"] = text.into();
        Ok(Some(data))
    }

    /// Applies a verdict to the thing of an event. One that is gone is left alone.
    pub(crate) fn apply_verdict(
        &self,
        tx: &mut Tx<'_>,
        data: &str,
        verdict: Verdict,
        reason: &str,
        now: i64,
    ) -> Result<()> {
        match serde_json::from_str::<WrittenThing<'_>>(data) {
            Ok(thing) if self.0.moderator.text(tx, thing)?.is_some() => {
                self.0.moderator.apply(tx, thing, verdict, reason, now)
            }
            _ => Ok(()),
        }
    }

    /// Applies the default where no verdict came in time, also to texts for an endpoint that moderates no
    /// more.
    pub(crate) async fn end_unanswered(&self) -> Result<()> {
        let (own, now) = (self.clone(), self.0.clock.now_ms());
        if !self.0.db.read(move |tx| delivery::has_unanswered(tx, now)).await? {
            return Ok(());
        }
        let write = move |tx: &mut Tx<'_>| {
            let ended: Vec<(DeliveryId, String)> = delivery::end_unanswered(tx, now)?;
            for (_, data) in &ended {
                own.apply_verdict(tx, data, own.0.settings.no_verdict, "no verdict came in time", now)?;
            }
            Ok::<_, miaohui_db::Error>(ended.len())
        };
        let ended = self.0.db.write(write).await?;
        let verdict = self.0.settings.no_verdict.value();
        tracing::warn!(ended, verdict, "no verdict came in time");
        Ok(())
    }
}
