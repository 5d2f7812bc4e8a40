//! `POST /console/r/{resource}/do/{action}`: an action on rows, all of them in one transaction.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use miaohui_admin::{Action, ActionContext, Label, Lang, Record, Resource, Target, Wake, need};
use miaohui_db::Tx;
use serde_json::{Map, Value};

use super::access::{key, list_path, row_path, visible};
use super::answers::{self, Answers};
use super::change::check_invariant;
use super::done::after_action;
use super::row_page;
use super::table::Table;
use crate::app::App;
use crate::audit::{Actor, AuditEntry, audited};
use crate::error::{Error, Result};
use crate::failure::Failure;
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
            let answers = answers::read(&app, &visitor, action.asks, &mut form, &Record::default()).await?;
            if let Some((column, wrong)) = answers.wrong.iter().next() {
                let field = action.asks.iter().find(|field| field.column == *column);
                let label = field.map_or("", |field| visitor.l(field.label));
                return Err(Error::Invalid(format!("{label}: {}", visitor.l(*wrong))));
            }
            let keys: Vec<String> = match action.target {
                Target::Rows => form.all("id").map(str::to_owned).collect(),
                Target::Resource => vec!["0".to_owned()],
            };
            let seen = Seen::of(&form, &keys);
            let row = keys.first().filter(|key| form.text("back") == row_path(resource, key)).cloned();
            let (done, left) = perform(&app, &visitor, resource, action, keys, answers, seen).await?;
            // The action may have taken the row out of this list.
            let back = match row {
                Some(key) if row_page::find(&app, resource, &key).await.is_ok() => row_path(resource, &key),
                _ => list_path(resource),
            };
            Ok(see_other(&after_action(&back, done, left)))
        })
        .await
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
    fn require(&self, tx: &mut Tx<'_>, table: &Table, text: &str, lang: Lang) -> Result<()> {
        let Some(seen) = self.0.get(text) else { return Ok(()) };
        if table.version(tx, &key(table.resource, text)?)? == *seen {
            return Ok(());
        }
        let changed = Label(
            "内容已被修改，请重新查看后再决定。",
            "It was changed since you saw it. Look at it again, then decide.",
        );
        Err(Error::Invalid(changed.of(lang).into()))
    }
}

/// Performs an action; returns the number of rows that it changed, and of rows that are not in a
/// state for it.
pub async fn perform(
    app: &App,
    visitor: &Visitor,
    resource: &'static Resource,
    action: &'static Action,
    keys: Vec<String>,
    answers: Answers,
    seen: Seen,
) -> Result<(usize, usize)> {
    let table = Table::new(app, resource);
    let (now, actor, lang) = (app.clock.now_ms(), Actor::of(visitor), visitor.lang());
    let (services, new_files) = (app.services.clone(), answers.new_files());
    let job = move |tx: &mut Tx<'_>| {
        for picture in &answers.pictures {
            picture.insert(tx, now)?;
        }
        let changes: Map<String, Value> =
            answers.cells.iter().map(|(column, cell)| ((*column).to_owned(), cell.json())).collect();
        let (mut done, mut left) = (0, 0);
        for key in &keys {
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
                    let requested = second.request(resource, action, &mut context)?;
                    return Ok(requested.then(|| AuditEntry { action: "request", ..entry() }));
                }
                Ok::<_, Error>((action.run)(&mut context)?.then(entry))
            })?;
            if acted.is_some() {
                // The row is locked by the action, so nobody changes it any more.
                seen.require(tx, &table, key, lang)?;
                done += 1;
            } else {
                left += 1;
            }
        }
        check_invariant(tx, resource, lang)?;
        Ok::<_, Error>((done, left))
    };
    let counts = app.db.write(job).await?;
    drop(new_files);
    match action.wakes {
        Some(Wake::Outbox) => app.outbox.wake(),
        Some(Wake::Words) => drop(app.words.reload(&app.db).await.map_err(Error::unexpected)?),
        None => {}
    }
    Ok(counts)
}
