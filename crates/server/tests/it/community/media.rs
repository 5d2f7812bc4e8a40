use miaohui_kernel::DAY_MS;
use miaohui_testkit::{TestApp, code, png};
use reqwest::header::{ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG};
use serde_json::json;

#[tokio::test]
async fn an_upload_is_served_with_any_extension() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    let id = app.upload(&ann, png(7, 30, 20)).await;
    let mut seen = Vec::new();
    for path in ["/media/ID", "/media/ID.jpg", "/media/ID.jpeg", "/yuanyi-media/ID.png", "/yuanyi-media/ID"] {
        let response = app.http.get(app.url(&path.replace("ID", &id))).send().await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        assert_eq!(response.headers()[CONTENT_TYPE], "image/png", "the bytes say it");
        assert_eq!(response.headers()[CACHE_CONTROL], "public, max-age=86400, s-maxage=300");
        assert_eq!(response.headers()[ACCEPT_RANGES], "bytes");
        seen.push(response.bytes().await.unwrap());
    }
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!(app.http.get(app.url("/media/unknown")).send().await.unwrap().status(), 404);
    for name in ["..%2f..%2fmiaohui.db", "unknown.", "unknown.123456789", "unknown.j%20g", "a%20b"] {
        assert_eq!(
            app.http.get(app.url(&format!("/media/{name}"))).send().await.unwrap().status(),
            400,
            "{name}"
        );
    }
}

#[tokio::test]
async fn media_supports_etags_ranges_and_head() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    let url = app.url(&format!("/media/{}", app.upload(&ann, png(7, 30, 20)).await));
    let whole = app.http.get(&url).send().await.unwrap();
    let etag = whole.headers()[ETAG].to_str().unwrap().to_owned();
    let bytes = whole.bytes().await.unwrap();
    let again = app.http.get(&url).header("if-none-match", &etag).send().await.unwrap();
    assert_eq!((again.status().as_u16(), again.bytes().await.unwrap().len()), (304, 0));
    let head = app.http.head(&url).send().await.unwrap();
    assert_eq!(head.headers()[CONTENT_LENGTH], bytes.len().to_string());
    let get = |range: &'static str| app.http.get(&url).header("range", range);
    let part = get("bytes=2-5").send().await.unwrap();
    assert_eq!(part.status(), 206);
    assert_eq!(part.headers()[CONTENT_RANGE], format!("bytes 2-5/{}", bytes.len()));
    assert_eq!(part.bytes().await.unwrap(), bytes[2..6]);
    assert_eq!(get("bytes=-3").send().await.unwrap().bytes().await.unwrap(), bytes[bytes.len() - 3..]);
    // More bytes than there are: all of them.
    let all = get("bytes=-999999").send().await.unwrap();
    assert_eq!(all.status(), 206);
    assert_eq!(all.bytes().await.unwrap(), bytes);
    assert_eq!(get("bytes=5-2").send().await.unwrap().status(), 200, "no range at all");
    assert_eq!(get("bytes=10-").send().await.unwrap().bytes().await.unwrap(), bytes[10..]);
    let beyond = get("bytes=99999-").send().await.unwrap();
    assert_eq!(
        (beyond.status().as_u16(), beyond.headers()[CONTENT_RANGE].to_str().unwrap().starts_with("bytes */")),
        (416, true)
    );
    assert_eq!(get("nonsense").send().await.unwrap().status(), 200);
    let stale = get("bytes=2-5").header("if-range", "\"other\"").send().await.unwrap();
    assert_eq!((stale.status().as_u16(), stale.bytes().await.unwrap()), (200, bytes));
}

#[tokio::test]
async fn thumbnails_have_fixed_widths() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    let url = app.url(&format!("/media/{}.jpg", app.upload(&ann, png(7, 600, 300)).await));
    let width = |w: &'static str| {
        let request = app.http.get(format!("{url}?w={w}"));
        async move {
            let response = request.send().await.unwrap();
            assert_eq!(response.status(), 200);
            let etag = response.headers()[ETAG].to_str().unwrap().to_owned();
            (image::load_from_memory(&response.bytes().await.unwrap()).unwrap().width(), etag)
        }
    };
    let (w, first) = width("200").await;
    assert_eq!(w, 240, "the next width that is kept");
    assert_eq!(width("240").await, (240, first));
    assert_eq!(width("1").await.0, 120);
    assert_eq!(width("900").await.0, 600, "never wider than the picture");
    assert_eq!(width("99999").await.0, 600);
    assert_eq!(width("nonsense").await.0, 600);
}

