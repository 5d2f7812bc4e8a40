//! Names of backups: their time, and random digits that tell two of one second apart.

use std::fmt;
use std::time::{Duration, UNIX_EPOCH};

use miaohui_kernel::{Rng, is_lower_hex};

/// The name of a backup, such as `20261128T110802Z-3f2a`. Names sort by time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BackupId {
    text: String,
    /// The time in Unix ms, to the second.
    at_ms: i64,
}

impl BackupId {
    /// A new name for a backup of this time.
    pub fn new(at_ms: i64, rng: &Rng) -> Self {
        let at_ms = at_ms.max(0) / 1000 * 1000;
        let time = humantime::format_rfc3339_seconds(UNIX_EPOCH + Duration::from_millis(at_ms as u64));
        let time: String = time.to_string().chars().filter(|c| !"-:".contains(*c)).collect();
        Self { text: format!("{time}-{}", &rng.hex32()[..4]), at_ms }
    }

    /// Reads a name; `None` if it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let (time, digits) = text.split_once('-')?;
        let plain = time.len() == 16 && time.is_ascii() && is_lower_hex(digits, 4);
        if !plain {
            return None;
        }
        let [date, clock] = [&time[..8], &time[8..]];
        let spelled = format!(
            "{}-{}-{}{}:{}:{}",
            &date[..4],
            &date[4..6],
            &date[6..],
            &clock[..3],
            &clock[3..5],
            &clock[5..]
        );
        let at = humantime::parse_rfc3339(&spelled).ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(Self { text: text.to_owned(), at_ms: at.as_millis() as i64 })
    }

    /// The time in Unix ms, to the second.
    pub fn at_ms(&self) -> i64 {
        self.at_ms
    }

    /// The folder of the backup.
    pub(crate) fn folder(&self) -> String {
        format!("backups/{}", self.text)
    }
}

impl fmt::Display for BackupId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_name_tells_its_time() {
        let id = BackupId::new(1_700_000_000_123, &Rng::seeded(1));
        assert!(id.to_string().starts_with("20231114T221320Z-"), "{id}");
        assert_eq!(BackupId::parse(&id.to_string()).unwrap(), id);
        assert_eq!(id.at_ms(), 1_700_000_000_000);
        for wrong in ["", "x", "20231114T221320Z", "20231114T221320Z-xyzw", "20231314T221320Z-0000"] {
            assert!(BackupId::parse(wrong).is_none(), "{wrong}");
        }
    }
}
