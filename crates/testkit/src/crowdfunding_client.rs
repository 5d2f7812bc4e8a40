//! Requests to the Crowdfunding API.

use miaohui_crowdfunding::ids::UserId;
use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::{Method, StatusCode};
use serde_json::Value;

use crate::TestApp;
use crate::reference::require_described_operation;

/// A user of the Crowdfunding API.
#[derive(Clone, Debug)]
pub struct CrowdfundingUser {
    /// The internal id.
    pub id: UserId,
    /// Mail address.
    pub email: String,
    /// A token that does not expire.
    pub token: String,
}

/// A response of the Crowdfunding API.
#[derive(Clone, Debug)]
pub struct CrowdfundingReply {
    /// HTTP status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The JSON body; null without one.
    pub body: Value,
}

impl CrowdfundingReply {
    /// The `error_code` of the response; 0 for a success.
    pub fn error(&self) -> i64 {
        self.body["error_code"].as_i64().unwrap_or(0)
    }

    /// The names of the refused fields with their codes, in order.
    pub fn fields(&self) -> Vec<(String, i64)> {
        let errors = self.body["errors"].as_array().cloned().unwrap_or_default();
        errors
            .iter()
            .map(|e| (e["field"].as_str().unwrap().to_owned(), e["error_code"].as_i64().unwrap()))
            .collect()
    }
}

impl TestApp {
    /// Sends a request and validates the response against the API reference.
    pub async fn send(&self, request: reqwest::RequestBuilder) -> CrowdfundingReply {
        let request = request.build().unwrap();
        let (verb, path) = (request.method().clone(), request.url().path().to_owned());
        let response = self.http.execute(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.bytes().await.unwrap();
        let json = headers.get("content-type").is_some_and(|kind| kind == "application/json");
        let body =
            if json && !bytes.is_empty() { serde_json::from_slice(&bytes).unwrap() } else { Value::Null };
        require_described_operation(&verb, &path, status.as_u16(), &body);
        CrowdfundingReply { status, headers, body }
    }

    /// A request to a path with the user's token, if any.
    pub fn request(
        &self,
        who: Option<&CrowdfundingUser>,
        verb: Method,
        path: &str,
    ) -> reqwest::RequestBuilder {
        let request = self.http.request(verb, self.url(path));
        match who {
            Some(user) => request.header("authorization", format!("Token {}", user.token)),
            None => request,
        }
    }

    /// Sends a JSON body; null sends none.
    pub async fn api(
        &self,
        who: Option<&CrowdfundingUser>,
        verb: Method,
        path: &str,
        body: Value,
    ) -> CrowdfundingReply {
        let request = self.request(who, verb, path);
        self.send(if body.is_null() { request } else { request.json(&body) }).await
    }

    /// Sends a JSON body (null sends none) with an `Idempotency-Key`.
    pub async fn api_with_key(
        &self,
        who: &CrowdfundingUser,
        key: &str,
        verb: Method,
        path: &str,
        body: Value,
    ) -> CrowdfundingReply {
        let key = HeaderValue::from_bytes(key.as_bytes()).unwrap();
        let request = self.request(Some(who), verb, path).header("idempotency-key", key);
        self.send(if body.is_null() { request } else { request.json(&body) }).await
    }

    /// Sends a GET that must succeed, and returns the body.
    pub async fn get(&self, who: Option<&CrowdfundingUser>, path: &str) -> Value {
        let answer = self.api(who, Method::GET, path, Value::Null).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer.body
    }

    /// Sends a POST that must succeed with 200 or 201, and returns the body.
    pub async fn post(&self, who: &CrowdfundingUser, path: &str, body: Value) -> Value {
        let answer = self.api(Some(who), Method::POST, path, body.clone()).await;
        assert!(matches!(answer.status.as_u16(), 200 | 201), "{path} {body}: {}", answer.body);
        answer.body
    }
}
