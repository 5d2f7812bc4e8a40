//! 收入: the revenue by day or by month, by product and by channel, as the ledger has it.

mod figures;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use maud::{Markup, html};
use miaohui_admin::{Cell, Choice, Kind, Label, Naming, need};
use miaohui_db::Tx;
use miaohui_kernel::Fen;

use self::figures::{BALANCE, Revenue, Sums};
use crate::app::App;
use crate::beijing::Day;
use crate::chart::{Bar, Chart};
use crate::daily_counts;
use crate::error::Result;
use crate::failure::Failure;
use crate::html::yuan;
use crate::layout;
use crate::range::{Range, choice};
use crate::resource::export::{Entry, Heading, Holds, Whole, csv_of, xlsx_of};
use crate::visitor::{May, Visitor};

/// The path of the page.
const PATH: &str = "/console/revenue";

type Pairs = Query<Vec<(String, String)>>;

/// What an address asks for.
struct Wanted {
    range: Range,
    by_month: bool,
}

impl Wanted {
    fn of(app: &App, pairs: &[(String, String)]) -> Self {
        let by_month = pairs.iter().any(|(key, value)| key == "by" && value == "month");
        Self { range: Range::of(pairs, app.clock.now_ms()), by_month }
    }

    /// The query of the address.
    fn query(&self) -> String {
        format!("?by={}&{}", if self.by_month { "month" } else { "day" }, self.range.query())
    }

    async fn read(&self, app: &App) -> Result<Revenue> {
        let (first, last) = (self.range.first, self.range.last);
        let days = app.db.read(move |tx: &mut Tx<'_>| daily_counts::revenue(tx, first, last)).await?;
        Ok(Revenue::of(days, (first, last), self.by_month))
    }
}

/// Shows the revenue.
pub async fn page(
    State(app): State<Arc<App>>,
    May { visitor, .. }: May<need::SeeMoney>,
    Query(pairs): Pairs,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let wanted = Wanted::of(&app, &pairs);
            let (revenue, today) = (wanted.read(&app).await?, today(&app).await?);
            let names = Names { app: &app, visitor: &visitor };
            let body = html! {
                (choices(&visitor, &wanted))
                dl.figures.revenue {
                    (figure(visitor.t("今天净额", "Today, net"), today.net()))
                    (figure(visitor.t("收款", "Sales"), revenue.all.sales))
                    (figure(visitor.t("退款", "Refunds"), revenue.all.refunds))
                    (figure(visitor.t("渠道手续费", "Providers' fees"), revenue.all.fees))
                    (figure(visitor.t("净额", "Net"), revenue.all.net()))
                    (figure(visitor.t("项目服务费", "Share of projects"), revenue.all.commission))
                }
                p.hint { (visitor.t(
                    "净额 = 收款 − 退款 − 渠道手续费，与资金流水一致；新记录在一两分钟内计入。余额支付不带来新的钱，只列在产品和渠道中。",
                    "Net is sales less refunds less providers' fees, as the ledger has them; a new line is counted within two minutes. Payments from balances bring no money in: they are listed by product and channel only.",
                )) }
                section.card { (chart(&visitor, &wanted, &revenue)) }
                div.pair {
                    (table(&visitor, visitor.t("按产品", "By product"), &revenue.products, |key| names.product(key)))
                    (table(&visitor, visitor.t("按渠道", "By channel"), &revenue.channels, |key| names.channel(key)))
                }
                (by_period(&visitor, &wanted, &revenue))
            };
            layout::page(&app, &visitor, visitor.t("收入", "Revenue"), html! {}, body).await
        })
        .await
}

/// The sums of today.
async fn today(app: &App) -> Result<Sums> {
    let today = Day::of(app.clock.now_ms());
    let days = app.db.read(move |tx: &mut Tx<'_>| daily_counts::revenue(tx, today, today)).await?;
    Ok(Revenue::of(days, (today, today), false).all)
}

/// Sends the lines as CSV.
pub async fn csv(
    State(app): State<Arc<App>>,
    May { visitor, .. }: May<need::SeeMoney>,
    Query(pairs): Pairs,
) -> Result<Response, Failure> {
    visitor.run(async { Ok(csv_of("revenue", lines(&app, &visitor, &pairs).await?)) }).await
}

/// Sends the lines as a workbook.
pub async fn xlsx(
    State(app): State<Arc<App>>,
    May { visitor, .. }: May<need::SeeMoney>,
    Query(pairs): Pairs,
) -> Result<Response, Failure> {
    visitor.run(async { xlsx_of(&app, "revenue", lines(&app, &visitor, &pairs).await?).await }).await
}

/// The rows of the files: one for each period, product and channel.
async fn lines(app: &App, visitor: &Visitor, pairs: &[(String, String)]) -> Result<Whole> {
    let wanted = Wanted::of(app, pairs);
    let revenue = wanted.read(app).await?;
    let names = Names { app, visitor };
    let heading = |zh, en, holds| Heading { name: visitor.t(zh, en).to_owned(), holds };
    let headings = vec![
        if wanted.by_month {
            heading("月份", "Month", Holds::Texts)
        } else {
            heading("日期", "Day", Holds::Texts)
        },
        heading("产品", "Product", Holds::Texts),
        heading("渠道", "Channel", Holds::Texts),
        heading("收款笔数", "Sales (number)", Holds::Numbers),
        heading("收款（元）", "Sales (yuan)", Holds::Money),
        heading("退款笔数", "Refunds (number)", Holds::Numbers),
        heading("退款（元）", "Refunds (yuan)", Holds::Money),
        heading("渠道手续费（元）", "Providers' fees (yuan)", Holds::Money),
        heading("净额（元）", "Net (yuan)", Holds::Money),
        heading("项目服务费（元）", "Share of projects (yuan)", Holds::Money),
    ];
    let text = |text: String| Entry { cell: Cell::Text(text.clone()), text };
    let number = |n: i64| Entry { cell: Cell::Int(n), text: n.to_string() };
    let money = |fen: Fen| Entry { cell: Cell::Int(fen.get()), text: fen.to_string() };
    let rows = revenue.lines.iter().map(|((period, product, channel), sums)| {
        vec![
            text(period.clone()),
            text(names.product(product)),
            text(names.channel(channel)),
            number(sums.sold),
            money(sums.sales),
            number(sums.returned),
            money(sums.refunds),
            money(sums.fees),
            money(sums.net()),
            money(sums.commission),
        ]
    });
    Ok(Whole { headings, rows: rows.collect() })
}

/// The names of products and channels, as the lists of payments have them.
struct Names<'a> {
    app: &'a App,
    visitor: &'a Visitor,
}

