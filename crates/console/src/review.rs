//! 审核: a project under review beside its owner, with its pictures, packages and promises, and the
//! decision.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use miaohui_admin::{Cell, Record, Resource, need};
use miaohui_crowdfunding::admin::review;
use miaohui_crowdfunding::ids::ProjectId;
use miaohui_db::Tx;
use miaohui_kernel::Fen;

use crate::app::App;
use crate::error::{Error, Result};
use crate::failure::{Failure, text_of};
use crate::form::SubmittedForm;
use crate::html::{notice, see_other, yuan};
use crate::layout;
use crate::pictures::image;
use crate::resource::act::{Seen, perform};
use crate::resource::answers::Answers;
use crate::resource::conditions::ListQuery;
use crate::resource::list::seen;
use crate::resource::row_page::audit_view;
use crate::resource::show::show;
use crate::resource::table::Table;
use crate::templates;
use crate::visitor::{May, Visitor};

/// The resources that the page shows.
const PROJECTS: &str = "crowdfunding-projects";
const USERS: &str = "crowdfunding-users";

/// The fields of a project on the page.
const PROJECT_FIELDS: [&str; 9] = [
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

/// The fields of its owner on the page.
const OWNER_FIELDS: [&str; 7] =
    ["nickname", "email", "is_authentication", "date_joined", "name", "idcard", "idcard_image"];

/// The rows that the page shows.
struct Rows {
    project: Record,
    owner: Option<Record>,
    packages: Vec<Record>,
    feedbacks: Vec<Record>,
    next: Option<ProjectId>,
}

/// The tables of these rows.
struct Tables {
    projects: Table,
    users: Table,
    packages: Table,
    feedbacks: Table,
}

fn resource(app: &App, name: &str) -> Result<&'static Resource> {
    app.registry.resource(name).ok_or(Error::NotFound)
}

impl Tables {
    fn of(app: &App) -> Result<Self> {
        let table = |name| Ok::<_, Error>(Table::new(app, resource(app, name)?));
        Ok(Self {
            projects: table(PROJECTS)?,
            users: table(USERS)?,
            packages: table("packages")?,
            feedbacks: table("feedbacks")?,
        })
    }

    fn read(&self, tx: &mut Tx<'_>, id: ProjectId) -> Result<Rows> {
        let project = self.projects.find(tx, &id.get().into())?.ok_or(Error::NotFound)?;
        let of_project =
            ListQuery { filters: vec![("project_id", id.to_string())], page: 1, ..ListQuery::default() };
        Ok(Rows {
            owner: self.users.find(tx, project.cell("user_id"))?,
            packages: self.packages.list(tx, &of_project)?.rows,
            feedbacks: self.feedbacks.list(tx, &of_project)?.rows,
            next: review::next_pending(tx, id)?,
            project,
        })
    }
}

/// Shows a project for its review.
pub async fn page(
    State(app): State<Arc<App>>,
    May { visitor, .. }: May<need::Review>,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    visitor.run(async { show_again(&app, &visitor, id, "", "").await }).await
}

/// The page, with a decision that was refused: its reason and why.
async fn show_again(app: &App, visitor: &Visitor, id: i64, reason: &str, wrong: &str) -> Result<Response> {
    let tables = Tables::of(app)?;
    let rows = app.db.read(move |tx| tables.read(tx, ProjectId(id))).await?;
    if let Some(owner) = &rows.owner {
        audit_view(app, visitor, resource(app, USERS)?, &owner.key).await?;
    }
    let body = html! {
        @if !wrong.is_empty() { (notice(wrong, true)) }
        (draw(app, visitor, &rows, reason)?)
    };
    let tools = html! {
        a href=(format!("/console/r/{PROJECTS}/{id}")) { (visitor.t("全部字段", "All fields")) }
        @if let Some(next) = rows.next { a href=(format!("/console/review/{next}")) { (visitor.t("下一个", "Next")) " →" } }
    };
    layout::page(app, visitor, rows.project.cell("name").text(), tools, body).await
}

