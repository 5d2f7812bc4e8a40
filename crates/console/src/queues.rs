//! 待办: the start page, with what waits for somebody. Each queue is an index's worth of rows; counts stop at 100.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use miaohui_community::store::conversation as talk;
use miaohui_db::Tx;

use crate::layout::{self, Failure, is_under, moment, yuan};
use crate::resource::list::image;
use crate::visitor::Visitor;
use crate::{App, Label, Permission, Result, Role};

/// Most that is counted, and most that the start page shows of a queue.
const MOST_COUNTED: i64 = 100;
const MOST_SHOWN: i64 = 10;

/// A queue: something waits for a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Queue {
    Projects,
    Identities,
    Withdrawals,
    Reports,
    Talks,
    Failed,
}

impl Queue {
    const ALL: [Self; 6] =
        [Self::Projects, Self::Identities, Self::Withdrawals, Self::Reports, Self::Talks, Self::Failed];

    const fn title(self) -> Label {
        match self {
            Self::Projects => Label("待审项目", "Projects to review"),
            Self::Identities => Label("实名认证", "Identities"),
            Self::Withdrawals => Label("提现", "Withdrawals"),
            Self::Reports => Label("举报", "Reports"),
            Self::Talks => Label("会话", "Conversations"),
            Self::Failed => Label("发送失败", "Not sent"),
        }
    }

    const fn need(self) -> Permission {
        match self {
            Self::Projects => Permission::Review,
            Self::Identities => Permission::SeeIdentity,
            Self::Withdrawals => Permission::MoveMoney,
            Self::Reports => Permission::Moderate,
            Self::Talks => Permission::Talk,
            Self::Failed => Permission::RunSystem,
        }
    }

    /// The list of all that wait.
    const fn path(self) -> &'static str {
        match self {
            Self::Projects => "/console/r/projects?f.status=1",
            Self::Identities => "/console/r/identities",
            Self::Withdrawals => "/console/r/withdrawals?f.status=0",
            Self::Reports => "/console/r/reports",
            Self::Talks => "/console/talks",
            Self::Failed => "/console/r/unsent",
        }
    }

    fn count(self, tx: &mut Tx<'_>) -> miaohui_db::Result<i64> {
        let sql = match self {
            Self::Failed => return miaohui_gateways::count_failed(tx, MOST_COUNTED as u32),
            Self::Talks => return talk::count_waiting(tx, MOST_COUNTED),
            Self::Reports => {
                "SELECT COUNT(*) FROM (SELECT 1 FROM moderation_report WHERE state = 'open' LIMIT $1) waiting"
            }
            Self::Projects => "SELECT COUNT(*) FROM (SELECT 1 FROM cf_project WHERE status = 1 LIMIT $1) waiting",
            Self::Identities => {
                "SELECT COUNT(*) FROM
                   (SELECT 1 FROM cf_user WHERE idcard_image IS NOT NULL AND NOT is_authentication LIMIT $1) waiting"
            }
            Self::Withdrawals => {
                "SELECT COUNT(*) FROM (SELECT 1 FROM cf_withdrawal WHERE status = 0 LIMIT $1) waiting"
            }
        };
        let (count,) = tx.query_one(sql, &[MOST_COUNTED.into()])?;
        Ok(count)
    }

    /// What waits: path, picture, name, something about it, since when.
    fn items(self, tx: &mut Tx<'_>) -> miaohui_db::Result<Vec<Item>> {
        let sql = match self {
            Self::Failed => return Ok(Vec::new()),
            Self::Talks => {
                let item = |talk: talk::Conversation| (talk.id.get(), None, format!("{}: {}", talk.user, talk.content), None, talk.at);
                return Ok(talk::waiting(tx, MOST_SHOWN)?.into_iter().map(item).collect());
            }
            Self::Reports => {
                "SELECT id, NULL, kind || ' · ' || reason || ' ' || text, NULL, created_at FROM moderation_report
                 WHERE state = 'open' ORDER BY id LIMIT $1"
            }
            Self::Projects => {
                "SELECT id, cover, name, total_money, modify_datetime FROM cf_project WHERE status = 1 ORDER BY id LIMIT $1"
            }
            Self::Identities => {
                "SELECT id, avatar, nickname, NULL, date_joined FROM cf_user
                 WHERE idcard_image IS NOT NULL AND NOT is_authentication ORDER BY id LIMIT $1"
            }
            Self::Withdrawals => {
                "SELECT w.id, u.avatar, u.nickname, w.money, w.created_at FROM cf_withdrawal w
                 JOIN cf_user u ON u.id = w.user_id WHERE w.status = 0 ORDER BY w.id LIMIT $1"
            }
        };
        tx.query(sql, &[MOST_SHOWN.into()])
    }

    fn page_of(self, id: i64) -> String {
        match self {
            Self::Projects => format!("/console/review/{id}"),
            Self::Identities => format!("/console/r/people/{id}"),
            Self::Withdrawals => format!("/console/r/withdrawals/{id}"),
            Self::Reports => format!("/console/r/reports/{id}"),
            Self::Talks => format!("/console/talks/{id}"),
            Self::Failed => format!("/console/r/outbox/{id}"),
        }
    }
}

