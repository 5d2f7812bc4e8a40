//! What every page looks like, and what is shown in its place when something fails.

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use miaohui_web::Outcome;

use crate::assets::asset;
use crate::resource::Area;
use crate::visitor::{Taste, Visitor};
use crate::{App, Error, Label, Lang, Result, queues, resources};

/// What a page may load: its own files, nothing inline.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// A page of the console.
pub struct Page(Markup);

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        axum::response::Html(self.0.into_string()).into_response()
    }
}

/// A part of a page, for the page's own script.
pub struct Part(pub Markup);

impl IntoResponse for Part {
    fn into_response(self) -> Response {
        axum::response::Html(self.0.into_string()).into_response()
    }
}

/// Why a page is not shown, and to whom.
pub struct Failure {
    /// Why.
    pub error: Error,
    /// How they like to see it.
    pub taste: Taste,
    /// Who, if they are signed in.
    pub visitor: Option<Box<Visitor>>,
}

impl Failure {
    /// A failure to tell to nobody in particular.
    pub fn new(error: Error, taste: &Taste) -> Self {
        Self { error, taste: taste.clone(), visitor: None }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (status, lang) = (self.error.status(), self.taste.lang);
        if let Error::SignIn(path) = &self.error {
            let next: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
            let mut response = Redirect::to(&format!("/console/sign-in?next={next}")).into_response();
            response
                .headers_mut()
                .insert(HeaderName::from_static("hx-refresh"), HeaderValue::from_static("true"));
            return response;
        }
        if let Error::Conflict(error) = &self.error {
            tracing::info!(%error, "the database refused a change from the console");
        }
        if let Error::Unexpected(error) = &self.error {
            tracing::error!(%error, "a page of the console failed unexpectedly");
        }
        let (title, text) = what_failed(&self.error);
        let detail = match &self.error {
            Error::Invalid(text) => text.as_str(),
            _ => "",
        };
        let body = html! {
            main.alone {
                h1 { (title.of(lang)) }
                p { (text.of(lang)) " " (detail) }
                p { a href="/console/" { (Label("回到控制台", "Back to the console").of(lang)) } }
            }
        };
        let mut response =
            (status, axum::response::Html(shell(&self.taste, title.of(lang), "", &body).into_string()))
                .into_response();
        let code = if status == StatusCode::INTERNAL_SERVER_ERROR { -1 } else { status.as_u16().into() };
        response.extensions_mut().insert(Outcome { operation: "console", code });
        response
    }
}

fn what_failed(error: &Error) -> (Label, Label) {
    match error {
        Error::Forbidden => {
            (Label("没有权限", "Not allowed"), Label("您的角色不能做这件事。", "Your role may not do this."))
        }
        Error::Forged => (
            Label("表单已失效", "The form no longer counts"),
            Label("请回到页面，重新提交。", "Go back to the page and send it again."),
        ),
        Error::NotFound => (
            Label("没有找到", "Not found"),
            Label("没有这个页面或这条记录。", "There is no such page or record."),
        ),
        Error::Invalid(_) => (
            Label("无法使用", "It cannot be used"),
            Label("提交的内容有问题：", "What was sent cannot be used:"),
        ),
        Error::Conflict(_) | Error::InUse => (
            Label("无法保存", "It cannot be saved"),
            Label(
                "已存在相同的记录，或仍被其他记录使用。",
                "There is one like it already, or something else still names it.",
            ),
        ),
        Error::Busy => (Label("服务器繁忙", "Busy"), Label("请稍后再试。", "Try again in a moment.")),
        Error::SignIn(_) | Error::Unexpected(_) => (
            Label("出错了", "Something went wrong"),
            Label("错误已记录，请稍后再试。", "It is in the log. Try again in a moment."),
        ),
    }
}

