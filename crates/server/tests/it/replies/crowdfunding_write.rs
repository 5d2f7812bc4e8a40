//! Every operation that writes, in an order in which it succeeds, with what shows its effect.

use miaohui_crowdfunding::ids::{PackageId, ProjectId};
use miaohui_crowdfunding::operators::ProjectDecision;
use reqwest::Method;
use serde_json::{Value, json};

use super::crowdfunding_read::{PROJECT, SUCCEEDED, UNDER_WAY, get};
use super::recorder::{Recorder, Reply};

const SUPPORT: &str = "/api/crowdfunding/project/{id}/support/";
const PAY: &str = "/api/crowdfunding/project/{id}/support/{sid}/pay/";

/// Calls with the clock moved on, so that every row has a time of its own.
async fn call(recorder: &mut Recorder, user: &str, verb: Method, path: &str, id: i64, body: Value) -> Reply {
    recorder.app.clock.advance(1000);
    recorder.operation(user, verb, path, &[id], body).await
}

/// POST that makes something; its id.
async fn make(recorder: &mut Recorder, user: &str, path: &str, id: i64, body: Value) -> i64 {
    call(recorder, user, Method::POST, path, id, body).await.body["id"].as_i64().unwrap()
}

/// PUT, PATCH, GET and at last two DELETEs of something.
async fn change(recorder: &mut Recorder, user: &str, path: &str, id: i64, put: Value, patch: Value) {
    call(recorder, user, Method::PUT, path, id, put).await;
    call(recorder, user, Method::PATCH, path, id, patch).await;
    call(recorder, user, Method::PATCH, path, id, json!({})).await;
    get(recorder, user, path, &[id]).await;
    for _ in 0..2 {
        call(recorder, user, Method::DELETE, path, id, Value::Null).await;
    }
}

/// Records the calls.
pub async fn record(recorder: &mut Recorder) {
    recorder.begin("crowdfunding-write");
    accounts(recorder).await;
    passwords(recorder).await;
    profile(recorder).await;
    images(recorder).await;
    let (project, packages) = projects(recorder).await;
    money(recorder).await;
    supports(recorder, project, packages).await;
    with_keys(recorder, project, packages[0]).await;
    attention(recorder).await;
    progress(recorder).await;
    comments(recorder).await;
    topics(recorder).await;
    reports(recorder).await;
    erasure(recorder).await;
}

/// An export, and the end of an account.
async fn erasure(recorder: &mut Recorder) {
    let r = recorder;
    let path = "/api/accounts/user/";
    let login = json!({ "email": "link@miaohui.example", "password": "third password" });
    let pair = call(r, "", Method::POST, "/api/token/get/", 0, login).await.body;
    r.sign_in("new", &pair["token"]);
    get(r, "new", "/api/accounts/user/export/", &[]).await;
    for body in [json!({}), json!({ "password": "first password" }), json!({ "password": "third password" })]
    {
        call(r, "new", Method::DELETE, path, 0, body).await;
    }
    get(r, "new", path, &[]).await;
}

/// The code that the last mail to an address holds.
async fn mailed_code(recorder: &Recorder, email: &str) -> String {
    let mail = recorder.app.last_mail(email).await.unwrap();
    mail["text"].as_str().unwrap().split("Code: ").nth(1).unwrap()[..40].to_owned()
}

