//! The choice of a range of days on the pages of figures.

use maud::Markup;

use crate::beijing::Day;
use crate::html::encoded;
use crate::presets;
use crate::visitor::Visitor;

/// The most days of a range: five years.
const MOST_DAYS: i64 = 5 * 366;

/// The preset of an address that asks for none.
const USUAL: &str = "30d";

/// Days, both included.
pub struct Range {
    /// The first one.
    pub first: Day,
    /// The last one.
    pub last: Day,
    /// The preset; empty: own dates.
    preset: String,
}

impl Range {
    /// The range that an address asks for: `t`, or `from` and `to`; else the last 30 days.
    pub fn of(pairs: &[(String, String)], now: i64) -> Self {
        let value =
            |name: &str| pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
        let today = Day::of(now);
        let of_preset = |preset: &str| presets::chosen(preset, "", "", today);
        let own = presets::chosen("", value("from"), value("to"), today);
        let (preset, (first, last)) = match (of_preset(value("t")), own) {
            (Some(days), _) => (value("t"), days),
            (None, Some(days)) => ("", days),
            (None, None) => (USUAL, of_preset(USUAL).unwrap_or((today, today))),
        };
        let first = first.min(last).max(last.plus(1 - MOST_DAYS));
        Self { first, last, preset: preset.to_owned() }
    }

    /// The number of its days.
    pub fn days(&self) -> i64 {
        self.last.0 - self.first.0 + 1
    }

    /// The query of an address that asks for it.
    pub fn query(&self) -> String {
        if self.preset.is_empty() {
            format!("from={}&to={}", self.first.date(), self.last.date())
        } else {
            format!("t={}", encoded(&self.preset))
        }
    }
}

/// The inputs that choose a range.
pub fn choice(visitor: &Visitor, range: &Range) -> Markup {
    let (first, last) = (range.first.date(), range.last.date());
    let own = range.preset.is_empty().then_some((first.as_str(), last.as_str()));
    presets::inputs(visitor, &range.preset, own, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_has_days_and_at_most_five_years() {
        let now = Day::parse("2018-06-08").unwrap().start();
        let days = |pairs: &[(&str, &str)]| {
            let pairs: Vec<_> = pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
            let range = Range::of(&pairs, now);
            (range.first.date(), range.days(), range.preset)
        };
        assert_eq!(days(&[]), ("2018-05-10".into(), 30, "30d".into()));
        assert_eq!(days(&[("t", "7d"), ("from", "2018-01-01")]), ("2018-06-02".into(), 7, "7d".into()));
        assert_eq!(days(&[("t", "x"), ("from", "2018-06-01")]), ("2018-06-01".into(), 8, String::new()));
        assert_eq!(days(&[("from", "2018-06-05"), ("to", "2018-06-01")]).1, 1);
        // Without a first day it goes back as far as a list does, within the limit.
        assert_eq!(days(&[("to", "2018-06-01")]).1, MOST_DAYS);
    }
}
