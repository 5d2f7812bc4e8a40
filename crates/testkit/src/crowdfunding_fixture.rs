//! Data of the Crowdfunding API for tests.

use miaohui_crowdfunding::ids::{
    CommentId, FeedbackId, ImageId, PackageId, ProjectId, SectionId, SupportId, TaskId, TopicCommentId,
    TopicId, UserId,
};
use miaohui_crowdfunding::operators::{self, ProjectDecision};
use miaohui_crowdfunding::store::package::PackageKind;
use miaohui_crowdfunding::store::session::{self, NewSession};
use miaohui_crowdfunding::store::user;
use reqwest::Method;
use serde_json::{Value, json};

use crate::{CrowdfundingUser, TestApp, png};

/// The id of a created row.
fn id<T: From<i64>>(created: &Value) -> T {
    created["id"].as_i64().unwrap().into()
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
                family: None,
                expires_at: i64::MAX,
                refresh_expires_at: i64::MAX,
            };
            session::create(tx, &new, now)?;
            Ok(id)
        };
        let id = app.db.write(insert).await.unwrap();
        CrowdfundingUser { id, email, token }
    }

    /// Uploads an image of a kind, with or without an owner, and returns its id.
    pub async fn upload_image(&self, who: Option<&CrowdfundingUser>, kind: u8) -> ImageId {
        let part = reqwest::multipart::Part::bytes(png(kind, 40, 30)).file_name("picture.png");
        let form = reqwest::multipart::Form::new().text("type", kind.to_string()).part("image", part);
        let answer = self.send(self.request(who, Method::POST, "/api/image/").multipart(form)).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        id(&answer.body)
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
    pub async fn create_draft(&self, who: &CrowdfundingUser, name: &str) -> ProjectId {
        let body = self.project_body(who, name).await;
        id(&self.post(who, "/api/crowdfunding/project/", body).await)
    }

    /// Makes an operator's decision. False when the project's state does not allow it.
    pub async fn decide(&self, decision: ProjectDecision, project: ProjectId) -> bool {
        let now = self.clock.now_ms();
        let decide = move |tx: &mut miaohui_db::Tx<'_>| {
            operators::decide(tx, decision, project, "root", "because", now)
        };
        self.service.crowdfunding.db.write(decide).await.unwrap()
    }

    /// Creates a package with one feedback and returns its id.
    pub async fn create_package(
        &self,
        who: &CrowdfundingUser,
        project: ProjectId,
        money: Value,
        limit: u32,
        kind: PackageKind,
    ) -> PackageId {
        let feedback = json!({ "project": project, "content": "一坛酒" });
        let feedback = self.post(who, "/api/crowdfunding/feedback/", feedback).await["id"].clone();
        let package = json!({
            "project": project, "money": money, "limit": limit, "type": kind, "name": "套餐", "feedback": [feedback],
        });
        id(&self.post(who, "/api/crowdfunding/package/", package).await)
    }

    /// Submits and approves a draft, so that the project is under way.
    pub async fn start_project(&self, who: &CrowdfundingUser, project: ProjectId) {
        let path = format!("/api/crowdfunding/project/{project}/save/");
        assert_eq!(self.api(Some(who), Method::PUT, &path, Value::Null).await.status, 204);
        assert!(self.decide(ProjectDecision::Approve, project).await);
    }

    /// Orders a support, pays it if `pay`, and returns its id.
    pub async fn create_support(
        &self,
        who: &CrowdfundingUser,
        project: ProjectId,
        package: PackageId,
        pay: bool,
    ) -> SupportId {
        let path = format!("/api/crowdfunding/project/{project}/support/");
        let id = id(&self.post(who, &path, json!({ "package": package })).await);
        if pay {
            self.post(who, &format!("{path}{id}/pay/"), json!({ "channel": "sandbox" })).await;
        }
        id
    }

    /// Sends all messages of the outbox and returns the last mail to an address.
    pub async fn last_mail(&self, to: &str) -> Option<Value> {
        miaohui_crowdfunding::send_resets(&self.service.crowdfunding).await.unwrap();
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
    pub project: ProjectId,
    /// A draft without supports.
    pub draft: ProjectId,
    /// An unused image of the owner.
    pub image: ImageId,
    /// A feedback that no package contains.
    pub feedback: FeedbackId,
    /// A package with supports.
    pub package: PackageId,
    /// A package without supports.
    pub free_package: PackageId,
    /// The paid support.
    pub support: SupportId,
    /// An unpaid support of the backer.
    pub unpaid: SupportId,
    /// A section with a task.
    pub section: SectionId,
    /// The task.
    pub task: TaskId,
    /// A comment of the owner: a reply to a comment of the stranger, with a reply of the backer.
    pub comment: CommentId,
    /// A topic of the owner.
    pub topic: TopicId,
    /// A comment of the owner on the topic: a reply to the backer, with a reply of the backer.
    pub topic_comment: TopicCommentId,
}

