//! An operation: a verb, who may call it, and the function that runs it. Each constructor returns a
//! complete [`Operation`].

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use axum::http::Method as Verb;
use miaohui_db::Tx;
use miaohui_web::RateLimit;
use miaohui_web::idempotency::{self, Begun};
use schemars::{Schema, SchemaGenerator};
use serde_json::Value;

use crate::access::{Admission, Holds, Who};
use crate::answer::{Answer, NoContent};
use crate::app::{App, account_key};
use crate::call::{Call, ParsedRequest};
use crate::error::{Error, Result};
use crate::fields::{self, Form, Mode};
use crate::flow::Flow;

/// The body of the reply, once it is written.
type Reply = Pin<Box<dyn Future<Output = Result<Vec<u8>>> + Send>>;

/// Runs an operation.
type Run = Box<dyn Fn(Arc<App>, ParsedRequest) -> Reply + Send + Sync>;

/// What a verb does at a path.
pub struct Operation {
    /// The HTTP verb.
    pub verb: Verb,
    /// Who may call it.
    pub who: Who,
    /// The HTTP status of success.
    pub status: u16,
    /// The media type of the reply.
    pub media_type: &'static str,
    /// Whether it changes nothing and also serves HEAD.
    pub reads: bool,
    /// Whether its body may contain a file.
    pub takes_file: bool,
    /// Whether it reads `Idempotency-Key`, because it moves money.
    pub idempotent: bool,
    /// The schema of the request body; null when there is none.
    pub(crate) request_schema: fn() -> Value,
    /// The schema of the reply.
    pub(crate) reply_schema: fn(&mut SchemaGenerator) -> Option<Schema>,
    /// The limit for each address, counted before anything else.
    address_limit: Option<RateLimit>,
    run: Run,
}

/// GET in one read transaction.
pub fn get<A: Admission, R: Answer + 'static>(f: fn(&mut Call<'_, '_>, A) -> Result<R>) -> Operation {
    let run = move |app: Arc<App>, request: ParsedRequest| -> Reply {
        Box::pin(async move {
            let own = Arc::clone(&app);
            let job = move |tx: &mut Tx<'_>| {
                request.info.call(&own, tx, |call| {
                    let admitted = A::admit(call)?;
                    f(call, admitted)?.body()
                })
            };
            app.db.read(job).await
        })
    };
    Operation { reads: true, ..operation::<A, R>(Verb::GET, no_body, Box::new(run)) }
}

/// A verb without a body, in one write transaction.
pub fn act<A: Admission, R: Answer + 'static>(
    verb: Verb,
    f: fn(&mut Call<'_, '_>, A) -> Result<R>,
) -> Operation {
    let without_form = move |call: &mut Call<'_, '_>, admitted: A, ()| f(call, admitted);
    let operation = write::<A, (), R>(verb, Mode::Whole, None, |_| None, without_form);
    Operation { request_schema: no_body, ..operation }
}

/// DELETE in one write transaction.
pub fn delete<A: Admission>(f: fn(&mut Call<'_, '_>, A) -> Result<NoContent>) -> Operation {
    act(Verb::DELETE, f)
}

/// POST that creates something, in one write transaction, under the limit of publications.
pub fn create<A: Admission, F: Form, R: Answer + 'static>(
    f: fn(&mut Call<'_, '_>, A, F) -> Result<R>,
) -> Operation {
    post(RateLimit::Publish, f)
}

/// POST in one write transaction, under a limit for each user.
pub fn post<A: Admission, F: Form, R: Answer + 'static>(
    limit: RateLimit,
    f: fn(&mut Call<'_, '_>, A, F) -> Result<R>,
) -> Operation {
    write(Verb::POST, Mode::Whole, Some(limit), |_| None, f)
}

/// PUT and PATCH of an existing thing, each in one write transaction.
pub fn update<A: Holds<F>, F: Form, R: Answer + 'static>(
    f: fn(&mut Call<'_, '_>, A, F) -> Result<R>,
) -> [Operation; 2] {
    let held = |admitted: &A| Some(admitted.held());
    [write(Verb::PUT, Mode::Whole, None, held, f), write(Verb::PATCH, Mode::Partial, None, held, f)]
}

/// POST with the meaning of PATCH.
pub fn post_as_patch<A: Holds<F>, F: Form, R: Answer + 'static>(
    f: fn(&mut Call<'_, '_>, A, F) -> Result<R>,
) -> Operation {
    write(Verb::POST, Mode::Partial, None, |admitted: &A| Some(admitted.held()), f)
}

