//! Who asks for a page. A page's first argument says what it requires: [`Visitor`] a session,
//! [`May`] a permission too; a form arrives as a `SubmittedForm`, which also verifies the session's
//! token.

use std::marker::PhantomData;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::Method;
use axum::http::request::Parts;
use maud::Markup;
use miaohui_admin::{Label, Lang, Need, Permission};
use miaohui_kernel::sha256_hex;
use miaohui_web::ClientAddress;

use crate::app::App;
use crate::error::{Error, Result};
use crate::failure::Failure;
use crate::preferences::{Preferences, cookie};
use crate::staff::{self, Session, Staff};

/// The cookie of a session.
pub const SESSION_COOKIE: &str = "miaohui_console";

/// Where a request comes from, signed in or not.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The caller's address.
    pub address: ClientAddress,
    /// Scheme and host as the browser knows them.
    pub site: String,
    /// The language and the theme.
    pub preferences: Preferences,
    /// The hash of the session cookie's token; empty without one.
    pub token_hash: String,
    /// The path and the query.
    pub path: String,
    /// Whether the request changes something, so that there may be no page at its path.
    pub is_change: bool,
}

impl Origin {
    /// The text in the visitor's language.
    pub fn t(&self, zh: &'static str, en: &'static str) -> &'static str {
        Label(zh, en).of(self.preferences.lang)
    }

    /// The attributes of the console's cookies.
    pub fn cookie_attributes(&self) -> &'static str {
        if self.site.starts_with("https:") {
            "; Path=/console; HttpOnly; SameSite=Lax; Secure"
        } else {
            "; Path=/console; HttpOnly; SameSite=Lax"
        }
    }
}

impl FromRequestParts<Arc<App>> for Origin {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Failure> {
        let preferences = Preferences::of(&parts.headers);
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        let address = parts.extensions.get::<ClientAddress>().copied();
        let (Some(peer), Some(address)) = (peer, address) else {
            return Err(Failure::new(Error::unexpected("the request has no address"), &preferences));
        };
        Ok(Self {
            address,
            site: app.proxies.origin(peer, &parts.headers, &parts.extensions),
            token_hash: cookie(&parts.headers, SESSION_COOKIE).map(sha256_hex).unwrap_or_default(),
            path: parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default(),
            is_change: !matches!(parts.method, Method::GET | Method::HEAD),
            preferences,
        })
    }
}

/// A staff member with a session.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// The staff member.
    pub staff: Staff,
    /// The token of the session's forms.
    pub csrf: String,
    /// Where the request comes from.
    pub origin: Origin,
}

impl Visitor {
    /// The text in the visitor's language.
    pub fn t(&self, zh: &'static str, en: &'static str) -> &'static str {
        self.origin.t(zh, en)
    }

    /// The label in the visitor's language.
    pub fn l(&self, label: Label) -> &'static str {
        label.of(self.lang())
    }

    /// The visitor's language.
    pub fn lang(&self) -> Lang {
        self.origin.preferences.lang
    }

    /// Whether the visitor has a permission.
    pub fn may(&self, permission: Permission) -> bool {
        self.staff.role.may(permission)
    }

    /// Refuses a visitor without a permission (403).
    pub fn require(&self, permission: Permission) -> Result<()> {
        if self.may(permission) { Ok(()) } else { Err(Error::Forbidden) }
    }

    /// The hidden field of each form with the session's token.
    pub fn csrf_field(&self) -> Markup {
        maud::html! { input type="hidden" name="_csrf" value=(self.csrf); }
    }

    /// The page of an error.
    pub fn failure(&self, error: Error) -> Failure {
        Failure::new(error, &self.origin.preferences)
    }

    /// Runs a page and turns its error into a page.
    pub async fn run<T>(&self, page: impl Future<Output = Result<T>>) -> Result<T, Failure> {
        page.await.map_err(|error| self.failure(error))
    }
}

impl FromRequestParts<Arc<App>> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Failure> {
        let origin = Origin::from_request_parts(parts, app).await?;
        let preferences = origin.preferences.clone();
        let (hash, now) = (origin.token_hash.clone(), app.clock.now_ms());
        let found = app.db.read(move |tx| staff::session(tx, &hash, now)).await;
        match found.map_err(|error| Failure::new(error.into(), &preferences))? {
            Some(Session { staff, csrf, is_verified: true }) => Ok(Self { staff, csrf, origin }),
            _ if origin.is_change => Err(Failure::new(Error::SignIn("/console/".into()), &preferences)),
            _ => Err(Failure::new(Error::SignIn(origin.path), &preferences)),
        }
    }
}

/// A visitor with the permission `N`.
pub struct May<N> {
    /// The visitor.
    pub visitor: Visitor,
    need: PhantomData<fn() -> N>,
}

impl<N: Need> FromRequestParts<Arc<App>> for May<N> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Failure> {
        let visitor = Visitor::from_request_parts(parts, app).await?;
        visitor.require(N::PERMISSION).map_err(|error| visitor.failure(error))?;
        Ok(Self { visitor, need: PhantomData })
    }
}
