//! A line of the table of methods: a wire name and what answers it.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use miaohui_web::RateLimit;
use miaohui_web::operation::{self, RequestContext};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::arrived::{Arrived, encode};
use crate::ids::UserId;
use crate::params::moderated;
use crate::{App, Call, Caller, MemberCaller, Result};

/// Who may call a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Open,
    /// Whoever has a token.
    Member,
}

/// What a method does to the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One read transaction.
    Read,
    /// One write transaction.
    Write,
    /// Transactions of its own, with work between them that must not hold one.
    Flow,
}

type Reply = Pin<Box<dyn Future<Output = Result<Vec<u8>>> + Send>>;

/// The schemas of a method's parameters and of its reply, made when somebody asks for the reference.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    pub params: fn(&mut SchemaGenerator) -> Schema,
    pub reply: fn(&mut SchemaGenerator) -> Schema,
}

impl Shape {
    /// The parameters that people write for others to read.
    fn written(self) -> Vec<String> {
        moderated(&(self.params)(&mut SchemaGenerator::default()))
    }

    fn of<P: JsonSchema, R: JsonSchema>() -> Self {
        Self { params: P::json_schema, reply: R::json_schema }
    }
}

/// A line of the table: a wire name and what answers it.
pub struct Method {
    /// The documented name.
    pub name: &'static str,
    /// Who may call it.
    pub access: Access,
    /// What it does to the database.
    pub kind: Kind,
    /// Whether it moves money or tickets, so that it reads `Idempotency-Key`.
    pub idempotent: bool,
    /// What it is sent and what it answers.
    pub(crate) shape: Shape,
    /// Parameters that go through the operators' words.
    pub written: Vec<String>,
    limit: Option<RateLimit>,
    run: Box<dyn Fn(Arc<App>, Arrived) -> Reply + Send + Sync>,
}

impl Method {
    /// A member's method that only reads.
    pub fn read<P, R>(name: &'static str, f: fn(&mut Call<'_, '_>, &P) -> Result<R>) -> Self
    where
        P: DeserializeOwned + JsonSchema + Send + 'static,
        R: Serialize + JsonSchema + 'static,
    {
        let run = move |app: Arc<App>, arrived: Arrived| -> Reply {
            Box::pin(async move {
                let (incoming, call) = arrived.of_member::<P>()?;
                let own = Arc::clone(&app);
                operation::read(&app, incoming, move |context| call.run(&own, context, f)).await
            })
        };
        Self::line::<P, R>(name, Access::Member, Kind::Read, run)
    }

    /// A member's method that writes.
    pub fn write<P, R>(name: &'static str, f: fn(&mut Call<'_, '_>, &P) -> Result<R>) -> Self
    where
        P: DeserializeOwned + JsonSchema + Send + Sync + 'static,
        R: Serialize + JsonSchema + 'static,
    {
        Self::build_write(name, f, None)
    }

    /// A member's method that writes, so many times a minute.
    pub fn limited_write<P, R>(
        limit: RateLimit,
        name: &'static str,
        f: fn(&mut Call<'_, '_>, &P) -> Result<R>,
    ) -> Self
    where
        P: DeserializeOwned + JsonSchema + Send + Sync + 'static,
        R: Serialize + JsonSchema + 'static,
    {
        Self::build_write(name, f, Some(limit))
    }

    fn build_write<P, R>(
        name: &'static str,
        f: fn(&mut Call<'_, '_>, &P) -> Result<R>,
        limit: Option<RateLimit>,
    ) -> Self
    where
        P: DeserializeOwned + JsonSchema + Send + Sync + 'static,
        R: Serialize + JsonSchema + 'static,
    {
        let run = move |app: Arc<App>, arrived: Arrived| -> Reply {
            Box::pin(async move {
                let (incoming, call) = arrived.of_member::<P>()?;
                let (own, call) = (Arc::clone(&app), Arc::new(call));
                let asked = Arc::clone(&call);
                let admit = move |context: &mut RequestContext<'_, '_, UserId>| asked.admit(context);
                let work = move |context: &mut RequestContext<'_, '_, UserId>, ()| call.run(&own, context, f);
                operation::write(&app, incoming, limit, admit, work).await
            })
        };
        Self { limit, ..Self::line::<P, R>(name, Access::Member, Kind::Write, run) }
    }

    /// A method that anybody may call and that opens its own transactions.
    pub fn open<P, R, F>(name: &'static str, f: fn(Arc<App>, Caller, P) -> F) -> Self
    where
        P: DeserializeOwned + JsonSchema + Send + 'static,
        R: Serialize + JsonSchema + Send + 'static,
        F: Future<Output = Result<R>> + Send + 'static,
    {
        let run = move |app: Arc<App>, arrived: Arrived| -> Reply {
            Box::pin(async move {
                let caller = arrived.caller.clone();
                encode(&f(app, caller, arrived.decode()?).await?)
            })
        };
        Self::line::<P, R>(name, Access::Open, Kind::Flow, run)
    }

    /// A member's method that opens its own transactions.
    pub fn member_flow<P, R, F>(name: &'static str, f: fn(Arc<App>, MemberCaller, P) -> F) -> Self
    where
        P: DeserializeOwned + JsonSchema + Send + 'static,
        R: Serialize + JsonSchema + Send + 'static,
        F: Future<Output = Result<R>> + Send + 'static,
    {
        let run = move |app: Arc<App>, arrived: Arrived| -> Reply {
            Box::pin(async move {
                let (incoming, call) = arrived.of_member::<P>()?;
                let (session, address, own) = (incoming.session.clone(), incoming.address, Arc::clone(&app));
                let run = move |claim| async move {
                    let caller = MemberCaller { session, address, claim };
                    // A bad token is told before a bad parameter.
                    let user = caller.clone();
                    if call.params().is_err() {
                        own.db.read(move |tx| user.user(tx)).await?;
                    }
                    encode(&f(own, caller, call.into_params()?).await?)
                };
                operation::flow(&app, incoming, run).await
            })
        };
        Self::line::<P, R>(name, Access::Member, Kind::Flow, run)
    }

    /// Says that it moves money or tickets: with an `Idempotency-Key` it happens once.
    #[must_use]
    pub fn idempotent(self) -> Self {
        Self { idempotent: true, ..self }
    }

    fn line<P: JsonSchema, R: JsonSchema>(
        name: &'static str,
        access: Access,
        kind: Kind,
        run: impl Fn(Arc<App>, Arrived) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let shape = Shape::of::<P, R>();
        let (written, run) = (shape.written(), Box::new(run));
        Self { name, access, kind, idempotent: false, shape, written, limit: None, run }
    }

    /// Limits how often an address may call an open method.
    #[must_use]
    pub fn limited(self, limit: RateLimit) -> Self {
        Self { limit: Some(limit), ..self }
    }

    /// Answers a call with the JSON text of the reply.
    pub(crate) async fn answer(&self, app: &Arc<App>, mut arrived: Arrived) -> Result<Vec<u8>> {
        operation::limit_address(app, self.limit, arrived.caller.address)?;
        arrived.apply_words(&app.words, &self.written);
        (self.run)(Arc::clone(app), arrived).await
    }
}