/// A verb whose function opens its own transactions, because it waits for something between them.
pub fn flow<A, F, R, T>(
    verb: Verb,
    address_limit: impl Into<Option<RateLimit>>,
    f: fn(Arc<App>, Flow<A, F>) -> T,
) -> Operation
where
    A: Admission,
    F: Form,
    R: Answer + 'static,
    T: Future<Output = Result<R>> + Send + 'static,
{
    let mode = if verb == Verb::PATCH { Mode::Partial } else { Mode::Whole };
    let run = move |app: Arc<App>, request: ParsedRequest| -> Reply {
        Box::pin(async move {
            let keyed = request.keyed();
            let own = Arc::clone(&app);
            let run = move |claim| async move { f(own, Flow::new(request, mode, claim)).await?.body() };
            match keyed {
                Some((once, info)) => {
                    let scope = move |tx: &mut Tx<'_>| info.idempotency_scope(tx);
                    once.around(&app.db, &app.clock, scope, |claim| run(Some(claim))).await
                }
                None => run(None).await,
            }
        })
    };
    let operation = operation::<A, R>(verb, request_schema::<F>(mode), Box::new(run));
    Operation { address_limit: address_limit.into(), ..operation }
}

fn write<A: Admission, F: Form, R: Answer + 'static>(
    verb: Verb,
    mode: Mode,
    limit: Option<RateLimit>,
    held: fn(&A) -> Option<F>,
    f: impl Fn(&mut Call<'_, '_>, A, F) -> Result<R> + Copy + Send + Sync + 'static,
) -> Operation {
    let run = move |app: Arc<App>, request: ParsedRequest| -> Reply {
        Box::pin(async move {
            let own = Arc::clone(&app);
            // The job may run more than once; the request is counted once.
            let mut counted = limit.is_none();
            let keyed = request.keyed();
            let job = move |tx: &mut Tx<'_>| {
                let ParsedRequest { info, body, once } = &request;
                info.call(&own, tx, |call| {
                    let mut claim = None;
                    if let Some(once) = once {
                        match once.begin::<Error>(call.tx, &account_key(call.member()?), call.now)? {
                            Begun::Now(begun) => claim = Some(begun),
                            Begun::Before(body) => return Ok(body),
                        }
                    }
                    let admitted = A::admit(call)?;
                    if let (false, Some(limit)) = (std::mem::replace(&mut counted, true), limit) {
                        own.count(limit, call.user, info.address)?;
                    }
                    let old = held(&admitted);
                    let form = fields::read(&body.fields, call, mode, old)?;
                    let answer = f(call, admitted, form)?;
                    call.report_queued()?;
                    let reply = answer.body()?;
                    if let Some(claim) = claim {
                        claim.keep(call.tx, 0, &idempotency::text(&reply))?;
                    }
                    Ok(reply)
                })
            };
            match (keyed, app.db.write(job).await) {
                (Some((once, info)), Err(error)) => {
                    once.refused(&app.db, info.now, error, move |tx| info.idempotency_scope(tx)).await
                }
                (_, result) => result,
            }
        })
    };
    operation::<A, R>(verb, request_schema::<F>(mode), Box::new(run))
}

fn operation<A: Admission, R: Answer>(verb: Verb, request_schema: fn() -> Value, run: Run) -> Operation {
    Operation {
        verb,
        who: A::WHO,
        status: R::STATUS,
        media_type: R::TYPE,
        reads: false,
        takes_file: false,
        idempotent: false,
        request_schema,
        reply_schema: R::schema,
        address_limit: None,
        run,
    }
}

fn request_schema<F: Form>(mode: Mode) -> fn() -> Value {
    match mode {
        Mode::Whole => || fields::describe::<F>(Mode::Whole),
        Mode::Partial => || fields::describe::<F>(Mode::Partial),
    }
}

fn no_body() -> Value {
    Value::Null
}

impl Operation {
    /// The same operation with a body that may contain a file.
    #[must_use]
    pub fn with_file(self) -> Self {
        Self { takes_file: true, ..self }
    }

    /// The same operation, run once for each `Idempotency-Key`.
    #[must_use]
    pub fn idempotent(self) -> Self {
        Self { idempotent: true, ..self }
    }

    /// Runs the operation and returns the body of its reply.
    pub(crate) async fn run(&self, app: &Arc<App>, request: ParsedRequest) -> Result<Vec<u8>> {
        if let Some(limit) = self.address_limit {
            app.limits.address(limit, request.info.address.0)?;
        }
        (self.run)(Arc::clone(app), request).await
    }
}
