//! Small pieces of pages and responses.

use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION};
use axum::response::{IntoResponse, Response};
use maud::{Markup, PreEscaped, html};

use miaohui_kernel::Fen;

use crate::assets::asset;
use crate::beijing::{LAST_MS, local};

/// A script that only some pages load.
pub fn script(name: &str) -> Markup {
    html! { script defer src=(asset(name)) {} }
}

/// A message above a page's content: what was done, or what is wrong.
pub fn notice(text: &str, is_wrong: bool) -> Markup {
    html! { p.notice.wrong[is_wrong] role="status" { (text) } }
}

/// A time in China's time zone, to the minute.
pub fn time(at_ms: i64) -> Markup {
    // What never ends lies after the last time that can be written.
    if !(0..=LAST_MS).contains(&at_ms) {
        return html! { "–" };
    }
    let text = local(at_ms);
    html! { time datetime=(rfc3339(at_ms)) title=(text) { (text[..16]) } }
}

/// An amount as pages show it: `¥100,000.00`.
pub fn yuan(fen: Fen) -> String {
    let text = fen.to_string();
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, rest) =
        text.split_once('.').map_or((text, String::new()), |(whole, rest)| (whole, format!(".{rest}")));
    let mut grouped = String::new();
    for (n, digit) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}¥{grouped}{rest}")
}

/// A time in UTC as RFC 3339 writes it, to the second.
pub fn rfc3339(at_ms: i64) -> String {
    let ms = u64::try_from(at_ms).unwrap_or(0);
    let time = std::time::UNIX_EPOCH + std::time::Duration::from_millis(ms);
    humantime::format_rfc3339_seconds(time).to_string()
}

/// An SVG of the program's own.
pub fn svg(text: String) -> PreEscaped<String> {
    PreEscaped(text)
}

/// A text in the query of an address.
pub fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// A path of the console to go on to; the start page in place of anything else. Browsers take `%2e`
/// for a dot.
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

/// Sends the browser to another page (303).
pub fn see_other(path: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, path)]).into_response()
}

/// A file that the browser saves under a name.
pub fn download(name: &str, kind: &'static str, body: Body) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, disposition)], body).into_response()
}
