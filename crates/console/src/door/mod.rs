//! 检票: the pages of the door, made for a phone: the choice of a project, and the page that scans.
//!
//! The page that scans works on while there is no network: it takes the list of the project's codes
//! before, as digests, admits from it, keeps the scans and sends them later.

mod scans;

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use miaohui_admin::{Permission, need};
use miaohui_community::ids::ProjectId;
use miaohui_community::store::check_in::{self, DoorProject};
use serde_json::json;

use self::scans::MOST_GATE_CHARS;
use crate::app::App;
use crate::assets::asset;
use crate::error::{Error, Result};
use crate::failure::Failure;
use crate::html::script;
use crate::shell::shell;
use crate::visitor::{May, Visitor};

pub use scans::{list, scans};

/// Most projects of the choice.
const MOST_PROJECTS: i64 = 50;

/// What the choice of a project asks for.
#[derive(serde::Deserialize)]
pub struct Wanted {
    /// A part of the project's name.
    #[serde(default)]
    q: String,
}

/// Shows the choice of a project.
pub async fn projects(
    State(app): State<Arc<App>>,
    May { visitor, .. }: May<need::CheckIn>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let search = wanted.q.trim().replace('\0', "");
            let typed = search.clone();
            let found = app.db.read(move |tx| check_in::projects(tx, &search, MOST_PROJECTS)).await?;
            let body = html! {
                form.filters method="get" action="/console/door" role="search" {
                    input type="search" name="q" value=(typed) aria-label=(visitor.t("项目名称", "Name of the project"))
                        placeholder=(visitor.t("项目名称", "Name of the project"));
                    button { (visitor.t("查找", "Find")) }
                }
                ul.queue.card { @for DoorProject { id, name } in &found {
                    li { a href=(format!("/console/door/{id}")) { (name) } }
                } }
                @if found.is_empty() { p.empty { (visitor.t("没有项目。", "There are no projects.")) } }
            };
            Ok(frame(&visitor, visitor.t("检票：选择项目", "Door: choose the project"), html! {}, body))
        })
        .await
}

/// The page that scans the tickets of a project.
pub async fn page(
    State(app): State<Arc<App>>,
    May { visitor, .. }: May<need::CheckIn>,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let found = app.db.read(move |tx| check_in::project(tx, ProjectId(id))).await?;
            let project = found.ok_or(Error::NotFound)?;
            let back = html! { a href="/console/door" { (visitor.t("换项目", "Other project")) } };
            Ok(frame(&visitor, &project.name, back, door(&visitor, &project)))
        })
        .await
}

/// The script that keeps the page for when there is no network. Its path says which pages it keeps.
pub async fn worker(_: May<need::CheckIn>) -> Response {
    let kind = [(CONTENT_TYPE, "text/javascript; charset=utf-8")];
    (kind, include_str!("../../assets/door-worker.js")).into_response()
}

/// A page of the door: no navigation, because a phone is small and a steward sees no other page.
fn frame(visitor: &Visitor, title: &str, tools: Markup, body: Markup) -> Response {
    let page = html! {
        main.door {
            div.head {
                h1 { (title) }
                div.tools {
                    (tools)
                    @if visitor.may(Permission::SeeContent) { a href="/console/" { (visitor.t("控制台", "Console")) } }
                    @else { a href="/console/account" { (visitor.staff.name) } }
                }
            }
            (body)
        }
    };
    shell(&visitor.origin.preferences, title, &visitor.csrf, &page).into_response()
}

fn door(visitor: &Visitor, project: &DoorProject) -> Markup {
    html! {
        div #door data-project=(project.id) data-csrf=(visitor.csrf) data-texts=(texts(visitor)) data-decoder=(asset("qr.min.js")) {
            form.scan #scan {
                input #code name="code" autocomplete="off" autocapitalize="characters" spellcheck="false" required
                    aria-label=(visitor.t("票码：扫码枪或手工输入", "Code: a scanner's or typed"))
                    placeholder=(visitor.t("票码：扫码枪或手工输入", "Code: a scanner's or typed"));
                button.primary { (visitor.t("检票", "Check")) }
            }
            button #camera type="button" { (visitor.t("用摄像头扫码", "Scan with the camera")) }
            video #view muted playsinline hidden {}
            div.verdict #verdict role="status" aria-live="assertive" { p.word { (visitor.t("请扫码", "Scan a ticket")) } p #detail {} }
            p.network #network role="status" {}
            section.card {
                h2 { (visitor.t("入场", "Admitted")) " " strong #counts { "–" } }
                ul.gates #gates {}
                label.inline { (visitor.t("本机入口", "This gate"))
                    input #gate type="text" maxlength=(MOST_GATE_CHARS) value="1"; }
            }
            section.card {
                h2 { (visitor.t("断网时", "Without a network")) }
                p #taken { (visitor.t("还没有名单。", "There is no list yet.")) }
                button #take type="button" { (visitor.t("下载名单", "Take the list")) }
                p #kept {}
                ul.conflicts #conflicts {}
            }
            section.card { h2 { (visitor.t("最近", "Latest")) } ol.latest #latest {} }
        }
        (script("door.js"))
    }
}

/// The texts of the script, in the visitor's language.
fn texts(visitor: &Visitor) -> String {
    let t = |zh, en| visitor.t(zh, en);
    json!({
        "admitted": t("放行", "GO"),
        "used": t("已用", "USED"),
        "invalid": t("无效", "NO"),
        "unchecked": t("未检", "NOT CHECKED"),
        "online": t("已联网", "Online"),
        "offline": t("没有网络：按名单检票，联网后上传", "No network: checked by the list, sent later"),
        "noList": t("没有网络，也没有名单，无法检票", "No network and no list: it cannot be checked"),
        "notListed": t("名单里没有这个码（名单取于 {}）", "The list of {} does not have this code"),
        "listed": t("按名单放行", "Admitted by the list"),
        "usedHere": t("名单上已入场，或本机已放行", "Admitted on the list, or by this device"),
        "taken": t("名单取于 {}，共 {} 张", "The list of {}, {} tickets"),
        "tooMany": t("票太多，名单不完整", "There are too many tickets: the list is not complete"),
        "noDigest": t("离线名单需要 https", "The list needs https"),
        "kept": t("待上传 {} 条", "{} scans to send"),
        "conflict": t("重复入场：{}", "Double entry: {}"),
        "signIn": t("登录已失效，请重新登录", "The session has ended: sign in again"),
        "busy": t("服务器繁忙，请重试", "The server is busy: try again"),
        "noCamera": t("无法打开摄像头，请用扫码枪或手工输入", "There is no camera: use a scanner or type"),
        "stop": t("停止扫码", "Stop the camera"),
        "start": t("用摄像头扫码", "Scan with the camera"),
        "doubles": t("重复入场 {} 张", "{} double entries"),
        "gate": t("{} 号口：{}", "Gate {}: {}"),
    })
    .to_string()
}
