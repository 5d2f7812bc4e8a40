//! 待办: the start page, with the queues of the visitor's role. Who only scans tickets begins at the
//! door.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use miaohui_admin::{Permission, Queue, QueueItem, Registry};

use crate::app::App;
use crate::error::Result;
use crate::failure::Failure;
use crate::html::{see_other, time, yuan};
use crate::layout;
use crate::navigation::{Waiting, number, queues_of};
use crate::pictures::image;
use crate::verbs::item_name;
use crate::visitor::Visitor;

/// The limit of items of one queue.
const MOST_SHOWN: u32 = 10;

/// Shows the start page.
pub async fn page(State(app): State<Arc<App>>, visitor: Visitor) -> Result<Response, Failure> {
    visitor
        .run(async {
            if !visitor.may(Permission::SeeContent) {
                return Ok(see_other("/console/door"));
            }
            let (role, registry) = (visitor.staff.role, Arc::clone(&app.registry));
            let read = move |tx: &mut miaohui_db::Tx<'_>| {
                let items = queues_of(&registry, role).into_iter().map(|queue| (queue.items)(tx, MOST_SHOWN));
                let items = items.collect::<miaohui_db::Result<Vec<_>>>()?;
                Ok::<_, miaohui_db::Error>((Waiting::count(tx, &registry, role)?, items))
            };
            let (waiting, items) = app.db.read(read).await?;
            let queues = waiting.queues();
            let body = html! {
                @if queues.is_empty() { p { (visitor.t("您的角色没有待办。", "There are no queues for your role.")) } }
                div.cards { @for ((queue, count), items) in queues.iter().zip(&items) { (card(&app.registry, &visitor, queue, *count, items)) } }
            };
            layout::page(&app, &visitor, visitor.t("待办", "To do"), html! {}, body).await
        })
        .await
}

fn card(registry: &Registry, visitor: &Visitor, queue: &Queue, count: i64, items: &[QueueItem]) -> Markup {
    html! {
        section.card {
            h2 { a href=(queue.page) { (visitor.l(queue.title)) } " " span.badge.none[count == 0] { (number(count)) } }
            @if count == 0 { p.empty { (visitor.t("暂无待办。", "Nothing waits.")) } }
            ul.queue { @for item in items { li {
                @if let Some(id) = item.image { (image(visitor, id, false)) }
                div.about {
                    a href=(queue.page_of(item.id)) { (item_name(registry, visitor.lang(), queue.name, &item.name)) }
                    div { @if let Some(money) = item.money { (yuan(money)) " · " } (time(item.since)) }
                }
            } } }
        }
    }
}
