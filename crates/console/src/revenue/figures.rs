//! The revenue of a range of days, added up by period, by product and by channel.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use miaohui_kernel::Fen;

use crate::beijing::Day;
use crate::daily_counts::RevenueOfDay;

/// The channel of payments from balances, which bring no money: it came in with the recharge.
pub const BALANCE: &str = "balance";

/// Sums of the revenue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// The number of payments that bought something.
    pub sold: i64,
    /// Their amount.
    pub sales: Fen,
    /// The number of refunds.
    pub returned: i64,
    /// Their amount.
    pub refunds: Fen,
    /// What providers kept.
    pub fees: Fen,
    /// The platform's share of settled projects, which is no money from outside.
    pub commission: Fen,
}

impl Sums {
    /// What is left of the sales.
    pub fn net(&self) -> Fen {
        Fen(self.sales.get().saturating_sub(self.refunds.get()).saturating_sub(self.fees.get()))
    }

    fn of(kind: &str, count: i64, fen: i64) -> Self {
        let (fen, none) = (Fen(fen), Self::default());
        match kind {
            "sale" => Self { sold: count, sales: fen, ..none },
            "refund" => Self { returned: count, refunds: fen, ..none },
            "fee" => Self { fees: fen, ..none },
            "commission" => Self { commission: fen, ..none },
            _ => none,
        }
    }
}

impl AddAssign for Sums {
    fn add_assign(&mut self, other: Self) {
        let add = |a: Fen, b: Fen| Fen(a.get().saturating_add(b.get()));
        self.sold += other.sold;
        self.returned += other.returned;
        self.sales = add(self.sales, other.sales);
        self.refunds = add(self.refunds, other.refunds);
        self.fees = add(self.fees, other.fees);
        self.commission = add(self.commission, other.commission);
    }
}

/// The revenue of a range of days.
#[derive(Debug, Default)]
pub struct Revenue {
    /// Everything but payments from balances.
    pub all: Sums,
    /// By day (`2018-06-08`) or month (`2018-06`), without payments from balances; also of periods
    /// without any.
    pub periods: BTreeMap<String, Sums>,
    /// By the subject of the payments; those from balances are counted too.
    pub products: BTreeMap<String, Sums>,
    /// By the channel of the payments.
    pub channels: BTreeMap<String, Sums>,
    /// By period, subject and channel.
    pub lines: BTreeMap<(String, String, String), Sums>,
}

impl Revenue {
    /// Adds up the days from `first` to `last`.
    pub fn of(days: Vec<RevenueOfDay>, (first, last): (Day, Day), by_month: bool) -> Self {
        let period = |day: Day| {
            let date = day.date();
            if by_month { date[..7].to_owned() } else { date }
        };
        let mut own = Self::default();
        for day in first.0..=last.0 {
            own.periods.entry(period(Day(day))).or_default();
        }
        for (part, day, count, fen) in days {
            let mut words = part.splitn(3, '/');
            let mut word = || words.next().unwrap_or_default().to_owned();
            let (kind, product, channel) = (word(), word(), word());
            let sums = Sums::of(&kind, count, fen);
            let period = period(Day(day));
            if channel != BALANCE {
                own.all += sums;
                *own.periods.entry(period.clone()).or_default() += sums;
            }
            if !product.is_empty() {
                *own.products.entry(product.clone()).or_default() += sums;
            }
            if !channel.is_empty() {
                *own.channels.entry(channel.clone()).or_default() += sums;
            }
            *own.lines.entry((period, product, channel)).or_default() += sums;
        }
        own
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_and_balances_bring_no_money() {
        let day = Day::parse("2018-06-30").unwrap();
        let part = |what: &str, day: Day, fen| (what.to_owned(), day.0, 1, fen);
        let days = vec![
            part("sale/ticket order/wechat", day, 1000),
            part("refund/ticket order/wechat", day.plus(1), 300),
            part("sale/support/balance", day, 5000),
            part("fee//wechat", day.plus(1), 6),
            part("commission/support/", day, 40),
        ];
        let revenue = Revenue::of(days, (day, day.plus(2)), false);
        assert_eq!((revenue.all.net(), revenue.all.commission), (Fen(694), Fen(40)));
        let periods: Vec<_> =
            revenue.periods.iter().map(|(name, sums)| (name.as_str(), sums.net().get())).collect();
        assert_eq!(periods, [("2018-06-30", 1000), ("2018-07-01", -306), ("2018-07-02", 0)]);
        assert_eq!(revenue.products["support"].sales, Fen(5000));
        assert_eq!(revenue.channels["wechat"].net(), Fen(694));
        let months = Revenue::of(Vec::new(), (day, day.plus(2)), true);
        assert_eq!(months.periods.keys().collect::<Vec<_>>(), ["2018-06", "2018-07"]);
    }
}
