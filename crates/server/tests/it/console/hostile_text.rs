//! User content is escaped on pages and in files.

use miaohui_admin::{Field, Kind};
use miaohui_db::Sql;
use miaohui_testkit::{ConsolePage, TestApp};
use reqwest::Method;
use serde_json::json;

use super::fixture::{ConsoleFixture, keys};
use super::forgery::{filled, routes};
use super::{change, encoded, resources};

const HOSTILE: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";

/// Requires that the hostile text did not become markup.
fn require_escaped(path: &str, page: &ConsolePage) {
    if !page.header("content-type").starts_with("text/html") {
        return;
    }
    let text = page.text();
    for raw in ["<script>alert", "<img src=x", "onerror=alert(1)>", "\"'><", "javascript:"] {
        assert!(!text.contains(raw), "{path}: {raw}: {text}");
    }
}

/// Writes the hostile text through the APIs, as far as they accept it.
async fn write(app: &TestApp, fixture: &ConsoleFixture) {
    let (community, crowdfunding) = (&fixture.community, &fixture.crowdfunding);
    let short = &HOSTILE[..25];
    let profile = json!({ "nickname": short, "intro": HOSTILE, "city": short, "province": short });
    app.ok(&community.bob, "my_user_info_update", profile).await;
    let said = json!({
        "content": HOSTILE, "article_id": community.article, "reply_id": community.comment, "ticket_id": community.sold, "game_id": community.game,
        "to_uid": community.ann.uid, "master_id": community.master_id,
    });
    for method in [
        "article_publish",
        "article_comment_publish",
        "article_comment_reply",
        "ticket_comment_publish",
        "game_comment_publish",
        "send_message_to_user",
        "send_message_to_master",
        "send_message_to_customer_service",
    ] {
        app.ok(&community.bob, method, said.clone()).await;
    }
    let owner = &crowdfunding.owner;
    let baseinfo = json!({ "baseinfo": { "nickname": short, "profession": short }, "nickname": short });
    app.api(Some(owner), Method::PATCH, "/api/accounts/user/", baseinfo).await;
    let mut new_project = app.project_body(owner, &HOSTILE[..18]).await;
    for field in ["summary", "content", "location_detail"] {
        new_project[field] = json!(HOSTILE);
    }
    new_project["tags"] = json!(["<b>\"'>"]);
    let project = app.post(owner, "/api/crowdfunding/project/", new_project).await["id"].as_i64().unwrap();
    let feedback = json!({ "project": project, "content": HOSTILE });
    let feedback = app.post(owner, "/api/crowdfunding/feedback/", feedback).await["id"].clone();
    let package = json!({ "project": project, "money": 1, "limit": 1, "type": 0, "name": "<i>\"'>", "feedback": [feedback] });
    app.post(owner, "/api/crowdfunding/package/", package).await;
    app.api(Some(owner), Method::PUT, &format!("/api/crowdfunding/project/{project}/save/"), json!(null))
        .await;
    let comment = json!({ "type": "normal", "content": HOSTILE });
    app.post(
        &crowdfunding.backer,
        &format!("/api/crowdfunding/project/{}/comment/", crowdfunding.project),
        comment,
    )
    .await;
    let topic = json!({ "title": short, "content": HOSTILE });
    let topic = app
        .post(owner, &format!("/api/crowdfunding/project/{}/topic/", crowdfunding.project), topic)
        .await["id"]
        .clone();
    let answer = json!({ "content": HOSTILE });
    app.post(owner, &format!("/api/crowdfunding/project/topic/{topic}/comment/"), answer).await;
}

/// Writes the hostile text into every text column that a resource shows, without the APIs.
async fn insert_hostile_text(app: &TestApp) -> Vec<(&'static str, &'static Field)> {
    let mut spoilt = Vec::new();
    for resource in resources(app) {
        for field in resource.fields {
            let value = match field.kind {
                Kind::Text(_) | Kind::Long(_) | Kind::Uid | Kind::Picture => {
                    format!("'{}' || CAST({} AS TEXT)", HOSTILE.replace('\'', "''"), resource.key)
                }
                Kind::Story | Kind::Pictures => {
                    format!("'{}'", json!([HOSTILE, HOSTILE]).to_string().replace('\'', "''"))
                }
                Kind::Changes => {
                    format!("'{}'", json!({ HOSTILE: [HOSTILE, HOSTILE] }).to_string().replace('\'', "''"))
                }
                _ => continue,
            };
            let sql = format!("UPDATE {} SET {} = {value}", resource.table, field.column);
            let job = move |tx: &mut miaohui_db::Tx<'_>| tx.execute(Sql::Built(&sql), &[]);
            // Foreign keys and checked words keep their values.
            if app.service.console.db.write(job).await.is_ok_and(|changed| changed > 0) {
                spoilt.push((resource.name, field));
            }
        }
    }
    spoilt
}

