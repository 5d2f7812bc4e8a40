//! A request: as it was parsed, and inside its transaction.

use miaohui_db::Tx;
use miaohui_kernel::sha256_hex;
use miaohui_moderation::Queued;
use miaohui_web::ClientAddress;
use miaohui_web::idempotency::Once;

use crate::app::{App, account_key};
use crate::body::Body;
use crate::code::Code;
use crate::error::{Error, Result};
use crate::ids::UserId;
use crate::store::session::{self, Session};
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
    /// Subject to report; defaults to the caller.
    subject: Option<(Subject, i64)>,
}

impl Call<'_, '_> {
    /// The `n`th id of the path.
    pub fn id<T: From<i64>>(&self, n: usize) -> Result<T> {
        self.request.ids.get(n).copied().map(T::from).ok_or_else(|| Code::NotFound.into())
    }

    /// Names the thing that holds the request's texts, for a report of queued words.
    pub fn wrote(&mut self, kind: Subject, id: impl Into<i64>) {
        self.subject = Some((kind, id.into()));
    }

    /// Reports the queued words of the request's texts.
    pub(crate) fn report_queued(&mut self) -> Result<()> {
        let caller = self.user.map(|user| (Subject::User, user.get()));
        if let Some((kind, id)) = self.subject.or(caller) {
            self.queued.report(self.tx, kind.thing(id), self.now)?;
        }
        Ok(())
    }

    /// The caller; 401 without a login.
    pub fn member(&self) -> Result<UserId> {
        self.user.ok_or(Error::Unauthorized(Code::NotAuthenticated))
    }

    /// The caller as a viewer of stored rows.
    pub fn viewer(&self) -> Viewer {
        Viewer { user: self.user, now: self.now, hides_drafts: self.app.settings.hide_drafts }
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

    /// Finds the user of the token; an invalid token is 401.
    fn user(&self, tx: &mut Tx<'_>) -> Result<Option<UserId>> {
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

    /// Finds the idempotency scope of the token's user; 401 without a login.
    pub fn idempotency_scope(&self, tx: &mut Tx<'_>) -> Result<String> {
        self.user(tx)?.map(account_key).ok_or(Error::Unauthorized(Code::NotAuthenticated))
    }

    /// Runs `f` as a call of the request's user, inside a transaction.
    pub fn call<'a, 't, T>(
        &'a self,
        app: &'a App,
        tx: &'a mut Tx<'t>,
        f: impl FnOnce(&mut Call<'a, 't>) -> Result<T>,
    ) -> Result<T> {
        let user = self.user(tx)?;
        let queued = Queued::default();
        f(&mut Call { tx, user, now: self.now, app, request: self, queued, subject: None })
    }
}

/// A parsed request on its way to its operation.
pub struct ParsedRequest {
    /// The request without its body.
    pub info: RequestInfo,
    /// Its body.
    pub body: Body,
    /// Its idempotency key, if it has one.
    pub once: Option<Once>,
}

impl ParsedRequest {
    /// The idempotency key and the request whose user is its scope.
    pub fn keyed(&self) -> Option<(Once, RequestInfo)> {
        self.once.clone().map(|once| (once, self.info.clone()))
    }
}
