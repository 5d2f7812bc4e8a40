//! Files as phones send them, over HTTP.

use miaohui_testkit::{CommunityUser, TestApp, code};
use reqwest::header::CONTENT_TYPE;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A file of the tests of the media store.
fn case(name: &str) -> Vec<u8> {
    let path = format!("{}/../media/tests/cases/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

async fn served(app: &TestApp, path: &str) -> (String, Vec<u8>) {
    let response = app.http.get(app.url(path)).send().await.unwrap();
    assert_eq!(response.status(), 200, "{path}");
    let kind = response.headers()[CONTENT_TYPE].to_str().unwrap().to_owned();
    (kind, response.bytes().await.unwrap().to_vec())
}

async fn new_media(app: &TestApp, user: &CommunityUser) -> String {
    app.ok(user, "get_media_id", json!({})).await["media_id"].as_str().unwrap().to_owned()
}

#[cfg(all(feature = "heic", feature = "avif"))]
#[tokio::test]
async fn heic_and_avif_are_served_as_jpeg() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    for name in ["heic-tiles-turned.heic", "avif-turned.avif"] {
        let id = app.upload(&ann, case(name)).await;
        let (kind, bytes) = served(&app, &format!("/media/{id}.heic")).await;
        assert_eq!(kind, "image/jpeg", "{name}");
        let image = image::load_from_memory(&bytes).unwrap();
        assert_eq!((image.width(), image.height()), (225, 300), "upright: {name}");
        assert_eq!(served(&app, &format!("/media/{id}?w=120")).await.0, "image/jpeg");
    }
}

#[tokio::test]
async fn a_video_has_a_small_picture() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    let id = app.upload(&ann, case("mp4-dji-subtitle-gps.mp4")).await;
    assert_eq!(served(&app, &format!("/media/{id}")).await.0, "video/mp4");
    for (asked, width) in [("1", 120), ("480", 480), ("5000", 960)] {
        let (kind, bytes) = served(&app, &format!("/media/{id}.mp4?w={asked}")).await;
        assert_eq!(kind, "image/png");
        assert_eq!(image::load_from_memory(&bytes).unwrap().width(), width, "{asked}");
    }
}

#[tokio::test]
async fn a_refused_file_is_explained_to_who_sent_it() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    let whole = case("jpeg-no-eoi.jpg");
    for (sent, text) in [
        (
            b"%PDF-1.7 and so on, for more than 32 bytes".to_vec(),
            "只支持 JPEG、PNG、GIF、WebP 等图片和 MP4 视频",
        ),
        (whole[..whole.len() / 2].to_vec(), "文件已损坏或不完整"),
        ([whole, vec![0; 11 << 20]].concat(), "文件太大，最大 10 MB"),
    ] {
        let reply = app.upload_to(&new_media(&app, &ann).await, sent).await;
        assert_eq!((code(&reply), &reply["err_msg"]), (400, &json!(format!("参数错误: file: {text}"))));
    }
}

/// Sends the head of a form with an announced size, and reads the first line of the answer.
async fn first_line(app: &TestApp, path: &str, size: u64) -> String {
    let mut stream = TcpStream::connect(app.address).await.unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=x\r\n\
         content-length: {size}\r\nexpect: 100-continue\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut line = Vec::new();
    while !line.ends_with(b"\r\n") {
        let mut byte = [0];
        assert_eq!(stream.read(&mut byte).await.unwrap(), 1, "closed after {line:?}");
        line.extend(byte);
    }
    String::from_utf8(line).unwrap()
}

#[tokio::test]
async fn an_upload_that_is_too_large_is_refused_before_it_is_sent() {
    let app = TestApp::start().await;
    let large = 300 << 20;
    assert_eq!(first_line(&app, "/community/upload", large).await, "HTTP/1.1 200 OK\r\n");
    assert_eq!(first_line(&app, "/community/current_time", large).await, "HTTP/1.1 200 OK\r\n");
    assert_eq!(first_line(&app, "/api/image/", large).await, "HTTP/1.1 400 Bad Request\r\n");
    assert_eq!(first_line(&app, "/community/upload", 1000).await, "HTTP/1.1 100 Continue\r\n");
    let shown = app.service.platform.metrics.render().unwrap();
    assert!(shown.contains("miaohui_limited_total{limit=\"body_bytes\"} 3"), "{shown}");
}