/// Id, picture, name, money, since when.
type Item = (i64, Option<i64>, String, Option<i64>, i64);

/// How much waits in the queues that a role works on.
pub struct Waiting(Vec<(Queue, i64)>);

/// Counts what waits for a role.
pub fn count(tx: &mut Tx<'_>, role: Role) -> miaohui_db::Result<Waiting> {
    let own = Queue::ALL.into_iter().filter(|queue| role.may(queue.need()));
    Ok(Waiting(own.map(|queue| Ok((queue, queue.count(tx)?))).collect::<miaohui_db::Result<_>>()?))
}

fn number(count: i64) -> String {
    if count >= MOST_COUNTED { format!("{}+", MOST_COUNTED - 1) } else { count.to_string() }
}

/// The first part of the navigation.
pub fn navigation(visitor: &Visitor, waiting: &Waiting) -> Markup {
    let here = |path: &str| is_under(&visitor.origin.path, path).then_some("page");
    let all: i64 = waiting.0.iter().map(|(_, count)| count).sum();
    html! {
        ul {
            li { a href="/console/" aria-current=[(visitor.origin.path == "/console/").then_some("page")] {
                (visitor.t("待办", "To do")) @if all > 0 { span.badge { (number(all.min(MOST_COUNTED))) } }
            } }
            li { a href="/console/dashboard" aria-current=[here("/console/dashboard")] { (visitor.t("概览", "Dashboard")) } }
            @if visitor.may(Permission::SeeSystem) {
                li { a href="/console/settings" aria-current=[here("/console/settings")] { (visitor.t("设置", "Settings")) } }
            }
            @for (queue, count) in &waiting.0 { @if *count > 0 || *queue == Queue::Talks {
                li { a href=(queue.path()) { (visitor.l(queue.title())) @if *count > 0 { span.badge { (number(*count)) } } } }
            } }
        }
    }
}

/// The start page.
pub async fn page(State(app): State<Arc<App>>, visitor: Visitor) -> Result<Response, Failure> {
    let own: Vec<Queue> = Queue::ALL.into_iter().filter(|queue| visitor.may(queue.need())).collect();
    let queues = own.clone();
    let items = app
        .db
        .read(move |tx| {
            let with_items = |queue: &Queue| Ok((*queue, queue.count(tx)?, queue.items(tx)?));
            queues.iter().map(with_items).collect::<miaohui_db::Result<Vec<_>>>()
        })
        .await
        .map_err(|error| visitor.failure(error.into()))?;
    let body = html! {
        @if own.is_empty() { p { (visitor.t("您的角色没有待办。", "Nothing waits for your role.")) } }
        div.cards { @for (queue, count, items) in &items {
            section.card {
                h2 { a href=(queue.path()) { (visitor.l(queue.title())) } " " span.badge.none[*count == 0] { (number(*count)) } }
                @if *count == 0 { p.empty { (visitor.t("没有等待的。", "Nothing waits.")) } }
                ul.queue { @for (id, picture, name, money, since) in items { li {
                    @if let Some(picture) = picture { (image(&visitor, *picture, false)) }
                    div.about {
                        a href=(queue.page_of(*id)) { (name) }
                        div { @if let Some(money) = money { "¥" (yuan(*money)) " · " } (moment(*since)) }
                    }
                } } }
            }
        } }
    };
    let page = layout::page(&app, &visitor, visitor.t("待办", "To do"), html! {}, body).await;
    Ok(page.map_err(|error| visitor.failure(error))?.into_response())
}
