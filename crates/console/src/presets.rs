//! The choice of days, for lists and for figures: presets, or dates of one's own.

use maud::{Markup, html};
use miaohui_admin::Label;

use crate::beijing::Day;
use crate::visitor::Visitor;

/// A preset.
struct Preset {
    /// What addresses say.
    name: &'static str,
    /// Its name on pages.
    label: Label,
}

/// All of them.
const PRESETS: [Preset; 5] = [
    Preset { name: "today", label: Label("今天", "Today") },
    Preset { name: "yesterday", label: Label("昨天", "Yesterday") },
    Preset { name: "7d", label: Label("近 7 天", "Last 7 days") },
    Preset { name: "30d", label: Label("近 30 天", "Last 30 days") },
    Preset { name: "month", label: Label("本月", "This month") },
];

/// The first and the last day of a preset; `None`: there is no such preset.
fn days(preset: &str, today: Day) -> Option<(Day, Day)> {
    Some(match preset {
        "today" => (today, today),
        "yesterday" => (today.plus(-1), today.plus(-1)),
        "7d" => (today.plus(-6), today),
        "30d" => (today.plus(-29), today),
        "month" => (today.month_start(), today),
        _ => return None,
    })
}

/// The first and the last day of a preset, or of dates, of which one may be missing; `None`: neither is
/// chosen.
pub fn chosen(preset: &str, from: &str, to: &str, today: Day) -> Option<(Day, Day)> {
    days(preset, today).or_else(|| match (Day::parse(from), Day::parse(to)) {
        (None, None) => None,
        (from, to) => Some((from.unwrap_or(Day(0)), to.unwrap_or(today))),
    })
}

/// The inputs of the choice: a preset, or dates of one's own. `all` is the name of no choice, where pages
/// show all days without one.
pub fn inputs(visitor: &Visitor, preset: &str, own: Option<(&str, &str)>, all: Option<&str>) -> Markup {
    let (from, to) = own.unwrap_or_default();
    html! {
        label { (visitor.t("时间", "Days")) select name="t" data-submit {
            @if own.is_some() { option value="" selected { (visitor.t("自选日期", "Own dates")) } }
            @else if let Some(all) = all { option value="" { (all) } }
            @for one in PRESETS { option value=(one.name) selected[preset == one.name] { (visitor.l(one.label)) } }
        } }
        details.dates open[own.is_some()] { summary { (visitor.t("起止日期", "Dates")) }
            div.panel {
                label { (visitor.t("从", "From")) input type="date" name="from" value=(from); }
                label { (visitor.t("到", "To")) input type="date" name="to" value=(to); }
                button { (visitor.t("查找", "Find")) }
            }
        }
    }
}
