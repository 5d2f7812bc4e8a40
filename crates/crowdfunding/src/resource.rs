//! A path of the table and its operations.

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
use crate::call::{self, Answer, Arrived, Call, NoContent};
use crate::fields::{self, Form, Mode};
use crate::{App, Error, Result};

/// The body, on its way.
type Reply = Pin<Box<dyn Future<Output = Result<Vec<u8>>> + Send>>;

/// What a verb does at a path.
pub struct Operation {
    /// The HTTP verb.
    pub verb: Verb,
    /// Who may.
    pub who: Who,
    /// The status of success.
    pub status: u16,
    /// The media type of its answer.
    pub media_type: &'static str,
    /// Whether it changes nothing, so that HEAD may ask for it.
    pub reads: bool,
    /// Whether its body may hold a file.
    pub takes_file: bool,
    /// Whether it moves money, so that it reads `Idempotency-Key`.
    pub idempotent: bool,
    /// The schema of its body; null without one.
    pub(crate) sent: fn() -> Value,
    /// The schema of its answer.
    pub(crate) answered: fn(&mut SchemaGenerator) -> Option<Schema>,
    limit: Option<RateLimit>,
    run: Box<dyn Fn(Arc<App>, Arrived) -> Reply + Send + Sync>,
}

/// A path and what can be done there.
pub struct Resource {
    /// The path with its trailing slash; `{id}` and `{sid}` are numbers.
    pub path: &'static str,
    /// What can be done, in the order in which it was registered.
    pub operations: Vec<Operation>,
}

fn whole<F: Form>() -> Value {
    fields::describe::<F>(Mode::Whole)
}

fn partial<F: Form>() -> Value {
    fields::describe::<F>(Mode::Partial)
}

fn nothing() -> Value {
    Value::Null
}

impl Resource {
    /// A path, to which operations are added.
    pub fn at(path: &'static str) -> Self {
        Self { path, operations: Vec::new() }
    }

