//! Users as they and others see them, and places.

use miaohui_crowdfunding::ids::{CategoryId, LocationId};
use miaohui_testkit::{CrowdfundingFixture, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn a_user_changes_only_editable_fields() {
    let app = TestApp::start().await;
    let ann = app.crowdfunding_user(1).await;
    let avatar = app.upload_image(Some(&ann), 1).await;
    let detail =
        json!({ "avatar": avatar, "name": "安", "sex": "l", "age": "20", "native": 110_101, "qq": 12345 });
    let sent = json!({
        "nickname": "小安", "detailinfo": detail, "fundinfo": { "alipay": "a@b.cn" }, "email": "x@y.cn", "is_staff": true,
        "balanceinfo": { "balance": 1000 },
    });
    let path = "/api/accounts/user/";
    let put = app.api(Some(&ann), Method::PUT, path, sent).await.body;
    assert_eq!(
        (&put["nickname"], &put["email"], &put["is_staff"]),
        (&json!("小安"), &json!(ann.email), &json!(false))
    );
    assert_eq!(put["balanceinfo"]["balance"], 0);
    let expected =
        json!({ "avatar": avatar, "name": "安", "sex": "l", "age": 20, "native": 110_101, "qq": "12345" });
    for (key, value) in expected.as_object().unwrap() {
        assert_eq!(&put["detailinfo"][key], value);
    }
    // PATCH and POST change only the fields sent; null clears a field.
    for (verb, age) in [(Method::PATCH, json!(30)), (Method::POST, Value::Null)] {
        let answer = app.api(Some(&ann), verb, path, json!({ "detailinfo": { "age": age } })).await.body;
        assert_eq!((&answer["detailinfo"]["age"], &answer["detailinfo"]["name"]), (&age, &json!("安")));
    }
    // A form writes dictionaries with dots.
    let request = app
        .request(Some(&ann), Method::PATCH, path)
        .form(&[("detailinfo.sex", "m"), ("fundinfo.name", "安某")]);
    let answer = app.send(request).await.body;
    assert_eq!((&answer["detailinfo"]["sex"], &answer["fundinfo"]["name"]), (&json!("m"), &json!("安某")));
    let wrong = json!({ "nickname": "", "detailinfo": { "sex": "x", "age": -1, "native": 7, "idcard_image": avatar }, "fundinfo": [] });
    let fields = app.api(Some(&ann), Method::PATCH, path, wrong).await.fields();
    let expected = [
        ("nickname", 10001),
        ("detailinfo.sex", 10000),
        ("detailinfo.age", 10000),
        ("detailinfo.native", 10000),
        ("detailinfo.idcard_image", 10028),
        ("fundinfo", 10000),
    ];
    assert_eq!(fields, expected.map(|(name, code)| (name.to_owned(), code)));
    // Other users see fewer fields.
    let seen = app.get(None, &format!("/api/accounts/user/{}/", ann.id)).await;
    let keys: Vec<&String> = seen.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["detailinfo", "email", "id", "nickname"]);
    assert_eq!(seen["detailinfo"].as_object().unwrap().len(), 6);
    assert_eq!(app.api(None, Method::GET, "/api/accounts/user/99/", Value::Null).await.status, 404);
}

#[tokio::test]
async fn the_counters_of_a_user_are_current() {
    let app = TestApp::start().await;
    let crowdfunding = CrowdfundingFixture::create(&app).await;
    let counts = async |who| app.get(Some(who), "/api/accounts/user/").await;
    let owner = counts(&crowdfunding.owner).await;
    assert_eq!(owner["projectinfo"], json!({ "launch": 2, "attention": 0, "support": 0 }));
    assert_eq!(owner["questioninfo"], json!({ "ask": 0, "answer": 0, "comment": 1, "vote": 0 }));
    let backer = counts(&crowdfunding.backer).await;
    assert_eq!(backer["projectinfo"], json!({ "launch": 0, "attention": 1, "support": 1 }));
    let supports = app.get(Some(&crowdfunding.backer), "/api/accounts/user/project/support/").await;
    assert_eq!(supports.as_array().unwrap().len(), 1, "what is not paid is no support: {supports}");
    assert_eq!(
        supports[0]["project"]["personal_information"],
        json!({ "is_attended": true, "support_type": 0, "is_supported": true })
    );
    assert_eq!(
        app.get(Some(&crowdfunding.owner), "/api/accounts/user/project/").await.as_array().unwrap().len(),
        2
    );
    assert_eq!(
        app.get(Some(&crowdfunding.backer), "/api/accounts/user/project/attention/").await[0]["project"]["id"],
        json!(crowdfunding.project)
    );
}

