//! The field reader of the Crowdfunding API, behind its routes.

use std::io::Cursor;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::LazyLock;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{Method, Request, StatusCode};
use axum::{Router, response::Response};
use http_body_util::BodyExt;
use image::{ImageFormat, RgbImage};
use miaohui_crowdfunding::ids::UserId;
use miaohui_crowdfunding::store::session::{self, NewSession};
use miaohui_crowdfunding::store::user;
use miaohui_kernel::{Clock, Rng};
use miaohui_server::config::{Config, ConfigArgs};
use miaohui_server::{Service, assemble};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

use crate::runtime::run;

const NOW_MS: i64 = 1_700_000_000_000;
const TOKEN: &str = "0123456789abcdef0123456789abcdef01234567";
const JSON: &str = "application/json";

/// The kinds of bodies, by the second byte.
const KINDS: [&str; 4] =
    [JSON, "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"];

/// A service with a user, a draft project, a section and a place for tasks.
struct Running {
    router: Router,
    project: i64,
    section: i64,
    _service: Service,
    _dir: TempDir,
}

static RUNNING: LazyLock<Running> = LazyLock::new(|| run(start()));

/// Sends a body to an operation with a form: the first byte chooses the operation, the second the
/// kind of the body. It is answered with a documented error or a whole reply, and never fails.
pub fn fields(input: &[u8]) {
    let [operation, kind, body @ ..] = input else { return };
    let Running { project, section, .. } = &*RUNNING;
    let (verb, path) = match operation % 12 {
        0 => (Method::PATCH, "/api/accounts/user/".to_owned()),
        1 => (Method::PUT, "/api/accounts/user/".to_owned()),
        2 => (Method::PATCH, format!("/api/crowdfunding/project/{project}/")),
        3 => (Method::PUT, format!("/api/crowdfunding/project/{project}/")),
        4 => (Method::POST, "/api/crowdfunding/project/".to_owned()),
        5 => (Method::POST, "/api/crowdfunding/feedback/".to_owned()),
        6 => (Method::POST, "/api/crowdfunding/package/".to_owned()),
        7 => (Method::POST, format!("/api/crowdfunding/project/{project}/section/")),
        8 => (Method::PATCH, format!("/api/crowdfunding/project/section/{section}/")),
        9 => (Method::POST, format!("/api/crowdfunding/project/section/{section}/task/")),
        10 => (Method::POST, "/api/token/get/".to_owned()),
        _ => (Method::POST, "/api/accounts/password/reset/confirm/".to_owned()),
    };
    let kind = KINDS[usize::from(*kind) % KINDS.len()];
    let (status, reply) = run(send(&RUNNING.router, &verb, &path, kind, body.to_vec()));
    assert!(!status.is_server_error(), "{verb} {path}: {status} {reply}");
    if status.is_client_error() {
        assert!(reply.is_object(), "{verb} {path}: {status} {reply}");
    }
    for name in ["nickname", "name"].map(|name| reply[name].as_str().unwrap_or_default()) {
        assert!(!name.chars().any(char::is_control), "{name:?} is no line");
    }
    // What was made is removed, so that inputs do not depend on each other.
    if let (StatusCode::CREATED, Some(id)) = (status, reply["id"].as_i64()) {
        let made = match operation % 12 {
            7 => format!("/api/crowdfunding/project/section/{id}/"),
            9 => format!("/api/crowdfunding/project/section/task/{id}/"),
            _ => format!("{path}{id}/"),
        };
        let (status, reply) = run(send(&RUNNING.router, &Method::DELETE, &made, JSON, Vec::new()));
        assert_eq!(status, StatusCode::NO_CONTENT, "{made}: {reply}");
    }
}

async fn send(router: &Router, verb: &Method, path: &str, kind: &str, body: Vec<u8>) -> (StatusCode, Value) {
    let request = Request::builder()
        .method(verb)
        .uri(path)
        .header(AUTHORIZATION, format!("Token {TOKEN}"))
        .header(CONTENT_TYPE, kind)
        .extension(ConnectInfo(SocketAddr::from((Ipv4Addr::LOCALHOST, 1))));
    let request = request.body(Body::from(body)).unwrap();
    let response: Response = router.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    let reply = if bytes.is_empty() {
        Value::Null
    } else {
        serde_json::from_slice(&bytes)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&bytes)))
    };
    (status, reply)
}

async fn start() -> Running {
    let dir = tempfile::tempdir().unwrap();
    let settings = ["login", "signup", "sms", "upload", "publish", "order", "lookup"]
        .map(|limit| format!("limits.{limit}_per_minute=0"));
    let args = ConfigArgs {
        data_dir: Some(dir.path().to_string_lossy().into_owned()),
        settings: settings.iter().map(|setting| setting.parse().unwrap()).collect(),
        ..ConfigArgs::default()
    };
    let config = Config::load(&args, [], dir.path()).unwrap();
    let service = assemble(&config, &Clock::manual(NOW_MS), &Rng::seeded(1)).unwrap();
    let insert = |tx: &mut miaohui_db::Tx<'_>| -> miaohui_db::Result<UserId> {
        let id = user::insert(tx, "somebody@example.com", "", "somebody", NOW_MS)?.unwrap();
        user::activate(tx, id, NOW_MS)?;
        let new = NewSession {
            token: TOKEN,
            refresh: "refresh",
            user: id,
            family: None,
            expires_at: i64::MAX,
            refresh_expires_at: i64::MAX,
        };
        session::create(tx, &new, NOW_MS)?;
        Ok(id)
    };
    service.platform.db.write(insert).await.unwrap();
    let router = service.router.clone();
    let made = async |path: &str, kind: &str, body: Vec<u8>| {
        let (status, reply) = send(&router, &Method::POST, path, kind, body).await;
        assert_eq!(status, StatusCode::CREATED, "{path}: {reply}");
        reply["id"].as_i64().unwrap()
    };
    let cover = made("/api/image/", KINDS[2], picture()).await;
    let project = json!({
        "name": "name", "cover": cover, "location": 110_101, "category": 1, "total_money": 1000.5,
        "total_days": 5, "summary": "summary", "content": "content", "tags": ["tag"],
    });
    let project = made("/api/crowdfunding/project/", JSON, project.to_string().into()).await;
    let section = json!({ "title": "title", "description": "description", "status": 0, "order": 1 });
    let path = format!("/api/crowdfunding/project/{project}/section/");
    let section = made(&path, JSON, section.to_string().into()).await;
    Running { router, project, section, _service: service, _dir: dir }
}

/// A form with a cover.
fn picture() -> Vec<u8> {
    let mut png = Cursor::new(Vec::new());
    RgbImage::new(40, 30).write_to(&mut png, ImageFormat::Png).unwrap();
    let part = |head: &str| format!("--x\r\nContent-Disposition: form-data; {head}\r\n\r\n").into_bytes();
    [
        part("name=\"type\""),
        b"2\r\n".to_vec(),
        part("name=\"image\"; filename=\"cover.png\""),
        png.into_inner(),
        b"\r\n--x--\r\n".to_vec(),
    ]
    .concat()
}
