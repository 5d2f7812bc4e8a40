//! Makes calls, writes each reply as a line of text and compares the lines with the recorded files.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

use miaohui_kernel::sha256_hex;
use miaohui_testkit::{TestApp, png};
use reqwest::multipart::{Form, Part};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

/// Links in replies begin with it, whatever port the service listens on.
const HOST: &str = "miaohui.example";
/// The recorded headers; the others depend on the transport.
const HEADERS: [&str; 4] = ["content-type", "allow", "www-authenticate", "retry-after"];
/// Differences that a failure shows.
const SHOWN: usize = 5;

/// A reply as the scripts need it.
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// JSON; null where the body is no JSON.
    pub body: Value,
}

/// A caller that keeps every reply.
pub struct Recorder {
    /// The service.
    pub app: TestApp,
    /// Methods, and verbs with path templates, that have succeeded.
    pub succeeded: BTreeSet<String>,
    /// Tokens by the names that the scripts give to users.
    tokens: BTreeMap<String, String>,
    file: &'static str,
    recorded: BTreeMap<&'static str, Vec<String>>,
}

impl Recorder {
    /// A recorder of a filled service.
    pub fn new(app: TestApp) -> Self {
        let (succeeded, tokens, recorded) = Default::default();
        Self { app, succeeded, tokens, file: "", recorded }
    }

    /// Begins a file.
    pub fn begin(&mut self, file: &'static str) {
        self.file = file;
    }

    /// Calls that were made.
    pub fn calls(&self) -> usize {
        self.recorded.values().map(Vec::len).sum()
    }

    /// Remembers a user's token under a name.
    pub fn sign_in(&mut self, name: &str, token: &Value) {
        self.tokens.insert(name.to_owned(), token.as_str().unwrap().to_owned());
    }

    /// A user's token.
    pub fn token(&self, name: &str) -> &str {
        &self.tokens[name]
    }

    /// Calls a method of the Community API as a user (an empty name: nobody).
    pub async fn method(&mut self, user: &str, method: &str, params: Value) -> Value {
        self.method_with_key(user, "", method, params).await
    }

    /// The same with an `Idempotency-Key`, unless it is empty.
    pub async fn method_with_key(&mut self, user: &str, key: &str, method: &str, params: Value) -> Value {
        let mut call = json!({ "call": method, "params": params });
        let mut body = params;
        if !user.is_empty() {
            call["as"] = json!(user);
            body["token"] = json!(self.token(user));
        }
        let mut request = self.request(Method::POST, &format!("/community/{method}")).body(body.to_string());
        if !key.is_empty() {
            call["key"] = json!(key);
            request = request.header("idempotency-key", key);
        }
        let reply = self.send(call, request).await;
        if reply.body["code"] == 0 {
            self.succeeded.insert(method.to_owned());
        }
        reply.body
    }

    /// Calls an operation of the Crowdfunding API as a user (an empty name: nobody). `template` is
    /// a path of the table, whose ids are filled in order; what follows a `?` is the query.
    pub async fn operation(
        &mut self,
        user: &str,
        verb: Method,
        template: &str,
        ids: &[i64],
        body: Value,
    ) -> Reply {
        self.operation_with(user, verb, template, ids, body, &[]).await
    }

    /// The same with further headers.
    pub async fn operation_with(
        &mut self,
        user: &str,
        verb: Method,
        template: &str,
        ids: &[i64],
        body: Value,
        headers: &[(&str, &str)],
    ) -> Reply {
        let path = filled(template, ids);
        let mut call = json!({ "call": format!("{verb} {path}") });
        let mut request = self.authorized(user, &mut call, verb.clone(), &path);
        for (name, value) in headers {
            call[*name] = json!(value);
            request = request.header(*name, *value);
        }
        if !body.is_null() {
            request = request.json(&body);
            call["params"] = body;
        }
        let reply = self.send(call, request).await;
        self.note_success(&verb, template, &reply);
        reply
    }

