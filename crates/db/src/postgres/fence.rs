//! What a standby must have replayed so that a read on it misses nothing that anybody was answered.
//!
//! A write is answered after its commit is in the log of the primary. So a standby that has replayed
//! the log up to the end that it had when a read arrived has everything that was answered before the
//! read, to whomever and by whichever process.

use std::sync::Arc;
use std::time::Duration;

use tokio_postgres::{Client, SimpleQueryMessage};

use super::failure::Failure;

/// The end of the log that a standby has replayed, the epoch that it knows, and its timeline at its
/// last checkpoint.
const REPLAYED: &str = "SELECT pg_last_wal_replay_lsn(), epoch, c.timeline_id
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
        let row = messages.iter().find_map(|message| match message {
            SimpleQueryMessage::Row(row) => Some(row),
            _ => None,
        });
        // A server that is no standby has replayed nothing, and tells null.
        let replayed = row.and_then(|row| row.get(0)).and_then(parse_lsn);
        let knows_epoch = row.and_then(|row| row.get(1)) == Some(&*self.epoch);
        let timeline = row.and_then(|row| row.get(2)).and_then(|timeline| timeline.parse::<u32>().ok());
        let follows = knows_epoch && timeline.is_some_and(|timeline| timeline <= self.timeline);
        if follows && replayed.is_some_and(|lsn| lsn >= self.lsn) { Ok(()) } else { Err(Failure::Behind) }
    }
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
