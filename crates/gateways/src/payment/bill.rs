//! Bills: what a provider says about a day.

use std::fmt;
use std::str::FromStr;

use miaohui_kernel::{DAY_MS, Fen, HOUR_MS};

/// The offset of China's time zone in ms.
const BEIJING_MS: i64 = 8 * HOUR_MS;

/// A day in China's time zone, as days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BillDay(i64);

impl BillDay {
    /// The day of a time in Unix ms.
    pub fn of(unix_ms: i64) -> Self {
        Self(unix_ms.saturating_add(BEIJING_MS).div_euclid(DAY_MS))
    }

    /// The day before.
    #[must_use]
    pub fn before(self) -> Self {
        Self(self.0 - 1)
    }

    /// The day after.
    #[must_use]
    pub fn after(self) -> Self {
        Self(self.0 + 1)
    }

    /// Its first moment, in Unix ms.
    pub fn begins_at(self) -> i64 {
        self.0 * DAY_MS - BEIJING_MS
    }
}

/// `2018-06-08`.
impl fmt::Display for BillDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(crate::payment::time::beijing(self.begins_at()).get(..10).unwrap_or_default())
    }
}

/// A text that is no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("days are written as 2018-06-08")]
pub struct BillDayError;

impl FromStr for BillDay {
    type Err = BillDayError;

    fn from_str(text: &str) -> Result<Self, BillDayError> {
        let first = crate::payment::time::unix_ms(&format!("{text} 00:00:00"));
        first.map(Self::of).filter(|day| day.to_string() == text).ok_or(BillDayError)
    }
}

/// The kind of a bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BillKind {
    /// Payments and refunds.
    Trade,
    /// Movements of the merchant's account, with fees.
    FundFlow,
}

/// The kind of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BillLineKind {
    /// A payment.
    Payment,
    /// A refund.
    Refund,
    /// A fee, where it is a line of its own.
    Fee,
    /// Another movement, such as a transfer to the merchant's bank.
    Other,
}

/// A line of a bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillLine {
    /// Its kind.
    pub kind: BillLineKind,
    /// Our number of the payment; empty if the line has none.
    pub reference: String,
    /// The provider's number of the payment.
    pub transaction: String,
    /// The number of the refund: ours, or the provider's for a refund that was made there.
    pub refund: String,
    /// The amount of the payment, the refund or the movement; positive for a payment and a refund.
    pub fen: Fen,
    /// The fee of the line; negative if it is given back.
    pub fee: Fen,
    /// When it happened, in Unix ms.
    pub at: i64,
    /// The state in the provider's words.
    pub state: String,
}

/// A bill whose hash and sums were checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bill {
    /// Its lines in the provider's order.
    pub lines: Vec<BillLine>,
    /// The hash of the file in hexadecimal digits.
    pub hash: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_and_read_in_chinas_time_zone() {
        let day = BillDay::of(1_528_425_296_000);
        assert_eq!(day.to_string(), "2018-06-08");
        assert_eq!("2018-06-08".parse(), Ok(day));
        assert_eq!(BillDay::of(day.begins_at() - 1), day.before());
        for bad in ["", "2018-6-8", "2018-06-31", "yesterday", "2018-06-08 "] {
            assert_eq!(bad.parse::<BillDay>(), Err(BillDayError), "{bad}");
        }
    }
}
