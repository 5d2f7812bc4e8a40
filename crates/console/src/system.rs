//! 系统状态: whether everything works, from the figures that Prometheus reads, and from the database
//! where all processes leave theirs.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use miaohui_admin::{Choice, Label, Tone, need};
use miaohui_db::{Lease, SchemaVersion, Tx, held_leases, schema_versions};
use miaohui_gateways::admin::STATES;
use miaohui_gateways::deliveries::{Backlog, backlog};
use miaohui_kernel::MINUTE_MS;

use crate::app::App;
use crate::failure::Failure;
use crate::html::time;
use crate::layout;
use crate::readings::{Reading, Readings};
use crate::visitor::{May, Visitor};

/// A message that waits longer than this is late.
const LATE_MS: i64 = 10 * MINUTE_MS;

/// How a figure is to be taken.
enum Rule {
    /// It is for information.
    Shown,
    /// More than none is wrong.
    None,
    /// More than none waits for somebody.
    Waits,
}

/// The metrics of a card: name of the metric, what it is, how it is to be taken.
type CardMetrics = &'static [(&'static str, Label, Rule)];

const QUEUES: CardMetrics = &[
    ("db_reads_waiting", Label("等待的读", "Reads waiting"), Rule::Shown),
    ("db_heavy_reads_waiting", Label("等待的大查询", "Heavy reads waiting"), Rule::Shown),
    ("db_writes_waiting", Label("等待的写", "Writes waiting"), Rule::Shown),
    ("pool_hash_waiting", Label("等待的密码计算", "Passwords waiting"), Rule::Shown),
    ("pool_media_waiting", Label("等待的图片", "Pictures waiting"), Rule::Shown),
    ("connections", Label("连接", "Connections"), Rule::Shown),
];

const ERRORS: CardMetrics = &[
    ("db_busy_total", Label("忙而拒绝", "Refused while busy"), Rule::None),
    ("db_over_budget_total", Label("超时的读", "Reads over their time"), Rule::None),
    ("db_unreachable_total", Label("数据库连不上", "Database not reached"), Rule::None),
    ("db_shortages_total", Label("数据库没有空间", "Database without room"), Rule::None),
    ("media_missing_total", Label("缺失的文件", "Files that are missing"), Rule::None),
    ("media_store_failures_total", Label("文件桶失败", "Calls to the bucket that failed"), Rule::None),
    ("clock_jumps_total", Label("时钟跳变", "Jumps of the clock"), Rule::None),
    ("log_lines_dropped_total", Label("丢弃的日志行", "Lines of the log dropped"), Rule::None),
    ("limited_total", Label("限流拒绝", "Refused by limits"), Rule::Shown),
];

const PAYMENTS: CardMetrics = &[
    ("payment_open_attempts", Label("待付款", "Open attempts"), Rule::Shown),
    ("payment_refunds_waiting", Label("退款中", "Refunds under way"), Rule::Shown),
    ("payment_refunds_failed", Label("退款失败", "Refunds that failed"), Rule::Waits),
    ("payment_cases_open", Label("支付异常", "Open cases"), Rule::Waits),
    ("payment_call_errors_total", Label("渠道返回的错误", "Errors of providers"), Rule::Shown),
    ("payment_notices_not_believed_total", Label("验签失败的通知", "Notices not believed"), Rule::None),
];

const DATABASE: CardMetrics = &[
    ("db_commits_total", Label("提交", "Commits"), Rule::Shown),
    ("db_retries_total", Label("重试", "Retries"), Rule::Shown),
    ("db_workers", Label("数据库线程", "Database threads"), Rule::Shown),
    ("db_replica_reads_total", Label("副本的读", "Reads of replicas"), Rule::Shown),
    (
        "db_replica_misses_total",
        Label("副本落后而改由主库的读", "Reads that replicas gave back"),
        Rule::Shown,
    ),
];

