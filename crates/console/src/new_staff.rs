//! Letting somebody into the console. The password is shown once.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde_json::{Map, json};

use crate::audit::{self, Actor, Deed};
use crate::form::Sent;
use crate::layout::{self, Failure, notice};
use crate::resources::ROLES;
use crate::visitor::{May, Visitor};
use crate::{App, Result, need};

/// An empty form.
pub async fn page(
    State(app): State<Arc<App>>,
    May { visitor, .. }: May<need::ManageStaff>,
) -> Result<Response, Failure> {
    show(&app, &visitor, html! {}).await
}

async fn show(app: &App, visitor: &Visitor, said: Markup) -> Result<Response, Failure> {
    let body = html! {
        (said)
        form.card.stack method="post" action="/console/staff/new" {
            (visitor.csrf_field())
            label { (visitor.t("邮箱", "Mail address")) input type="email" name="email" required; }
            label { (visitor.t("姓名", "Name")) input type="text" name="name" maxlength="50" required; }
            label { (visitor.t("角色", "Role")) select name="role" required {
                @for role in ROLES { option value=(role.value) { (visitor.l(role.label)) } }
            } }
            button.primary { (visitor.t("添加", "Add")) }
        }
    };
    let back = html! { a href="/console/r/staff" { (visitor.t("员工", "Staff")) } };
    let page = layout::page(app, visitor, visitor.t("新员工", "Somebody new"), back, body).await;
    Ok(page.map_err(|error| visitor.failure(error))?.into_response())
}

/// Adds somebody with a password that is made for them.
pub async fn add(
    State(app): State<Arc<App>>,
    Sent { visitor, form, .. }: Sent<need::ManageStaff>,
) -> Result<Response, Failure> {
    let (email, role) = (form.text("email").to_lowercase(), form.text("role").to_owned());
    let added = crate::add_staff(&app, &email, form.text("name"), &role, None).await;
    let password = added.map_err(|error| visitor.failure(error))?;
    let (actor, now, said) = (Actor::of(&visitor), app.clock.now_ms(), email.clone());
    let note = move |tx: &mut miaohui_db::Tx<'_>| {
        let changes = Map::from_iter([("role".to_owned(), json!([null, role]))]);
        audit::insert(tx, &actor, Deed { action: "create", resource: "staff", subject: &email, changes }, now)
    };
    app.db.write(note).await.map_err(|error| visitor.failure(error.into()))?;
    let text = visitor
        .t("首次登录的密码（只显示这一次）：", "The password to sign in with first (shown this once):");
    show(&app, &visitor, notice(&format!("{said} · {text} {password}"), false)).await
}
