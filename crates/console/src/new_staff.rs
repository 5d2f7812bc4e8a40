//! Adds staff members. The page shows the first password once.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use miaohui_admin::{Label, Refusal, Role, need};
use miaohui_db::Tx;
use serde_json::{Map, json};

use crate::app::App;
use crate::audit::{Actor, AuditEntry, audited};
use crate::error::{Error, Result};
use crate::failure::{Failure, text_of};
use crate::form::SubmittedForm;
use crate::html::notice;
use crate::layout;
use crate::staff::{self, FirstPassword};
use crate::visitor::{May, Visitor};

/// A new staff member.
#[derive(Clone, Debug)]
pub struct NewStaff {
    /// Their mail address.
    pub email: String,
    /// Their name; empty: the mail address.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// Their password; `None`: a random one.
    pub password: Option<String>,
}

/// Adds a staff member from the command line, which the audit does not record; returns the
/// password.
pub async fn add_staff(app: &App, new: NewStaff) -> Result<String> {
    add(app, new, None).await
}

/// Adds a staff member in the name of another; returns the password.
async fn add(app: &App, new: NewStaff, actor: Option<Actor>) -> Result<String> {
    let NewStaff { email, name, role, password } = new;
    if !email.contains('@') {
        return Err(Error::Invalid(Refusal::new(
            format!("{email} 不是邮箱"),
            format!("{email} is no mail address"),
        )));
    }
    let alphabet = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    // A password that somebody else has seen is changed before anything else.
    let must_change = password.is_none();
    let password = password.unwrap_or_else(|| app.rng.text(alphabet, 16));
    let hash = app.passwords.hash(password.clone()).await?;
    let name = if name.is_empty() { email.clone() } else { name };
    let (address, now) = (email.clone(), app.clock.now_ms());
    let job = move |tx: &mut Tx<'_>| {
        let first = FirstPassword { hash: &hash, must_change };
        let insert = |tx: &mut Tx<'_>| staff::insert(tx, &address, &name, role, first, now);
        let Some(actor) = &actor else { return Ok(insert(tx)?.is_some()) };
        let added = audited(tx, actor, now, |tx| {
            let entry = || AuditEntry {
                action: "create",
                resource: "staff",
                subject: address.clone(),
                changes: Map::from_iter([("role".to_owned(), json!([null, role.value()]))]),
            };
            Ok(insert(tx)?.is_some().then(entry))
        })?;
        Ok::<_, miaohui_db::Error>(added.is_some())
    };
    let is_added = app.db.write(job).await?;
    if is_added {
        Ok(password)
    } else {
        let taken = Refusal::new(format!("{email} 已是员工"), format!("{email} is on the staff already"));
        Err(Error::Invalid(taken))
    }
}

/// Shows an empty form.
pub async fn page(
    State(app): State<Arc<App>>,
    May { visitor, .. }: May<need::ManageStaff>,
) -> Result<Response, Failure> {
    visitor.run(draw(&app, &visitor, &Typed::default(), html! {})).await
}

/// What was typed into the form.
#[derive(Default)]
struct Typed {
    email: String,
    name: String,
    role: String,
}

async fn draw(app: &App, visitor: &Visitor, typed: &Typed, above: Markup) -> Result<Response> {
    let body = html! {
        (above)
        form.card.stack method="post" action="/console/staff/new" {
            (visitor.csrf_field())
            label { (visitor.t("邮箱", "Mail address")) input type="email" name="email" value=(typed.email) required; }
            label { (visitor.t("姓名", "Name")) input type="text" name="name" value=(typed.name) maxlength="50" required; }
            label { (visitor.t("角色", "Role")) select name="role" required {
                option value="" { "–" }
                @for role in Role::ALL { option value=(role.value()) selected[typed.role == role.value()] { (visitor.l(role.title())) } }
            } }
            dl.roles { @for role in Role::ALL { dt { (visitor.l(role.title())) } dd { (visitor.l(role.about())) } } }
            button.primary { (visitor.t("添加", "Add")) }
        }
    };
    let back = html! { a href="/console/r/staff" { (visitor.t("员工", "Staff")) } };
    layout::page(app, visitor, visitor.t("新员工", "New staff member"), back, body).await
}

/// Adds a staff member with a random password.
pub async fn submit(
    State(app): State<Arc<App>>,
    SubmittedForm { visitor, form, .. }: SubmittedForm<need::ManageStaff>,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let [email, name, role] = ["email", "name", "role"].map(|field| form.text(field).to_owned());
            let typed = Typed { email: email.to_lowercase(), name, role };
            let added = match Role::from_value(&typed.role) {
                Some(role) => {
                    let (email, name) = (typed.email.clone(), typed.name.clone());
                    let new = NewStaff { email, name, role, password: None };
                    add(&app, new, Some(Actor::of(&visitor))).await
                }
                None => Err(Label("请选择角色", "Choose a role").into()),
            };
            let password = match added {
                Ok(password) => password,
                Err(error) if error.is_refusal() => {
                    let above = notice(&text_of(&error, visitor.lang()), true);
                    let page = draw(&app, &visitor, &typed, above).await?;
                    return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
                }
                Err(error) => return Err(error),
            };
            let text = visitor.t(
                "首次登录的密码（只显示这一次）：",
                "The password for the first sign-in (shown only once):",
            );
            let above = notice(&format!("{} · {text} {password}", typed.email), false);
            draw(&app, &visitor, &Typed::default(), above).await
        })
        .await
}
