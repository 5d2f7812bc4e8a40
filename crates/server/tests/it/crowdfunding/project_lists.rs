//! Lists of projects: filters, search, order, pages, statements and indexes.

use miaohui_crowdfunding::ids::ProjectId;
use miaohui_crowdfunding::store::package::PackageKind;
use miaohui_kernel::SECOND_MS;
use miaohui_testkit::{CrowdfundingFixture, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use super::projects::{PROJECTS, save};

/// The names on a page of a list.
fn names(page: &Value) -> Vec<&str> {
    page["results"].as_array().unwrap().iter().map(|project| project["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn lists_are_filtered_searched_and_ordered() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.crowdfunding_user(1).await, app.crowdfunding_user(2).await);
    for (who, name) in [(&ann, "美味佳肴"), (&ann, "Noodle House"), (&bob, "好美味道"), (&bob, "100%_real")]
    {
        app.create_draft(who, name).await;
        app.clock.advance(SECOND_MS);
    }
    app.api(Some(&ann), Method::PUT, &format!("{PROJECTS}2/attention/"), Value::Null).await;
    save(&app, &bob, ProjectId(3)).await;
    let list = async |query: &str| {
        let page = app.get(None, &format!("{PROJECTS}?{query}")).await;
        let names: Vec<String> = names(&page).into_iter().map(str::to_owned).collect();
        assert_eq!(page["count"], names.len(), "{query}");
        names.join(" ")
    };
    for (query, expected) in [
        ("", "100%_real 好美味道 Noodle House 美味佳肴"),
        ("user=1", "Noodle House 美味佳肴"),
        ("user=1&user=2", "100%_real 好美味道"),
        ("status=1", "好美味道"),
        ("status=0&user=2", "100%_real"),
        ("category=1&location=110101&user=2", "100%_real 好美味道"),
        ("category=2", ""),
        ("id=2", "Noodle House"),
        ("name=%E7%BE%8E%E5%91%B3", ""),
        ("name=好美味道", "好美味道"),
        ("search=美味", "好美味道 美味佳肴"),
        ("search=味", "好美味道 美味佳肴"),
        ("search=美味道", "好美味道"),
        ("search=美道", ""),
        ("search=%20美味%E2%80%8B", "好美味道 美味佳肴"),
        ("name=%20好美味道%20", "好美味道"),
        ("search=NOODLE%20h", "Noodle House"),
        ("search=0%25_r", "100%_real"),
        ("search=0_r", ""),
        ("search=美味&user=1&ordering=-name", "美味佳肴"),
        ("ordering=post_datetime", "美味佳肴 Noodle House 好美味道 100%_real"),
        ("ordering=name", "100%_real Noodle House 好美味道 美味佳肴"),
        ("ordering=-attention_count,id", "Noodle House 美味佳肴 好美味道 100%_real"),
        ("ordering=-attention_count,-id", "Noodle House 100%_real 好美味道 美味佳肴"),
        ("ordering=secret,-id,name", "100%_real 好美味道 Noodle House 美味佳肴"),
        ("user=&search=", "100%_real 好美味道 Noodle House 美味佳肴"),
    ] {
        assert_eq!(list(query).await, expected, "{query}");
    }
    let answer = app.api(None, Method::GET, &format!("{PROJECTS}?status=x"), Value::Null).await;
    assert_eq!((answer.status.as_u16(), answer.error(), &answer.body["errors"]), (400, 10000, &json!([])));
    // A renamed project is found by its new name only.
    app.api(Some(&ann), Method::PATCH, &format!("{PROJECTS}1/"), json!({ "name": "清汤面" })).await;
    assert_eq!((list("search=佳肴").await.as_str(), list("search=汤面").await.as_str()), ("", "清汤面"));
    // A deleted project is not found.
    app.api(Some(&ann), Method::DELETE, &format!("{PROJECTS}1/"), Value::Null).await;
    assert_eq!(list("search=汤面").await, "");
    assert_eq!(miaohui_server::verify(&app.service.crowdfunding.db, false).await.unwrap(), []);
}

/// A sigma has another form at the end of a word, which the middle of a name never has.
#[tokio::test]
async fn a_name_is_found_by_each_of_its_parts() {
    let app = TestApp::start().await;
    let ann = app.crowdfunding_user(1).await;
    app.create_draft(&ann, "ΣΙΣΥΦΟΣ").await;
    for part in ["ΣΙΣ", "ΙΣ", "σίσ", "ΦΟΣ", "φος", "Σ", "ς", "σισυφοσ"] {
        let page = app.get(None, &format!("{PROJECTS}?search={part}")).await;
        let expected = i64::from(!part.contains('ί'));
        assert_eq!(page["count"], expected, "{part}");
    }
}

#[tokio::test]
async fn pages_link_to_the_next_and_previous_page() {
    let app = TestApp::start_with(&["trusted_proxies=127.0.0.0/8"]).await;
    let ann = app.crowdfunding_user(1).await;
    let new_project = app.project_body(&ann, "x").await;
    for n in 0..25 {
        let mut new_project = new_project.clone();
        new_project["name"] = json!(format!("面馆 {n:02}"));
        app.post(&ann, PROJECTS, new_project).await;
    }
    let mut next = Some(app.url(&format!("{PROJECTS}?search=面馆&ordering=name&page_size=10")));
    let (mut seen, mut pages) = (Vec::new(), Vec::new());
    while let Some(url) = next {
        let page: Value = app.http.get(&url).send().await.unwrap().json().await.unwrap();
        assert_eq!(page["count"], 25);
        seen.extend(names(&page).into_iter().map(str::to_owned));
        next = page["next"].as_str().map(str::to_owned);
        pages.push(page);
    }
    let all: Vec<String> = (0..25).map(|n| format!("面馆 {n:02}")).collect();
    assert_eq!(seen, all);
    let previous = pages[2]["previous"].as_str().unwrap();
    assert!(previous.starts_with(&app.url(PROJECTS)) && previous.contains("search=%E9%9D%A2"), "{previous}");
    assert!(pages[0]["previous"].is_null());
    for (query, status) in [
        ("page=3", 200),
        ("page=4", 404),
        ("page=0", 404),
        ("page=x", 404),
        ("page=9223372036854775807", 404),
    ] {
        assert_eq!(
            app.api(None, Method::GET, &format!("{PROJECTS}?{query}"), Value::Null).await.status,
            status,
            "{query}"
        );
    }
    let large = app.get(None, &format!("{PROJECTS}?page_size=1000")).await;
    assert_eq!(large["results"].as_array().unwrap().len(), 25);
    // Behind a configured proxy, links use the address that clients see.
    let request = app.request(None, Method::GET, PROJECTS);
    let request = request.header("x-forwarded-proto", "https").header("x-forwarded-host", "api.example");
    let next = app.send(request).await.body["next"].clone();
    assert_eq!(next, "https://api.example/api/crowdfunding/project/?page=2");
}

#[tokio::test]
async fn a_list_runs_a_constant_number_of_statements() {
    let app = TestApp::start().await;
    let crowdfunding = CrowdfundingFixture::create(&app).await;
    for n in 0..12 {
        let id = app.create_draft(&crowdfunding.owner, &format!("n{n}")).await;
        app.create_package(&crowdfunding.owner, id, json!(1), 0, PackageKind::Ordinary).await;
    }
    let statements = async |path: &str| {
        let before = app.service.crowdfunding.db.stats().statements;
        app.get(Some(&crowdfunding.owner), path).await;
        app.service.crowdfunding.db.stats().statements - before
    };
    for path in [PROJECTS, "/api/crowdfunding/project/?search=n"] {
        let join = if path.contains('?') { '&' } else { '?' };
        let (one, many) = (statements(&format!("{path}{join}page_size=1")).await, statements(path).await);
        assert_eq!(one, many, "{path}");
        assert!(many <= 7, "{path}: {many}");
    }
}

/// Statements that collect the details of one page, or that search. The page and the number of
/// matches bound their sorting.
const GATHERING: &[&str] =
    &["IN (SELECT value FROM json_each", "WITH RECURSIVE", "cf_project_gram", "p.name = ?1"];

#[tokio::test]
async fn every_list_is_served_in_order_by_an_index() {
    let app = TestApp::start().await;
    let crowdfunding = CrowdfundingFixture::create(&app).await;
    for query in [
        "",
        "user=1",
        "status=0",
        "location=1",
        "category=1",
        "search=x",
        "name=x",
        "ordering=post_datetime",
        "ordering=-post_datetime",
        "ordering=name",
        "ordering=-name,-id",
        "ordering=attention_count",
        "ordering=-attention_count",
        "ordering=id",
        "ordering=-id",
        "user=1&ordering=-id",
        "status=3&ordering=id",
    ] {
        app.get(Some(&crowdfunding.owner), &format!("{PROJECTS}?{query}")).await;
    }
    for resource in miaohui_crowdfunding::routes::table() {
        let path = crowdfunding.path(resource.path);
        app.api(Some(&crowdfunding.owner), Method::GET, &path, Value::Null).await;
    }
    crate::plans::assert_served_in_order(&app, GATHERING, 30);
}

#[tokio::test]
async fn a_page_deeper_than_lists_go_does_not_exist() {
    let app = TestApp::start_with(&["limits.deepest_offset=2"]).await;
    let ann = app.crowdfunding_user(1).await;
    for name in ["a", "b", "c", "d", "e"] {
        app.create_draft(&ann, name).await;
    }
    let list = "/api/crowdfunding/project/?page_size=2";
    let first = app.get(None, &format!("{list}&page=1")).await;
    assert!(first["next"].is_string(), "{first}");
    let second = app.get(None, &format!("{list}&page=2")).await;
    assert_eq!((second["next"].is_null(), second["count"].as_i64()), (true, Some(5)));
    for page in ["3", "4", "1000000000000", "9223372036854775807", "99999999999999999999"] {
        let answer = app.api(None, Method::GET, &format!("{list}&page={page}"), Value::Null).await;
        assert_eq!((answer.status.as_u16(), answer.error()), (404, 10015), "{page}");
    }
    for path in ["/api/accounts/user/withdraw/", "/api/accounts/user/trades/"] {
        let answer = app.api(Some(&ann), Method::GET, &format!("{path}?page=9999"), Value::Null).await;
        assert_eq!(answer.status, 404, "{path}");
    }
}

#[tokio::test]
async fn a_search_holds_up_no_list() {
    let app = TestApp::start().await;
    let db = &app.service.crowdfunding.db;
    let (release, hold) = std::sync::mpsc::channel::<()>();
    let entered = std::sync::Arc::new(tokio::sync::Notify::new());
    let (own, started) = (db.clone(), entered.clone());
    // The lane of heavy reads is occupied.
    let heavy = tokio::spawn(async move {
        let job = move |_: &mut miaohui_db::Tx<'_>| -> miaohui_db::Result<()> {
            started.notify_one();
            let _ = hold.recv();
            Ok(())
        };
        own.read_heavy(job).await
    });
    entered.notified().await;
    let search = app.request(None, Method::GET, "/api/crowdfunding/project/?search=a").send();
    let search = tokio::spawn(search);
    while db.stats().heavy_reads_waiting == 0 {
        tokio::task::yield_now().await;
    }
    app.get(None, "/api/crowdfunding/project/").await;
    drop(release);
    heavy.await.unwrap().unwrap();
    assert_eq!(search.await.unwrap().unwrap().status(), 200);
}
