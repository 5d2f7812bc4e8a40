//! The navigation: the queues with their counts, then the resources by area.

use maud::{Markup, html};
use miaohui_admin::{Area, Permission, Queue, Registry, Role};
use miaohui_db::{Result, Tx};

use crate::app::App;
use crate::html::is_under;
use crate::visitor::Visitor;

/// The limit of counts.
const MOST_COUNTED: u32 = 100;

/// How many things wait in the queues of a role.
pub struct Waiting(Vec<(&'static Queue, i64)>);

impl Waiting {
    /// Counts them.
    pub fn count(tx: &mut Tx<'_>, registry: &Registry, role: Role) -> Result<Self> {
        let queues = queues_of(registry, role).into_iter();
        queues.map(|queue| Ok((queue, (queue.count)(tx, MOST_COUNTED)?))).collect::<Result<_>>().map(Self)
    }

    /// The queues with their counts.
    pub fn queues(&self) -> &[(&'static Queue, i64)] {
        &self.0
    }
}

/// The queues that a role works on.
pub fn queues_of(registry: &Registry, role: Role) -> Vec<&'static Queue> {
    registry.queues.iter().copied().filter(|queue| role.may(queue.need)).collect()
}

/// A count as it is shown: `99+` from the limit on.
pub fn number(count: i64) -> String {
    if count >= MOST_COUNTED.into() { format!("{}+", MOST_COUNTED - 1) } else { count.to_string() }
}

/// The navigation of a visitor.
pub fn draw(app: &App, visitor: &Visitor, waiting: &Waiting) -> Markup {
    html! {
        (first(visitor, waiting))
        @for area in Area::ALL {
            @let own: Vec<_> = app.registry.resources.iter().filter(|r| r.area == area && r.in_navigation && visitor.may(r.see)).collect();
            @if !own.is_empty() {
                h2 { (visitor.l(area.title())) }
                ul {
                    @for resource in own {
                        @let path = format!("/console/r/{}", resource.name);
                        @let is_queue = waiting.0.iter().any(|(queue, _)| is_queue_here(visitor, queue));
                        li { a href=(path) aria-current=[(!is_queue && is_under(&visitor.origin.path, &path)).then_some("page")] {
                            (visitor.l(resource.title))
                        } }
                    }
                }
            }
        }
    }
}

/// Whether a queue's page is the one that is shown.
fn is_queue_here(visitor: &Visitor, queue: &Queue) -> bool {
    visitor.origin.path == queue.page
}

/// The pages of no resource, and the queues.
fn first(visitor: &Visitor, waiting: &Waiting) -> Markup {
    let here = |path: &str| is_under(&visitor.origin.path, path).then_some("page");
    let all: i64 = waiting.0.iter().map(|(_, count)| count).sum();
    html! {
        ul {
            @if visitor.may(Permission::SeeContent) { li { a href="/console/" aria-current=[(visitor.origin.path == "/console/").then_some("page")] {
                (visitor.t("待办", "To do")) @if all > 0 { span.badge { (number(all)) } }
            } } }
            @if visitor.may(Permission::SeeContent) { li { a href="/console/dashboard" aria-current=[here("/console/dashboard")] { (visitor.t("概览", "Dashboard")) } } }
            @if visitor.may(Permission::SeeMoney) {
                li { a href="/console/revenue" aria-current=[here("/console/revenue")] { (visitor.t("收入", "Revenue")) } }
            }
            @if visitor.may(Permission::CheckIn) {
                li { a href="/console/door" aria-current=[here("/console/door")] { (visitor.t("检票", "Door")) } }
            }
            @if visitor.may(Permission::SeeMessages) {
                li { a href="/console/deliveries" aria-current=[here("/console/deliveries")] { (visitor.t("验证码为何没到", "Undelivered codes")) } }
            }
            @if visitor.may(Permission::SeeSystem) {
                li { a href="/console/system" aria-current=[here("/console/system")] { (visitor.t("系统状态", "System")) } }
                li { a href="/console/limits" aria-current=[here("/console/limits")] { (visitor.t("限流", "Limits")) } }
                li { a href="/console/settings" aria-current=[here("/console/settings")] { (visitor.t("设置", "Settings")) } }
            }
            // All queues stand here, so that nothing moves when one becomes empty.
            @for (queue, count) in &waiting.0 {
                li { a href=(queue.page) aria-current=[is_queue_here(visitor, queue).then_some("page")] {
                    (visitor.l(queue.title)) @if *count > 0 { span.badge { (number(*count)) } }
                } }
            }
        }
    }
}
