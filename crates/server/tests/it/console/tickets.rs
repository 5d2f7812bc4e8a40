//! What operators do to tickets, recommended lists and banners.

use miaohui_testkit::{CommunityFixture, ConsoleClient, TestApp, code};
use serde_json::json;

use super::fixture::ConsoleFixture;
use super::{audited, number};

async fn act(staff: &ConsoleClient, action: &str, ids: &[i64], more: &[(&str, &str)]) -> (u16, String) {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let mut form: Vec<(&str, &str)> = ids.iter().map(|id| ("id", id.as_str())).collect();
    form.extend(more);
    let page = staff.post(&format!("/console/r/tickets/do/{action}"), &form).await;
    (page.status, page.location().to_owned())
}

#[tokio::test]
async fn tickets_are_repriced_withdrawn_and_deleted_in_bulk() {
    let app = TestApp::start().await;
    let fixture = CommunityFixture::create(&app).await;
    let ann = app.signed_in("operator").await;
    let sold = fixture.sold.get();
    let [a, b, c] = [0; 3].map(|_| fixture.next_ticket().get());
    let on_sale = async || {
        let list = json!({ "project_id": fixture.project, "limit": 100 });
        let reply = app.ok(&fixture.bob, "ticket_list", list).await;
        reply["ticket_list"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["ticket_id"].as_i64().unwrap())
            .collect::<Vec<_>>()
    };
    // What somebody has keeps its price.
    let (status, next) = act(&ann, "reprice", &[a, b, sold], &[("price", "25")]).await;
    assert_eq!((status, next.as_str()), (303, "/console/r/tickets?done=2&left=1"));
    let detail = app.ok(&fixture.bob, "ticket_detail", json!({ "ticket_id": a })).await;
    assert_eq!(detail["ticket_detail"]["price"], 2500);
    // A withdrawn ticket is in no list and cannot be ordered, until it is put back.
    assert_eq!(act(&ann, "withdraw", &[a, b], &[]).await.1, "/console/r/tickets?done=2&left=0");
    assert!(!on_sale().await.contains(&a));
    let order = json!({ "ticket_id_list": [a] });
    assert_eq!(code(&app.call_as(&fixture.bob, "order_create", order.clone()).await), 202);
    assert_eq!(code(&app.call_as(&fixture.bob, "shopping_cart_add", json!({ "ticket_id": a })).await), 202);
    assert_eq!(act(&ann, "put-back", &[a], &[]).await.1, "/console/r/tickets?done=1&left=0");
    assert!(on_sale().await.contains(&a));
    // A reserved ticket stays with its order, and is not sold again after it.
    let reply = app.ok(&fixture.bob, "order_create", order).await;
    assert_eq!(act(&ann, "withdraw", &[a], &[]).await.1, "/console/r/tickets?done=1&left=0");
    app.ok(&fixture.bob, "order_cancel", json!({ "order_id": reply["order_id"] })).await;
    assert!(!on_sale().await.contains(&a));
    // Only a ticket that nobody ever had is deleted.
    let total = number(&app, "SELECT MAX(ticket_count) FROM co_project").await;
    assert_eq!(act(&ann, "remove", &[a, c, sold], &[]).await.1, "/console/r/tickets?done=1&left=2");
    assert_eq!(number(&app, "SELECT MAX(ticket_count) FROM co_project").await, total - 1);
    assert_eq!(code(&app.call_as(&fixture.bob, "ticket_detail", json!({ "ticket_id": c })).await), 201);
    assert_eq!((audited(&app, "reprice").await, audited(&app, "remove").await), (2, 1));
    app.require_verified().await;
}

#[tokio::test]
async fn a_parent_is_filled_in_when_one_comes_from_its_page() {
    let app = TestApp::start().await;
    let fixture = ConsoleFixture::create(&app).await;
    let ann = app.signed_in("operator").await;
    let project = fixture.community.project;
    let list = ann.get(&format!("/console/r/tickets?f.project_id={project}")).await;
    assert!(list.has(&format!("name=\"project_id\" value=\"{project}\"")), "issuing: {}", list.text());
    let master = number(&app, "SELECT MIN(id) FROM co_master").await;
    let page = ann.get(&format!("/console/r/masters/{master}")).await;
    let new = format!("/console/r/projects/new?master_id={master}");
    assert!(page.addresses().contains(&new), "{:?}", page.addresses());
    let form = ann.get(&new).await;
    assert_eq!(form.hidden("master_id"), Some(master.to_string()));
    assert!(form.has("value=\"达人\""), "its name is shown: {}", form.text());
    let of_list = ann.get(&format!("/console/r/projects?f.master_id={master}")).await;
    assert!(of_list.addresses().contains(&new), "{:?}", of_list.addresses());
    let unknown = ann.get("/console/r/projects/new?master_id=999999&nothing=1").await;
    assert_eq!((unknown.status, unknown.hidden("master_id")), (200, Some(String::new())));
}

