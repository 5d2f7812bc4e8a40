//! Requests to the Crowdfunding API, and factories of its data.

use miaohui_crowdfunding::ids::UserId;
use miaohui_crowdfunding::operators::{self, ProjectDecision};
use miaohui_crowdfunding::store::session::{self, NewSession};
use miaohui_crowdfunding::store::user;
use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::reference::require_described_operation;
use crate::{TestApp, png};

/// A user of the Crowdfunding API.
#[derive(Clone, Debug)]
pub struct CrowdfundingUser {
    /// The internal id.
    pub id: i64,
    /// Mail address.
    pub email: String,
    /// A token that does not expire.
    pub token: String,
}

/// A response of the Crowdfunding API.
#[derive(Clone, Debug)]
pub struct CrowdfundingReply {
    /// HTTP status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The JSON body; null without one.
    pub body: Value,
}

impl CrowdfundingReply {
    /// The `error_code` of the response; 0 for a success.
    pub fn error(&self) -> i64 {
        self.body["error_code"].as_i64().unwrap_or(0)
    }

    /// The names of the refused fields with their codes, in order.
    pub fn fields(&self) -> Vec<(String, i64)> {
        let errors = self.body["errors"].as_array().cloned().unwrap_or_default();
        errors
            .iter()
            .map(|e| (e["field"].as_str().unwrap().to_owned(), e["error_code"].as_i64().unwrap()))
            .collect()
    }
}

