//! A method of the API: its name, its schemas and the way its function runs.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use miaohui_web::RateLimit;
use miaohui_web::pipeline::{self, Incoming, RequestContext};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::ids::UserId;
use crate::method_call::{MethodCall, encode};
use crate::params::moderated;
use crate::{App, Call, Caller, MemberCaller, Result};

/// Who may call a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Open,
    /// Users with a token.
    Member,
}

/// The transactions of a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One read transaction.
    Read,
    /// One write transaction.
    Write,
    /// Transactions of its own, with work between them that must be outside of a transaction.
    Flow,
}

type Reply = Pin<Box<dyn Future<Output = Result<Vec<u8>>> + Send>>;

/// The schemas of the parameters and the reply, created for the API reference.
#[derive(Clone, Copy)]
pub(crate) struct Schemas {
    pub params: fn(&mut SchemaGenerator) -> Schema,
    pub reply: fn(&mut SchemaGenerator) -> Schema,
}

impl Schemas {
    /// The parameters that the moderation words apply to.
    fn written(self) -> Vec<String> {
        moderated(&(self.params)(&mut SchemaGenerator::default()))
    }

    fn of<P: JsonSchema, R: JsonSchema>() -> Self {
        Self { params: P::json_schema, reply: R::json_schema }
    }
}

/// A method of the API.
pub struct Method {
    /// Its documented name.
    pub name: &'static str,
    /// Who may call it.
    pub access: Access,
    /// Its transactions.
    pub kind: Kind,
    /// Whether it reads `Idempotency-Key`, because it moves money or tickets.
    pub idempotent: bool,
    /// Schemas of its parameters and its reply.
    pub(crate) schemas: Schemas,
    /// Parameters that the moderation words apply to.
    pub written: Vec<String>,
    limit: Option<RateLimit>,
    /// The parameter that names the row which all its calls change.
    row: Option<&'static str>,
    run: Box<dyn Fn(Arc<App>, MethodCall) -> Reply + Send + Sync>,
}

