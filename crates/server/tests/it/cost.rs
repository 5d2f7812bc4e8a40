//! What hot calls cost, in numbers that do not depend on the machine: statements, instructions of
//! SQLite, and allocations of a read, which runs on the thread that asks.

use std::net::SocketAddr;

use allocation_counter::measure;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use miaohui_testkit::{CommunityUser, CrowdfundingFixture, CrowdfundingUser, TestApp};
use serde_json::json;
use tower::ServiceExt;

/// The rows of each list.
const ROWS: i64 = 30;

/// The cost of a call; of a limit, the most that it may be.
#[derive(Clone, Copy, Debug)]
struct Cost {
    statements: u64,
    steps: u64,
    allocations: u64,
}

struct World {
    app: TestApp,
    viewer: CommunityUser,
    login: CrowdfundingUser,
    article: i64,
    project: i64,
}

impl World {
    /// Articles of several authors, some of which the viewer likes, and projects.
    async fn create() -> Self {
        let app = TestApp::start().await;
        let viewer = app.community_user(0).await;
        let mut article = 0;
        for n in 1..=ROWS {
            let author = app.community_user(n as u32).await;
            article = app.publish_article(&author, &format!("article {n}")).await;
            if n % 3 == 0 {
                app.ok(&viewer, "article_like", json!({ "article_id": article })).await;
            }
        }
        let fixture = CrowdfundingFixture::create(&app).await;
        for n in 0..ROWS {
            app.create_draft(&fixture.owner, &format!("project {n}")).await;
        }
        let (login, project) = (fixture.owner.clone(), fixture.project.get());
        Self { app, viewer, login, article, project }
    }

    fn method(&self, name: &str, article: i64) -> Request<Body> {
        let params = json!({ "token": self.viewer.token, "limit": 20, "article_id": article });
        Request::post(format!("/community/{name}")).body(params.to_string().into()).unwrap()
    }

    fn projects(&self, rest: &str) -> Request<Body> {
        let request = Request::get(format!("/api/crowdfunding/project/{rest}"));
        request.header("authorization", format!("Token {}", self.login.token)).body(Body::empty()).unwrap()
    }

    async fn answer(&self, mut request: Request<Body>) -> usize {
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 1))));
        let response = self.app.service.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        response.into_body().collect().await.unwrap().to_bytes().len()
    }
}

/// Makes the request of a call; each number is another one.
type Ask<'a> = &'a dyn Fn(i64) -> Request<Body>;

#[test]
fn hot_calls_cost_no_more_than_they_did() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let world = runtime.block_on(World::create());
    let stats = || world.app.service.platform.db.stats();
    let limit = |statements, steps, allocations| Cost { statements, steps, allocations };
    let calls: [(&str, Cost, Ask<'_>); 4] = [
        ("article_list", limit(5, 430, 90), &|_| world.method("article_list", 0)),
        ("article_like", limit(3, 150, 70), &|n| world.method("article_like", world.article - 3 * n - 1)),
        ("projects", limit(4, 420, 180), &|_| world.projects("?ordering=-id&page=2")),
        ("a project", limit(3, 150, 110), &|_| world.projects(&format!("{}/", world.project))),
    ];
    for (name, most, request) in calls {
        // The first calls prepare statements and fill caches.
        for n in 0..3 {
            runtime.block_on(world.answer(request(n)));
        }
        let (before, request) = (stats(), request(3));
        let allocated = measure(|| {
            runtime.block_on(world.answer(request));
        });
        let after = stats();
        let cost = Cost {
            statements: after.statements - before.statements,
            steps: after.steps - before.steps,
            allocations: allocated.count_total,
        };
        assert!(cost.statements <= most.statements, "{name}: {cost:?}, at most {most:?}");
        if !world.app.is_postgres() {
            let fits = cost.steps <= most.steps && cost.allocations <= most.allocations;
            assert!(fits, "{name}: {cost:?}, at most {most:?}");
        }
    }
}
