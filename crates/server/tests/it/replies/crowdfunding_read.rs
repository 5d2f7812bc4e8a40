//! Every operation that reads, as an owner, as a supporter and as nobody.

use reqwest::Method;
use serde_json::{Value, json};

use super::recorder::Recorder;

/// Projects of the first user, one in each state.
pub const SUCCEEDED: i64 = 1;
pub const ENDED: i64 = 2;
pub const STAGNANT: i64 = 11;
pub const UNDER_WAY: i64 = 12;
pub const REJECTED: i64 = 28;
pub const PENDING: i64 = 35;
pub const DRAFT: i64 = 37;

/// Paths that begin with a project's.
pub const PROJECT: &str = "/api/crowdfunding/project/";

/// A GET of a path of the table, with its query.
pub async fn get(recorder: &mut Recorder, user: &str, template: &str, ids: &[i64]) -> Value {
    recorder.operation(user, Method::GET, template, ids, Value::Null).await.body
}

/// The id of the first row of a list or of a page.
pub async fn first_id(recorder: &mut Recorder, user: &str, template: &str, ids: &[i64]) -> i64 {
    let list = get(recorder, user, template, ids).await;
    let row = if list.is_array() { &list[0] } else { &list["results"][0] };
    row["id"].as_i64().unwrap()
}

/// Records the calls, and signs five users in.
pub async fn record(recorder: &mut Recorder) {
    recorder.begin("crowdfunding-read");
    for number in 1..=5 {
        let login = json!({ "email": format!("demo{number}@miaohui.example"), "password": "miaohui-demo" });
        let pair = recorder.operation("", Method::POST, "/api/token/get/", &[], login).await.body;
        recorder.sign_in(&format!("demo{number}"), &pair["token"]);
    }
    places_and_categories(recorder).await;
    accounts(recorder).await;
    project_lists(recorder).await;
    projects(recorder).await;
    progress(recorder).await;
    talk(recorder).await;
    files(recorder).await;
}

async fn places_and_categories(recorder: &mut Recorder) {
    get(recorder, "", "/api/location/province/", &[]).await;
    for province in [110_000, 440_000] {
        get(recorder, "", "/api/location/city/{id}/", &[province]).await;
    }
    for city in [110_100, 440_300] {
        get(recorder, "demo1", "/api/location/country/{id}/", &[city]).await;
    }
    get(recorder, "", "/api/crowdfunding/category/", &[]).await;
}

async fn accounts(recorder: &mut Recorder) {
    for user in ["demo1", "demo2", "demo5"] {
        for path in
            ["", "balance/", "withdraw/", "trades/", "trades/?page_size=2", "trades/?page=2&page_size=3"]
        {
            get(recorder, user, &format!("/api/accounts/user/{path}"), &[]).await;
        }
    }
    for user in ["demo2", "demo3"] {
        for path in ["project/", "project/support/", "project/attention/"] {
            get(recorder, user, &format!("/api/accounts/user/{path}"), &[]).await;
        }
    }
    for (user, id) in [("", 1), ("demo1", 1), ("demo1", 2), ("demo2", 7)] {
        get(recorder, user, "/api/accounts/user/{id}/", &[id]).await;
    }
}

async fn project_lists(recorder: &mut Recorder) {
    for (user, query) in [
        ("", "page_size=3"),
        ("demo1", "page_size=3&page=2"),
        ("", "page=4"),
        ("", "status=3&page_size=2&page=5"),
        ("demo1", "status=0&page_size=2"),
        ("demo2", "status=0&page_size=2"),
        ("", "status=2&page_size=1"),
        ("demo1", "user=1&page_size=2"),
        ("", "category=2&ordering=-attention_count&page_size=2"),
        ("", "location=110101&page_size=1"),
        ("", "ordering=name,-id&page_size=2"),
        ("", "ordering=-post_datetime,nothing&page_size=2"),
        ("", "search=%E9%9D%A2&page_size=2"),
        ("", "search=nothing-like-this"),
        ("", "name=nothing"),
        ("", "id=12"),
        ("", "id=999999"),
    ] {
        get(recorder, user, &format!("{PROJECT}?{query}"), &[]).await;
    }
}

