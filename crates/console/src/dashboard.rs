//! 概览: what happened by day, what people like, and how the service does.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use miaohui_db::{Stats, Tx};

use crate::layout::{self, Failure, yuan};
use crate::stats::{self, Series};
use crate::visitor::{May, Visitor};
use crate::{App, Label, Permission, Result, need};

/// How many days the plots show.
const DAYS: i64 = 30;

/// What people like most: title, resource, and a statement of id, name and number that an index serves or a small table.
const TOPS: [(Label, &str, &str); 3] = [
    (
        Label("最受关注的项目", "Projects most attended"),
        "projects",
        "SELECT id, name, attention_count FROM cf_project WHERE status IN (3, 4) ORDER BY attention_count DESC, id DESC LIMIT 8",
    ),
    (
        Label("最多人关注的达人", "Masters most followed"),
        "masters",
        "SELECT id, name, follower_count FROM co_master ORDER BY follower_count DESC, id DESC LIMIT 8",
    ),
    (
        Label("最受欢迎的游戏", "Games most liked"),
        "games",
        "SELECT id, name, like_count FROM co_game ORDER BY like_count DESC, id DESC LIMIT 8",
    ),
];

struct Seen {
    series: Vec<(&'static Series, Vec<i64>)>,
    tops: Vec<Vec<(i64, String, i64)>>,
}

fn look(tx: &mut Tx<'_>, today: i64, with_money: bool) -> miaohui_db::Result<Seen> {
    let shown = stats::ALL.iter().filter(|series| with_money || !series.is_money);
    let series = shown.map(|series| Ok((series, stats::days(tx, series, today, DAYS)?)));
    Ok(Seen {
        series: series.collect::<miaohui_db::Result<_>>()?,
        tops: TOPS.iter().map(|(_, _, sql)| tx.query(*sql, &[])).collect::<miaohui_db::Result<_>>()?,
    })
}

/// The page.
pub async fn page(
    State(app): State<Arc<App>>,
    May { visitor, .. }: May<need::SeeContent>,
) -> Result<Response, Failure> {
    let (today, with_money) = (stats::day_of(app.clock.now_ms()), visitor.may(Permission::SeeMoney));
    let seen = app.db.read(move |tx| look(tx, today, with_money)).await;
    let seen = seen.map_err(|error| visitor.failure(error.into()))?;
    let body = html! {
        div.cards { @for (series, values) in &seen.series { (plot(&visitor, series, values)) } }
        div.cards { @for ((title, resource, _), rows) in TOPS.iter().zip(&seen.tops) {
            section.card {
                h2 { (visitor.l(*title)) }
                ul.queue { @for (id, name, number) in rows { li { a href=(format!("/console/r/{resource}/{id}")) { (name) } span { (number) } } } }
            }
        } }
        @if visitor.may(Permission::SeeSystem) { (health(&visitor, &app.db.stats(), app.metrics.failures())) }
    };
    let page = layout::page(&app, &visitor, visitor.t("概览", "Dashboard"), html! {}, body).await;
    Ok(page.map_err(|error| visitor.failure(error))?.into_response())
}

/// Bars by day, with the whole and today's in words for who cannot see them.
fn plot(visitor: &Visitor, series: &Series, values: &[i64]) -> Markup {
    const WIDTH: i64 = 300;
    const HEIGHT: i64 = 80;
    let show = |value: i64| if series.is_money { yuan(value) } else { value.to_string() };
    let most = values.iter().copied().max().unwrap_or(0).max(1);
    let sum: i64 = values.iter().sum();
    let today = values.last().copied().unwrap_or(0);
    let step = WIDTH / DAYS;
    html! {
        section.card {
            h2 { (visitor.l(series.title)) }
            p { strong { (show(sum)) } " " (visitor.t("近 30 天", "in 30 days")) " · " (show(today)) " " (visitor.t("今天", "today")) }
            svg.plot viewBox=(format!("0 0 {WIDTH} {}", HEIGHT + 4)) role="img" aria-label=(format!("{}: {}", visitor.l(series.title), show(sum))) {
                line x1="0" x2=(WIDTH) y1=(HEIGHT) y2=(HEIGHT) {}
                @for (n, value) in values.iter().enumerate() {
                    @let height = (value.max(&0) * (HEIGHT - 12) / most).max(i64::from(*value > 0));
                    rect x=(n as i64 * step + 1) y=(HEIGHT - height) width=(step - 2) height=(height) {
                        title { (format!("-{}: {}", DAYS - 1 - n as i64, show(*value))) }
                    }
                }
                text x="1" y="9" { (show(most)) }
            }
        }
    }
}

fn health(visitor: &Visitor, stats: &Stats, failures: u64) -> Markup {
    let figure = |zh, en, value: String| html! { div { dt { (visitor.t(zh, en)) } dd { (value) } } };
    let group = if stats.commits == 0 { 0.0 } else { stats.group_jobs as f64 / stats.commits as f64 };
    html! {
        section {
            h2 { (visitor.t("系统（本进程启动以来）", "System (this process, since its start)")) }
            dl.figures {
                (figure("意外失败", "Unexpected failures", failures.to_string()))
                (figure("等待的读", "Reads waiting", stats.reads_waiting.to_string()))
                (figure("等待的写", "Writes waiting", stats.writes_waiting.to_string()))
                (figure("提交", "Commits", stats.commits.to_string()))
                (figure("每次提交的写", "Writes a commit", format!("{group:.1}")))
                (figure("重试", "Run again", stats.retries.to_string()))
                (figure("忙而拒绝", "Refused as busy", stats.busy.to_string()))
            }
            p { a href="/metrics" { (visitor.t("全部指标", "All metrics")) } }
        }
    }
}