fn draw(app: &App, visitor: &Visitor, rows: &Rows, reason: &str) -> Result<Markup> {
    let (projects, users) = (resource(app, PROJECTS)?, resource(app, USERS)?);
    let is_pending = review::is_pending(&rows.project);
    let field = |resource: &Resource, record: &Record, column: &str| {
        let field = resource.field(column);
        html! { @if let Some(field) = field.filter(|field| field.see.is_none_or(|need| visitor.may(need))) {
            div.field { span.name { (visitor.l(field.label)) } div { (show(app, visitor, field, record, true)) } }
        } }
    };
    Ok(html! {
        @if !is_pending { (notice(visitor.t("这个项目不在审核中。", "This project is not under review."), true)) }
        div.sides {
            section.card {
                (image(visitor, rows.project.cell("cover").int(), true))
                @for column in PROJECT_FIELDS { (field(projects, &rows.project, column)) }
            }
            div {
                @if is_pending { (decision(visitor, &rows.project, reason)) }
                @if let Some(owner) = &rows.owner { section.card {
                    h2 { (visitor.t("发起人", "Owner")) }
                    @for column in OWNER_FIELDS { (field(users, owner, column)) }
                } }
                section.card {
                    h2 { (visitor.t("套餐", "Packages")) }
                    ul.queue { @for package in &rows.packages { li {
                        span { (package.cell("name").text()) } span { (yuan(Fen(package.cell("money").int()))) }
                        span { "× " (package.cell("places").int()) }
                    } } }
                }
                section.card {
                    h2 { (visitor.t("回报", "Feedback")) }
                    ul.queue { @for feedback in &rows.feedbacks { li {
                        @if feedback.cell("image").int() > 0 { (image(visitor, feedback.cell("image").int(), false)) }
                        span { (feedback.cell("content").text()) }
                    } } }
                }
            }
        }
    })
}

fn decision(visitor: &Visitor, project: &Record, reason: &str) -> Markup {
    html! {
        section.card {
            h2 { (visitor.t("决定", "Decision")) }
            form.stack method="post" action=(format!("/console/review/{}", project.key)) {
                (visitor.csrf_field())
                (seen(project))
                label { (visitor.t("驳回原因（发起人会读到）", "Reason of a rejection (the owner reads it)"))
                    textarea name="reason" rows="3" maxlength="500" required { (reason) } }
                (templates::offer(visitor, "reject"))
                div.buttons {
                    button.primary name="decision" value="approve" formnovalidate { (visitor.t("通过", "Approve")) }
                    button.grave name="decision" value="reject" { (visitor.t("驳回", "Reject")) }
                }
            }
        }
    }
}

/// Approves or rejects the project, with the actions of the project's resource. A rejection needs a
/// reason.
pub async fn decide(
    State(app): State<Arc<App>>,
    Path(id): Path<i64>,
    SubmittedForm { visitor, form, .. }: SubmittedForm<need::Review>,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let (decision, reason) = (form.text("decision"), form.text("reason"));
            let refused = async |wrong: &str| {
                let page = show_again(&app, &visitor, id, reason, wrong).await?;
                Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
            };
            if !["approve", "reject"].contains(&decision) {
                return Err(Error::NotFound);
            }
            let mut answers = Answers::default();
            if decision == "reject" {
                if reason.is_empty() {
                    let text = visitor.t("请写明驳回原因。", "Give the reason of the rejection.");
                    return refused(text).await;
                }
                answers.cells.push(("reason", Cell::Text(reason.to_owned())));
            }
            let projects = resource(&app, PROJECTS)?;
            let keys = vec![id.to_string()];
            let versions = Seen::of(&form, &keys);
            let action = projects.action(decision).ok_or(Error::NotFound)?;
            match perform(&app, &visitor, projects, action, keys, answers, versions).await {
                Ok(_) => Ok(see_other("/console/")),
                Err(error) if error.is_refusal() => refused(&text_of(&error, visitor.lang())).await,
                Err(error) => Err(error),
            }
        })
        .await
}