impl TestApp {
    /// Inserts an active user of the Crowdfunding API with a token. Each `number` is used once.
    pub async fn crowdfunding_user(&self, number: u32) -> CrowdfundingUser {
        let app = &self.service.crowdfunding;
        let (email, now) = (format!("person{number}@example.com"), self.clock.now_ms());
        let (token, refresh) = (app.rng.text(b"0123456789abcdef", 40), app.rng.text(b"0123456789abcdef", 40));
        let own = (email.clone(), token.clone());
        let insert = move |tx: &mut miaohui_db::Tx<'_>| -> miaohui_db::Result<UserId> {
            let (email, token) = &own;
            let id = user::insert(tx, email, "", &format!("person {number}"), now)?
                .expect("each number is used once");
            user::activate(tx, id, now)?;
            let new = NewSession {
                token,
                refresh: &refresh,
                user: id,
                expires_at: i64::MAX,
                refresh_expires_at: i64::MAX,
            };
            session::create(tx, &new, now)?;
            Ok(id)
        };
        let id = app.db.write(insert).await.unwrap();
        CrowdfundingUser { id: id.get(), email, token }
    }

    /// Sends a request and validates the response against the API reference.
    pub async fn send(&self, request: reqwest::RequestBuilder) -> CrowdfundingReply {
        let request = request.build().unwrap();
        let (verb, path) = (request.method().clone(), request.url().path().to_owned());
        let response = self.http.execute(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.bytes().await.unwrap();
        let json = headers.get("content-type").is_some_and(|kind| kind == "application/json");
        let body =
            if json && !bytes.is_empty() { serde_json::from_slice(&bytes).unwrap() } else { Value::Null };
        require_described_operation(&verb, &path, status.as_u16(), &body);
        CrowdfundingReply { status, headers, body }
    }

    /// A request to a path with the user's token, if any.
    pub fn request(
        &self,
        who: Option<&CrowdfundingUser>,
        verb: Method,
        path: &str,
    ) -> reqwest::RequestBuilder {
        let request = self.http.request(verb, self.url(path));
        match who {
            Some(user) => request.header("authorization", format!("Token {}", user.token)),
            None => request,
        }
    }

    /// Sends a JSON body; null sends none.
    pub async fn api(
        &self,
        who: Option<&CrowdfundingUser>,
        verb: Method,
        path: &str,
        body: Value,
    ) -> CrowdfundingReply {
        let request = self.request(who, verb, path);
        self.send(if body.is_null() { request } else { request.json(&body) }).await
    }

    /// Sends a JSON body (null sends none) with an `Idempotency-Key`.
    pub async fn api_with_key(
        &self,
        who: &CrowdfundingUser,
        key: &str,
        verb: Method,
        path: &str,
        body: Value,
    ) -> CrowdfundingReply {
        let key = HeaderValue::from_bytes(key.as_bytes()).unwrap();
        let request = self.request(Some(who), verb, path).header("idempotency-key", key);
        self.send(if body.is_null() { request } else { request.json(&body) }).await
    }

    /// Sends a GET that must succeed, and returns the body.
    pub async fn get(&self, who: Option<&CrowdfundingUser>, path: &str) -> Value {
        let answer = self.api(who, Method::GET, path, Value::Null).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer.body
    }

    /// Sends a POST that must succeed with 200 or 201, and returns the body.
    pub async fn post(&self, who: &CrowdfundingUser, path: &str, body: Value) -> Value {
        let answer = self.api(Some(who), Method::POST, path, body.clone()).await;
        assert!(matches!(answer.status.as_u16(), 200 | 201), "{path} {body}: {}", answer.body);
        answer.body
    }

    /// Uploads an image of a kind, with or without an owner, and returns its id.
    pub async fn upload_image(&self, who: Option<&CrowdfundingUser>, kind: i64) -> i64 {
        let part = reqwest::multipart::Part::bytes(png(kind as u8, 40, 30)).file_name("picture.png");
        let form = reqwest::multipart::Form::new().text("type", kind.to_string()).part("image", part);
        let answer = self.send(self.request(who, Method::POST, "/api/image/").multipart(form)).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.body["id"].as_i64().unwrap()
    }

    /// The body of a new project, with an uploaded cover.
    pub async fn project_body(&self, who: &CrowdfundingUser, name: &str) -> Value {
        json!({
            "name": name, "cover": self.upload_image(Some(who), 2).await, "location": 110_101, "location_detail": "胡同1号",
            "category": 1, "total_money": 1000.5, "total_days": 5, "summary": "总结", "content": "项目内容",
            "tags": ["tag1", "tag 2"],
        })
    }

    /// Creates a draft project and returns its id.
    pub async fn create_draft(&self, who: &CrowdfundingUser, name: &str) -> i64 {
        let body = self.project_body(who, name).await;
        self.post(who, "/api/crowdfunding/project/", body).await["id"].as_i64().unwrap()
    }

    /// Makes an operator's decision. False when the project's state does not allow it.
    pub async fn decide(&self, decision: ProjectDecision, project: i64) -> bool {
        let now = self.clock.now_ms();
        let decide = move |tx: &mut miaohui_db::Tx<'_>| {
            operators::decide(tx, decision, project.into(), "root", "because", now)
        };
        self.service.crowdfunding.db.write(decide).await.unwrap()
    }

    /// Creates a package with one feedback and returns its id.
    pub async fn create_package(
        &self,
        who: &CrowdfundingUser,
        project: i64,
        money: Value,
        limit: i64,
        kind: i64,
    ) -> i64 {
        let feedback = json!({ "project": project, "content": "一坛酒" });
        let feedback = self.post(who, "/api/crowdfunding/feedback/", feedback).await["id"].clone();
        let package = json!({
            "project": project, "money": money, "limit": limit, "type": kind, "name": "套餐", "feedback": [feedback],
        });
        self.post(who, "/api/crowdfunding/package/", package).await["id"].as_i64().unwrap()
    }

    /// Submits and approves a draft, so that the project is under way.
    pub async fn start_project(&self, who: &CrowdfundingUser, project: i64) {
        let path = format!("/api/crowdfunding/project/{project}/save/");
        assert_eq!(self.api(Some(who), Method::PUT, &path, Value::Null).await.status, 204);
        assert!(self.decide(ProjectDecision::Approve, project).await);
    }

    /// Orders a support, pays it if `pay`, and returns its id.
    pub async fn create_support(&self, who: &CrowdfundingUser, project: i64, package: i64, pay: bool) -> i64 {
        let path = format!("/api/crowdfunding/project/{project}/support/");
        let id = self.post(who, &path, json!({ "package": package })).await["id"].as_i64().unwrap();
        if pay {
            self.post(who, &format!("{path}{id}/pay/"), json!({ "channel": "sandbox" })).await;
        }
        id
    }

    /// Sends all messages of the outbox and returns the last mail to an address.
    pub async fn last_mail(&self, to: &str) -> Option<Value> {
        while self.service.platform.outbox.deliver_due().await.unwrap() > 0 {}
        let lines = std::fs::read_to_string(self.outbox_dir().join("mail.jsonl")).unwrap_or_default();
        lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()).rfind(|mail| mail["to"] == to)
    }
}

/// Three users and one row of every kind.
pub struct CrowdfundingFixture {
    /// The owner of the projects.
    pub owner: CrowdfundingUser,
    /// The user who supports and attends the project under way.
    pub backer: CrowdfundingUser,
    /// A user without access to anything.
    pub stranger: CrowdfundingUser,
    /// A project under way with a feedback, a package and a paid support.
    pub project: i64,
    /// A draft without supports.
    pub draft: i64,
    /// An unused image of the owner.
    pub image: i64,
    /// A feedback that no package contains.
    pub feedback: i64,
    /// A package with supports.
    pub package: i64,
    /// A package without supports.
    pub free_package: i64,
    /// The paid support.
    pub support: i64,
    /// An unpaid support of the backer.
    pub unpaid: i64,
    /// A section with a task.
    pub section: i64,
    /// The task.
    pub task: i64,
    /// A comment of the owner: a reply to a comment of the stranger, with a reply of the backer.
    pub comment: i64,
    /// A topic of the owner.
    pub topic: i64,
    /// A comment of the owner on the topic: a reply to the backer, with a reply of the backer.
    pub topic_comment: i64,
}