async fn accounts(recorder: &mut Recorder) {
    let r = recorder;
    let (register, activate) = ("/api/accounts/register/", "/api/accounts/activate/");
    for (email, by_link) in [("new@miaohui.example", false), ("link@miaohui.example", true)] {
        let account = json!({ "email": email, "password": "first password", "nickname": "小新" });
        for _ in 0..2 {
            call(r, "", Method::POST, register, 0, account.clone()).await;
        }
        call(r, "", Method::POST, "/api/token/get/", 0, account.clone()).await;
        let code = mailed_code(r, email).await;
        for _ in 0..2 {
            if by_link {
                get(r, "", &format!("{activate}?token={code}"), &[]).await;
            } else {
                call(r, "", Method::POST, activate, 0, json!({ "token": code })).await;
            }
        }
        let pair = call(r, "", Method::POST, "/api/token/get/", 0, account).await.body;
        r.sign_in("new", &pair["token"]);
        // A pair that is used twice would end the session.
        let unknown = json!({ "token": "0".repeat(40), "refresh_token": "0".repeat(40) });
        for sent in [pair, unknown] {
            let refreshed = call(r, "", Method::POST, "/api/token/refresh/", 0, sent).await.body;
            get(r, "new", "/api/accounts/user/", &[]).await;
            if refreshed["token"].is_string() {
                r.sign_in("new", &refreshed["token"]);
            }
        }
        get(r, "new", "/api/accounts/user/", &[]).await;
    }
}

async fn passwords(recorder: &mut Recorder) {
    let r = recorder;
    let email = "link@miaohui.example";
    let change = json!({ "old_password": "first password", "password": "second password" });
    for _ in 0..2 {
        call(r, "new", Method::POST, "/api/accounts/password/change/", 0, change.clone()).await;
    }
    for known in [email, "nobody@miaohui.example"] {
        call(r, "", Method::POST, "/api/accounts/password/reset/", 0, json!({ "email": known })).await;
    }
    let confirm = json!({ "token": mailed_code(r, email).await, "password": "third password" });
    for _ in 0..2 {
        call(r, "", Method::POST, "/api/accounts/password/reset/confirm/", 0, confirm.clone()).await;
    }
    get(r, "new", "/api/accounts/user/", &[]).await;
    for password in ["second password", "third password"] {
        let login = json!({ "email": email, "password": password });
        call(r, "", Method::POST, "/api/token/get/", 0, login).await;
    }
}

async fn profile(recorder: &mut Recorder) {
    let r = recorder;
    let path = "/api/accounts/user/";
    for (verb, body) in [
        (
            Method::PUT,
            json!({ "nickname": "测试昵称", "detailinfo": { "sex": "l", "age": 30, "native": 110_101 } }),
        ),
        (Method::PATCH, json!({ "detailinfo": { "qq": "12345", "weibo": "https://weibo.com/miaohui" } })),
        (Method::POST, json!({ "detailinfo": { "mobile": "13900000000", "profession": "厨师" } })),
        (Method::PATCH, json!({ "fundinfo": { "alipay": "demo3@miaohui.example" } })),
        (Method::PATCH, json!({})),
    ] {
        call(r, "demo3", verb, path, 0, body).await;
    }
    get(r, "demo3", path, &[]).await;
    get(r, "", "/api/accounts/user/{id}/", &[3]).await;
}

async fn images(recorder: &mut Recorder) {
    let r = recorder;
    let image = "/api/image/{id}/";
    for user in ["demo1", ""] {
        let made =
            r.upload(user, Method::POST, "/api/image/", &[], &[("type", "2")], ("image", Some(1))).await;
        let id = made.body["id"].as_i64().unwrap();
        r.upload("demo2", Method::PUT, image, &[id], &[("type", "3")], ("image", Some(2))).await;
        r.upload(user, Method::PUT, image, &[id], &[("type", "3")], ("image", Some(3))).await;
        r.upload(user, Method::PATCH, image, &[id], &[], ("image", Some(4))).await;
        call(r, user, Method::PATCH, image, id, json!({ "type": 1 })).await;
        get(r, "demo2", image, &[id]).await;
        for _ in 0..2 {
            call(r, user, Method::DELETE, image, id, Value::Null).await;
        }
    }
}

/// A picture of a kind; its id.
async fn picture(recorder: &mut Recorder, user: &str, kind: &str) -> i64 {
    let made =
        recorder.upload(user, Method::POST, "/api/image/", &[], &[("type", kind)], ("image", Some(9))).await;
    made.body["id"].as_i64().unwrap()
}

