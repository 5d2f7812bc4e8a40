//! Money.

use std::fmt;

/// The largest amount that [`Fen::parse_yuan`] accepts, in yuan.
const MOST_YUAN: i64 = 1_000_000_000;

/// An amount of money in fen (1/100 yuan). A debit is negative.
///
/// JSON and SQL contain the integer. [`fmt::Display`] writes yuan with two decimals;
/// [`Fen::parse_yuan`] reads yuan.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(transparent)]
pub struct Fen(pub i64);

impl Fen {
    /// Zero.
    pub const ZERO: Self = Self(0);

    /// The number of fen.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Whether the amount is above zero.
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// The sum, or `None` on overflow.
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(fen) => Some(Self(fen)),
            None => None,
        }
    }

    /// The difference, or `None` on overflow.
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(fen) => Some(Self(fen)),
            None => None,
        }
    }

    /// The negated amount, or `None` on overflow.
    pub const fn checked_neg(self) -> Option<Self> {
        match self.0.checked_neg() {
            Some(fen) => Some(Self(fen)),
            None => None,
        }
    }

    /// `per_mille` thousandths of the amount, rounded down, or `None` on overflow.
    pub const fn checked_per_mille(self, per_mille: i64) -> Option<Self> {
        match self.0.checked_mul(per_mille) {
            Some(product) => Some(Self(product.div_euclid(1000))),
            None => None,
        }
    }

    /// The sum of amounts, or `None` on overflow.
    pub fn checked_sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }

    /// Parses yuan from 0 to a billion: digits, with at most two decimals besides trailing zeros.
    pub fn parse_yuan(text: &str) -> Option<Self> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let decimals = decimals.trim_end_matches('0');
        if whole.is_empty() || !digits(whole) || !digits(decimals) || decimals.len() > 2 {
            return None;
        }
        let yuan: i64 = whole.parse().ok().filter(|yuan| *yuan <= MOST_YUAN)?;
        let fen: i64 = format!("{decimals:0<2}").parse().ok()?;
        Some(Self(yuan * 100 + fen))
    }
}

/// Formats yuan with two decimals, such as `-30.50`.
impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        f.pad(&format!("{sign}{}.{:02}", fen / 100, fen % 100))
    }
}

impl schemars::JsonSchema for Fen {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Fen".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let mut schema = i64::json_schema(generator);
        schema.insert("description".to_owned(), "An amount of money in fen (1/100 yuan).".into());
        schema
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yuan_have_two_decimals_and_a_sign() {
        let written: Vec<String> =
            [0, 5, 9_800, -3_050, i64::MIN].map(|fen| Fen(fen).to_string()).into_iter().collect();
        assert_eq!(written, ["0.00", "0.05", "98.00", "-30.50", "-92233720368547758.08"]);
    }

    #[test]
    fn yuan_are_parsed_up_to_two_decimals() {
        for (text, fen) in
            [("23", 2_300), ("5.76", 576), ("0.10", 10), ("1.5000", 150), ("1000000000", 100_000_000_000)]
        {
            assert_eq!(Fen::parse_yuan(text), Some(Fen(fen)), "{text}");
        }
        for bad in ["", ".", ".5", "-1", "1.234", "1e3", "1000000001", "１", " 1"] {
            assert_eq!(Fen::parse_yuan(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_formatted_amount_is_parsed_back() {
        for fen in [0, 1, 10, 1_234, 10_000_000_000] {
            assert_eq!(Fen::parse_yuan(&Fen(fen).to_string()), Some(Fen(fen)));
        }
        for bad in ["+1", "1,00", "99999999999999999999"] {
            assert_eq!(Fen::parse_yuan(bad), None, "{bad}");
        }
    }

    #[test]
    fn overflow_is_detected() {
        assert_eq!(Fen(2).checked_sub(Fen(5)), Some(Fen(-3)));
        assert_eq!(Fen(i64::MAX).checked_add(Fen(1)), None);
        assert_eq!(Fen(i64::MIN).checked_neg(), None);
        assert_eq!(Fen(999).checked_per_mille(50), Some(Fen(49)));
        assert_eq!(Fen(i64::MAX).checked_per_mille(2), None);
        assert_eq!(Fen::checked_sum([Fen(1), Fen(2)]), Some(Fen(3)));
        assert_eq!(Fen::checked_sum([Fen(i64::MAX), Fen(1)]), None);
    }
}
