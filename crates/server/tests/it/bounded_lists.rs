//! Whatever users store, lists stay small.

use miaohui_testkit::{CrowdfundingFixture, TestApp, code, png};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn a_media_name_has_a_short_extension() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    let id = app.upload(&ann, png(1, 30, 20)).await;
    let endless = "x".repeat(200_000);
    for extension in ["", "123456789", "jpg/../..", "j pg", "照片", "jpg\"><script>", endless.as_str()] {
        let name = format!("{id}.{extension}");
        let refused = app.call_as(&ann, "article_publish", json!({ "images": [name] })).await;
        assert_eq!(code(&refused), 400, "{name:.80}");
        let refused = app.call_as(&ann, "my_user_info_update", json!({ "avatar": name })).await;
        assert_eq!(code(&refused), 400, "{name:.80}");
    }
    for name in [id.clone(), format!("{id}.jpg"), format!("{id}.JPEG"), format!("{id}.12345678")] {
        app.ok(&ann, "article_publish", json!({ "images": [name] })).await;
        app.ok(&ann, "my_user_info_update", json!({ "avatar": name })).await;
        let served = app.http.get(app.url(&format!("/media/{name}"))).send().await.unwrap();
        assert_eq!(served.status(), 200);
    }
    let served = app.http.get(app.url(&format!("/media/{id}.123456789"))).send().await.unwrap();
    assert_eq!(served.status(), 400);
}

#[tokio::test]
async fn a_project_has_a_bounded_number_of_parts() {
    let app = TestApp::start().await;
    let fixture = CrowdfundingFixture::create(&app).await;
    let (owner, project) = (&fixture.owner, fixture.project);
    let sections = format!("/api/crowdfunding/project/{project}/section/");
    let feedback = "/api/crowdfunding/feedback/".to_owned();
    let package = "/api/crowdfunding/package/".to_owned();
    let section = json!({ "project": project, "title": "一", "description": "二", "status": 0, "order": 1 });
    let made = app.post(owner, &sections, section.clone()).await;
    let tasks = format!("/api/crowdfunding/project/section/{}/task/", made["id"]);
    let cases = [
        (sections.clone(), section, "project"),
        (tasks.clone(), json!({ "content": "三", "status": 0, "order": 1 }), "section"),
        (feedback, json!({ "project": project, "content": "四" }), "project"),
        (
            package,
            json!({
                "project": project, "money": 5, "limit": 3, "type": 1, "name": "五",
                "feedback": [fixture.feedback],
            }),
            "project",
        ),
    ];
    for (path, body, field) in cases {
        let mut refused = None;
        for _ in 0..201 {
            let answer = app.api(Some(owner), Method::POST, &path, body.clone()).await;
            if answer.status != 201 {
                refused = Some(answer);
                break;
            }
        }
        let refused = refused.unwrap_or_else(|| panic!("{path} has no end"));
        assert_eq!(refused.fields(), [(field.to_owned(), 10000)], "{path}");
    }
    for list in [sections, tasks] {
        assert_eq!(app.get(Some(owner), &list).await.as_array().unwrap().len(), 200, "{list}");
    }
}

#[tokio::test]
async fn a_stored_thumbnail_is_served_while_others_are_made() {
    let app = TestApp::start_with(&["workers.media_threads=1", "workers.media_queue=1"]).await;
    let ann = app.community_user(1).await;
    let (large, other) = (app.upload(&ann, png(1, 300, 200)).await, app.upload(&ann, png(2, 300, 200)).await);
    let small = app.upload(&ann, png(3, 30, 20)).await;
    let get =
        async |id: &str| app.http.get(app.url(&format!("/media/{id}?w=120"))).send().await.unwrap().status();
    assert_eq!(get(&large).await, 200);
    let pool = &app.service.platform.media_pool;
    let (release, hold) = std::sync::mpsc::channel::<()>();
    let running = tokio::spawn({
        let pool = pool.clone();
        async move { pool.run(move || hold.recv()).await }
    });
    let waiting = tokio::spawn({
        let pool = pool.clone();
        async move { pool.run(|| ()).await }
    });
    while pool.waiting() == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(get(&other).await, 503, "the queue is full");
    assert_eq!(get(&large).await, 200, "the thumbnail is stored");
    assert_eq!(get(&small).await, 200, "the original is small enough");
    drop(release);
    let _ = (running.await.unwrap(), waiting.await.unwrap());
    assert_eq!(get(&other).await, 200);
}
