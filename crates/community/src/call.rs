//! A method of the table, and what its function is given.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use miaohui_db::Tx;
use miaohui_kernel::{Rng, sha256_hex};
use miaohui_moderation::{Queued, Words};
use miaohui_web::idempotency::{self, Begun, Claim, Once};
use miaohui_web::{ClientAddress, RateLimit};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::params::written;
use crate::store::article_text::ArticleTexts;
use crate::store::{block, session};
use crate::subject::Subject;
use crate::{App, Code, Error, Result};

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

/// One call of a member's method, inside its transaction.
pub struct Call<'a, 't> {
    /// The open transaction.
    pub tx: &'a mut Tx<'t>,
    /// Internal id of the user who calls.
    pub me: i64,
    /// When the call arrived, in Unix ms.
    pub now: i64,
    /// The hash of the token that was used.
    pub token_hash: &'a str,
    /// Chance.
    pub rng: &'a Rng,
    /// Articles' texts, ready to be sent.
    pub texts: &'a ArticleTexts,
    /// How long an order waits to be paid, in ms.
    pub order_ms: i64,
    /// What the call's texts have become; without a word of it, the caller.
    wrote: (Subject, i64),
}

impl Call<'_, '_> {
    /// Says what the call's texts have become, for the report when they hold words that operators want to see.
    pub fn wrote(&mut self, kind: Subject, id: i64) {
        self.wrote = (kind, id);
    }

    /// Refuses with 111 when `other` has blocked the caller.
    pub fn require_welcome(&mut self, other: i64) -> Result<()> {
        if block::exists(self.tx, other, self.me)? { Err(Code::Forbidden.into()) } else { Ok(()) }
    }

    /// Refuses with `missing` unless there are `wanted` authors, and with 111 unless all of them are the caller.
    pub fn require_own(&self, authors: &[(i64,)], wanted: usize, missing: Code) -> Result<()> {
        if authors.len() < wanted {
            return Err(missing.into());
        }
        if authors.iter().any(|(author,)| *author != self.me) { Err(Code::Forbidden.into()) } else { Ok(()) }
    }
}

/// A member who calls a method that opens its own transactions.
#[derive(Clone, Debug)]
pub struct MemberCaller {
    token_hash: String,
    /// The caller's address.
    pub address: ClientAddress,
    /// When the call arrived, in Unix ms.
    pub now: i64,
    claim: Option<Claim>,
}

impl MemberCaller {
    /// Whether the same call was lost before it was answered, nobody knows how far it came.
    pub fn is_resumed(&self) -> bool {
        self.claim.as_ref().is_some_and(Claim::is_resumed)
    }

    /// Internal id of the user who calls; an unknown or expired token is 404.
    pub fn user(&self, tx: &mut Tx<'_>) -> Result<i64> {
        session::find(tx, &self.token_hash, self.now)?.ok_or_else(|| Code::BadToken.into())
    }
}

/// Where a call comes from.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The caller's address.
    pub address: ClientAddress,
    /// When the call arrived, in Unix ms.
    pub now: i64,
    /// Words of its texts that operators want to see; to be reported with what the texts become.
    pub queued: Queued,
}

/// A decoded call on its way to its method.
pub(crate) struct Arrived {
    params: Map<String, Value>,
    caller: Caller,
    /// A parameter with a word that is refused.
    refused: Option<String>,
    /// What makes it happen once, if the client asks for that.
    once: Option<Once>,
}

impl Arrived {
    pub(crate) fn new(
        params: Map<String, Value>,
        address: ClientAddress,
        now: i64,
        once: Option<Once>,
    ) -> Self {
        Self { params, caller: Caller { address, now, queued: Queued::default() }, refused: None, once }
    }

    /// Takes the texts through the words, before anything is made of them.
    fn check(&mut self, words: &Words, written: &[String]) {
        for name in written {
            if let Some(Value::String(text)) = self.params.get_mut(name)
                && words.apply(text, &mut self.caller.queued).is_err()
            {
                self.refused = Some(name.clone());
                return;
            }
        }
    }

