//! 限流: the callers whose calls limits refused most in the last day.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use miaohui_admin::need;
use miaohui_db::Tx;
use miaohui_web::limited_callers::{LimitedCaller, most_limited};

use crate::app::App;
use crate::failure::Failure;
use crate::html::time;
use crate::layout;
use crate::visitor::{May, Visitor};

/// The resources of the accounts that a caller names.
const ACCOUNTS: [(&str, &str); 2] = [("community:", "users"), ("crowdfunding:", "crowdfunding-users")];

/// Shows them.
pub async fn page(
    State(app): State<Arc<App>>,
    May { visitor, .. }: May<need::SeeSystem>,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let now = app.clock.now_ms();
            let callers = app.db.read(move |tx: &mut Tx<'_>| most_limited(tx, now)).await?;
            let hint = visitor.t(
                "最近 24 小时被限流最多的地址和账号，每分钟更新一次，保留 7 天。",
                "The addresses and accounts that limits refused most in the last 24 hours. Updated every minute, kept for 7 days.",
            );
            let body = html! {
                p.hint { (hint) }
                @if callers.is_empty() {
                    p.empty { (visitor.t("没有被限流的请求。", "Nothing was refused.")) }
                } @else {
                    (table(&visitor, &callers))
                }
            };
            layout::page(&app, &visitor, visitor.t("限流", "Limits"), html! {}, body).await
        })
        .await
}

fn table(visitor: &Visitor, callers: &[LimitedCaller]) -> Markup {
    html! {
        div.table { table {
            thead { tr {
                th { (visitor.t("限制", "Limit")) }
                th { (visitor.t("地址或账号", "Address or account")) }
                th.number { (visitor.t("拒绝次数", "Refused")) }
                th { (visitor.t("最近一次", "Last")) }
            } }
            tbody { @for caller in callers { tr {
                td { code { (caller.limit) } }
                td { @match account_page(&caller.caller) {
                    Some(path) => a href=(path) { (caller.caller) },
                    None => (caller.caller),
                } }
                td.number { (caller.refused) }
                td { (time(caller.last_at)) }
            } } }
        } }
    }
}

/// The page of the account that a caller names by its id.
fn account_page(caller: &str) -> Option<String> {
    ACCOUNTS.iter().find_map(|(product, resource)| {
        let id = caller.strip_prefix(product)?.parse::<i64>().ok()?;
        Some(format!("/console/r/{resource}/{id}"))
    })
}
