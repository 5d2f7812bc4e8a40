//! Verdicts of webhooks about what users write.

use miaohui_admin::{Error as AdminError, ReportedThing, ReportedThings, UpheldReport};
use miaohui_db::{Result, Sql, Tx};
use miaohui_moderation::report::{self, MACHINE, NewReport, ReportDecision};
use miaohui_moderation::{Thing, ThingId};
use miaohui_webhooks::{Moderator, Verdict, WrittenThing};

/// Who decides, in reports and audits.
const ACTOR: &str = "webhook";

/// Applies verdicts to the things that users can report.
pub(crate) struct MachineModeration {
    things: ReportedThings,
}

impl MachineModeration {
    /// Verdicts about these things.
    pub fn new(things: ReportedThings) -> Self {
        Self { things }
    }

    fn find(&self, thing: WrittenThing<'_>) -> Option<&'static ReportedThing> {
        self.things.find(thing.product, thing.kind)
    }
}

impl Moderator for MachineModeration {
    fn text(&self, tx: &mut Tx<'_>, thing: WrittenThing<'_>) -> Result<Option<String>> {
        let Some(kind) = self.find(thing).filter(|kind| !kind.text.is_empty()) else { return Ok(None) };
        let sql = format!("SELECT ({}) FROM (SELECT CAST($1 AS BIGINT) AS thing_id) t", kind.text);
        let found: Option<(Option<String>,)> = tx.query_opt(Sql::Built(&sql), &[thing.id.into()])?;
        Ok(found.and_then(|(text,)| text))
    }

    fn apply(
        &self,
        tx: &mut Tx<'_>,
        thing: WrittenThing<'_>,
        verdict: Verdict,
        reason: &str,
        now: i64,
    ) -> Result<()> {
        if verdict == Verdict::Allow {
            return Ok(());
        }
        let reported = Thing { product: thing.product, kind: thing.kind, id: ThingId(thing.id) };
        report::open(tx, &NewReport { thing: reported, reporter: None, reason: MACHINE, text: reason }, now)?;
        // A machine hides texts; that a user is banned is for people to decide.
        let uphold = self.find(thing).and_then(|kind| kind.uphold).filter(|_| thing.kind != "user");
        let (Verdict::Hide, Some(uphold)) = (verdict, uphold) else { return Ok(()) };
        report::decide_all(tx, reported, ReportDecision::Uphold, ACTOR, reason, now)?;
        match uphold(tx, thing.id, UpheldReport { actor: ACTOR, reason, now }) {
            Err(AdminError::Database(error)) => Err(error),
            Err(error) => {
                tracing::warn!(%error, kind = thing.kind, id = thing.id, "a text was not hidden");
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }
}
