//! Who is looking at a page. A page's first argument says what they need: [`Visitor`] for whoever is signed in, [`May`] for a
//! permission; changes come as `Sent` (`form.rs`), which also proves that the form is the session's own.

use std::marker::PhantomData;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use maud::Markup;
use miaohui_kernel::sha256_hex;
use miaohui_web::ClientAddress;

use crate::layout::Failure;
use crate::staff::{self, Session, Staff};
use crate::{App, Error, Label, Lang, Need, Permission, Result};

/// The cookie of a session.
pub const COOKIE_NAME: &str = "miaohui_console";

/// How somebody likes to see the console: in cookies, so that it holds before they sign in.
#[derive(Clone, Debug, Default)]
pub struct Taste {
    /// The language.
    pub lang: Lang,
    /// `light`, `dark`, or nothing: as the system has it.
    pub theme: String,
}

impl Taste {
    fn of(headers: &HeaderMap) -> Self {
        let theme = cookie(headers, "miaohui_theme").filter(|theme| ["light", "dark"].contains(theme));
        let accepted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Self {
            lang: cookie(headers, "miaohui_lang").and_then(Lang::of).unwrap_or(Lang::accepted(accepted)),
            theme: theme.unwrap_or_default().to_owned(),
        }
    }
}

/// Where a request comes from, whoever sends it.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The caller's address.
    pub address: ClientAddress,
    /// Scheme and host as the browser knows them.
    pub site: String,
    /// How they like to see the console.
    pub taste: Taste,
    /// The hash of the session's cookie; empty without one.
    pub token_hash: String,
    /// The path and query that were asked for.
    pub path: String,
    /// Whether the page asks for a part of itself.
    pub is_part: bool,
    /// Whether something is sent, so that there may be no page at the path.
    pub is_sent: bool,
}

impl Origin {
    /// A text in the language.
    pub fn t(&self, zh: &'static str, en: &'static str) -> &'static str {
        Label(zh, en).of(self.taste.lang)
    }

    /// What follows a cookie's value.
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
        let taste = Taste::of(&parts.headers);
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        let address = parts.extensions.get::<ClientAddress>().copied();
        let (Some(peer), Some(address)) = (peer, address) else {
            return Err(Failure::new(Error::unexpected("the request has no address"), &taste));
        };
        Ok(Self {
            address,
            site: app.proxies.origin(peer, &parts.headers),
            token_hash: cookie(&parts.headers, COOKIE_NAME).map(sha256_hex).unwrap_or_default(),
            path: parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default(),
            is_part: parts.headers.contains_key("hx-request"),
            is_sent: !matches!(parts.method, Method::GET | Method::HEAD),
            taste,
        })
    }
}

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Who.
    pub staff: Staff,
    /// What every form of the session carries.
    pub csrf: String,
    /// Where they come from.
    pub origin: Origin,
}

impl Visitor {
    /// A text in the visitor's language.
    pub fn t(&self, zh: &'static str, en: &'static str) -> &'static str {
        self.origin.t(zh, en)
    }

    /// A label in the visitor's language.
    pub fn l(&self, label: Label) -> &'static str {
        label.of(self.lang())
    }

    /// The visitor's language.
    pub fn lang(&self) -> Lang {
        self.origin.taste.lang
    }

    /// Whether the visitor may do something.
    pub fn may(&self, permission: Permission) -> bool {
        self.staff.role.may(permission)
    }

    /// Refuses who may not do it.
    pub fn require(&self, permission: Permission) -> Result<()> {
        if self.may(permission) { Ok(()) } else { Err(Error::Forbidden) }
    }

    /// The hidden field that each form carries.
    pub fn csrf_field(&self) -> Markup {
        maud::html! { input type="hidden" name="_csrf" value=(self.csrf); }
    }

    /// What to show when something fails.
    pub fn failure(&self, error: Error) -> Failure {
        Failure { visitor: Some(Box::new(self.clone())), ..Failure::new(error, &self.origin.taste) }
    }

    pub(crate) async fn find(app: &App, origin: Origin) -> Result<Self, Failure> {
        let taste = origin.taste.clone();
        let (hash, now) = (origin.token_hash.clone(), app.clock.now_ms());
        let found = app.db.read(move |tx| staff::session(tx, &hash, now)).await;
        match found.map_err(|error| Failure::new(error.into(), &taste))? {
            Some(Session { staff, csrf, proven: true }) => Ok(Self { staff, csrf, origin }),
            _ if origin.is_sent => Err(Failure::new(Error::SignIn("/console/".into()), &taste)),
            _ => Err(Failure::new(Error::SignIn(origin.path), &taste)),
        }
    }
}

impl FromRequestParts<Arc<App>> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Failure> {
        let origin = Origin::from_request_parts(parts, app).await?;
        Self::find(app, origin).await
    }
}

/// A visitor with a permission.
pub struct May<N> {
    /// Who.
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

/// The value of a cookie.
fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let values = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(';')).find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name && !value.is_empty()).then_some(value)
    })
}
