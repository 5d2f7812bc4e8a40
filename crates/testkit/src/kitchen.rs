//! The Crowdfunding API's world for tests: people, and one of everything there is.

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
pub struct Person {
    /// Internal id.
    pub id: i64,
    /// Mail address.
    pub email: String,
    /// A token that does not expire.
    pub token: String,
}

/// An answer of the Crowdfunding API.
#[derive(Clone, Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its JSON; null without a body.
    pub body: Value,
}

impl Answer {
    /// `error_code` at the top of the answer; 0 for a success.
    pub fn error(&self) -> i64 {
        self.body["error_code"].as_i64().unwrap_or(0)
    }

    /// The fields that are wrong, in order, with their codes.
    pub fn fields(&self) -> Vec<(String, i64)> {
        let errors = self.body["errors"].as_array().cloned().unwrap_or_default();
        errors
            .iter()
            .map(|e| (e["field"].as_str().unwrap().to_owned(), e["error_code"].as_i64().unwrap()))
            .collect()
    }
}

impl TestApp {
    /// A user made behind the API, active, with a token. `number` tells users apart.
    pub async fn person(&self, number: u32) -> Person {
        let app = &self.service.crowdfunding;
        let (email, now) = (format!("person{number}@example.com"), self.clock.now_ms());
        let (token, refresh) = (app.rng.text(b"0123456789abcdef", 40), app.rng.text(b"0123456789abcdef", 40));
        let own = (email.clone(), token.clone());
        let insert = move |tx: &mut miaohui_db::Tx<'_>| -> miaohui_db::Result<UserId> {
            let (email, token) = &own;
            let id = user::insert(tx, email, "", &format!("person {number}"), now)?
                .expect("numbers are used once");
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
        Person { id: id.get(), email, token }
    }

    /// Sends a request and holds the answer against the API reference.
    pub async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let request = request.build().unwrap();
        let (verb, path) = (request.method().clone(), request.url().path().to_owned());
        let response = self.http.execute(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.bytes().await.unwrap();
        let json = headers.get("content-type").is_some_and(|kind| kind == "application/json");
        let body =
            if json && !bytes.is_empty() { serde_json::from_slice(&bytes).unwrap() } else { Value::Null };
        require_described_operation(&verb, &path, status.as_u16(), &body);
        Answer { status, headers, body }
    }

    /// A request to a path, with a person's token if there is one.
    pub fn request(&self, who: Option<&Person>, verb: Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.http.request(verb, self.url(path));
        match who {
            Some(person) => request.header("authorization", format!("Token {}", person.token)),
            None => request,
        }
    }

    /// Sends a JSON body (null: none).
    pub async fn api(&self, who: Option<&Person>, verb: Method, path: &str, body: Value) -> Answer {
        let request = self.request(who, verb, path);
        self.send(if body.is_null() { request } else { request.json(&body) }).await
    }

    /// Sends a JSON body (null: none) with an `Idempotency-Key`.
    pub async fn api_once(&self, who: &Person, key: &str, verb: Method, path: &str, body: Value) -> Answer {
        let key = HeaderValue::from_bytes(key.as_bytes()).unwrap();
        let request = self.request(Some(who), verb, path).header("idempotency-key", key);
        self.send(if body.is_null() { request } else { request.json(&body) }).await
    }

    /// GET that must succeed.
    pub async fn get(&self, who: Option<&Person>, path: &str) -> Value {
        let answer = self.api(who, Method::GET, path, Value::Null).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer.body
    }

    /// POST that must succeed with 200 or 201.
    pub async fn post(&self, who: &Person, path: &str, body: Value) -> Value {
        let answer = self.api(Some(who), Method::POST, path, body.clone()).await;
        assert!(matches!(answer.status.as_u16(), 200 | 201), "{path} {body}: {}", answer.body);
        answer.body
    }

    /// An image of a person's, or nobody's.
    pub async fn image(&self, who: Option<&Person>, kind: i64) -> i64 {
        let part = reqwest::multipart::Part::bytes(png(kind as u8, 40, 30)).file_name("picture.png");
        let form = reqwest::multipart::Form::new().text("type", kind.to_string()).part("image", part);
        let answer = self.send(self.request(who, Method::POST, "/api/image/").multipart(form)).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.body["id"].as_i64().unwrap()
    }

    /// What a project is made of, with a cover of the person's.
    pub async fn recipe(&self, who: &Person, name: &str) -> Value {
        json!({
            "name": name, "cover": self.image(Some(who), 2).await, "location": 110_101, "location_detail": "胡同1号",
            "category": 1, "total_money": 1000.5, "total_days": 5, "summary": "总结", "content": "项目内容",
            "tags": ["tag1", "tag 2"],
        })
    }

