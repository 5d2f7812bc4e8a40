//! 短信为何没到: the messages to one phone or mail address in the last day, with what became of each.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use maud::{Markup, html};
use miaohui_admin::{Choice, need};
use miaohui_db::Tx;
use miaohui_gateways::admin::{REASONS, STATES};
use miaohui_gateways::deliveries::{self, RefusedMessage, SentMessage};
use miaohui_gateways::sms::Phone;
use miaohui_kernel::DAY_MS;

use crate::app::App;
use crate::failure::Failure;
use crate::html::time;
use crate::layout;
use crate::visitor::{May, Visitor};

/// What the address asks for.
#[derive(serde::Deserialize)]
pub struct Wanted {
    /// A phone number or a mail address, as it is typed.
    #[serde(default)]
    to: String,
}

/// Shows the messages.
pub async fn page(
    State(app): State<Arc<App>>,
    May { visitor, .. }: May<need::SeeMessages>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let typed = wanted.to.trim().to_owned();
            let recipient = recipient(&typed);
            let since = app.clock.now_ms() - DAY_MS;
            let found = match recipient.clone() {
                Some(to) => {
                    let read = move |tx: &mut Tx<'_>| deliveries::of_recipient(tx, &to, since);
                    Some(app.db.read(read).await?)
                }
                None => None,
            };
            let body = html! {
                form.card method="get" action="/console/deliveries" role="search" {
                    label for="to" { (visitor.t("手机号或邮箱", "Phone number or mail address")) }
                    input id="to" name="to" value=(typed) autocomplete="off" required;
                    button { (visitor.t("查询最近 24 小时", "Search the last 24 hours")) }
                }
                @if let (Some(to), Some((sent, refused))) = (&recipient, &found) {
                    (results(&visitor, to, sent, refused))
                } @else if !typed.is_empty() {
                    p.empty role="alert" { (visitor.t("这不是手机号，也不是邮箱。", "This is neither a phone number nor a mail address.")) }
                }
            };
            let title = visitor.t("短信为何没到", "Why did the code not arrive?");
            layout::page(&app, &visitor, title, html! {}, body).await
        })
        .await
}

/// The recipient as messages store it; a number without a country code is one of the mainland.
pub fn recipient(typed: &str) -> Option<String> {
    if typed.contains('@') {
        return Some(typed.to_lowercase());
    }
    Phone::parse_whole("86", typed).ok().map(|phone| phone.to_string())
}

fn results(visitor: &Visitor, to: &str, sent: &[SentMessage], refused: &[RefusedMessage]) -> Markup {
    let word = |choices: &'static [Choice], value: &str| {
        Choice::named(choices, value)
            .map_or_else(|| value.to_owned(), |choice| visitor.l(choice.label).to_owned())
    };
    html! {
        section.card {
            h2 { (to) }
            @if sent.is_empty() && refused.is_empty() {
                p.empty { (visitor.t("最近 24 小时没有收到过请求：请核对号码，以及客户端是否真的发出了请求。",
                    "There was no request in the last 24 hours: check the number, and whether the app sent one.")) }
            }
            @if !sent.is_empty() { div.table { table {
                thead { tr {
                    th { (visitor.t("请求时间", "Requested")) } th { (visitor.t("状态", "State")) } th { (visitor.t("原因", "Reason")) }
                    th { (visitor.t("服务商", "Provider")) } th { (visitor.t("服务商原文", "Provider's words")) } th { (visitor.t("回执时间", "Receipt")) }
                } }
                tbody { @for message in sent { tr {
                    td { a href=(format!("/console/r/outbox/{}", message.id)) { (time(message.created_at)) } }
                    td { (word(STATES, message.state.value())) }
                    td { @if let Some(reason) = message.reason { (word(REASONS, reason.value())) } }
                    td { (message.provider.as_deref().unwrap_or_default()) }
                    td { (message.last_error.as_deref().unwrap_or_default()) }
                    td { @if let Some(at) = message.reported_at { (time(at)) } }
                } } }
            } } }
            @if !refused.is_empty() {
                h3 { (visitor.t("被限制拒绝的请求", "Requests that a limit refused")) }
                ul { @for refusal in refused { li {
                    (word(REASONS, refusal.reason.value())) " × " (refusal.refused) " · " (time(refusal.last_at))
                } } }
            }
        }
    }
}