const BACKUPS: CardMetrics = &[
    ("backup_failures_total", Label("失败的备份", "Backups not made"), Rule::None),
    ("backup_check_failures_total", Label("失败的恢复检查", "Checks that failed"), Rule::None),
    ("backup_missing_files", Label("缺失的文件", "Files that are missing"), Rule::None),
];

/// What the database holds about the state of all processes.
struct SharedState {
    backlog: Vec<Backlog>,
    leases: Vec<Lease>,
    schema: Vec<SchemaVersion>,
}

/// Shows the state.
pub async fn page(
    State(app): State<Arc<App>>,
    May { visitor, .. }: May<need::SeeSystem>,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let now = app.clock.now_ms();
            let read = move |tx: &mut Tx<'_>| {
                Ok::<_, miaohui_db::Error>(SharedState {
                    backlog: backlog(tx)?,
                    leases: held_leases(tx, now)?,
                    schema: schema_versions(tx)?,
                })
            };
            let stored = app.db.read(read).await?;
            let readings = Readings::of(&app.metrics)?;
            let failures = app.metrics.failures() as f64;
            let body = html! {
                p.hint { (visitor.t("计数是本进程启动以来的；短信邮件、任务和版本是所有进程共有的。", "Counts are those of this process since its start. Messages, tasks and versions are those of all processes."))
                    " " a href="/console/metrics" { (visitor.t("全部指标", "All metrics")) } }
                div.cards {
                    (card(&visitor, Label("错误", "Errors"), &readings, ERRORS, html! {
                        (figure(visitor.t("意外失败", "Unexpected failures"), &number(failures), if failures > 0.0 { Tone::Bad } else { Tone::Good }))
                    }))
                    (card(&visitor, Label("排队", "Queues"), &readings, QUEUES, html! {}))
                    (messages(&visitor, &stored.backlog, now))
                    (card(&visitor, Label("支付渠道", "Payments"), &readings, PAYMENTS, circuits(&visitor, &readings)))
                    (card(&visitor, Label("备份", "Backups"), &readings, BACKUPS, backups(&visitor, &readings, now)))
                    (card(&visitor, Label("数据库", "Database"), &readings, DATABASE, database(&visitor, &readings)))
                    (tasks(&visitor, &stored.leases))
                    (versions(&app, &visitor, &stored.schema))
                }
            };
            layout::page(&app, &visitor, visitor.t("系统状态", "State of the system"), html! {}, body).await
        })
        .await
}

fn card(visitor: &Visitor, title: Label, readings: &Readings, metrics: CardMetrics, more: Markup) -> Markup {
    html! {
        section.card {
            h2 { (visitor.l(title)) }
            dl.states {
                (more)
                @for (name, label, rule) in metrics {
                    // What does not exist in this configuration is left out.
                    @if let Some(value) = readings.sum(name) {
                        (figure(visitor.l(*label), &number(value), match rule {
                            Rule::Shown => Tone::Plain,
                            _ if value == 0.0 => Tone::Good,
                            Rule::None => Tone::Bad,
                            Rule::Waits => Tone::Wait,
                        }))
                    }
                }
            }
        }
    }
}

fn figure(name: &str, value: &str, tone: Tone) -> Markup {
    html! { dt { (name) } dd { span.choice.(tone.name()) { (value) } } }
}

fn number(value: f64) -> String {
    format!("{value:.0}")
}

/// Whether the calls to each provider are stopped.
fn circuits(visitor: &Visitor, readings: &Readings) -> Markup {
    html! { @for Reading { labels, value } in readings.all("payment_circuit_open") {
        @let (text, tone) = if *value > 0.0 { (visitor.t("已熔断", "stopped"), Tone::Bad) } else { (visitor.t("正常", "works"), Tone::Good) };
        (figure(&labels.join(" "), text, tone))
    } }
}