impl CrowdfundingFixture {
    /// Creates the data through the API.
    pub async fn create(app: &TestApp) -> Self {
        let (owner, backer, stranger) =
            (app.crowdfunding_user(1).await, app.crowdfunding_user(2).await, app.crowdfunding_user(3).await);
        let profile = json!({ "detailinfo": { "age": 20, "native": 110_101 } });
        app.api(Some(&owner), Method::PATCH, "/api/accounts/user/", profile).await;
        let draft = app.create_draft(&owner, "草稿").await;
        let project = app.create_draft(&owner, "项目1").await;
        let package = app.create_package(&owner, project, json!(23), 0, PackageKind::Ordinary).await;
        let free_package = app.create_package(&owner, project, json!(5.76), 10, PackageKind::Partner).await;
        let feedback = json!({ "project": project, "content": "项目内容1", "image": app.upload_image(Some(&owner), 3).await });
        let feedback = id(&app.post(&owner, "/api/crowdfunding/feedback/", feedback).await);
        app.start_project(&owner, project).await;
        let support = app.create_support(&backer, project, package, true).await;
        let unpaid = app.create_support(&backer, project, package, false).await;
        let at = format!("/api/crowdfunding/project/{project}");
        app.api(Some(&backer), Method::PUT, &format!("{at}/attention/"), Value::Null).await;
        let section = json!({ "title": "title1", "description": "d", "status": 0, "order": 1 });
        let section = id(&app.post(&owner, &format!("{at}/section/"), section).await);
        let task = json!({ "content": "c", "status": 0, "order": 1 });
        let tasks = format!("/api/crowdfunding/project/section/{section}/task/");
        let task = id(&app.post(&owner, &tasks, task).await);
        let comments = format!("{at}/comment/");
        let top = app.post(&stranger, &comments, json!({ "type": "normal", "content": "第一" })).await;
        let answer = json!({ "type": "normal", "content": "第二", "parent": top["id"] });
        let comment = id(&app.post(&owner, &comments, answer).await);
        let answer = json!({ "type": "normal", "content": "第三", "parent": comment });
        app.post(&backer, &comments, answer).await;
        let topic = json!({ "title": "t", "content": "c" });
        let topic = id(&app.post(&owner, &format!("{at}/topic/"), topic).await);
        let talk = format!("/api/crowdfunding/project/topic/{topic}/comment/");
        let top = app.post(&backer, &talk, json!({ "content": "一" })).await;
        let topic_comment = json!({ "content": "二", "parent": top["id"] });
        let topic_comment = id(&app.post(&owner, &talk, topic_comment).await);
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
            "/api/image/{id}" => self.image.get(),
            "/api/crowdfunding/feedback/{id}" => self.feedback.get(),
            "/api/crowdfunding/package/{id}" => self.free_package.get(),
            "/api/crowdfunding/project/section/{id}" | "/api/crowdfunding/project/section/{id}/task" => {
                self.section.get()
            }
            "/api/crowdfunding/project/section/task/{id}" => self.task.get(),
            "/api/crowdfunding/project/comment/{id}" => self.comment.get(),
            "/api/crowdfunding/project/topic/{id}" | "/api/crowdfunding/project/topic/{id}/comment" => {
                self.topic.get()
            }
            "/api/crowdfunding/project/topic/comment/{id}" => self.topic_comment.get(),
            "/api/accounts/user/{id}" => self.owner.id.get(),
            _ => self.project.get(),
        };
        path.replace("{id}", &id.to_string()).replace("{sid}", &self.unpaid.to_string())
    }
}