    /// GET: one read transaction.
    #[must_use]
    pub fn get<A: Admission, R: Answer + 'static>(self, f: fn(&mut Call<'_, '_>, A) -> Result<R>) -> Self {
        let run = move |app: Arc<App>, arrived: Arrived| -> Reply {
            Box::pin(async move {
                let own = Arc::clone(&app);
                let job = move |tx: &mut Tx<'_>| {
                    arrived.asked.call(&own, tx, |call| {
                        let admitted = A::admit(call)?;
                        f(call, admitted)?.body()
                    })
                };
                app.db.read(job).await
            })
        };
        let mut resource = self.operation::<R>(Verb::GET, A::WHO, nothing, None, Box::new(run));
        if let Some(operation) = resource.operations.last_mut() {
            operation.reads = true;
        }
        resource
    }

    /// A verb without a body: one write transaction.
    #[must_use]
    pub fn act<A: Admission, R: Answer + 'static>(
        self,
        verb: Verb,
        f: fn(&mut Call<'_, '_>, A) -> Result<R>,
    ) -> Self {
        self.write::<A, (), R>(
            verb,
            Mode::Whole,
            nothing,
            None,
            |_| None,
            move |call, admitted, ()| f(call, admitted),
        )
    }

    /// DELETE: one write transaction.
    #[must_use]
    pub fn delete<A: Admission>(self, f: fn(&mut Call<'_, '_>, A) -> Result<NoContent>) -> Self {
        self.act(Verb::DELETE, f)
    }

    /// POST of something new, so many times a minute.
    #[must_use]
    pub fn create<A: Admission, F: Form, R: Answer + 'static>(
        self,
        f: fn(&mut Call<'_, '_>, A, F) -> Result<R>,
    ) -> Self {
        self.post(RateLimit::Publish, f)
    }

    /// POST, so many times a minute: one write transaction.
    #[must_use]
    pub fn post<A: Admission, F: Form, R: Answer + 'static>(
        self,
        limit: RateLimit,
        f: fn(&mut Call<'_, '_>, A, F) -> Result<R>,
    ) -> Self {
        self.write(Verb::POST, Mode::Whole, whole::<F>, Some(limit), |_| None, f)
    }

    /// PUT and PATCH of something that is there.
    #[must_use]
    pub fn update<A: Holds<F>, F: Form, R: Answer + 'static>(
        self,
        f: fn(&mut Call<'_, '_>, A, F) -> Result<R>,
    ) -> Self {
        let held = |admitted: &A| Some(admitted.held());
        self.write(Verb::PUT, Mode::Whole, whole::<F>, None, held, f).write(
            Verb::PATCH,
            Mode::Partial,
            partial::<F>,
            None,
            held,
            f,
        )
    }

    /// POST that does what PATCH does.
    #[must_use]
    pub fn post_as_patch<A: Holds<F>, F: Form, R: Answer + 'static>(
        self,
        f: fn(&mut Call<'_, '_>, A, F) -> Result<R>,
    ) -> Self {
        self.write(Verb::POST, Mode::Partial, partial::<F>, None, |admitted: &A| Some(admitted.held()), f)
    }

    /// A verb whose function opens its own transactions, because it does things that must not hold one.
    #[must_use]
    pub fn flow<F, R, T>(
        self,
        verb: Verb,
        who: Who,
        limit: impl Into<Option<RateLimit>>,
        f: fn(Arc<App>, Arrived<F>) -> T,
    ) -> Self
    where
        F: Form,
        R: Answer + 'static,
        T: Future<Output = Result<R>> + Send + 'static,
    {
        let run = move |app: Arc<App>, arrived: Arrived| -> Reply {
            Box::pin(async move {
                let keyed = arrived.keyed();
                let own = Arc::clone(&app);
                let run = move |claim| async move { f(own, arrived.with_form(claim)).await?.body() };
                match keyed {
                    Some((once, asked)) => {
                        let who = move |tx: &mut Tx<'_>| asked.owner(tx);
                        once.around(&app.db, &app.clock, who, |claim| run(Some(claim))).await
                    }
                    None => run(None).await,
                }
            })
        };
        let sent = if verb == Verb::PATCH { partial::<F> } else { whole::<F> };
        self.operation::<R>(verb, who, sent, limit.into(), Box::new(run))
    }

    /// Says that the last operation's body may hold a file.
    #[must_use]
    pub fn with_file(mut self) -> Self {
        if let Some(operation) = self.operations.last_mut() {
            operation.takes_file = true;
        }
        self
    }

    /// Says that the last operation moves money: with an `Idempotency-Key` it happens once.
    #[must_use]
    pub fn idempotent(mut self) -> Self {
        if let Some(operation) = self.operations.last_mut() {
            operation.idempotent = true;
        }
        self
    }

    fn write<A: Admission, F: Form, R: Answer + 'static>(
        self,
        verb: Verb,
        mode: Mode,
        sent: fn() -> Value,
        limit: Option<RateLimit>,
        held: fn(&A) -> Option<F>,
        f: impl Fn(&mut Call<'_, '_>, A, F) -> Result<R> + Copy + Send + Sync + 'static,
    ) -> Self {
        let run = move |app: Arc<App>, arrived: Arrived| -> Reply {
            Box::pin(async move {
                let own = Arc::clone(&app);
                // The job may run more than once, the request counts once.
                let mut counted = limit.is_none();
                let keyed = arrived.keyed();
                let job = move |tx: &mut Tx<'_>| {
                    let Arrived { asked, body, once, .. } = &arrived;
                    asked.call(&own, tx, |call| {
                        let mut claim = None;
                        if let Some(once) = once {
                            match once.begin::<Error>(call.tx, &call::owner(call.member()?), call.now)? {
                                Begun::Now(begun) => claim = Some(begun),
                                Begun::Before(body) => return Ok(body),
                            }
                        }
                        let admitted = A::admit(call)?;
                        if let (false, Some(limit)) = (std::mem::replace(&mut counted, true), limit) {
                            own.count(limit, call.user, asked.address)?;
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
                    (Some((once, asked)), Err(error)) => {
                        once.refused(&app.db, asked.now, error, move |tx| asked.owner(tx)).await
                    }
                    (_, result) => result,
                }
            })
        };
        self.operation::<R>(verb, A::WHO, sent, None, Box::new(run))
    }

    fn operation<R: Answer>(
        mut self,
        verb: Verb,
        who: Who,
        sent: fn() -> Value,
        limit: Option<RateLimit>,
        run: Box<dyn Fn(Arc<App>, Arrived) -> Reply + Send + Sync>,
    ) -> Self {
        let operation = Operation {
            verb,
            who,
            status: R::STATUS,
            media_type: R::TYPE,
            reads: false,
            takes_file: false,
            idempotent: false,
            sent,
            answered: R::schema,
            limit,
            run,
        };
        self.operations.push(operation);
        self
    }
}

impl Operation {
    /// Answers a request with a body.
    pub(crate) async fn answer(&self, app: &Arc<App>, arrived: Arrived) -> Result<Vec<u8>> {
        if let Some(limit) = self.limit {
            app.limits.address(limit, arrived.asked.address.0)?;
        }
        (self.run)(Arc::clone(app), arrived).await
    }
}
