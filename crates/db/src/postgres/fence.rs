//! What a standby must have replayed so that a read on it misses nothing that anybody was answered.
//!
//! A write is answered after its commit is in the log of the primary. So a standby that has replayed
//! the log up to the end that it had when a read arrived has everything that was answered before the
//! read, to whomever and by whichever process.

use std::sync::Arc;
use std::time::Duration;

use tokio_postgres::{Client, SimpleQueryMessage, SimpleQueryRow};

use super::failure::Failure;

/// The end of the log that a standby has replayed, the epoch that it knows, and its timeline at its
/// last checkpoint.
const REPLAYED: &str = "SELECT pg_last_wal_replay_lsn(), epoch, c.timeline_id
                        FROM database_identity, pg_control_checkpoint() c";
/// The same, and the age of the last commit that it has replayed, by both clocks.
const AGE: &str = "SELECT pg_last_wal_replay_lsn(), epoch, c.timeline_id,
                     EXTRACT(EPOCH FROM clock_timestamp() - pg_last_xact_replay_timestamp())
                   FROM database_identity, pg_control_checkpoint() c";

/// The end of the primary's log at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fence {
    pub lsn: u64,
    /// A text in the database that the primary changes when it begins a timeline, and that timeline. A
    /// standby that stayed on another one does not know the text, and one that began its own is on a
    /// later timeline.
    pub epoch: Arc<str>,
    pub timeline: u32,
}

impl Fence {
    /// Fails with [`Failure::Behind`] if the standby has not replayed the log up to here, and with
    /// [`Failure::Silent`] if it does not answer in time.
    pub async fn require(&self, client: &Client, within: Duration) -> Result<(), Failure> {
        let asked = tokio::time::timeout(within, client.simple_query(REPLAYED)).await;
        let messages = match asked.map_err(|_| Failure::Silent(within))?.map_err(Failure::from) {
            // A standby may not have the table yet.
            Err(failure) if !failure.ends_session() => return Err(Failure::Behind),
            messages => messages?,
        };
        if self.replayed(&messages).is_some_and(|lsn| lsn >= self.lsn) {
            Ok(())
        } else {
            Err(Failure::Behind)
        }
    }

    /// How far a standby is behind; `None` if it does not follow this primary.
    pub async fn lag(&self, client: &Client) -> Result<Option<Lag>, tokio_postgres::Error> {
        let messages = client.simple_query(AGE).await?;
        let Some(replayed) = self.replayed(&messages) else { return Ok(None) };
        let bytes = self.lsn.saturating_sub(replayed);
        if bytes == 0 {
            return Ok(Some(Lag::default()));
        }
        let age = first_row(&messages).and_then(|row| row.get(3)).and_then(|age| age.parse::<f64>().ok());
        Ok(Some(Lag { bytes, seconds: age.map(|age| age.max(0.0)) }))
    }

    /// The end of the log that a standby of this primary has replayed. A server that is no standby has
    /// replayed nothing, and tells null.
    fn replayed(&self, messages: &[SimpleQueryMessage]) -> Option<u64> {
        let row = first_row(messages)?;
        let timeline: u32 = row.get(2)?.parse().ok()?;
        let follows = row.get(1)? == &*self.epoch && timeline <= self.timeline;
        row.get(0).and_then(parse_lsn).filter(|_| follows)
    }
}

/// How far a standby is behind its primary.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lag {
    /// How much of the log it has not replayed.
    pub bytes: u64,
    /// The age of the last commit that it has replayed, 0 if it has all; `None` if it has replayed none
    /// since its start.
    pub seconds: Option<f64>,
}

impl Default for Lag {
    fn default() -> Self {
        Self { bytes: 0, seconds: Some(0.0) }
    }
}

fn first_row(messages: &[SimpleQueryMessage]) -> Option<&SimpleQueryRow> {
    messages.iter().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => Some(row),
        _ => None,
    })
}

/// `16/B374D848` as a number.
pub(super) fn parse_lsn(text: &str) -> Option<u64> {
    let (high, low) = text.split_once('/')?;
    Some(u64::from_str_radix(high, 16).ok()? << 32 | u64::from_str_radix(low, 16).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_compared_as_numbers() {
        assert_eq!(parse_lsn("16/B374D848"), Some(0x16_B374_D848));
        assert!(parse_lsn("A/0") > parse_lsn("9/FFFFFFFF"));
        assert_eq!(parse_lsn("16"), None);
    }
}
