//! The frame of every page: its head, and the headers of every response.

use axum::response::{Html, IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};
use miaohui_web::{Outcome, secure_page};

use crate::assets::asset;
use crate::preferences::Preferences;

/// A page of the console, or a part of one.
pub struct Page(pub Markup);

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        Html(self.0.into_string()).into_response()
    }
}

/// A page in its frame. `csrf` is the token of the session's forms; empty without a session.
pub fn shell(preferences: &Preferences, title: &str, csrf: &str, body: &Markup) -> Page {
    let headers = serde_json::json!({ "x-csrf-token": csrf }).to_string();
    let config = r#"{"allowEval":false,"includeIndicatorStyles":false,"historyCacheSize":0}"#;
    Page(html! {
        (DOCTYPE)
        html lang=(preferences.lang.tag()) data-theme=[Some(&preferences.theme).filter(|theme| !theme.is_empty())] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                meta name="htmx-config" content=(config);
                title { (title) " · 庙会" }
                link rel="icon" href=(asset("icon.svg"));
                link rel="stylesheet" href=(asset("console.css"));
                script defer src=(asset("htmx.min.js")) {}
                script defer src=(asset("console.js")) {}
            }
            body hx-headers=(headers) { (body) }
        }
    })
}

/// A page without navigation, for a caller who is not signed in.
pub fn bare_page(preferences: &Preferences, title: &str, body: &Markup) -> Page {
    shell(preferences, title, "", &html! { main.alone { h1 { (title) } (body) } })
}

/// Adds the headers of every response.
pub async fn secure(mut response: Response) -> Response {
    secure_page(response.headers_mut());
    if response.extensions().get::<Outcome>().is_none() {
        let code = if response.status().is_client_error() { response.status().as_u16().into() } else { 0 };
        response.extensions_mut().insert(Outcome { operation: "console", code });
    }
    response
}