#[tokio::test]
async fn places_are_complete_ordered_by_operators_and_updated() {
    let app = TestApp::start().await;
    let names = async |path: &str| -> Vec<String> {
        let places = app.get(None, path).await;
        places.as_array().unwrap().iter().map(|place| place["name"].as_str().unwrap().to_owned()).collect()
    };
    let provinces = names("/api/location/province/").await;
    assert_eq!((provinces.len(), provinces[0].as_str()), (34, "北京市"));
    assert!(names("/api/location/country/110100/").await.contains(&"东城区".to_owned()));
    for wrong in ["/api/location/city/110100/", "/api/location/country/110000/", "/api/location/city/1/"] {
        let answer = app.api(None, Method::GET, wrong, Value::Null).await;
        assert_eq!((answer.status.as_u16(), answer.error()), (400, 10024), "{wrong}");
    }
    let db = &app.service.crowdfunding.db;
    db.write(|tx| {
        miaohui_crowdfunding::store::place::reorder(tx, None, &[LocationId(420_000), LocationId(110_000)])?;
        tx.execute("UPDATE cf_place SET name = 'old name' WHERE id = 420000", &[])?;
        tx.execute("DELETE FROM cf_place WHERE id = 110101", &[])?;
        Ok::<_, miaohui_db::Error>(())
    })
    .await
    .unwrap();
    assert_eq!(names("/api/location/province/").await[0], "old name");
    assert_eq!(db.write(miaohui_crowdfunding::store::place::import).await.unwrap(), 2);
    assert_eq!(db.write(miaohui_crowdfunding::store::place::import).await.unwrap(), 0);
    let provinces = names("/api/location/province/").await;
    assert_eq!((provinces[0].as_str(), provinces.len()), ("湖北省", 34), "the operators' order stays");
    assert!(names("/api/location/country/110100/").await.contains(&"东城区".to_owned()));
}

#[tokio::test]
async fn categories_are_in_the_operators_order() {
    let app = TestApp::start().await;
    let path = "/api/crowdfunding/category/";
    assert_eq!(app.get(None, path).await[0], json!({ "id": 1, "name": "闽菜" }));
    let order: Vec<CategoryId> = (1..=9).rev().map(CategoryId).collect();
    let reorder =
        move |tx: &mut miaohui_db::Tx<'_>| miaohui_crowdfunding::store::category::reorder(tx, &order);
    app.service.crowdfunding.db.write(reorder).await.unwrap();
    assert_eq!(app.get(None, path).await[0], json!({ "id": 9, "name": "其他" }));
}

#[tokio::test]
async fn weibo_and_blog_are_addresses_of_web_pages() {
    let app = TestApp::start().await;
    let ann = app.crowdfunding_user(1).await;
    let path = "/api/accounts/user/";
    let set = |weibo: &'static str| {
        let detail = json!({ "detailinfo": { "weibo": weibo, "blog": weibo } });
        app.api(Some(&ann), Method::PATCH, path, detail)
    };
    for wrong in [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "http:evil",
        "http://",
        "https:// a",
        "http://a\nb",
        "weibo",
    ] {
        let fields = set(wrong).await.fields();
        let expected = [("detailinfo.weibo".to_owned(), 10000), ("detailinfo.blog".to_owned(), 10000)];
        assert_eq!(fields, expected, "{wrong}");
    }
    for right in ["http://weibo.com", "HTTPS://weibo.com/我?x=1#y", ""] {
        assert_eq!(set(right).await.body["detailinfo"]["blog"], right);
    }
}