/// Makes a project with feedback and packages, submits and approves it; its id and its packages'.
async fn projects(recorder: &mut Recorder) -> (ProjectId, [PackageId; 3]) {
    let r = recorder;
    let one = "/api/crowdfunding/project/{id}/";
    let content = json!({
        "name": "新项目", "cover": picture(r, "demo1", "2").await, "location": 110_101, "location_detail": "胡同1号",
        "category": 1, "total_money": 1000.5, "total_days": 5, "summary": "总结", "content": "项目内容",
        "tags": ["tag1", "tag 2"],
    });
    let gone = make(r, "demo1", PROJECT, 0, content.clone()).await;
    let mut put = content.clone();
    put["summary"] = json!("改");
    change(r, "demo1", one, gone, put, json!({ "tags": ["一", "二"], "total_money": "2000.00" })).await;
    let project = make(r, "demo1", PROJECT, 0, content).await;
    let packages = feedback_and_packages(r, project).await;
    for _ in 0..2 {
        call(r, "demo1", Method::PUT, "/api/crowdfunding/project/{id}/save/", project, Value::Null).await;
    }
    get(r, "demo1", one, &[project]).await;
    get(r, "demo2", one, &[project]).await;
    assert!(r.app.decide(ProjectDecision::Approve, project.into()).await);
    get(r, "demo2", one, &[project]).await;
    call(r, "demo1", Method::PATCH, one, project, json!({ "content": "新的内容" })).await;
    (project.into(), packages)
}

/// Makes an open package, one with a single place and one that the sandbox channel declines.
async fn feedback_and_packages(recorder: &mut Recorder, project: i64) -> [PackageId; 3] {
    let r = recorder;
    let (feedback, package) = ("/api/crowdfunding/feedback/", "/api/crowdfunding/package/");
    let image = picture(r, "demo1", "3").await;
    let content = json!({ "project": project, "content": "一坛酒", "image": image });
    let kept = make(r, "demo1", feedback, 0, content.clone()).await;
    let gone = make(r, "demo1", feedback, 0, content.clone()).await;
    let put = json!({ "project": project, "content": "两坛酒" });
    change(r, "demo1", &format!("{feedback}{{id}}/"), gone, put, json!({ "image": image })).await;
    let mut packages = [PackageId(0); 3];
    for (n, (money, limit)) in [(json!(23), 0), (json!("5.76"), 1), (json!(1.44), 0)].into_iter().enumerate()
    {
        let content = json!({
            "project": project, "money": money, "limit": limit, "type": 0, "name": "套餐", "feedback": [kept],
        });
        packages[n] = make(r, "demo1", package, 0, content).await.into();
    }
    let content = json!({
        "project": project, "money": 8.5, "limit": 3, "type": 1, "name": "合伙", "feedback": [kept],
    });
    let gone = make(r, "demo1", package, 0, content.clone()).await;
    let mut put = content;
    put["limit"] = json!(4);
    change(r, "demo1", &format!("{package}{{id}}/"), gone, put, json!({ "money": 9 })).await;
    // A feedback that a package promises stays.
    call(r, "demo1", Method::DELETE, &format!("{feedback}{{id}}/"), kept, Value::Null).await;
    packages
}

async fn money(recorder: &mut Recorder) {
    let r = recorder;
    let (recharge, withdraw) = ("/api/accounts/user/recharge/", "/api/accounts/user/withdraw/");
    let made = call(r, "demo3", Method::POST, recharge, 0, json!({ "money": 100 })).await;
    let made = [made.body["id"].as_i64().unwrap()];
    for user in ["demo3", "demo4"] {
        get(r, user, "/api/accounts/user/recharge/{id}/", &made).await;
    }
    call(r, "demo3", Method::POST, recharge, 0, json!({ "money": "20.50", "channel": "sandbox" })).await;
    call(r, "demo3", Method::POST, recharge, 0, json!({ "money": 1.44 })).await;
    get(r, "demo3", "/api/accounts/user/balance/", &[]).await;
    call(r, "demo3", Method::POST, withdraw, 0, json!({ "money": 10.25 })).await;
    for path in ["balance/", "withdraw/", "trades/"] {
        get(r, "demo3", &format!("/api/accounts/user/{path}"), &[]).await;
    }
}

