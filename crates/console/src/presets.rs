//! The presets of ranges of days, for lists and for figures.

use miaohui_admin::Label;

use crate::beijing::Day;

/// A preset.
pub struct Preset {
    /// What addresses say.
    pub name: &'static str,
    /// Its name on pages.
    pub label: Label,
}

/// All of them.
pub const PRESETS: [Preset; 5] = [
    Preset { name: "today", label: Label("今天", "Today") },
    Preset { name: "yesterday", label: Label("昨天", "Yesterday") },
    Preset { name: "7d", label: Label("近 7 天", "Last 7 days") },
    Preset { name: "30d", label: Label("近 30 天", "Last 30 days") },
    Preset { name: "month", label: Label("本月", "This month") },
];

/// The first and the last day of a preset; `None`: there is no such preset.
pub fn days(preset: &str, today: Day) -> Option<(Day, Day)> {
    Some(match preset {
        "today" => (today, today),
        "yesterday" => (today.plus(-1), today.plus(-1)),
        "7d" => (today.plus(-6), today),
        "30d" => (today.plus(-29), today),
        "month" => (today.month_start(), today),
        _ => return None,
    })
}
