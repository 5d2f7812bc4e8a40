//! Rows whose order operators set.

use miaohui_testkit::{ConsolePage, TestApp};
use serde_json::{Value, json};

use super::fixture::ConsoleFixture;
use super::{audited, change, number, text};

#[tokio::test]
async fn dragged_rows_keep_their_order() {
    let app = TestApp::start().await;
    ConsoleFixture::create(&app).await;
    let (ann, bob) = (app.signed_in("operator").await, app.community_user(77).await);
    let names = |rows: &Value| -> Vec<String> {
        rows.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
    };
    let order = |page: &ConsolePage| -> Vec<String> {
        page.form(&page.addresses().into_iter().find(|path| path.ends_with("/order")).unwrap())
            .into_iter()
            .filter(|(name, _)| name == "order")
            .map(|(_, key)| key)
            .collect()
    };
    let drag = async |resource: &str, keys: &[String]| {
        let fields: Vec<(&str, &str)> = keys.iter().map(|key| ("order", key.as_str())).collect();
        let page = ann.post(&format!("/console/r/{resource}/order"), &fields).await;
        assert_eq!(page.location(), format!("/console/r/{resource}?done=1"), "{}", page.text());
    };
    // Categories and provinces.
    for (resource, path) in
        [("categories", "/api/crowdfunding/category/"), ("locations", "/api/location/province/")]
    {
        let before = names(&app.get(None, path).await);
        let mut keys = order(&ann.get(&format!("/console/r/{resource}")).await);
        assert_eq!(keys.len(), before.len().min(50), "{resource}");
        keys.reverse();
        drag(resource, &keys).await;
        let mut expected = before;
        expected.reverse();
        assert_eq!(names(&app.get(None, path).await), expected, "{resource}");
        assert_eq!(order(&ann.get(&format!("/console/r/{resource}")).await), keys);
    }
    // Cities of one province; the cities of others keep their order.
    let province = number(
        &app,
        "SELECT parent_id FROM cf_place WHERE level = 2 GROUP BY parent_id ORDER BY COUNT(*) DESC LIMIT 1",
    )
    .await;
    let path = format!("/api/location/city/{province}/");
    let before = names(&app.get(None, &path).await);
    let mut keys = order(&ann.get(&format!("/console/r/locations?f.parent_id={province}")).await);
    keys.rotate_left(1);
    drag("locations", &keys).await;
    let mut expected = before;
    expected.rotate_left(1);
    assert_eq!(names(&app.get(None, &path).await), expected);
    // Banners.
    for n in [1, 2, 3] {
        let url = format!("https://miaohui.example/{n}");
        let page = ann
            .upload(
                "/console/r/banners",
                &[("kind", "home"), ("url", &url)],
                &[("image", miaohui_testkit::png(n, 4, 4))],
            )
            .await;
        assert_eq!(page.status, 303, "{}", page.text());
    }
    let shown = async || {
        let reply = app.ok(&bob, "home_banner", json!({})).await;
        let urls =
            reply["banner"].as_array().unwrap().iter().map(|row| row["url"].as_str().unwrap().to_owned());
        urls.collect::<Vec<_>>()
    };
    let mut before = shown().await;
    assert_eq!(before.len(), 4);
    let mut keys = order(&ann.get("/console/r/banners").await);
    keys.rotate_right(1);
    drag("banners", &keys).await;
    before.rotate_right(1);
    assert_eq!(shown().await, before, "a new one is the last until it is dragged");
    assert!(audited(&app, "order").await >= 4);
}

#[tokio::test]
async fn reordering_a_page_keeps_it_after_the_previous_page() {
    let app = TestApp::start().await;
    let ann = app.signed_in("operator").await;
    change(
        &app,
        "INSERT INTO co_game (name, created_at, recommended)
         WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 60) SELECT 'game ' || n, 1, n FROM n",
    )
    .await;
    let keys: Vec<String> = (51..=60).rev().map(|id| id.to_string()).collect();
    let mut fields: Vec<(&str, &str)> = keys.iter().map(|key| ("order", key.as_str())).collect();
    fields.extend([("order", "999999"), ("order", "51")]);
    assert_eq!(ann.post("/console/r/recommended-games/order", &fields).await.status, 303);
    let order = text(&app, "SELECT CAST(MAX(recommended) AS TEXT) FROM co_game WHERE id <= 50").await;
    assert_eq!(order, "50", "the first page stands where it stood");
    let last = number(&app, "SELECT id FROM co_game ORDER BY recommended DESC, id DESC LIMIT 1").await;
    assert_eq!(last, 51);
    assert_eq!(number(&app, "SELECT COUNT(DISTINCT recommended) FROM co_game").await, 60);
    assert_eq!(number(&app, "SELECT COUNT(*) FROM co_game WHERE id > 50 AND recommended <= 50").await, 0);
    // Naming a row does not make it recommended.
    let other = ann.create_row("games", &[("name", "不推荐")]).await.to_string();
    ann.post("/console/r/recommended-games/order", &[("order", &other), ("order", "1")]).await;
    assert_eq!(number(&app, "SELECT COUNT(*) FROM co_game WHERE recommended IS NULL").await, 1);
    assert_eq!(ann.post("/console/r/recommended-games/order", &[("order", "abc")]).await.status, 404);
}
