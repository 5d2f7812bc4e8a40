//! 会话: operators answer as customer service, as a master or as a merchant. An open conversation asks for what is new by itself.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use miaohui_community::ids::ConversationId;
use miaohui_community::store::Page;
use miaohui_community::store::conversation::{
    self as talk, Conversation as Talk, ConversationMessage as Said,
};
use miaohui_community::store::party::PartyKind;
use serde_json::{Map, json};

use crate::audit::{self, Actor, Deed};
use crate::form::Sent;
use crate::layout::{self, Failure, Part, moment, see};
use crate::visitor::{May, Visitor};
use crate::{App, Error, Label, Result, need};

/// Most messages that a conversation shows, and conversations that a page does.
const MOST_SAID: u32 = 100;
const PAGE: i64 = 50;

/// Longest answer in characters, as the Community API lets users write.
const MOST_CHARS: usize = 2000;

const KINDS: [(PartyKind, Label); 3] = [
    (PartyKind::CustomerService, Label("客服", "Customer service")),
    (PartyKind::Master, Label("达人", "Masters")),
    (PartyKind::Merchant, Label("商家", "Merchants")),
];

/// Which conversations: `kind`, or without one those that wait; `page` from 1.
#[derive(serde::Deserialize)]
pub struct Wanted {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    page: i64,
}

/// Conversations.
pub async fn list(
    State(app): State<Arc<App>>,
    May { visitor, .. }: May<need::Talk>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    let kind = PartyKind::from_value(&wanted.kind).filter(|kind| *kind != PartyKind::User);
    let page = wanted.page.clamp(1, 100_000);
    let look = move |tx: &mut miaohui_db::Tx<'_>| match kind {
        Some(kind) => talk::list(tx, kind, Page { limit: PAGE, offset: (page - 1) * PAGE }),
        None => talk::waiting(tx, PAGE),
    };
    let talks = app.db.read(look).await.map_err(|error| visitor.failure(error.into()))?;
    let tab = |path: &str, name: &str, is_here: bool| html! { a href=(path) aria-current=[is_here.then_some("page")] { (name) } };
    let tabs = html! {
        (tab("/console/talks", visitor.t("等待回复", "Waiting"), kind.is_none()))
        @for (own, label) in KINDS { (tab(&format!("/console/talks?kind={}", own.value()), visitor.l(label), kind == Some(own))) }
    };
    let body = html! {
        @if !talks.is_empty() { section.card { ul.queue { @for talk in &talks { li {
            div.about {
                a href=(format!("/console/talks/{}", talk.id)) data-row { (talk.user) " → " (other(&visitor, talk)) }
                div { (talk.content.chars().take(60).collect::<String>()) }
            }
            @if talk.waiting { span.badge { (visitor.t("等待", "waits")) } }
            (moment(talk.at))
        } } } } }
        @if talks.is_empty() { p.empty { (visitor.t("没有会话。", "No conversations.")) } }
        @if let Some(kind) = kind { nav.pages {
            @if page > 1 { a href=(format!("?kind={}&page={}", kind.value(), page - 1)) { "← " (visitor.t("上一页", "Back")) } }
            @if talks.len() as i64 == PAGE { a href=(format!("?kind={}&page={}", kind.value(), page + 1)) { (visitor.t("下一页", "Next")) " →" } }
        } }
    };
    let page = layout::page(&app, &visitor, visitor.t("会话", "Conversations"), tabs, body).await;
    Ok(page.map_err(|error| visitor.failure(error))?.into_response())
}

/// Whom the user speaks with.
fn other(visitor: &Visitor, talk: &Talk) -> String {
    talk.other.clone().unwrap_or_else(|| visitor.l(KINDS[0].1).to_owned())
}

async fn look(app: &App, id: i64) -> Result<(Talk, Vec<Said>)> {
    let id = ConversationId(id);
    let job = move |tx: &mut miaohui_db::Tx<'_>| {
        let Some(found) = talk::find(tx, id)? else { return Ok::<_, miaohui_db::Error>(None) };
        Ok(Some((found, talk::messages(tx, id, MOST_SAID)?)))
    };
    app.db.read(job).await?.ok_or(Error::NotFound)
}

