//! 概览: daily counts, rankings, and the state of the system.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use miaohui_admin::{Permission, Ranking, Registry, Series, need};
use miaohui_db::{Stats, Tx};
use miaohui_kernel::Fen;

use crate::app::App;
use crate::beijing::Day;
use crate::daily_counts;
use crate::error::Result;
use crate::failure::Failure;
use crate::html::yuan;
use crate::layout;
use crate::visitor::{May, Visitor};

/// The number of days in a plot; as many before it are compared with it.
const DAYS: u32 = 30;

/// The number of rows in a ranking.
const RANKED: i64 = 8;

/// A row of a ranking: id, name, number.
type Ranked = (i64, String, i64);

/// What the page shows of the database.
struct Figures {
    series: Vec<(&'static Series, Vec<i64>)>,
    rankings: Vec<(&'static Ranking, Vec<Ranked>)>,
}

impl Figures {
    fn read(tx: &mut Tx<'_>, registry: &Registry, today: Day, with_money: bool) -> miaohui_db::Result<Self> {
        let shown = registry.series.iter().filter(|series| with_money || !series.is_money);
        let series = shown.map(|series| Ok((*series, daily_counts::values(tx, series, today, 2 * DAYS)?)));
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
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let (today, with_money) = (Day::of(app.clock.now_ms()), visitor.may(Permission::SeeMoney));
            let registry = Arc::clone(&app.registry);
            let figures = app.db.read(move |tx| Figures::read(tx, &registry, today, with_money)).await?;
            let body = html! {
                div.cards { @for (series, values) in &figures.series { (plot(&visitor, series, today, values)) } }
                div.cards { @for (ranking, rows) in &figures.rankings {
                    section.card {
                        h2 { (visitor.l(ranking.title)) }
                        ul.queue { @for (id, name, number) in rows { li { a href=(format!("/console/r/{}/{id}", ranking.resource)) { (name) } span { (number) } } } }
                    }
                } }
                @if visitor.may(Permission::SeeSystem) { (system(&visitor, &app.db.stats(), app.metrics.failures())) }
            };
            layout::page(&app, &visitor, visitor.t("概览", "Dashboard"), html! {}, body).await
        })
        .await
}

/// Bars by day, with the dates under them. The sum, today's value and the comparison with the days
/// before are also written as text, for readers who cannot see the bars.
fn plot(visitor: &Visitor, series: &Series, today: Day, values: &[i64]) -> Markup {
    const WIDTH: i64 = 300;
    const HEIGHT: i64 = 90;
    const TOP: i64 = 12;
    let show = |value: i64| if series.is_money { yuan(Fen(value)) } else { value.to_string() };
    let (before, values) = values.split_at(values.len().saturating_sub(DAYS as usize));
    let (most, least) =
        values.iter().fold((0, 0), |(most, least): (i64, i64), value| (most.max(*value), least.min(*value)));
    let range = (most - least).max(1);
    // Amounts below zero hang under the line.
    let y = |value: i64| TOP + (most - value) * (HEIGHT - TOP) / range;
    let (sum, sum_before): (i64, i64) = (values.iter().sum(), before.iter().sum());
    let days = i64::from(DAYS);
    let day_of = |n: i64| today.plus(n + 1 - days).date()[5..].to_owned();
    let step = WIDTH / days;
    let period = visitor.t("近 30 天", "in 30 days");
    html! {
        section.card {
            h2 { (visitor.l(series.title)) }
            p { strong { (show(sum)) } " " (period) @if let Some(change) = change(sum, sum_before) {
                    " " small title=(format!("{}{}", visitor.t("前 30 天：", "The 30 days before: "), show(sum_before))) { (change) } }
                " · " (show(values.last().copied().unwrap_or(0))) " " (visitor.t("今天", "today")) }
            svg.plot viewBox=(format!("0 0 {WIDTH} {}", HEIGHT + 14)) role="img" aria-label=(format!("{}: {} {period}", visitor.l(series.title), show(sum))) {
                line x1="0" x2=(WIDTH) y1=(y(0)) y2=(y(0)) {}
                @for (n, value) in (0..).zip(values) {
                    @let (top, bottom) = (y((*value).max(0)), y((*value).min(0)));
                    rect x=(n * step + 1) y=(top) width=(step - 2) height=((bottom - top).max(i64::from(*value != 0))) {}
                    // The whole column answers to the pointer, also on a day without a bar.
                    rect.hover x=(n * step) y="0" width=(step) height=(HEIGHT) { title { (day_of(n)) "  " (show(*value)) } }
                }
                text x="1" y="9" { (show(most)) }
                @for (n, anchor) in [(0, "start"), (days / 2, "middle"), (days - 1, "end")] {
                    text x=(match anchor { "start" => 0, "end" => WIDTH, _ => n * step + step / 2 }) y=(HEIGHT + 12) text-anchor=(anchor) { (day_of(n)) }
                }
            }
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

/// The counters of this process.
fn system(visitor: &Visitor, stats: &Stats, failures: u64) -> Markup {
    let figure = |zh, en, value: String| html! { div { dt { (visitor.t(zh, en)) } dd { (value) } } };
    let group = if stats.commits == 0 { 0.0 } else { stats.group_jobs as f64 / stats.commits as f64 };
    html! {
        section {
            h2 { (visitor.t("系统（本进程启动以来）", "System (this process, since its start)")) }
            dl.figures {
                (figure("意外失败", "Unexpected failures", failures.to_string()))
                (figure("等待的读", "Waiting reads", stats.reads_waiting.to_string()))
                (figure("等待的写", "Waiting writes", stats.writes_waiting.to_string()))
                (figure("提交", "Commits", stats.commits.to_string()))
                (figure("每次提交的写", "Writes per commit", format!("{group:.1}")))
                (figure("重试", "Retries", stats.retries.to_string()))
                (figure("忙而拒绝", "Refused while busy", stats.busy.to_string()))
            }
            @if visitor.may(Permission::SeeSystem) {
                p { a href="/console/metrics" { (visitor.t("全部指标", "All metrics")) } }
            }
        }
    }
}