impl Method {
    /// Creates a member's method with one read transaction.
    pub fn read<P, R>(name: &'static str, f: fn(&mut Call<'_, '_>, &P) -> Result<R>) -> Self
    where
        P: DeserializeOwned + JsonSchema + Send + 'static,
        R: Serialize + JsonSchema + 'static,
    {
        Self::build_read(name, f, false)
    }

    /// Creates a member's method with one read transaction in the lane of heavy reads.
    pub fn heavy_read<P, R>(name: &'static str, f: fn(&mut Call<'_, '_>, &P) -> Result<R>) -> Self
    where
        P: DeserializeOwned + JsonSchema + Send + 'static,
        R: Serialize + JsonSchema + 'static,
    {
        Self::build_read(name, f, true)
    }

    fn build_read<P, R>(name: &'static str, f: fn(&mut Call<'_, '_>, &P) -> Result<R>, is_heavy: bool) -> Self
    where
        P: DeserializeOwned + JsonSchema + Send + 'static,
        R: Serialize + JsonSchema + 'static,
    {
        let run = move |app: Arc<App>, call: MethodCall| -> Reply {
            Box::pin(async move {
                let (incoming, call) = call.into_member::<P>()?;
                let incoming = Incoming { is_heavy, ..incoming };
                let own = Arc::clone(&app);
                pipeline::read(&app, incoming, move |context| call.run(&own, context, f)).await
            })
        };
        Self::new::<P, R>(name, Access::Member, Kind::Read, run)
    }

    /// Creates a member's method with one write transaction.
    pub fn write<P, R>(name: &'static str, f: fn(&mut Call<'_, '_>, &P) -> Result<R>) -> Self
    where
        P: DeserializeOwned + JsonSchema + Send + Sync + 'static,
        R: Serialize + JsonSchema + 'static,
    {
        Self::build_write(name, f, None)
    }

    /// Creates a member's method with one write transaction and a rate limit.
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
        let run = move |app: Arc<App>, call: MethodCall| -> Reply {
            Box::pin(async move {
                let (incoming, call) = call.into_member::<P>()?;
                let (own, call) = (Arc::clone(&app), Arc::new(call));
                let asked = Arc::clone(&call);
                let admit = move |context: &mut RequestContext<'_, '_, UserId>| asked.admit(context);
                let work = move |context: &mut RequestContext<'_, '_, UserId>, ()| call.run(&own, context, f);
                pipeline::write(&app, incoming, limit, admit, work).await
            })
        };
        Self { limit, ..Self::new::<P, R>(name, Access::Member, Kind::Write, run) }
    }

    /// Creates a method that anybody may call and that opens its own transactions.
    pub fn open<P, R, F>(name: &'static str, f: fn(Arc<App>, Caller, P) -> F) -> Self
    where
        P: DeserializeOwned + JsonSchema + Send + 'static,
        R: Serialize + JsonSchema + Send + 'static,
        F: Future<Output = Result<R>> + Send + 'static,
    {
        let run = move |app: Arc<App>, call: MethodCall| -> Reply {
            Box::pin(async move {
                let caller = call.caller.clone();
                encode(&f(app, caller, call.decode()?).await?)
            })
        };
        Self::new::<P, R>(name, Access::Open, Kind::Flow, run)
    }

    /// Creates a member's method that opens its own transactions.
    pub fn member_flow<P, R, F>(name: &'static str, f: fn(Arc<App>, MemberCaller, P) -> F) -> Self
    where
        P: DeserializeOwned + JsonSchema + Send + 'static,
        R: Serialize + JsonSchema + Send + 'static,
        F: Future<Output = Result<R>> + Send + 'static,
    {
        let run = move |app: Arc<App>, call: MethodCall| -> Reply {
            Box::pin(async move {
                let (incoming, call) = call.into_member::<P>()?;
                let (session, address, own) = (incoming.session.clone(), incoming.address, Arc::clone(&app));
                let run = move |claim| async move {
                    let caller = MemberCaller { session, address, claim };
                    // An unknown token is refused before an invalid parameter.
                    let user = caller.clone();
                    if call.params().is_err() {
                        own.db.read(move |tx| user.user(tx)).await?;
                    }
                    encode(&f(own, caller, call.into_params()?).await?)
                };
                pipeline::flow(&app, incoming, run).await
            })
        };
        Self::new::<P, R>(name, Access::Member, Kind::Flow, run)
    }

    /// Makes it read `Idempotency-Key`: calls with the same key happen once.
    #[must_use]
    pub fn idempotent(self) -> Self {
        Self { idempotent: true, ..self }
    }

    /// Says which row its calls change: that of the thing with the id in `parameter`. Calls of many users
    /// for one thing share transactions then. It must change no other row that others change.
    #[must_use]
    pub fn on(self, parameter: &'static str) -> Self {
        Self { row: Some(parameter), ..self }
    }

    fn new<P: JsonSchema, R: JsonSchema>(
        name: &'static str,
        access: Access,
        kind: Kind,
        run: impl Fn(Arc<App>, MethodCall) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let schemas = Schemas::of::<P, R>();
        let (written, run) = (schemas.written(), Box::new(run));
        Self { name, access, kind, idempotent: false, schemas, written, limit: None, row: None, run }
    }

    /// Limits how often an address calls it.
    #[must_use]
    pub fn limited(self, limit: RateLimit) -> Self {
        Self { limit: Some(limit), ..self }
    }

    /// Runs a call and returns the JSON text of the reply.
    pub(crate) async fn answer(&self, app: &Arc<App>, mut call: MethodCall) -> Result<Vec<u8>> {
        pipeline::limit_address(app, self.limit, call.caller.address).await?;
        call.apply_words(&app.words, &self.written);
        if let Some(row) = self.row {
            call.set_row(row);
        }
        (self.run)(Arc::clone(app), call).await
    }
}
