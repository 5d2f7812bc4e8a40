//! The reference of the API (OpenAPI 3.1), built from the table of operations and the document's
//! examples.

use std::sync::OnceLock;

use axum::body::Bytes;
use axum::response::Response;
use miaohui_web::idempotency;
use miaohui_web::openapi::{Reference, json_response};
use serde_json::{Value, json};

use crate::access::Who;
use crate::code::Code;
use crate::operation::Operation;
use crate::routes;

/// The document's examples: `title`, `method`, `path` and `responses` of each operation.
pub const EXAMPLES: &str = include_str!("../reference/examples.json");

/// Titles of operations that the document lacks or leaves untitled.
const TITLES: &[(&str, &str, &str)] = &[
    ("POST", "/api/image/", "上传图片"),
    ("GET", "/api/image/{id}/", "获取图片"),
    ("PUT", "/api/image/{id}/", "更新图片"),
    ("DELETE", "/api/image/{id}/", "删除图片"),
    ("POST", "/api/crowdfunding/project/", "发布项目"),
    ("POST", "/api/crowdfunding/project/topic/{id}/comment/", "发布评论"),
    ("POST", "/api/accounts/user/", "部分更新当前登录用户个人信息"),
    ("DELETE", "/api/accounts/user/", "注销账号"),
    ("GET", "/api/accounts/user/export/", "导出我的数据"),
    ("GET", "/api/accounts/user/balance/", "获取余额"),
    ("POST", "/api/accounts/user/recharge/", "充值"),
    ("GET", "/api/accounts/user/recharge/{id}/", "获取充值"),
    ("GET", "/api/accounts/user/withdraw/", "获取提现列表"),
    ("POST", "/api/accounts/user/withdraw/", "申请提现"),
    ("GET", "/api/accounts/user/trades/", "获取余额明细"),
    ("POST", "/api/accounts/register/", "注册"),
    ("GET", "/api/accounts/activate/", "邮件中的激活链接"),
    ("POST", "/api/accounts/activate/", "激活账号"),
    ("POST", "/api/accounts/password/reset/", "忘记密码"),
    ("POST", "/api/accounts/password/reset/confirm/", "重设密码"),
    ("GET", "/api/accounts/password/reset/page/", "邮件中的重设密码页面"),
    ("POST", "/api/accounts/password/reset/page/", "在页面上重设密码"),
    ("POST", "/api/accounts/password/change/", "修改密码"),
    ("POST", "/api/report/", "举报"),
    ("GET", "/api/crowdfunding/project/{id}/support/", "获取项目的支持者"),
    ("POST", "/api/crowdfunding/project/{id}/support/", "支持项目"),
    ("DELETE", "/api/crowdfunding/project/{id}/support/{sid}/", "撤回未付款的支持"),
    ("POST", "/api/crowdfunding/project/{id}/support/{sid}/pay/", "付款"),
    ("GET", "/api/crowdfunding/project/{id}/support/{sid}/pay/", "付款状态"),
];

/// Groups of operations and the prefixes of their paths; the first match counts.
const GROUPS: &[(&str, &str, &str)] = &[
    ("token", "认证 Tokens", "/api/token/"),
    ("money", "余额 Money", "/api/accounts/user/balance/"),
    ("money", "余额 Money", "/api/accounts/user/recharge/"),
    ("money", "余额 Money", "/api/accounts/user/withdraw/"),
    ("money", "余额 Money", "/api/accounts/user/trades/"),
    ("user", "用户 Users", "/api/accounts/user/"),
    ("accounts", "账号 Accounts", "/api/accounts/"),
    ("location", "省市区 Locations", "/api/location/"),
    ("image", "图片 Images", "/api/image/"),
    ("category", "项目分类 Categories", "/api/crowdfunding/category/"),
    ("feedback", "项目回馈描述 Feedback", "/api/crowdfunding/feedback/"),
    ("package", "套餐方案 Packages", "/api/crowdfunding/package/"),
    ("task", "项目任务 Tasks", "/api/crowdfunding/project/section/task/"),
    ("task", "项目任务 Tasks", "/api/crowdfunding/project/section/{id}/task/"),
    ("section", "项目完成后阶段 Sections", "/api/crowdfunding/project/section/"),
    ("section", "项目完成后阶段 Sections", "/api/crowdfunding/project/{id}/section/"),
    ("comment", "项目评论 Comments", "/api/crowdfunding/project/comment/"),
    ("comment", "项目评论 Comments", "/api/crowdfunding/project/{id}/comment/"),
    ("topic", "支持者讨论区 Topics", "/api/crowdfunding/project/topic/"),
    ("topic", "支持者讨论区 Topics", "/api/crowdfunding/project/{id}/topic/"),
    ("report", "举报 Reports", "/api/report/"),
    ("support", "支持 Supports", "/api/crowdfunding/project/{id}/support/"),
    ("attention", "关注 Attention", "/api/crowdfunding/project/{id}/attention/"),
    ("project", "众筹项目 Projects", "/api/crowdfunding/project/"),
];

