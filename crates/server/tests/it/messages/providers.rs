use miaohui_kernel::{MINUTE_MS, SECOND_MS};
use miaohui_simulator::sms::test_accounts as accounts;
use miaohui_testkit::{Providers, TestApp, code};
use serde_json::{Value, json};

/// A service that sends through simulated providers.
struct Bench {
    app: TestApp,
    providers: Providers,
}

impl Bench {
    async fn start(more: &[&str]) -> Self {
        let mut providers = Providers::bind().await;
        let url = format!("http://{}", providers.address);
        let template = |country: &str, template: &str, params: &str| {
            format!(
                "{{ purpose = 'code', country = '{country}', sign = '{}', template = '{template}', params = '{params}' }}",
                accounts::SIGN_NAME
            )
        };
        let aliyun = [
            template("86", accounts::ALIYUN_TEMPLATE, "code"),
            template("*", accounts::ALIYUN_GLOBAL_TEMPLATE, "code"),
        ];
        let tencent = template("86", accounts::TENCENT_TEMPLATE, "code,minutes");
        let mut settings = vec![
            "sms.countries=86,852".to_owned(),
            format!("sms.aliyun.endpoint={url}"),
            format!("sms.aliyun.access_key_id={}", accounts::ALIYUN_KEY_ID),
            format!("sms.aliyun.access_key_secret={}", accounts::ALIYUN_SECRET),
            format!("sms.aliyun.templates=[{}]", aliyun.join(", ")),
            format!("sms.tencent.endpoint={url}"),
            format!("sms.tencent.secret_id={}", accounts::TENCENT_SECRET_ID),
            format!("sms.tencent.secret_key={}", accounts::TENCENT_SECRET_KEY),
            format!("sms.tencent.sdk_app_id={}", accounts::TENCENT_APP_ID),
            format!("sms.tencent.templates=[{tencent}]"),
            format!("sms.http.url={url}/sms-hook"),
            format!("sms.http.secret={}", accounts::HOOK_SECRET),
        ];
        settings.extend(more.iter().map(|setting| (*setting).to_owned()));
        let settings: Vec<&str> = settings.iter().map(String::as_str).collect();
        let app = TestApp::start_with(&settings).await;
        providers.open(&app.clock);
        Self { app, providers }
    }

    /// Asks for a code and tries to send it once.
    async fn ask(&self, country: &str, phone: &str) {
        let reply = self.app.call("send_sms_code", json!({ "country": country, "phone": phone })).await;
        assert_eq!(code(&reply), 0, "{reply}");
        self.app.service.platform.outbox.deliver_due().await.unwrap();
    }

    /// The messages that the providers took.
    async fn taken(&self) -> Vec<Value> {
        let url = format!("http://{}/control/sms", self.providers.address);
        let all: Value = self.app.http.get(url).send().await.unwrap().json().await.unwrap();
        all["messages"].as_array().unwrap().clone()
    }

    async fn control(&self, path: &str, body: Value) {
        let url = format!("http://{}/control/sms/{path}", self.providers.address);
        assert_eq!(self.app.http.post(url).json(&body).send().await.unwrap().status(), 204);
    }

    async fn check_receipts(&self) {
        self.app.clock.advance(10 * SECOND_MS);
        self.app.service.platform.outbox.check_receipts().await.unwrap();
    }

    /// The state, the reason and the provider of the last message.
    async fn last(&self) -> (String, String, String) {
        let sql =
            "SELECT state, COALESCE(reason, ''), COALESCE(provider, '') FROM outbox ORDER BY id DESC LIMIT 1";
        self.app.service.platform.db.read(move |tx| tx.query_one(sql, &[])).await.unwrap()
    }
}

fn words(state: &str, reason: &str, provider: &str) -> (String, String, String) {
    (state.to_owned(), reason.to_owned(), provider.to_owned())
}

#[tokio::test]
async fn aliyun_takes_codes_and_reports_receipts() {
    let bench = Bench::start(&["sms.provider=aliyun"]).await;
    bench.ask("86", "13800138000").await;
    bench.ask("852", "51234567").await;
    let taken = bench.taken().await;
    assert_eq!(taken.len(), 2, "{taken:?}");
    assert_eq!((&taken[0]["phone"], &taken[0]["provider"]), (&json!("+8613800138000"), &json!("aliyun")));
    assert_eq!(
        (&taken[1]["phone"], &taken[1]["template"]),
        (&json!("+85251234567"), &json!(accounts::ALIYUN_GLOBAL_TEMPLATE))
    );
    assert_eq!(bench.last().await, words("sent", "", "aliyun"));
    bench.control("report", json!({ "serial": taken[1]["serial"], "code": "MOBILE_IN_BLACK" })).await;
    bench.check_receipts().await;
    assert_eq!(bench.last().await, words("undelivered", "blocked", "aliyun"));
    bench.control("report", json!({ "serial": taken[0]["serial"], "code": null })).await;
    bench.app.clock.advance(MINUTE_MS);
    bench.check_receipts().await;
    let console = bench.app.signed_in("operator").await;
    let page = console.get("/console/deliveries?to=138%200013%208000").await.text();
    assert!(page.contains("已送达") && !page.contains("拦截"), "{page}");
    // The code itself signs up.
    let sms = taken[0]["values"][0].as_str().unwrap();
    let account = json!({ "country": "86", "phone": "13800138000", "code": sms, "password": "123456" });
    assert_eq!(code(&bench.app.call("user_signup", account).await), 0);
}