async fn projects(recorder: &mut Recorder) {
    let all = [SUCCEEDED, ENDED, STAGNANT, UNDER_WAY, REJECTED, PENDING, DRAFT];
    for id in all {
        get(recorder, "demo1", "/api/crowdfunding/project/{id}/", &[id]).await;
    }
    for (user, id) in [("", UNDER_WAY), ("demo2", SUCCEEDED), ("demo2", DRAFT), ("", PENDING)] {
        let project = get(recorder, user, "/api/crowdfunding/project/{id}/", &[id]).await;
        if let Some(feedback) = project["feedback"][0].as_i64() {
            get(recorder, "demo2", "/api/crowdfunding/feedback/{id}/", &[feedback]).await;
        }
        if let Some(package) = project["package"][0].as_i64() {
            get(recorder, "demo2", "/api/crowdfunding/package/{id}/", &[package]).await;
        }
    }
    for user in ["", "demo1", "demo2"] {
        get(recorder, user, "/api/crowdfunding/project/{id}/support/?page_size=3", &[SUCCEEDED]).await;
        get(recorder, user, "/api/crowdfunding/project/{id}/support/", &[UNDER_WAY]).await;
    }
    for user in ["demo1", "demo2", "demo3", "demo4"] {
        for id in [13, 14, 15] {
            get(recorder, user, "/api/crowdfunding/project/{id}/attention/", &[id]).await;
        }
    }
}

async fn progress(recorder: &mut Recorder) {
    for user in ["demo1", "demo2"] {
        let section = first_id(recorder, user, "/api/crowdfunding/project/{id}/section/", &[SUCCEEDED]).await;
        get(recorder, user, "/api/crowdfunding/project/section/{id}/", &[section]).await;
        let tasks = "/api/crowdfunding/project/section/{id}/task/";
        let task = first_id(recorder, user, tasks, &[section]).await;
        get(recorder, user, "/api/crowdfunding/project/section/task/{id}/", &[task]).await;
    }
    get(recorder, "demo1", "/api/crowdfunding/project/{id}/section/", &[UNDER_WAY]).await;
}

async fn talk(recorder: &mut Recorder) {
    let comments = "/api/crowdfunding/project/{id}/comment/";
    for (user, query) in [("", ""), ("demo1", "?page_size=2"), ("demo2", "?page_size=1&page=2")] {
        let list = get(recorder, user, &format!("{comments}{query}"), &[SUCCEEDED]).await;
        let comment = list["results"][0]["id"].as_i64().unwrap();
        get(recorder, user, "/api/crowdfunding/project/comment/{id}/", &[comment]).await;
    }
    get(recorder, "", comments, &[UNDER_WAY]).await;
    let topics = "/api/crowdfunding/project/{id}/topic/";
    let topic = first_id(recorder, "demo1", topics, &[SUCCEEDED]).await;
    get(recorder, "demo1", &format!("{topics}?page_size=1"), &[SUCCEEDED]).await;
    get(recorder, "demo1", "/api/crowdfunding/project/topic/{id}/", &[topic]).await;
    let talk = "/api/crowdfunding/project/topic/{id}/comment/";
    let comment = first_id(recorder, "demo1", talk, &[topic]).await;
    get(recorder, "demo1", "/api/crowdfunding/project/topic/comment/{id}/", &[comment]).await;
    // Who is inside depends on who has supported the project; refusals are recorded as well.
    for user in ["demo2", "demo3", "demo4", "demo5", ""] {
        get(recorder, user, topics, &[SUCCEEDED]).await;
        get(recorder, user, "/api/crowdfunding/project/topic/comment/{id}/", &[comment]).await;
    }
}

async fn files(recorder: &mut Recorder) {
    let project = get(recorder, "", "/api/crowdfunding/project/{id}/", &[SUCCEEDED]).await;
    let cover = project["cover"].as_i64().unwrap();
    let image = get(recorder, "", "/api/image/{id}/", &[cover]).await;
    let url = image["url"].as_str().unwrap();
    for path in [url.to_owned(), format!("{url}?w=160"), "/media/images/nothing.jpg".to_owned()] {
        let request = recorder.request(Method::GET, &path);
        recorder.send(json!({ "call": format!("GET {path}") }), request).await;
    }
    for path in ["/api/accounts/activate/", "/api/accounts/activate/?token=unknown"] {
        get(recorder, "", path, &[]).await;
    }
}
