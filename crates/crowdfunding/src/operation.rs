//! An operation: a verb, who may call it, and the function that runs it. Each constructor returns a
//! complete [`Operation`].

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use axum::http::Method as Verb;
use miaohui_db::Tx;
use miaohui_web::{RateLimit, pipeline};
use schemars::{Schema, SchemaGenerator};
use serde_json::Value;

use crate::access::{Admission, Holds, Who};
use crate::answer::{Answer, NoContent};
use crate::app::{App, account_key};
use crate::call::{Call, CallerContext, ParsedRequest, RequestInfo};
use crate::error::Result;
use crate::fields::{self, Form, Mode};
use crate::flow::Flow;
use crate::ids::UserId;

/// The body of the reply, once it is written.
type Reply = Pin<Box<dyn Future<Output = Result<Vec<u8>>> + Send>>;

/// Admits a caller before the files of a body are read, and returns the caller.
type Admit = fn(&App, &RequestInfo, &mut Tx<'_>) -> Result<Option<UserId>>;

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
    admit: Admit,
    run: Run,
}

/// GET in one read transaction.
pub fn get<A: Admission, R: Answer + 'static>(f: fn(&mut Call<'_, '_>, A) -> Result<R>) -> Operation {
    let run = move |app: Arc<App>, request: ParsedRequest| -> Reply {
        Box::pin(async move {
            let (own, incoming) = (Arc::clone(&app), request.incoming());
            let work = move |context: &mut CallerContext<'_, '_>| {
                request.info.call(&own, context, |call| {
                    let admitted = A::admit(call)?;
                    f(call, admitted)?.body()
                })
            };
            pipeline::read(&app, incoming, work).await
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
            let (own, incoming) = (Arc::clone(&app), request.incoming());
            let run = move |claim| async move { f(own, Flow::new(request, mode, claim)).await?.body() };
            pipeline::flow(&app, incoming, run).await
        })
    };
    let operation = operation::<A, R>(verb, request_schema::<F>(mode), Box::new(run));
    Operation { address_limit: address_limit.into(), ..operation }
}

/// GET whose function opens its own transactions, because it waits for something between them.
pub fn look<A, R, T>(f: fn(Arc<App>, Flow<A>) -> T) -> Operation
where
    A: Admission,
    R: Answer + 'static,
    T: Future<Output = Result<R>> + Send + 'static,
{
    Operation { reads: true, request_schema: no_body, ..flow(Verb::GET, None, f) }
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
            let incoming = request.incoming();
            let (own, request) = (Arc::clone(&app), Arc::new((request.info, request.body.fields)));
            let (admitting, asked) = (Arc::clone(&app), Arc::clone(&request));
            let admit =
                move |context: &mut CallerContext<'_, '_>| asked.0.call(&admitting, context, A::admit);
            let work = move |context: &mut CallerContext<'_, '_>, admitted: A| {
                let (info, sent) = &*request;
                info.call(&own, context, |call| {
                    let old = held(&admitted);
                    let form = fields::read(sent, call, mode, old)?;
                    f(call, admitted, form)?.body()
                })
            };
            pipeline::write(&app, incoming, limit, admit, work).await
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
        admit: |app, info, tx| info.call_in(app, tx, |call| A::admit(call).map(|_| call.user)),
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

    /// Counts a request against the limit of its address before its body is read. If the body has
    /// files, admits the caller and counts the upload as well.
    pub(crate) async fn begin(&self, app: &Arc<App>, info: &RequestInfo, has_files: bool) -> Result<()> {
        pipeline::limit_address(app, self.address_limit, info.address).await?;
        if !has_files {
            return Ok(());
        }
        let (own, asked, admit) = (Arc::clone(app), info.clone(), self.admit);
        let (quota, now) = (app.upload_quota.get(), info.now);
        let read = move |tx: &mut Tx<'_>| -> Result<_> {
            let user = admit(&own, &asked, tx)?;
            if let Some(user) = user {
                quota.check(tx, &account_key(user), now)??;
            }
            Ok(user)
        };
        let user = app.db.read(read).await?;
        match user {
            Some(user) => app.limits.account(RateLimit::Upload, &account_key(user)).await?,
            None => app.limits.address(RateLimit::AnonymousUpload, info.address.0).await?,
        }
        Ok(())
    }

    /// Runs the operation and returns the body of its reply.
    pub(crate) async fn run(&self, app: &Arc<App>, request: ParsedRequest) -> Result<Vec<u8>> {
        (self.run)(Arc::clone(app), request).await
    }
}
