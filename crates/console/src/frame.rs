//! Draws the pages of errors in the layout of the visitor, with the navigation and a way back.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::REFERER;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use maud::html;

use crate::app::App;
use crate::failure::FailureText;
use crate::html::{inside, notice};
use crate::layout;
use crate::visitor::Visitor;

/// Puts the page of an error into the layout, if somebody is signed in.
pub async fn frame(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let known = parts.clone();
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let Some(failure) = response.extensions_mut().remove::<FailureText>() else { return response };
    let status = response.status();
    match draw(&app, known, failure).await {
        Some(mut page) => {
            *page.status_mut() = status;
            *page.extensions_mut() = std::mem::take(response.extensions_mut());
            page
        }
        None => response,
    }
}

async fn draw(app: &Arc<App>, mut parts: Parts, failure: FailureText) -> Option<Response> {
    let mut visitor = Visitor::from_request_parts(&mut parts, app).await.ok()?;
    // The page that the request came from, which the browser keeps with what was typed.
    let referer = parts.headers.get(REFERER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let back = inside(referer.strip_prefix(visitor.origin.site.as_str()).unwrap_or_default()).to_owned();
    if visitor.origin.is_change {
        visitor.origin.path.clone_from(&back);
    }
    let body = html! {
        (notice(&failure.text, true))
        p { a href=(back) { "← " (visitor.t("返回", "Back")) } }
    };
    layout::page(app, &visitor, failure.title, html! {}, body).await.ok()
}