/// Paths of lists with pages.
const PAGED: &[&str] = &[
    "/api/accounts/user/withdraw/",
    "/api/accounts/user/trades/",
    "/api/crowdfunding/project/",
    "/api/crowdfunding/project/{id}/support/",
    "/api/crowdfunding/project/{id}/comment/",
    "/api/crowdfunding/project/{id}/topic/",
    "/api/crowdfunding/project/topic/{id}/comment/",
];

/// `GET /openapi/crowdfunding.json`.
pub(crate) async fn serve() -> Response {
    static TEXT: OnceLock<Bytes> = OnceLock::new();
    json_response(TEXT.get_or_init(|| document().to_string().into()).clone())
}

/// Builds the reference.
pub fn document() -> Value {
    let examples: Vec<Value> = serde_json::from_str(EXAMPLES).unwrap_or_default();
    let mut reference = Reference::default();
    let mut known = "";
    for (name, title, _) in GROUPS {
        if *name != known {
            reference.tag(name, title);
        }
        known = name;
    }
    reference.schema("Failure", failure());
    for resource in routes::table() {
        for operation in &resource.operations {
            let verb = operation.verb.as_str();
            let path = resource.path.trim_end_matches('/');
            let same = |e: &&Value| {
                e["method"] == verb && e["path"].as_str().is_some_and(|p| p.trim_end_matches('/') == path)
            };
            let example = examples.iter().find(same);
            let described = describe(&mut reference, resource.path, operation, example);
            reference.operation(resource.path, &verb.to_lowercase(), described);
        }
    }
    let lines: Vec<String> =
        Code::ALL.iter().map(|code| format!("- {} {}", code.number(), code.message())).collect();
    let description = format!(
        "Bodies are JSON, forms or multipart forms. Every path works with and without its last slash.\n\nError codes:\n\n{}",
        lines.join("\n")
    );
    let info = json!({ "title": "好味道众筹 Crowdfunding API", "version": "1", "description": description });
    let token = json!({
        "type": "apiKey", "in": "header", "name": "Authorization", "description": "`Token` and the token, with a space between.",
    });
    reference.finish(info, json!([{ "url": "/" }]), json!({ "token": token }))
}

fn describe(reference: &mut Reference, path: &str, operation: &Operation, example: Option<&Value>) -> Value {
    let verb = operation.verb.as_str();
    let ours = TITLES.iter().find(|(v, p, _)| *v == verb && *p == path).map(|(.., title)| *title);
    let title = ours.or_else(|| example?["title"].as_str()).unwrap_or_default();
    let group =
        GROUPS.iter().find(|(_, _, start)| path.starts_with(start)).map_or("project", |(name, ..)| name);
    let id: String =
        path.replace("/api/", "").replace(['{', '}'], "").trim_end_matches('/').replace('/', "_");
    let mut described = json!({
        "operationId": format!("{}_{id}", verb.to_lowercase()),
        "summary": title,
        "tags": [group],
        "parameters": parameters(path, operation),
        "responses": responses(reference, operation, example),
    });
    let sent = (operation.request_schema)();
    if !sent.is_null() {
        let required = sent["required"].as_array().is_some_and(|names| !names.is_empty());
        described["requestBody"] = json!({ "required": required, "content": content(operation, &sent) });
    }
    described["security"] = match operation.who {
        Who::Stranger => json!([]),
        Who::Anyone | Who::OwnerIfAny => json!([{}, { "token": [] }]),
        Who::Member | Who::Owner | Who::Insider => json!([{ "token": [] }]),
    };
    described
}

