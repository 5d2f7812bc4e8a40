//! The choice of a range of days on the pages of figures.

use maud::{Markup, html};

use crate::beijing::Day;
use crate::html::encoded;
use crate::presets::PRESETS;
use crate::visitor::Visitor;

/// The most days of a range: five years.
const MOST_DAYS: i64 = 5 * 366;

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
        let (from, to) = (Day::parse(value("from")), Day::parse(value("to")));
        let preset = PRESETS.iter().find(|preset| preset.name == value("t"));
        if preset.is_none() && (from.is_some() || to.is_some()) {
            let last = to.unwrap_or(today);
            let first = from.unwrap_or(last).min(last);
            return Self { first: first.max(last.plus(1 - MOST_DAYS)), last, preset: String::new() };
        }
        let preset = preset.map_or("30d", |preset| preset.name);
        let (first, last) = crate::presets::days(preset, today).unwrap_or((today, today));
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
    let is_own = range.preset.is_empty();
    html! {
        label { (visitor.t("时间", "Days")) select name="t" data-submit {
            @if is_own { option value="" selected { (visitor.t("自选日期", "Own dates")) } }
            @for preset in PRESETS { option value=(preset.name) selected[range.preset == preset.name] { (visitor.l(preset.label)) } }
        } }
        details.dates open[is_own] { summary { (visitor.t("起止日期", "Dates")) }
            div.panel {
                label { (visitor.t("从", "From")) input type="date" name="from" value=(if is_own { range.first.date() } else { String::new() }); }
                label { (visitor.t("到", "To")) input type="date" name="to" value=(if is_own { range.last.date() } else { String::new() }); }
                button { (visitor.t("查找", "Find")) }
            }
        }
    }
}