#[tokio::test]
async fn user_content_is_escaped_on_every_page() {
    let app = TestApp::start().await;
    let fixture = ConsoleFixture::create(&app).await;
    write(&app, &fixture).await;
    let owner = app.signed_in("owner").await;
    for is_spoilt in [false, true] {
        let spoilt = if is_spoilt { insert_hostile_text(&app).await } else { Vec::new() };
        assert!(!is_spoilt || spoilt.len() > 80, "{}", spoilt.len());
        for (path, gets, _) in routes() {
            if gets {
                let path = filled(&path);
                require_escaped(&path, &owner.get(&path).await);
            }
        }
        let keys = keys(&app).await;
        for resource in resources(&app) {
            let base = format!("/console/r/{}", resource.name);
            let all: Vec<String> =
                resource.fields.iter().map(|field| format!("col={}", field.column)).collect();
            let encoded = encoded(&keys[resource.name]);
            let row = format!("{base}/{encoded}");
            let pick = format!("/console/pick/{}", resource.name);
            for path in [
                base.clone(),
                format!("{base}?f.x=&{}", all.join("&")),
                row.clone(),
                format!("{base}/new"),
                pick,
            ] {
                let page = owner.get(&path).await;
                assert!([200, 403, 404].contains(&page.status), "{path}: {}", page.status);
                require_escaped(&path, &page);
            }
            // The text must be shown; otherwise the test proves nothing.
            if spoilt.iter().any(|(name, _)| *name == resource.name) {
                assert!(owner.get(&row).await.has("&lt;script&gt;alert(1)"), "{row} shows it");
            }
        }
        for id in ["1", "2", "3", "4", "5"] {
            for path in
                ["/console/review/{}", "/console/conversations/{}", "/console/conversations/{}/messages"]
            {
                let path = path.replace("{}", id);
                require_escaped(&path, &owner.get(&path).await);
            }
            require_escaped(
                id,
                &owner
                    .get(
                        [
                            "/console/conversations?kind=master",
                            "/console/conversations?kind=customer_service",
                        ][usize::from(id > "2")],
                    )
                    .await,
            );
        }
    }
    // Submitted values are escaped too.
    for path in ["/console/r/masters", "/console/r/masters/1"] {
        let page = owner
            .upload(
                path,
                &[("address", HOSTILE), ("name", ""), ("user_id", HOSTILE), ("recommended", HOSTILE)],
                &[],
            )
            .await;
        assert_eq!(page.status, 422);
        require_escaped(path, &page);
        assert!(page.has("&lt;script&gt;"));
    }
    let encoded = encoded(HOSTILE);
    for path in [
        format!(
            "/console/r/masters?q={encoded}&sort={encoded}&col={encoded}&f.x={encoded}&done={encoded}&left={encoded}"
        ),
        format!("/console/r/clothes?f.merchant_id={encoded}"),
        format!("/console/r/masters/new?name={encoded}&user_id={encoded}"),
        format!("/console/sign-in?next=/console/{encoded}"),
        format!("/console/pick/masters?q={encoded}"),
        format!("/console/{encoded}"),
    ] {
        require_escaped(&path, &owner.get(&path).await);
    }
    let form = [("email", HOSTILE), ("password", HOSTILE), ("next", HOSTILE)];
    require_escaped(
        "sign-in",
        &owner.send(owner.request(Method::POST, "/console/sign-in").form(&form)).await,
    );
}

#[tokio::test]
async fn files_contain_no_formula_of_users() {
    let app = TestApp::start().await;
    let owner = app.signed_in("owner").await;
    let texts = [
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "=cmd|' /C calc'!A0",
        "plain, \"quoted\"\nlines",
        "-12.5",
        "12",
    ];
    for (n, text) in (1..).zip(texts) {
        let name = text.replace('\'', "''");
        change(
            &app,
            &format!("INSERT INTO co_master (id, uid, name, created_at) VALUES ({n}, 'uid{n}', '{name}', 1)"),
        )
        .await;
    }
    let page = owner.get("/console/r/masters/csv").await;
    let file = page.text();
    let mut rows = csv::Reader::from_reader(file.trim_start_matches('\u{FEFF}').as_bytes());
    let at = rows.headers().unwrap().iter().position(|name| name == "名称").unwrap();
    let mut names: Vec<String> = rows.records().map(|row| row.unwrap()[at].to_owned()).collect();
    names.reverse();
    for (name, text) in names.iter().zip(texts) {
        let expected = if ["plain, \"quoted\"\nlines", "-12.5", "12"].contains(&text) {
            text.to_owned()
        } else {
            format!("'{text}")
        };
        assert_eq!(*name, expected);
    }
    assert_eq!(names.len(), texts.len());
}
