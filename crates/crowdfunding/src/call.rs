//! What an operation's function is given, and what it answers with.

use std::marker::PhantomData;
use std::sync::Arc;

use miaohui_db::Tx;
use miaohui_kernel::sha256_hex;
use miaohui_moderation::Queued;
use miaohui_web::ClientAddress;
use miaohui_web::idempotency::{Claim, Once};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

use crate::access::Admission;
use crate::body::Body;
use crate::fields::{self, Form, Mode};
use crate::store::session::{self, Session};
use crate::subject::Subject;
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
    /// Words of its texts that operators want to see.
    pub queued: Queued,
    /// What the texts have become.
    wrote: Option<(Subject, i64)>,
}

impl Call<'_, '_> {
    /// The `n`th id of the path; the route has as many as the operation asks for.
    pub fn id(&self, n: usize) -> Result<i64> {
        self.request.ids.get(n).copied().ok_or_else(|| Code::NotFound.into())
    }

    /// Says what the request's texts have become, for the report when they hold words that operators want to see.
    pub fn wrote(&mut self, kind: Subject, id: i64) {
        self.wrote = Some((kind, id));
    }

    /// Reports what was written with words that operators want to see. What nothing was said of is the caller's.
    pub(crate) fn report_queued(&mut self) -> Result<()> {
        let caller = self.user.map(|user| (Subject::User, user));
        if let Some((kind, id)) = self.wrote.or(caller) {
            self.queued.report(self.tx, kind.thing(id), self.now)?;
        }
        Ok(())
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

    /// Whose keys those are that come with this request.
    pub fn owner(&self, tx: &mut Tx<'_>) -> Result<String> {
        self.user(tx)?.map(owner).ok_or(Error::Unauthorized(Code::NotAuthenticated))
    }

    /// Runs `f` as the request's user, inside a transaction.
    pub fn call<'a, 't, T>(
        &'a self,
        app: &'a App,
        tx: &'a mut Tx<'t>,
        f: impl FnOnce(&mut Call<'a, 't>) -> Result<T>,
    ) -> Result<T> {
        let user = self.user(tx)?;
        f(&mut Call { tx, user, now: self.now, app, request: self, queued: Queued::default(), wrote: None })
    }
}

/// Whose keys a user's are.
pub(crate) fn owner(user: i64) -> String {
    format!("crowdfunding:{user}")
}

/// A request on its way to its operation, whose body is a form `F`.
pub struct Arrived<F = ()> {
    /// What it says beside its body.
    pub asked: Asked,
    /// Its body, already read.
    pub body: Body,
    /// What makes it happen once, if the client asks for that.
    pub once: Option<Once>,
    /// The right to make it, while it runs in transactions of its own.
    pub claim: Option<Claim>,
    form: PhantomData<fn() -> F>,
}

impl Arrived {
    /// A request whose form is not known yet.
    pub fn new(asked: Asked, body: Body, once: Option<Once>) -> Self {
        Self { asked, body, once, claim: None, form: PhantomData }
    }

    /// What makes it happen once, and for whom.
    pub(crate) fn keyed(&self) -> Option<(Once, Asked)> {
        self.once.clone().map(|once| (once, self.asked.clone()))
    }

    pub(crate) fn with_form<F>(self, claim: Option<Claim>) -> Arrived<F> {
        Arrived { asked: self.asked, body: self.body, once: None, claim, form: PhantomData }
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
