//! The lightbox: a picture in full size, which can be enlarged, turned and taken down where it is shown.

use maud::{Markup, html};
use miaohui_admin::Permission;

use crate::visitor::Visitor;

/// The dialog, which `console.js` opens for a picture that is pressed.
pub fn dialog(visitor: &Visitor) -> Markup {
    let t = |zh, en| visitor.t(zh, en);
    html! {
        dialog #lightbox aria-label=(t("图片", "Picture")) {
            div.tools {
                button type="button" data-do="out" aria-label=(t("缩小", "Smaller")) { "－" }
                button type="button" data-do="in" aria-label=(t("放大", "Larger")) { "＋" }
                button type="button" data-do="anticlockwise" aria-label=(t("逆时针旋转", "Turn anticlockwise")) { "↺" }
                button type="button" data-do="clockwise" aria-label=(t("顺时针旋转", "Turn clockwise")) { "↻" }
                button type="button" data-do="before" aria-label=(t("上一张", "Previous")) { "←" }
                button type="button" data-do="after" aria-label=(t("下一张", "Next")) { "→" }
                a target="_blank" rel="noopener" { (t("原图", "Original")) }
                button type="button" data-do="close" { (t("关闭", "Close")) }
            }
            div.frame { img alt=(t("图片", "Picture")); }
            @if visitor.may(Permission::Moderate) {
                form.take-down data-done=(t("已全站下架", "It is taken down everywhere")) data-failed=(t("没有下架：可能已下架，或不是上传的图片", "Not done: it may be taken down already, or is no upload")) {
                    label { (t("原因", "Reason")) input type="text" name="reason" maxlength="500" required; }
                    button.grave { (t("全站下架", "Take down everywhere")) }
                    span role="status" {}
                }
            }
        }
    }
}
