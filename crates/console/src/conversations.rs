//! 会话: operators answer as customer service, as a master or as a merchant. An open conversation
//! polls for new messages.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use miaohui_admin::{Label, need};
use miaohui_community::ids::{ConversationId, MessageId};
use miaohui_community::store::Page as PageOfRows;
use miaohui_community::store::conversation::{self, Conversation, ConversationMessage};
use miaohui_community::store::party_kind::PartyKind;
use miaohui_db::Tx;
use serde_json::{Map, json};

use crate::app::App;
use crate::audit::{Actor, AuditEntry, audited};
use crate::error::{Error, Result};
use crate::failure::Failure;
use crate::form::SubmittedForm;
use crate::html::{notice, see_other, time};
use crate::layout;
use crate::shell::Page;
use crate::templates;
use crate::visitor::{May, Visitor};

/// The limit of messages of a conversation's page, and of conversations of a list's page.
const MOST_MESSAGES: u32 = 100;
const PAGE_ROWS: i64 = 50;

/// The last page: the cost of a page grows with its number.
const LAST_PAGE: i64 = 200;

/// The limit of characters of an answer, which is the Community API's limit of a message.
const MOST_CHARS: usize = 2000;

/// The kinds of conversations that operators answer.
const KINDS: [(PartyKind, Label); 3] = [
    (PartyKind::CustomerService, Label("客服", "Customer service")),
    (PartyKind::Master, Label("达人", "Masters")),
    (PartyKind::Merchant, Label("商家", "Merchants")),
];

/// What the list's address asks for.
#[derive(serde::Deserialize)]
pub struct Wanted {
    /// The kind of conversations; empty: those that wait for an answer.
    #[serde(default)]
    kind: String,
    /// The page, from 1.
    #[serde(default)]
    page: i64,
}

/// Shows conversations.
pub async fn list(
    State(app): State<Arc<App>>,
    May { visitor, .. }: May<need::AnswerMessages>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let kind = PartyKind::from_value(&wanted.kind).filter(|kind| *kind != PartyKind::User);
            let page = wanted.page.clamp(1, LAST_PAGE);
            let read = move |tx: &mut Tx<'_>| match kind {
                Some(kind) => conversation::list(tx, kind, PageOfRows { limit: PAGE_ROWS, offset: (page - 1) * PAGE_ROWS }),
                None => conversation::waiting(tx, PAGE_ROWS),
            };
            let conversations = app.db.read(read).await?;
            let tab = |path: &str, name: &str, is_here: bool| html! { a href=(path) aria-current=[is_here.then_some("page")] { (name) } };
            let tabs = html! {
                (tab("/console/conversations", visitor.t("等待回复", "Waiting"), kind.is_none()))
                @for (own, label) in KINDS { (tab(&format!("/console/conversations?kind={}", own.value()), visitor.l(label), kind == Some(own))) }
            };
            let body = html! {
                @if !conversations.is_empty() { section.card { ul.queue { @for conversation in &conversations { (row(&visitor, conversation)) } } } }
                @if conversations.is_empty() { p.empty { (visitor.t("没有客服会话。", "There are no conversations.")) } }
                @if let Some(kind) = kind { nav.pages {
                    @if page > 1 { a href=(format!("?kind={}&page={}", kind.value(), page - 1)) { "← " (visitor.t("上一页", "Back")) } }
                    @if conversations.len() as i64 == PAGE_ROWS && page < LAST_PAGE { a href=(format!("?kind={}&page={}", kind.value(), page + 1)) { (visitor.t("下一页", "Next")) " →" } }
                } }
            };
            layout::page(&app, &visitor, visitor.t("客服会话", "Conversations"), tabs, body).await
        })
        .await
}

fn row(visitor: &Visitor, conversation: &Conversation) -> Markup {
    html! { li {
        div.about {
            a href=(format!("/console/conversations/{}", conversation.id)) data-row { (conversation.user) " → " (other(visitor, conversation)) }
            div { (conversation.content.chars().take(60).collect::<String>()) }
        }
        @if conversation.waiting { span.badge { (visitor.t("等待", "waits")) } }
        (time(conversation.at))
    } }
}

/// The name of the side that operators answer for.
fn other(visitor: &Visitor, conversation: &Conversation) -> String {
    conversation.other.clone().unwrap_or_else(|| visitor.l(KINDS[0].1).to_owned())
}

