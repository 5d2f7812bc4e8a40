//! What is answered under each fault, as the table in `docs/operations.md` says.

mod database;
mod others;
mod queues;

use miaohui_kernel::SECOND_MS;
use miaohui_testkit::{
    CommunityUser, CrowdfundingFixture, CrowdfundingReply, CrowdfundingUser, TestApp, code,
};
use reqwest::Method;
use reqwest::header::RETRY_AFTER;
use serde_json::{Value, json};

use crate::operations::get;

/// The code of the Community API and the status of the Crowdfunding API.
type Pair = (i64, u16);

pub const READ: Pair = (0, 200);
pub const WRITTEN: Pair = (0, 201);
/// The caller is told when to come again.
pub const LATER: Pair = (110, 503);

/// Callers of both APIs, who were there before the fault.
pub struct Callers {
    ann: CommunityUser,
    owner: CrowdfundingUser,
    project: Value,
}

impl Callers {
    pub async fn create(app: &TestApp) -> Self {
        let crowdfunding = CrowdfundingFixture::create(app).await;
        let project = json!(crowdfunding.project);
        Self { ann: app.community_user(9_000).await, owner: crowdfunding.owner, project }
    }

    /// A read in each API.
    pub async fn read(&self, app: &TestApp) -> Pair {
        let community = app.call_as(&self.ann, "article_list", json!({})).await;
        let list = "/api/crowdfunding/project/";
        let crowdfunding = app.api(Some(&self.owner), Method::GET, list, Value::Null).await;
        pair(&community, &crowdfunding)
    }

    /// A write of a text in each API.
    pub async fn write(&self, app: &TestApp, text: &str) -> Pair {
        let community = app.call_as(&self.ann, "article_publish", json!({ "content": text })).await;
        let feedback = json!({ "project": self.project, "content": text });
        let path = "/api/crowdfunding/feedback/";
        let crowdfunding = app.api(Some(&self.owner), Method::POST, path, feedback).await;
        pair(&community, &crowdfunding)
    }

    /// Whether the process lives, and whether the server is ready, a second after anybody has asked last; a
    /// read and a write.
    pub async fn ask(&self, app: &TestApp) -> ((u16, String), Pair, Pair) {
        assert_eq!(get(app, "/healthz").await.0, 200);
        (ready(app).await, self.read(app).await, self.write(app, "x").await)
    }

    /// Requires that everything is answered as without a fault.
    pub async fn require_served(&self, app: &TestApp) {
        assert_eq!(self.ask(app).await, ((200, "ready\n".to_owned()), READ, WRITTEN));
    }

    /// Waits until the fault is over.
    pub async fn until_served(&self, app: &TestApp) {
        while ready(app).await.0 != 200 || self.read(app).await != READ {
            tokio::task::yield_now().await;
        }
        self.require_served(app).await;
    }
}

/// What `/readyz` says, a second after anybody has asked last.
pub async fn ready(app: &TestApp) -> (u16, String) {
    app.clock.advance(SECOND_MS);
    get(app, "/readyz").await
}

pub fn not_ready(reason: &str) -> (u16, String) {
    (503, format!("{reason}\n"))
}

/// Code and status; whoever should come again is told when.
fn pair(community: &Value, crowdfunding: &CrowdfundingReply) -> Pair {
    let pair = (code(community), crowdfunding.status.as_u16());
    assert_eq!(pair.0 == 110, community["retry_after"].is_i64(), "{community}");
    assert_eq!(pair.1 == 503, crowdfunding.headers.contains_key(RETRY_AFTER), "{crowdfunding:?}");
    pair
}