    fn decode<P: DeserializeOwned>(self) -> Result<P> {
        match self.refused {
            Some(name) => Err(Error::parameter(&name, "包含敏感词，请修改后再试")),
            None => decode(self.params),
        }
    }
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
        written(&(self.params)(&mut SchemaGenerator::default()))
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
                let (member, own) = (Member::<P>::of(arrived)?, Arc::clone(&app));
                app.db.read(move |tx| member.call(tx, &own, |_| Ok(()), f)).await
            })
        };
        Self {
            name,
            access: Access::Member,
            kind: Kind::Read,
            idempotent: false,
            shape: Shape::of::<P, R>(),
            written: Shape::of::<P, R>().written(),
            limit: None,
            run: Box::new(run),
        }
    }

    /// A member's method that writes.
    pub fn write<P, R>(name: &'static str, f: fn(&mut Call<'_, '_>, &P) -> Result<R>) -> Self
    where
        P: DeserializeOwned + JsonSchema + Send + 'static,
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
        P: DeserializeOwned + JsonSchema + Send + 'static,
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
        P: DeserializeOwned + JsonSchema + Send + 'static,
        R: Serialize + JsonSchema + 'static,
    {
        let run = move |app: Arc<App>, arrived: Arrived| -> Reply {
            Box::pin(async move {
                let (member, own) = (Member::<P>::of(arrived)?, Arc::clone(&app));
                let limits = Arc::clone(&app.limits);
                // The job may run more than once, the call counts once.
                let mut counted = limit.is_none();
                let mut count = move |user_id: i64| -> Result<()> {
                    if let (false, Some(limit)) = (std::mem::replace(&mut counted, true), limit) {
                        let full = |limited| Error::limited(limit, limited);
                        limits.account(limit, &format!("community:{user_id}")).map_err(full)?;
                    }
                    Ok(())
                };
                let keyed = member.once.clone().map(|once| (once, member.token_hash.clone(), member.now));
                let result = app.db.write(move |tx| member.call(tx, &own, &mut count, f)).await;
                match (keyed, result) {
                    (Some((once, hash, now)), Err(error)) => {
                        once.refused(&app.db, now, error, move |tx| owner_of(tx, &hash, now)).await
                    }
                    (_, result) => result,
                }
            })
        };
        Self {
            name,
            access: Access::Member,
            kind: Kind::Write,
            idempotent: false,
            shape: Shape::of::<P, R>(),
            written: Shape::of::<P, R>().written(),
            limit,
            run: Box::new(run),
        }
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
                let reply = f(app, caller, arrived.decode()?).await?;
                encode(&reply)
            })
        };
        Self {
            name,
            access: Access::Open,
            kind: Kind::Flow,
            idempotent: false,
            shape: Shape::of::<P, R>(),
            written: Shape::of::<P, R>().written(),
            limit: None,
            run: Box::new(run),
        }
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
                let address = arrived.caller.address;
                let Member { token_hash, now, params, once, .. } = Member::<P>::of(arrived)?;
                let (own, keyed) = (Arc::clone(&app), once.map(|once| (once, token_hash.clone())));
                let run = move |claim| async move {
                    let caller = MemberCaller { token_hash, address, now, claim };
                    let params = match params {
                        Ok(params) => params,
                        Err(text) => {
                            own.db.read(move |tx| caller.user(tx)).await?;
                            return Err(Error::refused(Code::BadParameter, text));
                        }
                    };
                    encode(&f(own, caller, params).await?)
                };
                match keyed {
                    Some((once, hash)) => {
                        let who = move |tx: &mut Tx<'_>| owner_of(tx, &hash, now);
                        once.around(&app.db, &app.clock, who, |claim| run(Some(claim))).await
                    }
                    None => run(None).await,
                }
            })
        };
        Self {
            name,
            access: Access::Member,
            kind: Kind::Flow,
            idempotent: false,
            shape: Shape::of::<P, R>(),
            written: Shape::of::<P, R>().written(),
            limit: None,
            run: Box::new(run),
        }
    }

    /// Says that it moves money or tickets: with an `Idempotency-Key` it happens once.
    #[must_use]
    pub fn idempotent(self) -> Self {
        Self { idempotent: true, ..self }
    }

    /// Limits how often an address may call an open method.
    #[must_use]
    pub fn limited(self, limit: RateLimit) -> Self {
        Self { limit: Some(limit), ..self }
    }

    /// Answers a call with the JSON text of the reply.
    pub(crate) async fn answer(&self, app: &Arc<App>, mut arrived: Arrived) -> Result<Vec<u8>> {
        if let Some(limit) = self.limit {
            let full = |limited| Error::limited(limit, limited);
            app.limits.address(limit, arrived.caller.address.0).map_err(full)?;
        }
        arrived.check(&app.words, &self.written);
        (self.run)(Arc::clone(app), arrived).await
    }
}