/// One conversation.
pub async fn page(
    State(app): State<Arc<App>>,
    May { visitor, .. }: May<need::Talk>,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    let drawn = async {
        let (talk, said) = look(&app, id).await?;
        let body = html! {
            section.card {
                div #messages.messages data-bottom tabindex="0" role="log" aria-label=(visitor.t("消息", "Messages"))
                    hx-get=(format!("/console/talks/{id}/messages")) hx-trigger="every 2s" hx-swap="innerHTML" hx-include="this" {
                    (messages_of(&said))
                }
            }
            form.card.stack method="post" action=(format!("/console/talks/{id}")) {
                (visitor.csrf_field())
                label { (visitor.t("以对方身份回复：", "Answer as ")) (other(&visitor, &talk))
                    textarea name="content" rows="3" maxlength=(MOST_CHARS) required autofocus {} }
                div.buttons {
                    button.primary name="do" value="answer" { (visitor.t("发送", "Send")) }
                    button name="do" value="settle" formnovalidate { (visitor.t("无需回复", "Needs no answer")) }
                }
            }
        };
        let tools = html! {
            a href=(format!("/console/r/users/{}", talk.user_id)) { (talk.user) }
            a href="/console/talks" { (visitor.t("全部会话", "All conversations")) }
        };
        let title = format!("{} → {}", talk.user, other(&visitor, &talk));
        Ok(layout::page(&app, &visitor, &title, tools, body).await?.into_response())
    };
    drawn.await.map_err(|error| visitor.failure(error))
}

fn messages_of(said: &[Said]) -> Markup {
    let last = said.last().map_or(0, |said| said.id.get());
    html! {
        input type="hidden" name="after" value=(last);
        @for one in said { div.message.own[!one.is_by_user()] { p { (one.content) } (moment(one.at)) } }
    }
}

/// What the page knows already.
#[derive(serde::Deserialize)]
pub struct Known {
    #[serde(default)]
    after: i64,
}

/// The messages again if there are new ones, else nothing (204).
pub async fn messages(
    State(app): State<Arc<App>>,
    May { visitor, .. }: May<need::Talk>,
    Path(id): Path<i64>,
    Query(known): Query<Known>,
) -> Result<Response, Failure> {
    let (_, said) = look(&app, id).await.map_err(|error| visitor.failure(error))?;
    if said.last().is_none_or(|last| last.id.get() <= known.after) {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    Ok(Part(messages_of(&said)).into_response())
}

/// Answers, or says that no answer is needed.
pub async fn answer(
    State(app): State<Arc<App>>,
    Path(id): Path<i64>,
    Sent { visitor, form, .. }: Sent<need::Talk>,
) -> Result<Response, Failure> {
    let (content, settles) = (form.text("content").to_owned(), form.text("do") == "settle");
    if !settles && (content.is_empty() || content.chars().count() > MOST_CHARS) {
        return Err(visitor.failure(Error::Invalid(
            visitor.t("回复是空的或太长。", "The answer is empty or too long.").into(),
        )));
    }
    let (now, actor) = (app.clock.now_ms(), Actor::of(&visitor));
    let job = move |tx: &mut miaohui_db::Tx<'_>| {
        let (action, changes) = if settles {
            ("settle", Map::new())
        } else {
            ("answer", Map::from_iter([("content".to_owned(), json!(content))]))
        };
        let conversation = ConversationId(id);
        let done = if settles {
            talk::mark_answered(tx, conversation)?
        } else {
            talk::answer(tx, conversation, &content, now)?
        };
        if done {
            audit::insert(
                tx,
                &actor,
                Deed { action, resource: "talks", subject: &id.to_string(), changes },
                now,
            )?;
        }
        Ok::<_, Error>(())
    };
    app.db.write(job).await.map_err(|error| visitor.failure(error))?;
    Ok(see(&if settles { "/console/talks".to_owned() } else { format!("/console/talks/{id}") }))
}