    /// Sends fields and a small picture as `multipart/form-data`.
    pub async fn upload(
        &mut self,
        user: &str,
        verb: Method,
        template: &str,
        ids: &[i64],
        fields: &[(&str, &str)],
        (file, picture): (&'static str, Option<u8>),
    ) -> Reply {
        let path = filled(template, ids);
        let mut call = json!({ "call": format!("{verb} {path}"), "picture": picture });
        let mut form = Form::new();
        for (name, value) in fields {
            call["params"][*name] = json!(value);
            form = form.text((*name).to_owned(), (*value).to_owned());
        }
        if let Some(seed) = picture {
            form = form.part(file, Part::bytes(png(seed, 40, 30)).file_name("picture.png"));
        }
        let request = self.authorized(user, &mut call, verb.clone(), &path).multipart(form);
        let reply = self.send(call, request).await;
        self.note_success(&verb, template, &reply);
        reply
    }

    /// Sends a request and records its reply with what the call says of it.
    pub async fn send(&mut self, call: Value, request: RequestBuilder) -> Reply {
        let response = request.header("host", HOST).send().await.unwrap();
        let status = response.status().as_u16();
        let mut headers = String::new();
        for name in HEADERS {
            for value in response.headers().get_all(name) {
                let value = json!(value.to_str().unwrap());
                write!(headers, "\"{name}\":{value},").unwrap();
            }
        }
        let bytes = response.bytes().await.unwrap();
        let body = without_ticket_codes(&shown(&bytes));
        let call = call.to_string();
        let call = call.strip_suffix('}').unwrap();
        let line = format!("{call},\"status\":{status},{headers}\"body\":{body}}}");
        self.recorded.entry(self.file).or_default().push(line);
        Reply { status, body: serde_json::from_slice(&bytes).unwrap_or_default() }
    }

    /// A request to a path.
    pub fn request(&self, verb: Method, path: &str) -> RequestBuilder {
        self.app.http.request(verb, self.app.url(path))
    }

    fn authorized(&self, user: &str, call: &mut Value, verb: Method, path: &str) -> RequestBuilder {
        let request = self.request(verb, path);
        if user.is_empty() {
            return request;
        }
        call["as"] = json!(user);
        request.header("authorization", format!("Token {}", self.token(user)))
    }

    fn note_success(&mut self, verb: &Method, template: &str, reply: &Reply) {
        if (200..300).contains(&reply.status) {
            let path = template.split('?').next().unwrap_or_default();
            self.succeeded.insert(format!("{verb} {path}"));
        }
    }

    /// Compares everything with the files, or writes the files where `MIAOHUI_RECORD` is set.
    pub fn finish(self) {
        let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/replies");
        let mut differences = Vec::new();
        for (file, lines) in &self.recorded {
            let path = dir.join(format!("{file}.jsonl"));
            if std::env::var_os("MIAOHUI_RECORD").is_some() {
                std::fs::create_dir_all(&dir).unwrap();
                std::fs::write(&path, lines.join("\n") + "\n").unwrap();
                continue;
            }
            let recorded = std::fs::read_to_string(&path).unwrap_or_default();
            let recorded: Vec<&str> = recorded.lines().collect();
            for n in 0..recorded.len().max(lines.len()) {
                let (was, is) =
                    (recorded.get(n).copied().unwrap_or(""), lines.get(n).map_or("", |line| line));
                if was != is {
                    differences.push(format!("{file}.jsonl:{}\nrecorded: {was}\nreceived: {is}", n + 1));
                }
            }
        }
        let count = differences.len();
        differences.truncate(SHOWN);
        assert!(count == 0, "{count} replies differ; the first are:\n{}", differences.join("\n\n"));
    }
}

/// The path with its ids.
fn filled(template: &str, ids: &[i64]) -> String {
    let names = ["{id}", "{sid}"];
    let fill = |path: String, (name, id): (&str, &i64)| path.replace(name, &id.to_string());
    names.into_iter().zip(ids).fold(template.to_owned(), fill)
}

/// The codes of tickets are signed with the key of the database, which each test makes anew.
fn without_ticket_codes(body: &str) -> String {
    const BEFORE: &str = "\"code\":\"";
    let mut parts = body.split(BEFORE);
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find('"').unwrap_or(0);
        let is_code = end == 17 && part[..end].bytes().all(|byte| byte.is_ascii_alphanumeric());
        let part = if is_code { &part[end..] } else { part };
        write!(shown, "{BEFORE}{}{part}", if is_code { "(17 characters)" } else { "" }).unwrap();
    }
    shown
}

/// JSON as it came, other text as a JSON string, bytes by their digest.
fn shown(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok("") => "null".to_owned(),
        Ok(text) if !text.contains('\n') && serde_json::from_str::<Value>(text).is_ok() => text.to_owned(),
        Ok(text) => json!(text).to_string(),
        Err(_) => json!(format!("{} bytes, SHA-256 {}", bytes.len(), sha256_hex(bytes))).to_string(),
    }
}
