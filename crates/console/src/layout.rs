//! The layout of a signed-in visitor's page: top bar, navigation, heading, content.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use miaohui_admin::Lang;

use crate::app::App;
use crate::error::Result;
use crate::lightbox;
use crate::navigation::{self, Waiting};
use crate::shell::shell;
use crate::visitor::Visitor;

/// A page with navigation. `title` is its heading; `tools` stand beside it.
pub async fn page(
    app: &App,
    visitor: &Visitor,
    title: &str,
    tools: Markup,
    body: Markup,
) -> Result<Response> {
    let (role, registry) = (visitor.staff.role, Arc::clone(&app.registry));
    let waiting = app.db.read(move |tx| Waiting::count(tx, &registry, role)).await?;
    let frame = html! {
        a.skip href="#content" { (visitor.t("跳到内容", "Skip to content")) }
        (bar(visitor))
        nav.side aria-label=(visitor.t("导航", "Navigation")) { (navigation::draw(app, visitor, &waiting)) }
        main #content {
            div.head { h1 { (title) } div.tools { (tools) } }
            (body)
            footer.hint { "miaohui " (app.version) }
        }
        (lightbox::dialog(visitor))
    };
    Ok(shell(&visitor.origin.preferences, title, &visitor.csrf, &frame).into_response())
}

/// The top bar: language, theme, the account, sign-out.
fn bar(visitor: &Visitor) -> Markup {
    html! {
        header.bar {
            input #menu type="checkbox" aria-label=(visitor.t("菜单", "Menu"));
            a.brand href="/console/" { "庙会 " span { "Miaohui" } }
            form.find method="get" action="/console/find" role="search" aria-label=(visitor.t("查找任何东西", "Find anything")) {
                input type="search" name="q" data-find autocomplete="off" aria-label=(visitor.t("查找任何东西", "Find anything"))
                    placeholder=(visitor.t("手机、姓名、单号（按 /）", "Phone, name, number (press /)"));
            }
            div.right {
                form method="post" action="/console/preferences" {
                    (visitor.csrf_field())
                    input type="hidden" name="back" value=(visitor.origin.path);
                    @let (other, name) = match visitor.lang() { Lang::Zh => (Lang::En, "EN"), Lang::En => (Lang::Zh, "中文") };
                    button.plain name="lang" value=(other.tag()) lang=(other.tag()) { (name) }
                    @let (theme, sign) = if visitor.origin.preferences.theme == "dark" { ("light", "☀") } else { ("dark", "☾") };
                    button.plain name="theme" value=(theme) aria-label=(visitor.t("深色或浅色", "Dark or light")) { (sign) }
                }
                a href="/console/account" { (visitor.staff.name) " · " (visitor.l(visitor.staff.role.title())) }
                form method="post" action="/console/sign-out" {
                    (visitor.csrf_field())
                    button.plain { (visitor.t("退出", "Sign out")) }
                }
            }
        }
    }
}
