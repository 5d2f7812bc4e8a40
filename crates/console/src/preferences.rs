//! The language and the theme of the pages: cookies, so that they hold before the sign-in.

use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE};
use miaohui_admin::Lang;

/// The cookie of the language.
pub const LANG_COOKIE: &str = "miaohui_lang";

/// The cookie of the theme.
pub const THEME_COOKIE: &str = "miaohui_theme";

/// The language and the theme of the pages.
#[derive(Clone, Debug, Default)]
pub struct Preferences {
    /// The language.
    pub lang: Lang,
    /// `light` or `dark`; empty: the system's.
    pub theme: String,
}

impl Preferences {
    /// Reads them from a request.
    pub fn of(headers: &HeaderMap) -> Self {
        let theme = cookie(headers, THEME_COOKIE).filter(|theme| ["light", "dark"].contains(theme));
        let accepted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Self {
            lang: cookie(headers, LANG_COOKIE).and_then(Lang::of).unwrap_or(Lang::accepted(accepted)),
            theme: theme.unwrap_or_default().to_owned(),
        }
    }
}

/// The value of a cookie.
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let values = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(';')).find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name && !value.is_empty()).then_some(value)
    })
}
