//! Parameters of paths and queries.

use miaohui_web::idempotency;
use serde_json::{Value, json};

use crate::operation::Operation;

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

/// What an id in a path belongs to, by the part of the path before it.
const THINGS: &[(&str, &str)] = &[
    ("accounts/user", "the user"),
    ("recharge", "the recharge"),
    ("city", "the province"),
    ("country", "the city"),
    ("image", "the image"),
    ("feedback", "the feedback"),
    ("package", "the package"),
    ("support", "the support"),
    ("section/task", "the task"),
    ("section", "the section"),
    ("comment", "the comment"),
    ("topic", "the topic"),
    ("project", "the project"),
];

/// The parameters of an operation.
pub(super) fn of(path: &str, operation: &Operation) -> Value {
    let verb = operation.verb.as_str();
    let mut parameters = ids(path);
    if verb == "GET" && PAGED.contains(&path) {
        parameters.push(query("page", integer(), "Number of the page, from 1."));
        let size = json!({ "type": "integer", "minimum": 1, "maximum": 100, "default": 10 });
        parameters.push(query("page_size", size, "Rows of a page."));
    }
    if verb == "GET" && path == "/api/crowdfunding/project/" {
        for (name, description) in [
            ("id", "项目 ID. Id of the project."),
            ("user", "项目发起人 ID. Owner of the projects."),
            ("location", "项目地理位置 ID. Location of the projects."),
            ("category", "项目分类 ID. Category of the projects."),
        ] {
            parameters.push(query(name, integer(), description));
        }
        let status = "项目状态. 0: draft, 1: waits for review, 2: rejected, 3: under way, 4: succeeded, 5: ended, \
            6: stagnant.";
        parameters.push(query("status", json!({ "type": "integer", "minimum": 0, "maximum": 6 }), status));
        parameters.push(query("name", text(), "The exact name."));
        parameters.push(query("search", text(), "搜索内容(仅搜索项目名称). Part of the name."));
        let ordering = "`post_datetime`, `name`, `attention_count`, `id`; `-` before a column descends.";
        parameters.push(query("ordering", text(), ordering));
    }
    if ["/api/accounts/activate/", "/api/accounts/password/reset/page/"].contains(&path) && verb == "GET" {
        parameters.push(query("token", text(), "Token of the mail."));
    }
    if operation.idempotent {
        parameters.push(idempotency::parameter());
    }
    parameters.into()
}

fn ids(path: &str) -> Vec<Value> {
    let parts: Vec<&str> = path.split('{').collect();
    let pairs = parts.windows(2).map(|pair| {
        let name = pair[1].split('}').next().unwrap_or_default();
        let before = pair[0].trim_end_matches('/');
        let thing =
            THINGS.iter().find(|(end, _)| before.ends_with(end)).map_or("the thing", |(_, thing)| thing);
        json!({
            "name": name, "in": "path", "required": true, "description": format!("Id of {thing}."),
            "schema": { "type": "integer", "format": "int64", "minimum": 1 },
        })
    });
    pairs.collect()
}

fn query(name: &str, schema: Value, description: &str) -> Value {
    json!({ "name": name, "in": "query", "schema": schema, "description": description })
}

fn integer() -> Value {
    json!({ "type": "integer", "format": "int64", "minimum": 1 })
}

fn text() -> Value {
    json!({ "type": "string" })
}