/// A page with navigation. `title` is its heading; `tools` stand beside it.
pub async fn page(app: &App, visitor: &Visitor, title: &str, tools: Markup, body: Markup) -> Result<Page> {
    let role = visitor.staff.role;
    let waiting = app.db.read(move |tx| queues::count(tx, role)).await?;
    let frame = html! {
        a.skip href="#content" { (visitor.t("跳到内容", "Skip to content")) }
        header.bar {
            input #menu type="checkbox" aria-label=(visitor.t("菜单", "Menu"));
            a.brand href="/console/" { "庙会 " span { "Miaohui" } }
            div.right {
                form method="post" action="/console/taste" {
                    (visitor.csrf_field())
                    input type="hidden" name="back" value=(visitor.origin.path);
                    @let (other, name) = match visitor.lang() { Lang::Zh => (Lang::En, "EN"), Lang::En => (Lang::Zh, "中文") };
                    button.plain name="lang" value=(other.tag()) lang=(other.tag()) { (name) }
                    @let (theme, sign) = if visitor.origin.taste.theme == "dark" { ("light", "☀") } else { ("dark", "☾") };
                    button.plain name="theme" value=(theme) aria-label=(visitor.t("深色或浅色", "Dark or light")) { (sign) }
                }
                a href="/console/account" { (visitor.staff.name) " · " (visitor.l(role.title())) }
                form method="post" action="/console/sign-out" {
                    (visitor.csrf_field())
                    button.plain { (visitor.t("退出", "Sign out")) }
                }
            }
        }
        nav.side aria-label=(visitor.t("导航", "Navigation")) {
            (queues::navigation(visitor, &waiting))
            @for area in Area::ALL {
                @let own: Vec<_> = resources::ALL.iter().filter(|r| r.area == area && visitor.may(r.see)).collect();
                @if !own.is_empty() {
                    h2 { (visitor.l(area.title())) }
                    ul {
                        @for resource in own {
                            @let path = format!("/console/r/{}", resource.name);
                            li { a href=(path) aria-current=[is_under(&visitor.origin.path, &path).then_some("page")] {
                                (visitor.l(resource.title))
                            } }
                        }
                    }
                }
            }
        }
        main #content {
            div.head { h1 { (title) } div.tools { (tools) } }
            (body)
        }
    };
    Ok(Page(shell(&visitor.origin.taste, title, &visitor.csrf, &frame)))
}

/// A page for somebody who is not signed in.
pub fn bare_page(taste: &Taste, title: &str, body: &Markup) -> Page {
    Page(shell(taste, title, "", &html! { main.alone { h1 { (title) } (body) } }))
}

/// A path of the console to go on to; the start page in place of anything else. Browsers take `%2e` for a dot.
pub fn inside(path: &str) -> &str {
    let lower = path.to_ascii_lowercase().replace("%2e", ".");
    let is_plain =
        lower.starts_with("/console/") && !lower.contains("..") && !lower.contains(['\\', '\r', '\n', '\t']);
    if is_plain { path } else { "/console/" }
}

/// Whether a path is a page or below it.
pub fn is_under(path: &str, page: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    path.strip_prefix(page).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn shell(taste: &Taste, title: &str, csrf: &str, body: &Markup) -> Markup {
    let headers = serde_json::json!({ "x-csrf-token": csrf }).to_string();
    let config = r#"{"allowEval":false,"includeIndicatorStyles":false,"historyCacheSize":0}"#;
    html! {
        (DOCTYPE)
        html lang=(taste.lang.tag()) data-theme=[Some(&taste.theme).filter(|theme| !theme.is_empty())] {
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
    }
}

/// A script of the console that only some pages need.
pub fn script(name: &str) -> Markup {
    html! { script defer src=(asset(name)) {} }
}

/// A message above a page's content: what was done, or what is wrong.
pub fn notice(text: &str, is_wrong: bool) -> Markup {
    html! { p.notice.wrong[is_wrong] role="status" { (text) } }
}

/// A moment, in UTC, exact in its tooltip; the page's script shows it in the reader's own time.
pub fn moment(at: i64) -> Markup {
    let Ok(ms) = u64::try_from(at) else { return html! { "–" } };
    let time = std::time::UNIX_EPOCH + std::time::Duration::from_millis(ms);
    let text = humantime::format_rfc3339_seconds(time).to_string();
    html! { time datetime=(text) title=(text) { (text.replace('T', " ").trim_end_matches('Z')) } }
}

/// Money of fen.
pub fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", fen.abs() / 100, fen.abs() % 100)
}

/// An SVG that the program drew itself.
pub fn drawn(svg: String) -> PreEscaped<String> {
    PreEscaped(svg)
}

/// Whatever is no page.
pub async fn nothing_there() -> Response {
    Failure::new(Error::NotFound, &Taste::default()).into_response()
}

/// Headers of every answer of the console.
pub async fn secure(mut response: Response) -> Response {
    let headers = response.headers_mut();
    let own = [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    for (name, value) in own {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if response.extensions().get::<Outcome>().is_none() {
        let code = if response.status().is_client_error() { response.status().as_u16().into() } else { 0 };
        response.extensions_mut().insert(Outcome { operation: "console", code });
    }
    response
}

/// Sends the browser to a page after something was done.
pub fn see(path: &str) -> Response {
    (StatusCode::SEE_OTHER, [(axum::http::header::LOCATION, path)]).into_response()
}

/// A file to keep under a name.
pub fn download(name: &str, kind: &'static str, body: axum::body::Body) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(CONTENT_TYPE, kind.to_owned()), (axum::http::header::CONTENT_DISPOSITION, disposition)], body)
        .into_response()
}
