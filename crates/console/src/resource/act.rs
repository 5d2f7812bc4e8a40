//! `POST /console/r/{resource}/do/{action}`: an action on rows, all of them in one transaction.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::html;
use miaohui_admin::{Action, ActionContext, Label, Record, Resource, Target, Wake, need};
use miaohui_db::Tx;
use serde_json::{Map, Value};

use super::access::{key, list_path, row_path, visible};
use super::answers::{self, Answers};
use super::change::check_invariant;
use super::done::{Outcome, after_action};
use super::list_page;
use super::returning::{Mistakes, Tried};
use super::row_page;
use super::table::Table;
use crate::app::App;
use crate::audit::{Actor, AuditEntry, audited};
use crate::error::{Error, Result};
use crate::failure::{Failure, text_of};
use crate::form::{Form, SubmittedForm};
use crate::html::see_other;
use crate::second_person::SecondPerson;
use crate::visitor::Visitor;

/// Performs an action on the rows of a form.
pub async fn act(
    State(app): State<Arc<App>>,
    Path((name, action)): Path<(String, String)>,
    SubmittedForm { visitor, mut form, .. }: SubmittedForm<need::SeeContent>,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let resource = visible(&app, &visitor, &name)?;
            let action = resource.action(&action).ok_or(Error::NotFound)?;
            visitor.require(action.need)?;
            let keys: Vec<String> = match action.target {
                Target::Rows => form.all("id").map(str::to_owned).collect(),
                Target::Resource => vec!["0".to_owned()],
            };
            let page = SentFrom::of(&app, &visitor, resource, form.text("back"));
            let mut read = answers::read(&app, &visitor, action.asks, &mut form, &Record::default()).await?;
            answers::check_relations(&app, action.asks, &mut read).await?;
            let tried = |read: &Answers| Tried {
                resource: resource.name,
                action: action.name,
                keys: keys.clone(),
                typed: read.typed(action.asks, &Record::default()),
                wrong: read.wrong.clone(),
            };
            if !read.wrong.is_empty() {
                return page.again(&app, &visitor, tried(&read), String::new()).await;
            }
            let (seen, shown) = (Seen::of(&form, &keys), tried(&read));
            match perform(&app, &visitor, resource, action, keys.clone(), read, seen).await {
                Ok(outcome) => Ok(see_other(&after_action(&page.next(&app).await, outcome))),
                Err(error) if error.is_refusal() => {
                    page.again(&app, &visitor, shown, text_of(&error, visitor.lang())).await
                }
                Err(error) => Err(error),
            }
        })
        .await
}

