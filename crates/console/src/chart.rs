//! Bar charts with the names of their bars under them.

use maud::{Markup, html};

/// A bar.
pub struct Bar {
    /// Its name: a day or a month.
    pub name: String,
    /// Its value.
    pub value: i64,
    /// How people read the value.
    pub text: String,
}

/// Bars from left to right. What they show is also written as text around the chart, for readers who
/// cannot see it.
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// The bars.
    pub bars: Vec<Bar>,
    /// Its width; its height is 90.
    pub width: i64,
}

impl Chart {
    /// Draws it.
    pub fn draw(&self) -> Markup {
        const HEIGHT: i64 = 90;
        const TOP: i64 = 12;
        let count = self.bars.len().max(1) as i64;
        let (most, least) = self
            .bars
            .iter()
            .fold((0, 0), |(most, least): (i64, i64), bar| (most.max(bar.value), least.min(bar.value)));
        let range = most.saturating_sub(least).max(1);
        // Amounts below zero hang under the line.
        let y = |value: i64| {
            TOP + (i128::from(most - value) * i128::from(HEIGHT - TOP) / i128::from(range)) as i64
        };
        let x = |n: i64| n * self.width / count;
        let highest = self.bars.iter().max_by_key(|bar| bar.value).map_or("", |bar| bar.text.as_str());
        // As many names as fit; the first, the last, and some between.
        let names = (self.width / 70).clamp(2, count.max(2));
        let named: Vec<i64> = (0..names).map(|n| n * (count - 1) / (names - 1).max(1)).collect();
        html! {
            svg.plot viewBox=(format!("0 0 {} {}", self.width, HEIGHT + 14)) role="img" aria-label=(self.title) {
                line x1="0" x2=(self.width) y1=(y(0)) y2=(y(0)) {}
                @for (n, bar) in (0..).zip(&self.bars) {
                    @let (top, bottom) = (y(bar.value.max(0)), y(bar.value.min(0)));
                    @let width = x(n + 1) - x(n);
                    rect x=(x(n) + i64::from(width > 3)) y=(top) width=((width - 2 * i64::from(width > 3)).max(1)) height=((bottom - top).max(i64::from(bar.value != 0))) {}
                    // The whole column answers to the pointer, also one without a bar.
                    rect.hover x=(x(n)) y="0" width=(width) height=(HEIGHT) { title { (bar.name) "  " (bar.text) } }
                }
                text x="1" y="9" { (highest) }
                @for (place, n) in named.iter().enumerate() {
                    @let anchor = if place == 0 { "start" } else if *n == count - 1 { "end" } else { "middle" };
                    @if place == 0 || *n > named[place - 1] {
                        text x=(match anchor { "start" => 0, "end" => self.width, _ => i64::midpoint(x(*n), x(*n + 1)) }) y=(HEIGHT + 12) text-anchor=(anchor) {
                            (self.bars.get(*n as usize).map_or("", |bar| bar.name.as_str()))
                        }
                    }
                }
            }
        }
    }
}