#[tokio::test]
async fn a_media_id_accepts_one_picture() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    let id = app.ok(&ann, "get_media_id", json!({})).await["media_id"].as_str().unwrap().to_owned();
    assert_eq!(app.http.get(app.url(&format!("/media/{id}"))).send().await.unwrap().status(), 404);
    for bad in [b"hello, I am a text".to_vec(), png(1, 40, 40)[..60].to_vec(), Vec::new()] {
        assert_eq!(code(&app.upload_to(&id, bad).await), 400);
    }
    assert_eq!(code(&app.upload_to("no such id", png(1, 2, 2)).await), 400);
    assert_eq!(code(&app.upload_to(&id, png(1, 2, 2)).await), 0);
    assert_eq!(code(&app.upload_to(&id, png(1, 2, 2)).await), 110);
    let form = reqwest::multipart::Form::new().text("media_id", id);
    let response = app.http.post(app.url("/yuanyiapi/upload")).multipart(form).send().await.unwrap();
    assert_eq!(code(&response.json().await.unwrap()), 400, "no file");
    let response = app.http.post(app.url("/community/upload")).body("{}").send().await.unwrap();
    assert_eq!(code(&response.json().await.unwrap()), 400, "no form");
}

#[tokio::test]
async fn an_oversized_picture_is_refused_with_a_reply() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    let id = app.ok(&ann, "get_media_id", json!({})).await["media_id"].as_str().unwrap().to_owned();
    let mut large = png(1, 2, 2);
    large.resize(11 << 20, 0);
    assert_eq!(code(&app.upload_to(&id, large).await), 400);
    let shown = app.service.platform.metrics.render().unwrap();
    assert!(shown.contains("miaohui_limited_total{limit=\"file_bytes\"} 1"), "{shown}");
    assert_eq!(code(&app.upload_to(&id, png(1, 2, 2)).await), 0);
}

#[tokio::test]
async fn concurrent_uploads_fill_a_media_id_once() {
    let app = std::sync::Arc::new(TestApp::start().await);
    let ann = app.community_user(1).await;
    let id = app.ok(&ann, "get_media_id", json!({})).await["media_id"].as_str().unwrap().to_owned();
    let mut uploads = tokio::task::JoinSet::new();
    for n in 0..8 {
        let (app, id) = (app.clone(), id.clone());
        uploads.spawn(async move { code(&app.upload_to(&id, png(n, 9, 9)).await) });
    }
    let answers = uploads.join_all().await;
    assert_eq!(answers.iter().filter(|answer| **answer == 0).count(), 1, "{answers:?}");
    assert!(answers.iter().all(|answer| matches!(answer, 0 | 110)), "{answers:?}");
}

#[tokio::test]
async fn media_ids_without_an_upload_and_unused_uploads_are_removed_after_a_day() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    let empty = app.ok(&ann, "get_media_id", json!({})).await["media_id"].as_str().unwrap().to_owned();
    let full = app.upload(&ann, png(1, 2, 2)).await;
    let served = async || app.http.get(app.url(&format!("/media/{full}"))).send().await.unwrap().status();
    app.clock.advance(DAY_MS - 1);
    miaohui_community::tidy(&app.service.community).await.unwrap();
    let young = app.ok(&ann, "get_media_id", json!({})).await["media_id"].as_str().unwrap().to_owned();
    assert_eq!(served().await, 200);
    app.clock.advance(1);
    miaohui_community::tidy(&app.service.community).await.unwrap();
    assert_eq!(code(&app.upload_to(&empty, png(1, 2, 2)).await), 400);
    assert_eq!(code(&app.upload_to(&young, png(1, 2, 2)).await), 0);
    assert_eq!(served().await, 404);
}
