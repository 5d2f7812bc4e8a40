use miaohui_kernel::MINUTE_MS;
use miaohui_testkit::{TestApp, code};
use serde_json::{Value, json};

async fn ask(app: &TestApp, country: &str, phone: &str) -> i64 {
    code(&app.call("send_sms_code", json!({ "country": country, "phone": phone })).await)
}

/// Gives the last account another spelling, as an earlier version stored it, and marks it.
async fn spell(app: &TestApp, id: i64, country: &'static str, phone: &'static str) {
    let spell = move |tx: &mut miaohui_db::Tx<'_>| {
        tx.execute(
            "UPDATE co_user SET country = $2, phone = $3 WHERE id = $1",
            &[id.into(), country.into(), phone.into()],
        )?;
        tx.execute("INSERT INTO co_phone_to_read (user_id) VALUES ($1)", &[id.into()])
    };
    app.service.platform.db.write(spell).await.unwrap();
}

#[tokio::test]
async fn one_phone_has_one_quota_however_it_is_typed() {
    let app = TestApp::start().await;
    assert_eq!(ask(&app, "86", "13800138000").await, 0);
    for (country, phone) in [
        ("+86", "13800138000"),
        ("086", "13800138000"),
        ("0086", "138 0013 8000"),
        ("86", "+86 138-0013-8000"),
        ("86", "8613800138000"),
        ("86", "013800138000"),
        ("８６", "\u{202d}１３８００１３８０００\u{202c}"),
    ] {
        assert_eq!(ask(&app, country, phone).await, 101, "{country:?} {phone:?}");
    }
    for (country, phone) in [("8", "613800138000"), ("999", "13800138000"), ("852", "51234567"), ("86", "1")]
    {
        assert_eq!(ask(&app, country, phone).await, 103, "{country:?} {phone:?}");
    }
    app.clock.advance(MINUTE_MS);
    assert_eq!(ask(&app, "0086", "013800138000").await, 0);
    let sms = app.sms_code("13800138000").await.unwrap();
    let account = json!({ "country": "+86", "phone": "138 0013 8000", "code": sms, "password": "123456" });
    let reply = app.call("user_signup", account).await;
    let info = &reply["my_user_info"];
    assert_eq!((&info["country"], &info["phone"]), (&json!("86"), &json!("13800138000")), "{reply}");
    let login = json!({ "country": "086", "phone": "13800138000", "password": "123456" });
    assert_eq!(app.call("user_login", login).await["uid"], reply["uid"]);
}

#[tokio::test]
async fn countries_that_get_codes_are_configured() {
    let app = TestApp::start_with(&["sms.countries=86,852"]).await;
    assert_eq!(ask(&app, "852", "5123 4567").await, 0);
    assert_eq!(ask(&app, "852", "0000").await, 103, "no number of that country");
    assert_eq!(ask(&app, "44", "7911123456").await, 103);
}

#[tokio::test]
async fn stored_phones_are_rewritten_and_no_account_is_lost() {
    let app = TestApp::start().await;
    let sign_up = async |phone: &str, password: &str| {
        assert_eq!(ask(&app, "86", phone).await, 0);
        let sms = app.sms_code(phone).await.unwrap();
        let params = json!({ "country": "86", "phone": phone, "code": sms, "password": password });
        app.call("user_signup", params).await["uid"].clone()
    };
    let first = sign_up("13800138000", "first-password").await;
    let second = sign_up("13800138001", "second-password").await;
    let third = sign_up("13800138002", "third-password").await;
    let fourth = sign_up("13800138003", "fourth-password").await;
    spell(&app, 2, "086", "13800138000").await;
    spell(&app, 3, "8", "613800138009").await;
    spell(&app, 4, "99999", "1").await;
    let done = miaohui_community::rewrite_phones(&app.service.community).await.unwrap();
    assert_eq!((done.read, done.shared, done.invalid), (3, 1, 1));
    let again = miaohui_community::rewrite_phones(&app.service.community).await.unwrap();
    assert_eq!(again.read, 0);
    let log_in = async |country: &str, phone: &str, password: &str| -> Value {
        let params = json!({ "country": country, "phone": phone, "password": password });
        app.call("user_login", params).await["uid"].clone()
    };
    assert_eq!(log_in("86", "13800138000", "first-password").await, first);
    assert_eq!(log_in("086", "13800138000", "second-password").await, second, "by its own spelling");
    assert_eq!(log_in("86", "13800138009", "third-password").await, third);
    // A number that does not exist is refused; its account stays, for the operators.
    assert_eq!(log_in("99999", "1", "fourth-password").await, Value::Null);
    let rows: Vec<(String,)> = app
        .service
        .platform
        .db
        .read(|tx| tx.query("SELECT uid FROM co_user ORDER BY id", &[]))
        .await
        .unwrap();
    assert_eq!(rows[3].0, fourth);
    app.require_verified().await;
}