async fn find(app: &App, id: ConversationId) -> Result<(Conversation, Vec<ConversationMessage>)> {
    let job = move |tx: &mut Tx<'_>| {
        let Some(found) = conversation::find(tx, id)? else { return Ok::<_, miaohui_db::Error>(None) };
        Ok(Some((found, conversation::messages(tx, id, MOST_MESSAGES)?)))
    };
    app.db.read(job).await?.ok_or(Error::NotFound)
}

/// Shows a conversation.
pub async fn page(
    State(app): State<Arc<App>>,
    May { visitor, .. }: May<need::AnswerMessages>,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    visitor.run(async { draw(&app, &visitor, id, "", "").await }).await
}

/// A conversation, with an answer that was refused and why.
async fn draw(app: &App, visitor: &Visitor, id: i64, typed: &str, wrong: &str) -> Result<Response> {
    let (conversation, messages) = find(app, ConversationId(id)).await?;
    let body = html! {
        @if !wrong.is_empty() { (notice(wrong, true)) }
        section.card {
            div #messages.messages data-bottom tabindex="0" role="log" aria-label=(visitor.t("消息", "Messages"))
                hx-get=(format!("/console/conversations/{id}/messages")) hx-trigger="every 2s" hx-swap="innerHTML" hx-include="this" {
                (messages_of(&messages))
            }
        }
        form.card.stack method="post" action=(format!("/console/conversations/{id}")) {
            (visitor.csrf_field())
            label { (visitor.t("以对方身份回复：", "Answer as ")) (other(visitor, &conversation))
                textarea name="content" rows="3" maxlength=(MOST_CHARS) required autofocus { (typed) } }
            (templates::offer(visitor, "reply"))
            div.buttons {
                button.primary name="do" value="answer" { (visitor.t("发送", "Send")) }
                button name="do" value="settle" formnovalidate { (visitor.t("无需回复", "No answer needed")) }
            }
        }
    };
    let tools = html! {
        a href=(format!("/console/r/users/{}", conversation.user_id)) { (conversation.user) }
        a href="/console/conversations" { (visitor.t("全部客服会话", "All conversations")) }
    };
    let title = format!("{} → {}", conversation.user, other(visitor, &conversation));
    layout::page(app, visitor, &title, tools, body).await
}

fn messages_of(messages: &[ConversationMessage]) -> Markup {
    let last = messages.last().map_or(MessageId(0), |message| message.id);
    html! {
        input type="hidden" name="after" value=(last);
        @for one in messages { div.message.own[!one.is_by_user()] { p { (one.content) } (time(one.at)) } }
    }
}

/// The last message that the page shows.
#[derive(serde::Deserialize)]
pub struct Known {
    #[serde(default)]
    after: i64,
}

/// Sends the messages again if there are new ones; otherwise nothing (204).
pub async fn messages(
    State(app): State<Arc<App>>,
    May { visitor, .. }: May<need::AnswerMessages>,
    Path(id): Path<i64>,
    Query(known): Query<Known>,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let (_, messages) = find(&app, ConversationId(id)).await?;
            if messages.last().is_none_or(|last| last.id.get() <= known.after) {
                return Ok(StatusCode::NO_CONTENT.into_response());
            }
            Ok(Page(messages_of(&messages)).into_response())
        })
        .await
}

/// Answers the user, or records that no answer is needed.
pub async fn answer(
    State(app): State<Arc<App>>,
    Path(id): Path<i64>,
    SubmittedForm { visitor, form, .. }: SubmittedForm<need::AnswerMessages>,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let (content, settles) = (form.text("content").to_owned(), form.text("do") == "settle");
            if !settles && (content.is_empty() || content.chars().count() > MOST_CHARS) {
                let text = visitor.t("回复是空的或太长。", "The answer is empty or too long.");
                let page = draw(&app, &visitor, id, &content, text).await?;
                return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
            }
            let (now, actor) = (app.clock.now_ms(), Actor::of(&visitor));
            let job = move |tx: &mut Tx<'_>| {
                audited(tx, &actor, now, |tx| {
                    let (is_done, action, changes) = if settles {
                        (conversation::mark_answered(tx, ConversationId(id))?, "settle", Map::new())
                    } else {
                        let changes = Map::from_iter([("content".to_owned(), json!(content))]);
                        (conversation::answer(tx, ConversationId(id), &content, now)?, "answer", changes)
                    };
                    let subject = id.to_string();
                    let entry = AuditEntry { action, resource: "conversations", subject, changes };
                    Ok::<_, Error>(is_done.then_some(entry))
                })
            };
            app.db.write(job).await?;
            let list = "/console/conversations";
            Ok(see_other(&if settles { list.to_owned() } else { format!("{list}/{id}") }))
        })
        .await
}
