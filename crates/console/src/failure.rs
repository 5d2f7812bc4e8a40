//! The page of an error.

use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use miaohui_admin::{Label, Lang};
use miaohui_web::Outcome;

use crate::error::Error;
use crate::preferences::Preferences;
use crate::shell::shell;

/// An error, and the language and theme of its page.
pub struct Failure {
    /// The error.
    pub error: Error,
    /// The language and the theme.
    pub preferences: Preferences,
}

impl Failure {
    /// The page of an error.
    pub fn new(error: Error, preferences: &Preferences) -> Self {
        Self { error, preferences: preferences.clone() }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (status, lang) = (self.error.status(), self.preferences.lang);
        if let Error::SignIn(path) = &self.error {
            let next: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
            let mut response = Redirect::to(&format!("/console/sign-in?next={next}")).into_response();
            response
                .headers_mut()
                .insert(HeaderName::from_static("hx-refresh"), HeaderValue::from_static("true"));
            return response;
        }
        if matches!(self.error, Error::FirstPassword) {
            return Redirect::to("/console/account").into_response();
        }
        if let Error::Conflict(error) = &self.error {
            tracing::info!(%error, "the database refused a change from the console");
        }
        if let Error::Unexpected(error) = &self.error {
            tracing::error!(%error, "a page of the console failed unexpectedly");
        }
        let (title, text) = (texts(&self.error).0.of(lang), text_of(&self.error, lang));
        let body = html! {
            main.alone {
                h1 { (title) }
                p { (text) }
                p { a href="/console/" { (Label("回到控制台", "Back to the console").of(lang)) } }
            }
        };
        let mut response = (status, shell(&self.preferences, title, "", &body)).into_response();
        let code = if status == StatusCode::INTERNAL_SERVER_ERROR { -1 } else { status.as_u16().into() };
        response.extensions_mut().insert(Outcome { operation: "console", code });
        response.extensions_mut().insert(FailureText { title, text });
        response
    }
}

/// What the page of an error says. It goes with the response, so that `frame` can draw the page in
/// the layout of a visitor.
#[derive(Clone, Debug)]
pub struct FailureText {
    /// The title.
    pub title: &'static str,
    /// The text.
    pub text: String,
}

/// What a visitor reads of an error.
pub fn text_of(error: &Error, lang: Lang) -> String {
    match error {
        Error::Invalid(refusal) => refusal.of(lang).to_owned(),
        other => texts(other).1.of(lang).to_owned(),
    }
}

/// The title and the text of an error.
fn texts(error: &Error) -> (Label, Label) {
    match error {
        Error::Forbidden => {
            (Label("没有权限", "Not allowed"), Label("您的角色不能做这件事。", "Your role may not do this."))
        }
        Error::Forged => (
            Label("表单已失效", "The form has expired"),
            Label("请回到页面，重新提交。", "Go back to the page and submit it again."),
        ),
        Error::NotFound => (
            Label("没有找到", "Not found"),
            Label("没有这个页面或这条记录。", "There is no such page or record."),
        ),
        Error::Invalid(_) => {
            (Label("无法处理", "Not done"), Label("提交的内容有问题。", "The input is invalid."))
        }
        Error::Conflict(_) | Error::InUse => (
            Label("无法保存", "Not saved"),
            Label(
                "已存在相同的记录，或仍被其他记录使用。",
                "There is such a record already, or another record still refers to this one.",
            ),
        ),
        Error::Busy => (Label("服务器繁忙", "Busy"), Label("请稍后再试。", "Try again in a moment.")),
        Error::SignIn(_) | Error::FirstPassword | Error::Unexpected(_) => (
            Label("出错了", "Something went wrong"),
            Label("错误已记录，请稍后再试。", "The error is in the log. Try again in a moment."),
        ),
    }
}

/// The page of every other path.
pub async fn not_found() -> Response {
    Failure::new(Error::NotFound, &Preferences::default()).into_response()
}
