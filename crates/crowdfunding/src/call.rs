//! An operation of the table, and what its function is given.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use axum::http::Method as Verb;
use miaohui_db::Tx;
use miaohui_kernel::sha256_hex;
use miaohui_web::{ClientAddress, RateLimit};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde_json::Value;

use crate::access::{Admission, Holds, Who};
use crate::body::Body;
use crate::fields::{self, Form, Mode};
use crate::store::session::{self, Session};
use crate::{App, Code, Error, Result};

/// One request, inside its transaction.
pub struct Call<'a, 't> {
    /// The open transaction.
    pub tx: &'a mut Tx<'t>,
    /// Who calls, if anybody in particular.
    pub user: Option<i64>,
    /// When the request arrived, in Unix ms.
    pub now: i64,
    /// The API.
    pub app: &'a App,
    /// Where the request came from and what its URL says.
    pub request: &'a Asked,
}

impl Call<'_, '_> {
    /// The `n`th id of the path; the route has as many as the operation asks for.
    pub fn id(&self, n: usize) -> Result<i64> {
        self.request.ids.get(n).copied().ok_or_else(|| Code::NotFound.into())
    }

    /// Who calls; 401 when it is nobody.
    pub fn member(&self) -> Result<i64> {
        self.user.ok_or(Error::Unauthorized(Code::NotAuthenticated))
    }
}

/// What a request says beside its body.
#[derive(Clone)]
pub struct Asked {
    /// The ids of the path, in order.
    pub ids: Vec<i64>,
    /// The path as it was asked for.
    pub path: String,
    /// The query's keys and values, decoded, in order.
    pub query: Vec<(String, String)>,
    /// Scheme and host as the client knows them, such as `https://api.example`.
    pub origin: String,
    /// The token of the header, if there is one.
    pub token: Option<String>,
    /// The caller's address.
    pub address: ClientAddress,
    /// When it arrived, in Unix ms.
    pub now: i64,
}

impl Asked {
    /// The last value of a query key, if it is not empty.
    pub fn query(&self, key: &str) -> Option<&str> {
        self.query
            .iter()
            .rev()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value.as_str())
            .filter(|v| !v.is_empty())
    }

    /// Whose token came in the header; a token that does not count is 401, whatever is asked for.
    pub fn user(&self, tx: &mut Tx<'_>) -> Result<Option<i64>> {
        let Some(token) = &self.token else { return Ok(None) };
        match session::find(tx, &sha256_hex(token))? {
            None => Err(Error::Unauthorized(Code::InvalidToken)),
            Some(Session { expires_at, .. }) if expires_at <= self.now => {
                Err(Error::Unauthorized(Code::TokenExpired))
            }
            Some(Session { is_active: false, .. }) => Err(Error::Unauthorized(Code::UserGone)),
            Some(session) => Ok(Some(session.user)),
        }
    }

    /// Runs `f` as the request's user, inside a transaction.
    pub fn call<'a, 't, T>(
        &'a self,
        app: &'a App,
        tx: &'a mut Tx<'t>,
        f: impl FnOnce(&mut Call<'a, 't>) -> Result<T>,
    ) -> Result<T> {
        let user = self.user(tx)?;
        f(&mut Call { tx, user, now: self.now, app, request: self })
    }
}

/// A request on its way to its operation, whose body is a form `F`.
pub struct Arrived<F = ()> {
    /// What it says beside its body.
    pub asked: Asked,
    /// Its body, already read.
    pub body: Body,
    form: PhantomData<fn() -> F>,
}

impl Arrived {
    /// A request whose form is not known yet.
    pub fn new(asked: Asked, body: Body) -> Self {
        Self { asked, body, form: PhantomData }
    }

    fn with_form<F>(self) -> Arrived<F> {
        Arrived { asked: self.asked, body: self.body, form: PhantomData }
    }
}

impl<F: Form> Arrived<F> {
    /// Admits the caller, reads the form and looks up what `f` needs for it, in one read transaction.
    pub async fn look<A: Admission, T: Send + 'static>(
        &mut self,
        app: &Arc<App>,
        mode: Mode,
        f: fn(&mut Call<'_, '_>, A, F) -> Result<T>,
    ) -> Result<T> {
        let (app_, asked, sent) =
            (Arc::clone(app), self.asked.clone(), std::mem::take(&mut self.body.fields));
        let job = move |tx: &mut Tx<'_>| {
            asked.call(&app_, tx, |call| {
                let admitted = A::admit(call)?;
                let form = fields::read(&sent, call, mode, None)?;
                f(call, admitted, form)
            })
        };
        app.db.read(job).await
    }
}

/// What an operation answers with.
pub trait Answer {
    /// The HTTP status.
    const STATUS: u16;
    /// The media type of the body.
    const TYPE: &'static str = "application/json";

    /// The body; nothing for an answer without one.
    fn body(&self) -> Result<Vec<u8>>;

    /// Its schema, if it has a body.
    fn schema(generator: &mut SchemaGenerator) -> Option<Schema>;
}

/// 200 with a JSON body.
pub struct Shown<T>(pub T);

/// 201 with what was made.
pub struct Created<T>(pub T);

/// 204.
pub struct NoContent;

impl<T: Serialize + JsonSchema> Answer for Shown<T> {
    const STATUS: u16 = 200;

    fn body(&self) -> Result<Vec<u8>> {
        Ok(serde_json::to_vec(&self.0)?)
    }

    fn schema(generator: &mut SchemaGenerator) -> Option<Schema> {
        Some(generator.subschema_for::<T>())
    }
}

impl<T: Serialize + JsonSchema> Answer for Created<T> {
    const STATUS: u16 = 201;

    fn body(&self) -> Result<Vec<u8>> {
        Ok(serde_json::to_vec(&self.0)?)
    }

    fn schema(generator: &mut SchemaGenerator) -> Option<Schema> {
        Some(generator.subschema_for::<T>())
    }
}

impl Answer for NoContent {
    const STATUS: u16 = 204;

    fn body(&self) -> Result<Vec<u8>> {
        Ok(Vec::new())
    }

    fn schema(_: &mut SchemaGenerator) -> Option<Schema> {
        None
    }
}

/// A page for people. What went wrong is said on it.
pub struct Page(pub String);

impl Answer for Page {
    const STATUS: u16 = 200;
    const TYPE: &'static str = "text/html; charset=utf-8";

    fn body(&self) -> Result<Vec<u8>> {
        Ok(self.0.clone().into_bytes())
    }

    fn schema(_: &mut SchemaGenerator) -> Option<Schema> {
        Some(schemars::json_schema!({ "type": "string" }))
    }
}

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
            Box::pin(async move { f(app, arrived.with_form()).await?.body() })
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
                let job = move |tx: &mut Tx<'_>| {
                    let Arrived { asked, body, .. } = &arrived;
                    asked.call(&own, tx, |call| {
                        let admitted = A::admit(call)?;
                        if let (false, Some(limit)) = (std::mem::replace(&mut counted, true), limit) {
                            own.count(limit, call.user, asked.address)?;
                        }
                        let old = held(&admitted);
                        let form = fields::read(&body.fields, call, mode, old)?;
                        f(call, admitted, form)?.body()
                    })
                };
                app.db.write(job).await
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