/// A member's call, ready to be run in a transaction (again and again, if it must).
struct Member<P> {
    token_hash: String,
    now: i64,
    params: Result<P, String>,
    queued: Queued,
    once: Option<Once>,
}

/// Whose keys a user's are.
fn owner(user: i64) -> String {
    format!("community:{user}")
}

/// Whose keys those are that come with a token.
fn owner_of(tx: &mut Tx<'_>, token_hash: &str, now: i64) -> Result<String> {
    session::find(tx, token_hash, now)?.map(owner).ok_or_else(|| Code::BadToken.into())
}

impl<P: DeserializeOwned> Member<P> {
    fn of(mut arrived: Arrived) -> Result<Self> {
        let token = match arrived.params.get("token") {
            None | Some(Value::Null) => return Err(Code::NotLoggedIn.into()),
            Some(Value::String(token)) if token.is_empty() => return Err(Code::NotLoggedIn.into()),
            Some(Value::String(token)) => token,
            Some(_) => return Err(Code::BadToken.into()),
        };
        let token_hash = sha256_hex(token);
        let (now, queued, once) = (arrived.caller.now, arrived.caller.queued.clone(), arrived.once.take());
        // Who calls is asked before what they say.
        let params = arrived.decode().map_err(|error| match error {
            Error::Refused { text, .. } => text.into_owned(),
            other => other.to_string(),
        });
        Ok(Self { token_hash, now, params, queued, once })
    }

    fn call<R: Serialize>(
        &self,
        tx: &mut Tx<'_>,
        app: &App,
        mut count: impl FnMut(i64) -> Result<()>,
        f: fn(&mut Call<'_, '_>, &P) -> Result<R>,
    ) -> Result<Vec<u8>> {
        let me = session::find(tx, &self.token_hash, self.now)?.ok_or(Code::BadToken)?;
        let mut claim = None;
        if let Some(once) = &self.once {
            match once.begin::<Error>(tx, &owner(me), self.now)? {
                Begun::Now(begun) => claim = Some(begun),
                Begun::Before(reply) => return Ok(reply),
            }
        }
        let params = self.params.as_ref().map_err(|text| Error::refused(Code::BadParameter, text.clone()))?;
        count(me)?;
        let mut call = Call {
            tx,
            me,
            now: self.now,
            token_hash: &self.token_hash,
            rng: &app.rng,
            texts: &app.texts,
            order_ms: app.settings.order_ms,
            wrote: (Subject::User, me),
        };
        let reply = f(&mut call, params)?;
        let (kind, id) = call.wrote;
        self.queued.report(call.tx, kind.thing(id), self.now)?;
        let reply = encode(&reply)?;
        if let Some(claim) = claim {
            claim.keep(call.tx, 0, &idempotency::text(&reply))?;
        }
        Ok(reply)
    }
}

/// A reply without documented keys: `{"code": 0}`.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
pub struct Done {}

fn decode<P: DeserializeOwned>(params: Map<String, Value>) -> Result<P> {
    serde_path_to_error::deserialize(Value::Object(params)).map_err(|error| {
        let (path, problem) = (error.path().to_string(), error.inner().to_string());
        match path.as_str() {
            "." => Error::refused(Code::BadParameter, format!("{}: {problem}", Code::BadParameter.text())),
            path => Error::parameter(path, &problem),
        }
    })
}

/// The reply's JSON object with `"code": 0` as its last key.
fn encode(reply: &impl Serialize) -> Result<Vec<u8>> {
    let mut json = Vec::with_capacity(512);
    serde_json::to_writer(&mut json, reply)?;
    if json.pop() != Some(b'}') {
        return Err(Error::Unexpected("a reply is not a JSON object".into()));
    }
    json.extend_from_slice(if json.len() > 1 { b",\"code\":0}" } else { b"\"code\":0}" });
    Ok(json)
}
