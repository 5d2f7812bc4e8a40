//! Series: events that the dashboard counts by day.

use crate::label::Label;

/// Events that are counted by day, in the order of their ids.
pub struct Series {
    /// Its name in the table of daily counts.
    pub name: &'static str,
    /// Its name on the dashboard.
    pub title: Label,
    /// Whether the dashboard shows the money of the events rather than their number.
    pub is_money: bool,
    /// The tables of the events, in SQL; the one with their ids is `t`.
    pub from: &'static str,
    /// The time of an event in Unix ms, in SQL.
    pub at: &'static str,
    /// The money of an event in fen, in SQL.
    pub fen: &'static str,
    /// The condition on events that count, in SQL.
    pub only: &'static str,
    /// What an event is in the revenue, in SQL: `sale`, `refund`, `fee` or `commission`, the subject of
    /// its payment and its channel, such as `sale/ticket order/wechat`. Empty: the dashboard shows the
    /// series by itself.
    pub revenue: &'static str,
}

impl Series {
    /// The number of all rows of a table, by a column with their times.
    pub const fn of_rows(name: &'static str, title: Label, from: &'static str, at: &'static str) -> Self {
        Self { name, title, is_money: false, from, at, fen: "0", only: "TRUE", revenue: "" }
    }
}
