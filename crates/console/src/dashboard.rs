//! 概览: daily counts of a range of days, compared with as many days before, and rankings.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use maud::{Markup, html};
use miaohui_admin::{Permission, Ranking, Registry, Series, need};
use miaohui_db::Tx;
use miaohui_kernel::Fen;

use crate::app::App;
use crate::chart::{Bar, Chart};
use crate::daily_counts;
use crate::error::Result;
use crate::failure::Failure;
use crate::html::yuan;
use crate::layout;
use crate::range::{Range, choice};
use crate::visitor::{May, Visitor};

/// The most bars of a plot; a longer range has several days in each.
const MOST_BARS: i64 = 62;

/// The number of rows in a ranking.
const RANKED: i64 = 8;

/// A row of a ranking: id, name, number.
type Ranked = (i64, String, i64);

/// What the page shows of the database.
struct DashboardFigures {
    series: Vec<(&'static Series, Vec<i64>)>,
    rankings: Vec<(&'static Ranking, Vec<Ranked>)>,
}

impl DashboardFigures {
    /// Reads the days of a range, and as many before it.
    fn read(
        tx: &mut Tx<'_>,
        registry: &Registry,
        range: &Range,
        with_money: bool,
    ) -> miaohui_db::Result<Self> {
        let own = registry.series.iter().filter(|series| series.revenue.is_empty());
        let shown = own.filter(|series| with_money || !series.is_money);
        let days = 2 * range.days() as u32;
        let series = shown.map(|series| Ok((*series, daily_counts::values(tx, series, range.last, days)?)));
        let series = series.collect::<miaohui_db::Result<_>>()?;
        let rankings =
            registry.rankings.iter().map(|ranking| Ok((*ranking, tx.query(ranking.sql, &[RANKED.into()])?)));
        Ok(Self { series, rankings: rankings.collect::<miaohui_db::Result<_>>()? })
    }
}

/// Shows the dashboard.
pub async fn page(
    State(app): State<Arc<App>>,
    May { visitor, .. }: May<need::SeeContent>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let range = Arc::new(Range::of(&pairs, app.clock.now_ms()));
            let (registry, with_money) = (Arc::clone(&app.registry), visitor.may(Permission::SeeMoney));
            let wanted = Arc::clone(&range);
            let read = move |tx: &mut Tx<'_>| DashboardFigures::read(tx, &registry, &wanted, with_money);
            let figures = app.db.read(read).await?;
            let body = html! {
                form.filters method="get" action="/console/dashboard" { (choice(&visitor, &range)) }
                div.cards { @for (series, values) in &figures.series { (plot(&visitor, series, &range, values)) } }
                div.cards { @for (ranking, rows) in &figures.rankings {
                    section.card {
                        h2 { (visitor.l(ranking.title)) }
                        ul.queue { @for (id, name, number) in rows { li { a href=(format!("/console/r/{}/{id}", ranking.resource)) { (name) } span { (number) } } } }
                    }
                } }
            };
            layout::page(&app, &visitor, visitor.t("概览", "Dashboard"), html! {}, body).await
        })
        .await
}

/// A series in the range, with its sum, the last day's value, and the sum of as many days before.
fn plot(visitor: &Visitor, series: &Series, range: &Range, values: &[i64]) -> Markup {
    let show = |value: i64| if series.is_money { yuan(Fen(value)) } else { value.to_string() };
    let days = range.days();
    let (before, values) = values.split_at(values.len().saturating_sub(days as usize));
    let (sum, sum_before): (i64, i64) = (values.iter().sum(), before.iter().sum());
    let together = (days + MOST_BARS - 1) / MOST_BARS;
    let bars = (0..).zip(values.chunks(together as usize)).map(|(n, values)| {
        let sum = values.iter().sum();
        let (first, last) =
            (range.first.plus(n * together), range.first.plus(n * together + values.len() as i64 - 1));
        let short = |date: String| date[5..].to_owned();
        let name = short(first.date());
        let name = if first == last { name } else { format!("{name} – {}", short(last.date())) };
        Bar { name, value: sum, text: show(sum) }
    });
    let title = format!("{}: {}", visitor.l(series.title), show(sum));
    html! {
        section.card {
            h2 { (visitor.l(series.title)) }
            p { strong { (show(sum)) } " "
                small { (visitor.t("前期 ", "before ")) (show(sum_before)) @if let Some(change) = change(sum, sum_before) { " (" (change) ")" } }
                @if days > 1 { " · " (range.last.date()[5..]) " " (show(values.last().copied().unwrap_or(0))) }
            }
            (Chart { title, bars: bars.collect(), width: 300 }.draw())
        }
    }
}

/// How a sum compares with that of the days before: `+12 %`. None without one.
fn change(sum: i64, before: i64) -> Option<String> {
    if before <= 0 {
        return None;
    }
    Some(format!("{:+} %", (i128::from(sum) - i128::from(before)) * 100 / i128::from(before)))
}