/// The page that an action is submitted from.
enum SentFrom {
    /// A row: of the action's resource, or of another one whose sections show the rows of the action.
    Row(&'static Resource, String),
    /// A list, with the query of its address.
    List(&'static Resource, String),
}

impl SentFrom {
    /// The page at a path, if the visitor may see it; the list of `resource` in place of anything else.
    fn of(app: &App, visitor: &Visitor, resource: &'static Resource, back: &str) -> Self {
        if let Some(query) = back.strip_prefix(&list_path(resource))
            && query.len() > 1
            && query.starts_with('?')
        {
            return Self::List(resource, query.to_owned());
        }
        let row = back.strip_prefix("/console/r/").and_then(|rest| rest.split_once('/'));
        if let Some((name, encoded)) = row
            && let Ok(owner) = visible(app, visitor, name)
            && let Some((key, _)) = form_urlencoded::parse(encoded.as_bytes()).next()
            && back == row_path(owner, &key)
        {
            return Self::Row(owner, key.into_owned());
        }
        Self::List(resource, String::new())
    }

    /// The page after the action, which may have removed the row.
    async fn next(&self, app: &App) -> String {
        match self {
            Self::Row(owner, key) if row_page::find(app, owner, key).await.is_ok() => row_path(owner, key),
            Self::Row(owner, _) => list_path(owner),
            Self::List(resource, query) => format!("{}{query}", list_path(resource)),
        }
    }

    /// Shows the page again (422), with what was typed and what is wrong with it.
    async fn again(&self, app: &App, visitor: &Visitor, tried: Tried, text: String) -> Result<Response> {
        let mistakes = Mistakes { wrong: HashMap::new(), text, tried: Some(tried) };
        let mut visitor = visitor.clone();
        let page = match self {
            Self::Row(owner, key) => {
                visitor.origin.path = row_path(owner, key);
                let record = row_page::find(app, owner, key).await?;
                row_page::audit_view(app, &visitor, owner, key).await?;
                row_page::draw(app, &visitor, owner, &record, &mistakes, html! {}).await?
            }
            Self::List(resource, query) => {
                visitor.origin.path = format!("{}{query}", list_path(resource));
                let pairs: Vec<(String, String)> =
                    form_urlencoded::parse(query.trim_start_matches('?').as_bytes()).into_owned().collect();
                list_page::draw(app, &visitor, resource, &pairs, &mistakes).await?
            }
        };
        Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
    }
}

/// The versions of rows that a page showed.
#[derive(Default)]
pub struct Seen(HashMap<String, String>);

impl Seen {
    /// The versions of these rows in a form: `version.{key}`.
    pub fn of(form: &Form, keys: &[String]) -> Self {
        let sent = keys.iter().map(|key| (key.clone(), form.text(&format!("version.{key}")).to_owned()));
        Self(sent.filter(|(_, version)| !version.is_empty()).collect())
    }

    /// Fails if a row is not as the page showed it.
    fn require(&self, tx: &mut Tx<'_>, table: &Table, text: &str) -> Result<()> {
        let Some(seen) = self.0.get(text) else { return Ok(()) };
        if table.version(tx, &key(table.resource, text)?)? == *seen {
            return Ok(());
        }
        let changed = Label(
            "内容已被修改，请重新查看后再决定。",
            "It was changed since you saw it. Look at it again, then decide.",
        );
        Err(changed.into())
    }
}

/// Performs an action.
pub async fn perform(
    app: &App,
    visitor: &Visitor,
    resource: &'static Resource,
    action: &'static Action,
    keys: Vec<String>,
    answers: Answers,
    seen: Seen,
) -> Result<Outcome> {
    let table = Table::new(app, resource);
    let (now, actor) = (app.clock.now_ms(), Actor::of(visitor));
    let (services, new_files) = (app.services.clone(), answers.new_files());
    let job = move |tx: &mut Tx<'_>| {
        for picture in &answers.pictures {
            picture.insert(tx, now)?;
        }
        let changes: Map<String, Value> =
            answers.cells.iter().map(|(column, cell)| ((*column).to_owned(), cell.json())).collect();
        let mut outcome = Outcome::default();
        for key in &keys {
            let mut waits = false;
            let acted = audited(tx, &actor, now, |tx| {
                let mut context = ActionContext {
                    tx,
                    id: key.parse().unwrap_or(0),
                    key,
                    answers: &answers.cells,
                    actor: &actor.email,
                    now,
                    services: &services,
                };
                let entry = || AuditEntry {
                    action: action.name,
                    resource: resource.name,
                    subject: key.clone(),
                    changes: changes.clone(),
                };
                if let Some(second) = services.get::<SecondPerson>()
                    && second.is_needed(action, &mut context)?
                {
                    waits = second.request(resource, action, &mut context)?;
                    return Ok(waits.then(|| AuditEntry { action: "request", ..entry() }));
                }
                Ok::<_, Error>((action.run)(&mut context)?.then(entry))
            })?;
            if acted.is_none() {
                outcome.left += 1;
                continue;
            }
            // The row is locked by the action, so nobody changes it any more.
            seen.require(tx, &table, key)?;
            if waits { outcome.waits += 1 } else { outcome.done += 1 }
        }
        check_invariant(tx, resource)?;
        Ok::<_, Error>(outcome)
    };
    let outcome = app.db.write(job).await?;
    drop(new_files);
    match action.wakes {
        Some(Wake::Outbox) => app.outbox.wake(),
        Some(Wake::Words) => drop(app.words.reload(&app.db).await.map_err(Error::unexpected)?),
        None => {}
    }
    Ok(outcome)
}