#[tokio::test]
async fn tencent_takes_codes_and_reports_receipts() {
    let bench = Bench::start(&["sms.provider=tencent"]).await;
    bench.ask("86", "13800138000").await;
    let taken = bench.taken().await;
    assert_eq!(
        (&taken[0]["provider"], &taken[0]["values"][1]),
        (&json!("tencent"), &json!("5")),
        "{taken:?}"
    );
    bench.control("report", json!({ "serial": taken[0]["serial"], "code": "空号" })).await;
    bench.check_receipts().await;
    assert_eq!(bench.last().await, words("undelivered", "recipient", "tencent"));
    bench.ask("852", "51234567").await;
    assert_eq!(bench.last().await.1, "country", "no template for that country");
}

#[tokio::test]
async fn codes_of_refusals_decide_what_follows() {
    let bench = Bench::start(&["sms.provider=aliyun"]).await;
    for (n, (refusal, state, reason)) in [
        ("isp.SYSTEM_ERROR", "retrying", "unreachable"),
        ("isv.BUSINESS_LIMIT_CONTROL", "retrying", "limited"),
        ("isv.MOBILE_NUMBER_ILLEGAL", "failed", "recipient"),
        ("isv.AMOUNT_NOT_ENOUGH", "retrying", "balance"),
        ("isv.NEW_CODE", "retrying", "other"),
    ]
    .into_iter()
    .enumerate()
    {
        bench.control("error", json!({ "provider": "aliyun", "code": refusal, "count": 1 })).await;
        bench.ask("86", &format!("1380013800{n}")).await;
        assert_eq!(bench.last().await, words(state, reason, ""), "{refusal}");
        // The retries of this message must not meet the next refusal.
        bench.app.clock.advance(10 * MINUTE_MS);
        bench.app.service.platform.outbox.deliver_due().await.unwrap();
    }
}

#[tokio::test]
async fn a_second_provider_sends_what_the_first_one_refuses() {
    let bench = Bench::start(&["sms.provider=aliyun", "sms.fallback=tencent"]).await;
    bench.control("error", json!({ "provider": "aliyun", "code": "isv.OUT_OF_SERVICE", "count": 1 })).await;
    bench.ask("86", "13800138000").await;
    assert_eq!(bench.last().await, words("sent", "", "tencent"));
    let taken = bench.taken().await;
    bench.control("report", json!({ "serial": taken[0]["serial"], "code": null })).await;
    bench.check_receipts().await;
    assert_eq!(bench.last().await.0, "delivered", "the receipt comes from the second one");
    bench
        .control("error", json!({ "provider": "aliyun", "code": "isv.MOBILE_NUMBER_ILLEGAL", "count": 1 }))
        .await;
    bench.ask("86", "13800138001").await;
    assert_eq!(bench.last().await, words("failed", "recipient", ""));
    assert_eq!(bench.taken().await.len(), 1, "a wrong number is not tried twice");
}

#[tokio::test]
async fn a_hook_is_signed_and_reports_receipts() {
    let bench = Bench::start(&["sms.provider=http"]).await;
    bench.ask("86", "13800138000").await;
    assert_eq!(bench.last().await, words("sent", "", "http"));
    let taken = bench.taken().await;
    let secret = miaohui_kernel::Secret::new(accounts::HOOK_SECRET);
    let report = async |time: i64, secret: &miaohui_kernel::Secret, body: Value| {
        let (time, body) = (time.to_string(), body.to_string());
        let signature = miaohui_gateways::sms::hook::signature(secret, &time, body.as_bytes());
        let request = bench.app.http.post(bench.app.url("/sms/receipt")).body(body);
        let request = request.header("miaohui-time", time).header("miaohui-signature", signature);
        request.send().await.unwrap().status().as_u16()
    };
    let now = bench.app.clock.now_ms() / 1000;
    let body = json!({ "id": taken[0]["serial"], "state": "failed", "reason": "off" });
    assert_eq!(report(now, &miaohui_kernel::Secret::new("another secret"), body.clone()).await, 401);
    assert_eq!(report(now - 301, &secret, body.clone()).await, 401, "too old");
    assert_eq!(report(now, &secret, json!({ "id": "x", "state": "delivered" })).await, 404);
    assert_eq!(report(now, &secret, body.clone()).await, 204);
    assert_eq!(bench.last().await, words("undelivered", "off", "http"));
    assert_eq!(report(now, &secret, body).await, 404, "reported already");
}

#[tokio::test]
async fn the_console_tells_why_a_code_did_not_arrive() {
    let bench = Bench::start(&["sms.provider=aliyun"]).await;
    bench
        .control("error", json!({ "provider": "aliyun", "code": "isv.MOBILE_NUMBER_ILLEGAL", "count": 1 }))
        .await;
    bench.ask("86", "13800138000").await;
    let again = json!({ "country": "86", "phone": "13800138000" });
    assert_eq!(code(&bench.app.call("send_sms_code", again).await), 101);
    let console = bench.app.signed_in("operator").await;
    let page = console.get("/console/deliveries?to=%2B8613800138000").await.text();
    for part in ["未发出", "号码或地址不存在", "isv.MOBILE_NUMBER_ILLEGAL", "同一手机请求太快"]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    let list = console.get("/console/r/outbox").await.text();
    assert!(list.contains("+86138****00"), "{list}");
    let nobody = console.get("/console/deliveries?to=13900139000").await.text();
    assert!(nobody.contains("没有收到过请求"));
    assert!(console.get("/console/deliveries?to=abc").await.text().contains("不是手机号"));
    bench.app.clock.advance(3 * 24 * 60 * MINUTE_MS);
    miaohui_console::tidy(&bench.app.service.console).await.unwrap();
    let list = console.get("/console/r/outbox").await.text();
    assert!(!list.contains("138****"), "the recipient is forgotten");
}
