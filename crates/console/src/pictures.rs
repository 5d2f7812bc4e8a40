//! Pictures of both APIs on pages.

use maud::{Markup, html};
use miaohui_community::MediaName;

use crate::visitor::Visitor;

/// A picture of the Community API; nothing without a media name.
pub fn picture(visitor: &Visitor, name: &str, is_whole: bool) -> Markup {
    let Some(MediaName { id, .. }) = MediaName::parse(name) else { return html! {} };
    framed(visitor, &format!("/console/media/{id}"), is_whole)
}

/// The path of a small picture of the Community API.
pub fn small_path(name: &str) -> Option<String> {
    MediaName::parse(name).map(|MediaName { id, .. }| format!("/console/media/{id}?w=96"))
}

/// A picture with a link to its row, where it can be taken down.
pub fn managed_picture(visitor: &Visitor, name: &str) -> Markup {
    let Some(MediaName { id, .. }) = MediaName::parse(name) else { return html! {} };
    html! {
        span.managed {
            (picture(visitor, name, true)) " "
            a href=(format!("/console/r/media/{id}")) { (visitor.t("管理图片", "Manage the picture")) }
        }
    }
}

/// A picture of the Crowdfunding API.
pub fn image(visitor: &Visitor, id: i64, is_whole: bool) -> Markup {
    framed(visitor, &format!("/console/image/{id}"), is_whole)
}

/// A small picture stands beside the name of what it shows, so the keyboard and screen readers skip
/// it.
fn framed(visitor: &Visitor, path: &str, is_whole: bool) -> Markup {
    html! {
        @if is_whole {
            a.picture href=(path) data-zoom { img.whole src=(format!("{path}?w=480")) alt=(visitor.t("图片", "Picture")) loading="lazy"; }
        } @else {
            a.picture href=(path) data-zoom tabindex="-1" aria-hidden="true" { img src=(format!("{path}?w=96")) alt="" loading="lazy"; }
        }
    }
}