impl CrowdfundingFixture {
    /// Creates the data through the API.
    pub async fn create(app: &TestApp) -> Self {
        let (owner, backer, stranger) =
            (app.crowdfunding_user(1).await, app.crowdfunding_user(2).await, app.crowdfunding_user(3).await);
        let id = |made: Value| made["id"].as_i64().unwrap();
        let profile = json!({ "detailinfo": { "age": 20, "native": 110_101 } });
        app.api(Some(&owner), Method::PATCH, "/api/accounts/user/", profile).await;
        let draft = app.create_draft(&owner, "草稿").await;
        let project = app.create_draft(&owner, "项目1").await;
        let package = app.create_package(&owner, project, json!(23), 0, 0).await;
        let free_package = app.create_package(&owner, project, json!(5.76), 10, 1).await;
        let feedback = json!({ "project": project, "content": "项目内容1", "image": app.upload_image(Some(&owner), 3).await });
        let feedback = id(app.post(&owner, "/api/crowdfunding/feedback/", feedback).await);
        app.start_project(&owner, project).await;
        let support = app.create_support(&backer, project, package, true).await;
        let unpaid = app.create_support(&backer, project, package, false).await;
        let at = format!("/api/crowdfunding/project/{project}");
        app.api(Some(&backer), Method::PUT, &format!("{at}/attention/"), Value::Null).await;
        let section = json!({ "title": "title1", "description": "d", "status": 0, "order": 1 });
        let section = id(app.post(&owner, &format!("{at}/section/"), section).await);
        let task = json!({ "content": "c", "status": 0, "order": 1 });
        let tasks = format!("/api/crowdfunding/project/section/{section}/task/");
        let task = id(app.post(&owner, &tasks, task).await);
        let comments = format!("{at}/comment/");
        let top = app.post(&stranger, &comments, json!({ "type": "normal", "content": "第一" })).await;
        let answer = json!({ "type": "normal", "content": "第二", "parent": top["id"] });
        let comment = id(app.post(&owner, &comments, answer).await);
        let answer = json!({ "type": "normal", "content": "第三", "parent": comment });
        app.post(&backer, &comments, answer).await;
        let topic = json!({ "title": "t", "content": "c" });
        let topic = id(app.post(&owner, &format!("{at}/topic/"), topic).await);
        let talk = format!("/api/crowdfunding/project/topic/{topic}/comment/");
        let top = app.post(&backer, &talk, json!({ "content": "一" })).await;
        let topic_comment = json!({ "content": "二", "parent": top["id"] });
        let topic_comment = id(app.post(&owner, &talk, topic_comment).await);
        app.post(&backer, &talk, json!({ "content": "三", "parent": topic_comment })).await;
        let image = app.upload_image(Some(&owner), 2).await;
        Self {
            owner,
            backer,
            stranger,
            project,
            draft,
            image,
            feedback,
            package,
            free_package,
            support,
            unpaid,
            section,
            task,
            comment,
            topic,
            topic_comment,
        }
    }

    /// A path of the table with the ids of this fixture.
    pub fn path(&self, path: &str) -> String {
        let id = match path.trim_end_matches('/') {
            "/api/location/city/{id}" => 110_000,
            "/api/location/country/{id}" => 110_100,
            "/api/image/{id}" => self.image,
            "/api/crowdfunding/feedback/{id}" => self.feedback,
            "/api/crowdfunding/package/{id}" => self.free_package,
            "/api/crowdfunding/project/section/{id}" | "/api/crowdfunding/project/section/{id}/task" => {
                self.section
            }
            "/api/crowdfunding/project/section/task/{id}" => self.task,
            "/api/crowdfunding/project/comment/{id}" => self.comment,
            "/api/crowdfunding/project/topic/{id}" | "/api/crowdfunding/project/topic/{id}/comment" => {
                self.topic
            }
            "/api/crowdfunding/project/topic/comment/{id}" => self.topic_comment,
            "/api/accounts/user/{id}" => self.owner.id,
            _ => self.project,
        };
        path.replace("{id}", &id.to_string()).replace("{sid}", &self.unpaid.to_string())
    }
}
