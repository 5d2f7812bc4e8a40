//! 审核: a project under review beside its owner, with all its pictures, packages and promises, and the decision.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use miaohui_crowdfunding::operators::{self, ProjectDecision};
use miaohui_db::Tx;
use serde_json::{Map, json};

use crate::audit::{self, Actor};
use crate::form::Sent;
use crate::layout::{self, Failure, notice, see, yuan};
use crate::resource::list::{image, show};
use crate::resource::{ListQuery, Record, Resource, sql};
use crate::visitor::{May, Visitor};
use crate::{App, Error, Result, need, resources};

/// What of a project stands on the page.
const SHOWN: [&str; 9] = [
    "status",
    "category",
    "location",
    "location_detail",
    "total_money",
    "total_days",
    "tags",
    "summary",
    "content",
];

struct Seen {
    project: Record,
    owner: Option<Record>,
    packages: Vec<Record>,
    feedbacks: Vec<Record>,
    next: Option<(i64,)>,
}

fn resource(name: &str) -> Result<&'static Resource> {
    resources::find(name).ok_or(Error::NotFound)
}

fn look(tx: &mut Tx<'_>, id: i64) -> Result<Seen> {
    let project = sql::find(tx, resource("projects")?, &id.into())?.ok_or(Error::NotFound)?;
    let owner = sql::find(tx, resource("people")?, project.cell("user_id"))?;
    let of_project =
        ListQuery { filters: vec![("project_id", id.to_string())], page: 1, ..ListQuery::default() };
    Ok(Seen {
        owner,
        packages: sql::list(tx, resource("packages")?, &of_project)?.rows,
        feedbacks: sql::list(tx, resource("feedbacks")?, &of_project)?.rows,
        next: tx.query_opt(
            "SELECT id FROM cf_project WHERE status = 1 AND id > $1 ORDER BY id LIMIT 1",
            &[id.into()],
        )?,
        project,
    })
}

/// Shows a project for its review.
pub async fn page(
    State(app): State<Arc<App>>,
    May { visitor, .. }: May<need::Review>,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    let drawn = async {
        let seen = app.db.read(move |tx| look(tx, id)).await?;
        let body = draw(&app, &visitor, id, &seen)?;
        let tools = html! {
            a href=(format!("/console/r/projects/{id}")) { (visitor.t("全部字段", "All fields")) }
            @if let Some((next,)) = seen.next { a href=(format!("/console/review/{next}")) { (visitor.t("下一个", "Next")) " →" } }
        };
        let title = seen.project.cell("name").text().to_owned();
        Ok(layout::page(&app, &visitor, &title, tools, body).await?.into_response())
    };
    drawn.await.map_err(|error| visitor.failure(error))
}

fn draw(app: &App, visitor: &Visitor, id: i64, seen: &Seen) -> Result<Markup> {
    let (projects, people) = (resource("projects")?, resource("people")?);
    let is_pending = seen.project.cell("status").int() == 1;
    let field = |resource: &'static Resource, record: &Record, column: &str| {
        html! { @if let Some(field) = resource.field(column) {
            div.field { span.name { (visitor.l(field.label)) } div { (show(app, visitor, field, record, true)) } }
        } }
    };
    let owners = ["nickname", "email", "is_authentication", "date_joined", "name", "idcard", "idcard_image"];
    Ok(html! {
        @if !is_pending { (notice(visitor.t("这个项目不在审核中。", "This project is not under review."), true)) }
        div.sides {
            section.card {
                (image(visitor, seen.project.cell("cover").int(), true))
                @for column in SHOWN { (field(projects, &seen.project, column)) }
            }
            div {
                @if is_pending { section.card {
                    h2 { (visitor.t("决定", "Decision")) }
                    form.stack method="post" action=(format!("/console/review/{id}")) {
                        (visitor.csrf_field())
                        label { (visitor.t("驳回原因（发起人会读到）", "Why not (the owner reads it)"))
                            textarea name="reason" rows="3" maxlength="500" required {} }
                        div.buttons {
                            button.primary name="deed" value="approve" formnovalidate { (visitor.t("通过", "Approve")) }
                            button.grave name="deed" value="reject" { (visitor.t("驳回", "Reject")) }
                        }
                    }
                } }
                @if let Some(owner) = &seen.owner { section.card {
                    h2 { (visitor.t("发起人", "Owner")) }
                    @for column in owners {
                        @if people.field(column).is_some_and(|f| f.see.is_none_or(|need| visitor.may(need))) { (field(people, owner, column)) }
                    }
                } }
                section.card {
                    h2 { (visitor.t("套餐", "Packages")) }
                    ul.queue { @for package in &seen.packages { li {
                        span { (package.cell("name").text()) } span { "¥" (yuan(package.cell("money").int())) }
                        span { "× " (package.cell("places").int()) }
                    } } }
                }
                section.card {
                    h2 { (visitor.t("回报", "Feedback")) }
                    ul.queue { @for feedback in &seen.feedbacks { li {
                        @if feedback.cell("image").int() > 0 { (image(visitor, feedback.cell("image").int(), false)) }
                        span { (feedback.cell("content").text()) }
                    } } }
                }
            }
        }
    })
}

/// Approves or rejects; the owner gets a mail. Rejecting needs a reason.
pub async fn decide(
    State(app): State<Arc<App>>,
    Path(id): Path<i64>,
    Sent { visitor, form, .. }: Sent<need::Review>,
) -> Result<Response, Failure> {
    let (reason, deed) = (form.text("reason").to_owned(), form.text("deed"));
    let deed = match deed {
        "approve" => Ok(ProjectDecision::Approve),
        "reject" if reason.is_empty() => {
            Err(Error::Invalid(visitor.t("请写明驳回原因。", "Say why it is rejected.").into()))
        }
        "reject" => Ok(ProjectDecision::Reject),
        _ => Err(Error::NotFound),
    };
    let deed = deed.map_err(|error| visitor.failure(error))?;
    let (now, actor) = (app.clock.now_ms(), Actor::of(&visitor));
    let job = move |tx: &mut Tx<'_>| {
        if operators::decide(tx, deed, id.into(), &actor.name, &reason, now)? {
            let changes = Map::from_iter([("reason".to_owned(), json!(reason))]);
            let done =
                audit::Deed { action: deed.name(), resource: "projects", subject: &id.to_string(), changes };
            audit::insert(tx, &actor, done, now)?;
        }
        Ok::<_, Error>(())
    };
    app.db.write(job).await.map_err(|error| visitor.failure(error))?;
    app.outbox.wake();
    Ok(see("/console/"))
}