    /// A draft of a person's; its id.
    pub async fn draft(&self, who: &Person, name: &str) -> i64 {
        let recipe = self.recipe(who, name).await;
        self.post(who, "/api/crowdfunding/project/", recipe).await["id"].as_i64().unwrap()
    }

    /// An operator's decision; whether the project was in the state for it.
    pub async fn decide(&self, deed: ProjectDecision, project: i64) -> bool {
        let now = self.clock.now_ms();
        let decide = move |tx: &mut miaohui_db::Tx<'_>| {
            operators::decide(tx, deed, project.into(), "root", "because", now)
        };
        self.service.crowdfunding.db.write(decide).await.unwrap()
    }

    /// A package of a project with one feedback; its id.
    pub async fn package(&self, who: &Person, project: i64, money: Value, limit: i64, kind: i64) -> i64 {
        let feedback = json!({ "project": project, "content": "一坛酒" });
        let feedback = self.post(who, "/api/crowdfunding/feedback/", feedback).await["id"].clone();
        let package = json!({
            "project": project, "money": money, "limit": limit, "type": kind, "name": "套餐", "feedback": [feedback],
        });
        self.post(who, "/api/crowdfunding/package/", package).await["id"].as_i64().unwrap()
    }

    /// Submits and approves a draft.
    pub async fn begin(&self, who: &Person, project: i64) {
        let path = format!("/api/crowdfunding/project/{project}/save/");
        assert_eq!(self.api(Some(who), Method::PUT, &path, Value::Null).await.status, 204);
        assert!(self.decide(ProjectDecision::Approve, project).await);
    }

    /// A support that is ordered and, if wanted, paid; its id.
    pub async fn support(&self, who: &Person, project: i64, package: i64, pay: bool) -> i64 {
        let path = format!("/api/crowdfunding/project/{project}/support/");
        let id = self.post(who, &path, json!({ "package": package })).await["id"].as_i64().unwrap();
        if pay {
            self.post(who, &format!("{path}{id}/pay/"), json!({ "channel": "sandbox" })).await;
        }
        id
    }

    /// The last mail to an address, once everything is sent.
    pub async fn mail(&self, to: &str) -> Option<Value> {
        while self.service.platform.outbox.deliver_due().await.unwrap() > 0 {}
        let lines = std::fs::read_to_string(self.outbox_dir().join("mail.jsonl")).unwrap_or_default();
        lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()).rfind(|mail| mail["to"] == to)
    }
}

/// One of everything, with who it is of.
pub struct Kitchen {
    /// Whose the projects are.
    pub owner: Person,
    /// Who supports and attends the one that is under way.
    pub backer: Person,
    /// Who has to do with nothing.
    pub stranger: Person,
    /// A project under way with a feedback, a package and a paid support.
    pub project: i64,
    /// A draft that nobody has to do with.
    pub draft: i64,
    /// An image of the owner's that nothing shows.
    pub image: i64,
    /// A feedback that no package promises.
    pub feedback: i64,
    /// A package that somebody supports.
    pub package: i64,
    /// A package that nobody supports.
    pub free_package: i64,
    /// The paid support.
    pub support: i64,
    /// An order of the backer's that is not paid.
    pub unpaid: i64,
    /// A section with a task.
    pub section: i64,
    /// The task.
    pub task: i64,
    /// A comment of the owner's that answers a stranger's and is answered by the backer.
    pub comment: i64,
    /// A topic of the owner's.
    pub topic: i64,
    /// A comment of the owner's on it that answers the backer's and is answered.
    pub topic_comment: i64,
}

impl Kitchen {
    /// Makes it all, through the API.
    pub async fn build(app: &TestApp) -> Self {
        let (owner, backer, stranger) = (app.person(1).await, app.person(2).await, app.person(3).await);
        let id = |made: Value| made["id"].as_i64().unwrap();
        let profile = json!({ "detailinfo": { "age": 20, "native": 110_101 } });
        app.api(Some(&owner), Method::PATCH, "/api/accounts/user/", profile).await;
        let draft = app.draft(&owner, "草稿").await;
        let project = app.draft(&owner, "项目1").await;
        let package = app.package(&owner, project, json!(23), 0, 0).await;
        let free_package = app.package(&owner, project, json!(5.76), 10, 1).await;
        let feedback =
            json!({ "project": project, "content": "项目内容1", "image": app.image(Some(&owner), 3).await });
        let feedback = id(app.post(&owner, "/api/crowdfunding/feedback/", feedback).await);
        app.begin(&owner, project).await;
        let support = app.support(&backer, project, package, true).await;
        let unpaid = app.support(&backer, project, package, false).await;
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
        let image = app.image(Some(&owner), 2).await;
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

    /// A path of the table on things that are here.
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
