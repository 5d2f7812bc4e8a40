//! The second person: actions that move a large amount wait until somebody else approves them.

use std::sync::Arc;

use miaohui_admin::{Action, ActionContext, Cell, Error, Label, QueueItem, Registry, Resource, Result};
use miaohui_db::Tx;
use miaohui_kernel::Fen;
use serde_json::{Map, Value};

miaohui_db::ids! {
    /// A request of an operator.
    RequestId,
}

miaohui_db::stored_enum! {
    /// The status of a request.
    pub enum RequestStatus: i64 as request_status {
        /// It waits for a second person.
        Waiting = 0,
        /// A second person has approved it, and it was done.
        Approved = 1,
        /// It was declined or withdrawn.
        Declined = 2,
    }
}

miaohui_db::row! {
    /// A request that waits.
    struct Request as request_columns {
        resource: String = "resource",
        action: String = "action",
        subject: String = "subject",
        answers: String = "answers",
        requested_by: String = "requested_by",
    }
}

/// The service of actions that the second person needs.
#[derive(Clone)]
pub struct SecondPerson {
    /// The amount from which a second person is needed; zero for never.
    pub from: Fen,
    /// The actions.
    pub registry: Arc<Registry>,
}

impl SecondPerson {
    /// Whether an action has to be approved by somebody else.
    pub fn is_needed(&self, action: &Action, context: &mut ActionContext<'_, '_>) -> Result<bool> {
        match action.moves {
            Some(amount) if self.from.is_positive() => Ok(amount(context)? >= self.from),
            _ => Ok(false),
        }
    }

    /// Stores a request instead of doing the action; `false` if the same one waits already.
    pub fn request(
        &self,
        resource: &Resource,
        action: &Action,
        context: &mut ActionContext<'_, '_>,
    ) -> Result<bool> {
        let fen = match action.moves {
            Some(amount) => amount(context)?,
            None => Fen::ZERO,
        };
        let answers: Map<String, Value> =
            context.answers.iter().map(|(column, cell)| ((*column).to_owned(), cell.json())).collect();
        let stored = context.tx.execute(
            concat!(
                "INSERT INTO console_request (resource, action, subject, answers, fen, requested_by, created_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)
                 ON CONFLICT (resource, action, subject) WHERE status = ",
                request_status!(Waiting),
                " DO NOTHING"
            ),
            &[
                resource.name.into(),
                action.name.into(),
                context.key.into(),
                (&Value::Object(answers).to_string()).into(),
                fen.into(),
                context.actor.into(),
                context.now.into(),
            ],
        )?;
        Ok(stored == 1)
    }

    /// Does what another operator has requested; `false` if the request does not wait, or the row
    /// is no longer in a state for it.
    pub fn approve(&self, context: &mut ActionContext<'_, '_>) -> Result<bool> {
        let id = RequestId(context.id);
        let Some(request) = decide(context, id, RequestStatus::Approved)? else { return Ok(false) };
        if request.requested_by == context.actor {
            return Err(Error::Invalid(
                Label("要由另一位同事复核", "Another person has to approve it").into(),
            ));
        }
        let unknown = || Error::unexpected(format!("no action {} {}", request.resource, request.action));
        let resource = self.registry.resource(&request.resource).ok_or_else(unknown)?;
        let action = resource.action(&request.action).ok_or_else(unknown)?;
        let stored: Map<String, Value> = serde_json::from_str(&request.answers).map_err(Error::unexpected)?;
        let asked = action
            .asks
            .iter()
            .filter_map(|field| Some((field.column, Cell::from(stored.get(field.column)?))));
        let answers: Vec<(&'static str, Cell)> = asked.collect();
        let both = format!("{}, {}", request.requested_by, context.actor);
        let mut own = ActionContext {
            tx: &mut *context.tx,
            id: request.subject.parse().unwrap_or(0),
            key: &request.subject,
            answers: &answers,
            actor: &both,
            now: context.now,
            services: context.services,
        };
        if (action.run)(&mut own)? {
            return Ok(true);
        }
        let changed = Label("状态已变，不能再执行", "It is no longer in a state for this");
        Err(Error::Invalid(changed.into()))
    }

    /// Declines a request, or withdraws one's own; `false` if it does not wait.
    pub fn decline(context: &mut ActionContext<'_, '_>) -> Result<bool> {
        let id = RequestId(context.id);
        Ok(decide(context, id, RequestStatus::Declined)?.is_some())
    }
}

fn decide(
    context: &mut ActionContext<'_, '_>,
    id: RequestId,
    status: RequestStatus,
) -> miaohui_db::Result<Option<Request>> {
    context.tx.query_opt(
        concat!(
            "UPDATE console_request SET status = $2, decided_by = $3, decided_at = $4 WHERE id = $1 AND status = ",
            request_status!(Waiting),
            " RETURNING ",
            request_columns!()
        ),
        &[id.into(), status.into(), context.actor.into(), context.now.into()],
    )
}

/// The number of requests that wait, counted up to `most`.
pub fn count_waiting(tx: &mut Tx<'_>, most: u32) -> miaohui_db::Result<i64> {
    let (count,) = tx.query_one(
        concat!(
            "SELECT COUNT(*) FROM (SELECT 1 FROM console_request WHERE status = ",
            request_status!(Waiting),
            " LIMIT $1) waiting"
        ),
        &[i64::from(most).into()],
    )?;
    Ok(count)
}

/// The requests that wait, the oldest first.
pub fn waiting_items(tx: &mut Tx<'_>, most: u32) -> miaohui_db::Result<Vec<QueueItem>> {
    tx.query(
        concat!(
            "SELECT id, CAST(NULL AS BIGINT) AS image, resource || ' ' || subject || ' ' || action AS name,
               fen AS money, created_at AS since FROM console_request WHERE status = ",
            request_status!(Waiting),
            " ORDER BY id LIMIT $1"
        ),
        &[i64::from(most).into()],
    )
}