#[tokio::test]
async fn recommended_lists_take_and_give_rows() {
    let app = TestApp::start().await;
    let fixture = CommunityFixture::create(&app).await;
    let ann = app.signed_in("operator").await;
    let shown = async || {
        let reply = app.ok(&fixture.bob, "ticket_recommend_list", json!({})).await;
        let rows = reply["ticket_recommend_list"].as_array().unwrap().clone();
        rows.iter().map(|row| row["ticket_id"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    let before = shown().await;
    fixture.next_ticket();
    let new = fixture.next_ticket().get();
    let add = async |row: i64| {
        let page = ann.post("/console/r/recommended-tickets/do/add", &[("row", &row.to_string())]).await;
        (page.status, page.location().to_owned())
    };
    assert_eq!(add(new).await, (303, "/console/r/recommended-tickets?done=1&left=0".into()));
    assert_eq!(shown().await, [before.clone(), vec![new]].concat(), "the new one is the last");
    assert_eq!(add(new).await.1, "/console/r/recommended-tickets?done=0&left=1");
    // The list is of tickets on sale, so that another one is not added invisibly.
    let withdrawn = fixture.next_ticket().get();
    assert_eq!(act(&ann, "withdraw", &[withdrawn], &[]).await.0, 303);
    for other in [fixture.sold.get(), withdrawn] {
        assert_eq!(add(other).await.1, "/console/r/recommended-tickets?done=0&left=1", "{other}");
    }
    assert_eq!(add(999_999).await.0, 422);
    let page = ann.post("/console/r/recommended-tickets/do/remove", &[("id", &new.to_string())]).await;
    assert_eq!(page.location(), "/console/r/recommended-tickets?done=1&left=0");
    assert_eq!(shown().await, before);
    for name in ["masters", "projects", "clothes", "games"] {
        let path = format!("/console/r/recommended-{name}");
        let id = number(
            &app,
            &format!(
                "SELECT MIN(id) FROM {}",
                app.service.console.registry.resource(&format!("recommended-{name}")).unwrap().table
            ),
        )
        .await
        .to_string();
        assert_eq!(
            ann.post(&format!("{path}/do/remove"), &[("id", &id)]).await.location(),
            format!("{path}?done=1&left=0")
        );
        assert_eq!(
            ann.post(&format!("{path}/do/add"), &[("row", &id)]).await.location(),
            format!("{path}?done=1&left=0")
        );
    }
}

#[tokio::test]
async fn a_banner_chooses_its_clothing_by_search_with_a_picture() {
    let app = TestApp::start().await;
    let fixture = ConsoleFixture::create(&app).await;
    let ann = app.signed_in("operator").await;
    for name in ["clothes", "design-clothes"] {
        let found = ann.get(&format!("/console/pick/{name}?q=%E6%9C%8D")).await;
        assert!(
            found.has("data-pick") && found.has("<img src=\"/console/media/e4cbdd56"),
            "{}",
            found.text()
        );
    }
    // Clothes of the two sorts have the same keys.
    super::change(
        &app,
        "INSERT INTO co_design_cloth (name, images, intro, price, created_at) SELECT 'x', '[]', '[]', 1, 1",
    )
    .await;
    let new = number(&app, "SELECT MAX(id) FROM co_design_cloth").await.to_string();
    let picture = || [("image", miaohui_testkit::png(9, 4, 4))];
    let fields = [("kind", "design_circle"), ("target_id", new.as_str())];
    let page = ann.upload("/console/r/design-banners", &fields, &picture()).await;
    assert_eq!(page.status, 303, "{}", page.text());
    let fields = [("kind", "home"), ("target_id", new.as_str())];
    assert_eq!(ann.upload("/console/r/banners", &fields, &picture()).await.status, 422, "no such clothing");
    let banner = app.ok(&fixture.community.bob, "design_circle_banner", json!({})).await;
    assert!(
        banner["banner"].as_array().unwrap().iter().any(|row| row["banner_id"].as_i64() == new.parse().ok())
    );
    let delete = async |resource: &str, id: &str| {
        ann.post(&format!("/console/r/{resource}/{id}"), &[("_do", "delete")]).await.status
    };
    assert_eq!(delete("design-clothes", &new).await, 422, "a banner opens it");
    let page = ann.get("/console/r/banners?f.kind=").await;
    assert!(!page.has("design_circle"), "each list has its own");
}