/// Orders, pays and withdraws supports of a project that is under way.
async fn supports(recorder: &mut Recorder, project: ProjectId, [open, single, declined]: [PackageId; 3]) {
    let (r, project) = (recorder, project.get());
    for (channel, package) in
        [("sandbox", open), ("balance", open), ("", single), ("nobody", open), ("sandbox", declined)]
    {
        let support = make(r, "demo3", SUPPORT, project, json!({ "package": package })).await;
        for user in ["demo4", "demo3", "demo3"] {
            let body = json!({ "channel": channel });
            r.operation(user, Method::POST, PAY, &[project, support], body).await;
        }
        r.operation("demo3", Method::GET, PAY, &[project, support], Value::Null).await;
        let own = format!("{SUPPORT}{{sid}}/");
        for user in ["demo4", "demo3", "demo3"] {
            r.operation(user, Method::DELETE, &own, &[project, support], Value::Null).await;
        }
    }
    // The only place of the package is taken.
    call(r, "demo4", Method::POST, SUPPORT, project, json!({ "package": single })).await;
    get(r, "", SUPPORT, &[project]).await;
    get(r, "demo3", "/api/accounts/user/project/support/", &[]).await;
    get(r, "demo3", "/api/accounts/user/balance/", &[]).await;
    get(r, "demo3", "/api/crowdfunding/project/{id}/", &[project]).await;
}

/// Operations that move money, repeated with the same key and with another body.
async fn with_keys(recorder: &mut Recorder, project: ProjectId, package: PackageId) {
    let (r, project) = (recorder, project.get());
    let recharge = "/api/accounts/user/recharge/";
    let withdraw = "/api/accounts/user/withdraw/";
    for (path, key, money) in [
        (recharge, "recharge", 50),
        (recharge, "recharge", 50),
        (recharge, "recharge", 51),
        (withdraw, "recharge", 50),
        (withdraw, "withdraw", 5),
        (withdraw, "withdraw", 5),
    ] {
        let headers = [("idempotency-key", key)];
        r.operation_with("demo4", Method::POST, path, &[], json!({ "money": money }), &headers).await;
    }
    let own = format!("{SUPPORT}{{sid}}/");
    for (key, is_paid) in [("paid", true), ("unpaid", false)] {
        let headers = [("idempotency-key", key)];
        let body = json!({ "package": package });
        let mut support = 0;
        for _ in 0..2 {
            let made =
                r.operation_with("demo4", Method::POST, SUPPORT, &[project], body.clone(), &headers).await;
            support = made.body["id"].as_i64().unwrap();
        }
        let ids = [project, support];
        if is_paid {
            for _ in 0..2 {
                let headers = [("idempotency-key", "pay")];
                let body = json!({ "channel": "balance" });
                r.operation_with("demo4", Method::POST, PAY, &ids, body, &headers).await;
            }
        }
        let key = format!("withdraw-{key}");
        for _ in 0..2 {
            let headers = [("idempotency-key", key.as_str())];
            r.operation_with("demo4", Method::DELETE, &own, &ids, Value::Null, &headers).await;
        }
    }
    get(r, "demo4", "/api/accounts/user/trades/", &[]).await;
}

async fn attention(recorder: &mut Recorder) {
    let r = recorder;
    let path = "/api/crowdfunding/project/{id}/attention/";
    for verb in [Method::PUT, Method::DELETE] {
        for _ in 0..2 {
            call(r, "demo5", verb.clone(), path, UNDER_WAY, Value::Null).await;
        }
        get(r, "demo5", path, &[UNDER_WAY]).await;
        get(r, "demo5", "/api/crowdfunding/project/?id=12", &[]).await;
    }
}

