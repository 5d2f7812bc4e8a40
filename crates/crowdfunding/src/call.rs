//! A request: as it was parsed, and inside its transaction.

use miaohui_db::Tx;
use miaohui_kernel::sha256_hex;
use miaohui_moderation::{Queued, Thing};
use miaohui_web::ClientAddress;
use miaohui_web::idempotency::IdempotencyKey;
use miaohui_web::pipeline::{Incoming, RequestContext, Session};

use crate::app::{App, account_key};
use crate::body::Body;
use crate::code::Code;
use crate::error::{Error, Result};
use crate::ids::UserId;
use crate::store::session;
use crate::store::viewer::Viewer;
use crate::subject::Subject;

/// A request inside its transaction.
pub struct Call<'a, 't> {
    /// The open transaction.
    pub tx: &'a mut Tx<'t>,
    /// The caller; `None` without a login.
    pub user: Option<UserId>,
    /// When the request arrived, in Unix ms.
    pub now: i64,
    /// The shared state of the API.
    pub app: &'a App,
    /// The request without its body.
    pub request: &'a RequestInfo,
    /// Words in the request's texts that operators review.
    pub queued: Queued,
    /// What stores the texts of the request. Without it, webhooks that moderate are told nothing, and a report of
    /// queued words is about the caller.
    subject: Option<Thing<'static>>,
}

impl Call<'_, '_> {
    /// The `n`th id of the path.
    pub fn id<T: From<i64>>(&self, n: usize) -> Result<T> {
        self.request.ids.get(n).copied().map(T::from).ok_or_else(|| Code::NotFound.into())
    }

    /// Names what stores the texts of the request, for a report of queued words and for webhooks that moderate.
    /// Not called if no text has changed.
    pub fn set_subject(&mut self, kind: Subject, id: impl Into<i64>) {
        self.subject = Some(kind.thing(id));
    }

    /// The caller; 401 without a login.
    pub fn member(&self) -> Result<UserId> {
        self.user.ok_or(Error::Unauthorized(Code::NotAuthenticated))
    }

    /// The caller as a viewer of stored rows.
    pub fn viewer(&self) -> Viewer {
        let settings = &self.app.settings;
        Viewer {
            user: self.user,
            now: self.now,
            hides_drafts: settings.hide_drafts,
            sees_identity_cards: settings.public_identity_images,
        }
    }
}

/// A request without its body.
#[derive(Clone)]
pub struct RequestInfo {
    /// The ids of the path, in order.
    pub ids: Vec<i64>,
    /// The path.
    pub path: String,
    /// The decoded keys and values of the query, in order.
    pub query: Vec<(String, String)>,
    /// Scheme and host as the client sees them, such as `https://api.example`.
    pub origin: String,
    /// The token of the header.
    pub token: Option<String>,
    /// The address of the client.
    pub address: ClientAddress,
    /// When the request arrived, in Unix ms.
    pub now: i64,
}

impl RequestInfo {
    /// The last value of a query key, unless it is empty.
    pub fn query(&self, key: &str) -> Option<&str> {
        self.query
            .iter()
            .rev()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value.as_str())
            .filter(|v| !v.is_empty())
    }

    /// Whether the request can read many rows: an export, or a list that is searched, filtered or
    /// sorted. An order by id is the order of the table.
    fn is_heavy(&self) -> bool {
        let is_export = self.path.trim_end_matches('/').ends_with("/export");
        let is_costly = |key: &str, value: &str| match key {
            "search" | "name" | "location" | "category" | "user" => !value.is_empty(),
            "ordering" => !matches!(value, "" | "id" | "-id"),
            _ => false,
        };
        is_export || self.query.iter().any(|(key, value)| is_costly(key, value))
    }

    /// Runs `f` as a call in the context of an operation.
    pub fn call<T>(
        &self,
        app: &App,
        context: &mut CallerContext<'_, '_>,
        f: impl FnOnce(&mut Call<'_, '_>) -> Result<T>,
    ) -> Result<T> {
        let mut call = Call {
            tx: &mut *context.tx,
            user: context.caller,
            now: context.now,
            app,
            request: self,
            queued: std::mem::take(&mut context.queued),
            subject: context.subject,
        };
        let result = f(&mut call);
        let Call { queued, subject, .. } = call;
        (context.queued, context.subject) = (queued, subject);
        result
    }

    /// Runs `f` as a call of the token's user, in a transaction of a flow.
    pub fn call_in<T>(
        &self,
        app: &App,
        tx: &mut Tx<'_>,
        f: impl FnOnce(&mut Call<'_, '_>) -> Result<T>,
    ) -> Result<T> {
        let (caller, now) = (self.caller(tx)?, self.now);
        let mut context = RequestContext { tx, caller, now, queued: Queued::default(), subject: None };
        self.call(app, &mut context, f)
    }
}

/// The context of an operation: its transaction and its caller, `None` without a login.
pub type CallerContext<'a, 't> = RequestContext<'a, 't, Option<UserId>>;

/// The token of a request names its session.
impl Session for RequestInfo {
    type Caller = Option<UserId>;
    type Error = Error;

    fn caller(&self, tx: &mut Tx<'_>) -> Result<Option<UserId>> {
        let Some(token) = &self.token else { return Ok(None) };
        match session::find(tx, &sha256_hex(token))? {
            None => Err(Error::Unauthorized(Code::InvalidToken)),
            Some(session) if session.expires_at <= self.now => Err(Error::Unauthorized(Code::TokenExpired)),
            Some(session) if !session.is_active => Err(Error::Unauthorized(Code::UserGone)),
            Some(session) => Ok(Some(session.user)),
        }
    }

    fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    fn account(caller: Option<UserId>) -> Option<String> {
        caller.map(account_key)
    }

    fn account_required() -> Error {
        Error::Unauthorized(Code::NotAuthenticated)
    }

    fn subject(caller: Option<UserId>) -> Option<Thing<'static>> {
        caller.map(|user| Subject::User.thing(user))
    }
}

/// A parsed request on its way to its operation.
pub struct ParsedRequest {
    /// The request without its body.
    pub info: RequestInfo,
    /// Its body.
    pub body: Body,
    /// Its idempotency key, if it has one.
    pub once: Option<IdempotencyKey>,
}

impl ParsedRequest {
    /// The request as the pipeline of operations takes it.
    pub fn incoming(&self) -> Incoming<RequestInfo> {
        let RequestInfo { address, now, .. } = self.info;
        let is_heavy = self.info.is_heavy();
        Incoming { session: self.info.clone(), address, now, once: self.once.clone(), is_heavy, row: None }
    }
}
