//! Lists as each member of the staff wants them: pages, columns, saved views, templates.

use miaohui_admin::Kind;
use miaohui_testkit::{ConsolePage, TestApp};

use super::fixture::ConsoleFixture;
use super::{change, number, resources, text};

fn rows(page: &ConsolePage) -> usize {
    page.text().matches("data-row").count()
}

async fn filled(app: &TestApp) {
    change(
        app,
        "INSERT INTO co_game (name, created_at)
         WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 130) SELECT 'game ' || n, 1 FROM n",
    )
    .await;
}

#[tokio::test]
async fn a_page_has_as_many_rows_as_asked_for_and_one_jumps_to_it() {
    let app = TestApp::start().await;
    filled(&app).await;
    let ann = app.signed_in("reader").await;
    for (query, expected) in [
        ("", 50),
        ("?size=20", 20),
        ("?size=100&page=2", 30),
        ("?size=200", 130),
        ("?size=7", 50),
        ("?size=-1", 50),
        ("?page=99999999", 0),
        ("?size=20&page=7", 10),
    ] {
        let page = ann.get(&format!("/console/r/games{query}")).await;
        assert_eq!((page.status, rows(&page)), (200, expected), "{query}");
    }
    let oldest = ann.get("/console/r/games?sort=id&size=20").await;
    assert!(oldest.has("game 1<") && !oldest.has("game 130"), "{}", oldest.text());
    let page = ann.get("/console/r/games?size=20&q=game&page=2").await;
    let next = page.addresses().into_iter().find(|address| address.contains("page=3")).unwrap();
    assert_eq!(next, "?q=game&size=20&page=3");
    assert!(page.has("max=\"7\"") && page.has("<input type=\"hidden\" name=\"q\" value=\"game\">"));
}

#[tokio::test]
async fn views_and_columns_are_kept_for_each_person() {
    let app = TestApp::start().await;
    filled(&app).await;
    let (ann, bob) = (app.signed_in("reader").await, app.signed_in("service").await);
    let path = "/console/r/games/views";
    let query = "q=game+1&size=20";
    let page = ann.post(path, &[("do", "save"), ("view", "我的 1"), ("query", query)]).await;
    assert_eq!((page.status, page.location()), (303, "/console/r/games?q=game+1&size=20"));
    let page = ann.get("/console/r/games").await;
    assert!(page.addresses().contains(&format!("/console/r/games?{query}")), "{:?}", page.addresses());
    assert!(!bob.get("/console/r/games").await.has("我的 1"), "it is a view of one's own");
    // Columns and the rows of a page are kept; what narrows the list is not.
    let begin = "q=game+1&size=20&col=name";
    assert_eq!(ann.post(path, &[("do", "begin"), ("query", begin)]).await.status, 303);
    let page = ann.get("/console/r/games").await;
    assert!(rows(&page) == 20 && !page.has("<th>创建时间"), "{}", page.text());
    assert_eq!(rows(&ann.get("/console/r/games?size=100").await), 100);
    assert_eq!(rows(&bob.get("/console/r/games").await), 50);
    let stored = text(&app, "SELECT query FROM console_view WHERE name = ''").await;
    assert_eq!(stored, "size=20&col=name", "what was searched is not stored");
    // Saved again under the same name, and deleted.
    ann.post(path, &[("do", "save"), ("view", "我的 1"), ("query", "q=game+2")]).await;
    assert!(ann.get("/console/r/games").await.addresses().contains(&"/console/r/games?q=game+2".to_owned()));
    assert_eq!(ann.post(path, &[("delete", "我的 1"), ("query", "")]).await.status, 303);
    assert_eq!(number(&app, "SELECT COUNT(*) FROM console_view").await, 1);
    for (name, query, status) in
        [("", "q=1", 422), (&"长".repeat(31), "q=1", 422), ("x", &"q".repeat(2001), 422)]
    {
        assert_eq!(ann.post(path, &[("do", "save"), ("view", name), ("query", query)]).await.status, status);
    }
    for n in 0..25 {
        ann.post(path, &[("do", "save"), ("view", &n.to_string()), ("query", "q=1")]).await;
    }
    assert_eq!(number(&app, "SELECT COUNT(*) FROM console_view").await, 20, "they are bounded");
    assert_eq!(ann.post("/console/r/staff/views", &[("do", "begin"), ("query", "")]).await.status, 403);
}

#[tokio::test]
async fn templates_are_offered_where_they_belong() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.signed_in("operator").await, app.signed_in("service").await);
    let id = ann.create_row("templates", &[("kind", "refund"), ("text", "活动取消，全额退款 <3")]).await;
    let offered = async |kind: &str| bob.get(&format!("/console/templates/{kind}")).await;
    assert!(offered("refund").await.has("data-insert=\"活动取消，全额退款 &lt;3\""));
    assert!(!offered("reply").await.has("data-insert"));
    assert_eq!(offered("nothing").await.status, 200);
    assert_eq!(bob.post(&format!("/console/r/templates/{id}"), &[("text", "x")]).await.status, 403);
    let wrong = ann.upload("/console/r/templates", &[("kind", "x"), ("text", "x")], &[]).await;
    assert_eq!(wrong.status, 422);
}

#[tokio::test]
async fn a_reason_has_the_templates_of_its_kind_wherever_it_is_asked_for() {
    let app = TestApp::start().await;
    let fixture = ConsoleFixture::create(&app).await;
    let owner = app.signed_in("owner").await;
    let kind = app.service.console.registry.resource("templates").unwrap().field("kind").unwrap().kind;
    let Kind::Word(kinds) = kind else { panic!("{kind:?}") };
    let asked = resources(&app).iter().flat_map(|one| one.actions).flat_map(|action| action.asks);
    let mut offered: Vec<&str> = asked.map(|field| field.templates).filter(|kind| !kind.is_empty()).collect();
    offered.sort_unstable();
    offered.dedup();
    assert_eq!(offered, ["reason", "refund", "reject"]);
    assert!(offered.iter().all(|kind| kinds.iter().any(|known| known.value == *kind)));
    // Also beside the rows of a section.
    let order = fixture.community.order;
    let page = owner.get(&format!("/console/r/orders/{order}")).await;
    assert!(page.has("hx-get=\"/console/templates/refund\""), "{}", page.text());
    assert!(!page.has("/console/templates/reason"), "{}", page.text());
}