/// How old the newest backup is. Two that were not made are wrong, as `deploy/alerts.yml` has it.
fn backups(visitor: &Visitor, readings: &Readings, now: i64) -> Markup {
    let every = readings.sum("backup_every_seconds").unwrap_or(0.0);
    let last = readings.sum("backup_last_success_timestamp_seconds").unwrap_or(0.0);
    let age = now as f64 / 1000.0 - last;
    html! {
        @if every == 0.0 {
            (figure(visitor.t("备份", "Backups"), visitor.t("未设置", "not configured"), Tone::Wait))
        } @else if last == 0.0 {
            (figure(visitor.t("最近一次", "Last one"), visitor.t("本进程还没有做过", "none by this process yet"), Tone::Wait))
        } @else {
            (figure(visitor.t("最近一次，小时前", "Last one, hours ago"), &format!("{:.1}", age / 3600.0), if age > 2.0 * every + 900.0 { Tone::Bad } else { Tone::Good }))
        }
    }
}

fn database(visitor: &Visitor, readings: &Readings) -> Markup {
    let configured = readings.sum("db_replicas_configured").unwrap_or(0.0);
    let usable = readings.sum("db_replicas_usable").unwrap_or(0.0);
    html! {
        @if configured > 0.0 {
            (figure(visitor.t("可用副本", "Replicas that take reads"), &format!("{usable:.0}/{configured:.0}"), if usable < configured { Tone::Bad } else { Tone::Good }))
        }
        @for Reading { labels, value } in readings.all("replica_lag_seconds") {
            @let name = format!("{} {}", visitor.t("副本落后（秒）", "Seconds that a replica lags"), labels.join(" "));
            (figure(&name, &format!("{value:.1}"), if *value > 60.0 { Tone::Bad } else { Tone::Good }))
        }
        @if let Some(bytes) = readings.sum("db_log_bytes") {
            (figure(visitor.t("SQLite 日志（MB）", "SQLite's log (MB)"), &format!("{:.1}", bytes / 1e6), if bytes > 1_073_741_824.0 { Tone::Bad } else { Tone::Good }))
        }
    }
}

/// The messages that are not sent yet or failed, by state, with the age of the oldest.
fn messages(visitor: &Visitor, backlog: &[Backlog], now: i64) -> Markup {
    html! {
        section.card {
            h2 { (visitor.t("短信邮件", "Messages")) }
            @if backlog.is_empty() { p.empty { (visitor.t("没有等待和失败的。", "None waits or failed.")) } }
            dl.states { @for Backlog { state, count, oldest_at } in backlog {
                @let label = Choice::named(STATES, state).map_or(state.as_str(), |choice| visitor.l(choice.label));
                @let is_late = state != "failed" && now - oldest_at > LATE_MS;
                dt { a href=(format!("/console/r/outbox?f.state={state}")) { (label) } }
                dd { span.choice.(if is_late || state == "failed" { Tone::Bad } else { Tone::Wait }.name()) { (count) } " "
                    small { (visitor.t("最早 ", "since ")) (time(*oldest_at)) } }
            } }
        }
    }
}

/// The background tasks, and which process does each.
fn tasks(visitor: &Visitor, leases: &[Lease]) -> Markup {
    html! {
        section.card {
            h2 { (visitor.t("后台任务", "Background tasks")) }
            dl.states { @for lease in leases {
                dt { (lease.name) }
                // Names of processes are long; their beginnings tell them apart.
                dd { (lease.holder.chars().take(8).collect::<String>()) " " small { (visitor.t("至 ", "until ")) (time(lease.until_ms)) } }
            } }
        }
    }
}

fn versions(app: &App, visitor: &Visitor, schema: &[SchemaVersion]) -> Markup {
    html! {
        section.card {
            h2 { (visitor.t("版本", "Versions")) }
            dl.states {
                dt { (visitor.t("程序", "Program")) } dd { (app.version) }
                @for SchemaVersion { component, version, applied_at } in schema {
                    dt { (visitor.t("表结构 ", "Schema of ")) (component) } dd { (version) " " small { (time(*applied_at)) } }
                }
            }
        }
    }
}