impl Names<'_> {
    fn product(&self, subject: &str) -> String {
        let resource = self.app.registry.thing(Naming::Subjects, subject);
        resource.map_or_else(|| subject.to_owned(), |resource| self.visitor.l(resource.title).to_owned())
    }

    fn channel(&self, channel: &str) -> String {
        let payments = self.app.registry.resource("intents");
        let label = match payments.and_then(|payments| payments.field("channel")).map(|field| field.kind) {
            Some(Kind::Word(choices)) => Choice::named(choices, channel).map(|choice| choice.label),
            _ => None,
        };
        label.map_or_else(|| channel.to_owned(), |label: Label| self.visitor.l(label).to_owned())
    }
}

fn figure(name: &str, fen: Fen) -> Markup {
    html! { div { dt { (name) } dd { (yuan(fen)) } } }
}

/// The choice of days and periods, and the files.
fn choices(visitor: &Visitor, wanted: &Wanted) -> Markup {
    html! {
        form.filters method="get" action=(PATH) {
            label { (visitor.t("按", "By")) select name="by" data-submit {
                option value="day" selected[!wanted.by_month] { (visitor.t("日", "day")) }
                option value="month" selected[wanted.by_month] { (visitor.t("月", "month")) }
            } }
            (choice(visitor, &wanted.range))
            a href=(format!("{PATH}/csv{}", wanted.query())) { "CSV" }
            a href=(format!("{PATH}/xlsx{}", wanted.query())) { "Excel" }
        }
    }
}

fn chart(visitor: &Visitor, wanted: &Wanted, revenue: &Revenue) -> Markup {
    let bars = revenue.periods.iter().map(|(period, sums)| Bar {
        name: if wanted.by_month { period.clone() } else { period[5..].to_owned() },
        value: sums.net().get(),
        text: yuan(sums.net()),
    });
    let title = format!("{}: {}", visitor.t("净额", "Net"), yuan(revenue.all.net()));
    Chart { title, bars: bars.collect(), width: 900 }.draw()
}

fn table(
    visitor: &Visitor,
    title: &str,
    sums: &BTreeMap<String, Sums>,
    name: impl Fn(&str) -> String,
) -> Markup {
    html! {
        section.sums aria-label=(title) {
            h2 { (title) }
            div.sideways tabindex="0" role="region" aria-label=(title) { table {
                (head(visitor, ""))
                tbody { @for (key, sums) in sums { (row(&name(key), sums, key == BALANCE)) } }
            } }
        }
    }
}

fn by_period(visitor: &Visitor, wanted: &Wanted, revenue: &Revenue) -> Markup {
    let title = if wanted.by_month { visitor.t("按月", "By month") } else { visitor.t("按日", "By day") };
    html! {
        section.sums aria-label=(title) {
            h2 { (title) }
            div.sideways tabindex="0" role="region" aria-label=(title) { table {
                (head(visitor, if wanted.by_month { visitor.t("月份", "Month") } else { visitor.t("日期", "Day") }))
                tbody { @for (period, sums) in revenue.periods.iter().rev() { (row(period, sums, false)) } }
                tfoot { (row(visitor.t("合计", "Sum"), &revenue.all, false)) }
            } }
        }
    }
}

fn head(visitor: &Visitor, first: &str) -> Markup {
    html! { thead { tr {
        th { (first) }
        th.number { (visitor.t("笔数", "Number")) } th.number { (visitor.t("收款", "Sales")) }
        th.number { (visitor.t("退款笔数", "Refunds")) } th.number { (visitor.t("退款", "Refunded")) }
        th.number { (visitor.t("渠道手续费", "Fees")) } th.number { (visitor.t("净额", "Net")) }
    } } }
}

/// A row of sums. What comes from balances has no net: it is no money from outside.
fn row(name: &str, sums: &Sums, is_balance: bool) -> Markup {
    html! { tr {
        td { (name) }
        td.number { (sums.sold) } td.number { (yuan(sums.sales)) }
        td.number { (sums.returned) } td.number { (yuan(sums.refunds)) }
        td.number { (yuan(sums.fees)) } td.number { @if is_balance { "–" } @else { (yuan(sums.net())) } }
    } }
}