fn content(operation: &Operation, sent: &Value) -> Value {
    let body = json!({ "schema": sent });
    if operation.takes_file {
        return json!({ "multipart/form-data": body });
    }
    json!({ "application/json": body, "application/x-www-form-urlencoded": body, "multipart/form-data": body })
}

fn parameters(path: &str, operation: &Operation) -> Value {
    let verb = operation.verb.as_str();
    let ids = path.split(['{', '}']).skip(1).step_by(2);
    let id = |name| {
        json!({ "name": name, "in": "path", "required": true,
            "schema": { "type": "integer", "format": "int64", "minimum": 1 } })
    };
    let query = |name: &str, schema: Value, description: &str| json!({ "name": name, "in": "query", "schema": schema, "description": description });
    let mut parameters: Vec<Value> = ids.map(id).collect();
    let integer = || json!({ "type": "integer", "format": "int64", "minimum": 1 });
    let text = || json!({ "type": "string" });
    if verb == "GET" && PAGED.contains(&path) {
        parameters.push(query("page", integer(), "From 1."));
        parameters.push(query(
            "page_size",
            json!({ "type": "integer", "minimum": 1, "maximum": 100 }),
            "10 when left out.",
        ));
    }
    if verb == "GET" && path == "/api/crowdfunding/project/" {
        for (name, description) in [
            ("id", ""),
            ("user", "项目发起人 ID"),
            ("location", "项目地理位置 ID"),
            ("category", "项目分类 ID"),
        ] {
            parameters.push(query(name, integer(), description));
        }
        parameters.push(query(
            "status",
            json!({ "type": "integer", "minimum": 0, "maximum": 6 }),
            "项目状态",
        ));
        parameters.push(query("name", text(), "The exact name."));
        parameters.push(query("search", text(), "搜索内容(仅搜索项目名称)"));
        parameters.push(query(
            "ordering",
            text(),
            "post_datetime, name, attention_count, id; `-` before a column descends.",
        ));
    }
    if ["/api/accounts/activate/", "/api/accounts/password/reset/page/"].contains(&path) && verb == "GET" {
        parameters.push(query("token", text(), "From the mail."));
    }
    if operation.idempotent {
        parameters.push(idempotency::parameter());
    }
    parameters.into()
}

fn responses(reference: &mut Reference, operation: &Operation, example: Option<&Value>) -> Value {
    let documented = |status: u16| {
        let responses = example?["responses"].as_array()?;
        responses
            .iter()
            .find(|response| response["status"] == status)
            .map(|response| response["body"].clone())
    };
    let mut success = json!({ "description": "Success." });
    if let Some(schema) = (operation.reply_schema)(&mut reference.answered) {
        let kind = operation.media_type.split(';').next().unwrap_or_default();
        let mut body = json!({ "schema": schema });
        if let Some(example) = documented(operation.status) {
            body["example"] = example;
        }
        success["content"] = json!({ kind: body });
    }
    let mut responses = json!({});
    responses[operation.status.to_string()] = success;
    let statuses = [
        (400, "The request is invalid."),
        (401, "The credentials are missing or invalid."),
        (403, "The caller has no permission."),
        (404, "The thing does not exist."),
        (406, "The client does not accept the media type."),
        (429, "Too many requests."),
        (503, "The server is overloaded."),
    ];
    let keyed =
        [(409, "The first request with the key is running."), (422, "The key was used for another request.")];
    let keyed = keyed.into_iter().filter(|_| operation.idempotent);
    for (status, description) in statuses.into_iter().chain(keyed) {
        let mut body = json!({ "schema": { "$ref": "#/components/schemas/Failure" } });
        if let Some(example) = documented(status).filter(|example| !example.is_null()) {
            body["example"] = example;
        }
        responses[status.to_string()] =
            json!({ "description": description, "content": { "application/json": body } });
    }
    responses
}

fn failure() -> Value {
    let codes: Vec<i32> = Code::ALL.iter().map(|code| code.number()).collect();
    let error = json!({ "error_code": { "enum": codes }, "error_message": { "type": "string" } });
    let mut field = error.clone();
    field["field"] = json!({ "type": "string" });
    let mut whole = error;
    whole["errors"] = json!({ "type": "array", "items": {
        "type": "object", "required": ["field", "error_code", "error_message"], "properties": field,
    } });
    json!({ "type": "object", "required": ["error_code", "error_message", "errors"], "properties": whole })
}