async fn progress(recorder: &mut Recorder) {
    let r = recorder;
    let (sections, tasks) =
        ("/api/crowdfunding/project/{id}/section/", "/api/crowdfunding/project/section/{id}/task/");
    let (section, task) =
        ("/api/crowdfunding/project/section/{id}/", "/api/crowdfunding/project/section/task/{id}/");
    let content = json!({ "title": "第一阶段", "description": "描述", "status": 0, "order": 9 });
    let kept = make(r, "demo1", sections, SUCCEEDED, content.clone()).await;
    let gone = make(r, "demo1", sections, SUCCEEDED, content.clone()).await;
    change(r, "demo1", section, gone, content, json!({ "status": 2 })).await;
    let content = json!({ "content": "买菜", "status": 0, "order": 1 });
    make(r, "demo1", tasks, kept, content.clone()).await;
    let gone = make(r, "demo1", tasks, kept, content.clone()).await;
    change(r, "demo1", task, gone, content, json!({ "status": 1, "order": 0 })).await;
    get(r, "demo2", tasks, &[kept]).await;
    get(r, "demo2", sections, &[SUCCEEDED]).await;
}

async fn comments(recorder: &mut Recorder) {
    let r = recorder;
    let (comments, comment) =
        ("/api/crowdfunding/project/{id}/comment/", "/api/crowdfunding/project/comment/{id}/");
    let content = json!({ "type": "normal", "content": "第一" });
    let top = make(r, "demo2", comments, UNDER_WAY, content).await;
    let answer = json!({ "type": "normal", "content": "第二", "parent": top });
    let answer = make(r, "demo3", comments, UNDER_WAY, answer).await;
    let anonymous = json!({ "type": "anonymous", "content": "第三", "parent": answer });
    let anonymous = make(r, "", comments, UNDER_WAY, anonymous).await;
    call(r, "demo3", Method::PATCH, comment, anonymous, json!({ "content": "不是我的" })).await;
    get(r, "", comment, &[top]).await;
    let put = json!({ "type": "normal", "content": "第二，改过" });
    change(r, "demo3", comment, answer, put, json!({ "content": "第二，又改过" })).await;
    call(r, "demo2", Method::PATCH, comment, top, json!({ "type": "anonymous" })).await;
    call(r, "demo2", Method::DELETE, comment, top, Value::Null).await;
    get(r, "", comments, &[UNDER_WAY]).await;
}

async fn topics(recorder: &mut Recorder) {
    let r = recorder;
    let (topics, topic) = ("/api/crowdfunding/project/{id}/topic/", "/api/crowdfunding/project/topic/{id}/");
    let (talk, comment) =
        ("/api/crowdfunding/project/topic/{id}/comment/", "/api/crowdfunding/project/topic/comment/{id}/");
    let content = json!({ "title": "主题", "content": "内容" });
    let kept = make(r, "demo1", topics, SUCCEEDED, content.clone()).await;
    let gone = make(r, "demo1", topics, SUCCEEDED, content.clone()).await;
    let top = make(r, "demo1", talk, kept, json!({ "content": "一" })).await;
    let answer = make(r, "demo1", talk, kept, json!({ "content": "二", "parent": top })).await;
    call(r, "demo1", Method::POST, talk, gone, json!({ "content": "三", "parent": top })).await;
    get(r, "demo1", comment, &[top]).await;
    let put = json!({ "content": "二，改过", "parent": top });
    change(r, "demo1", comment, answer, put, json!({ "content": "二，又改过" })).await;
    change(r, "demo1", topic, gone, content, json!({ "title": "新主题" })).await;
    get(r, "demo1", talk, &[kept]).await;
    get(r, "demo1", topics, &[SUCCEEDED]).await;
}

async fn reports(recorder: &mut Recorder) {
    let r = recorder;
    for (kind, id) in
        [("project", UNDER_WAY), ("comment", 1), ("user", 2), ("topic", 1), ("topic_comment", 1)]
    {
        for user in ["demo1", "demo1", "demo5"] {
            let report = json!({ "kind": kind, "id": id, "reason": "spam", "text": "广告" });
            call(r, user, Method::POST, "/api/report/", 0, report).await;
        }
    }
}
