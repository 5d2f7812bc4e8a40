//! A client of the console.

use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::multipart::{Form, Part};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder};
use tokio::sync::OnceCell;

use crate::{ConsolePage, TestApp};

/// The name of the session cookie.
const COOKIE: &str = "miaohui_console";

/// A client of the console, signed in or not. It follows no redirects.
#[derive(Clone, Debug)]
pub struct ConsoleClient {
    /// The mail address; empty without an account.
    pub email: String,
    /// Password.
    pub password: String,
    /// The session token; empty before the sign-in.
    pub token: String,
    http: Client,
    base: String,
    csrf: OnceCell<String>,
}

impl TestApp {
    /// A client without an account.
    pub fn browser(&self) -> ConsoleClient {
        let http = Client::builder().no_proxy().redirect(Policy::none()).build().unwrap();
        let nothing = String::new();
        ConsoleClient {
            email: nothing.clone(),
            password: nothing.clone(),
            token: nothing,
            http,
            base: self.url(""),
            csrf: OnceCell::new(),
        }
    }

    /// Creates a staff account with a role and returns its client, not signed in. Each role is used
    /// once.
    pub async fn add_staff(&self, role: &str) -> ConsoleClient {
        let (email, password) = (format!("{role}@miaohui.example"), format!("secret of {role}"));
        let console = &self.service.console;
        miaohui_console::add_staff(console, &email, role, role, Some(&password)).await.unwrap();
        ConsoleClient { email, password, ..self.browser() }
    }

    /// Creates a staff account with a role and returns its signed-in client.
    pub async fn signed_in(&self, role: &str) -> ConsoleClient {
        let mut client = self.add_staff(role).await;
        let page = client.sign_in().await;
        assert_eq!((page.status, page.location()), (303, "/console/"), "{}", page.text());
        client
    }
}

impl ConsoleClient {
    /// Submits address and password, and keeps the session cookie.
    pub async fn sign_in(&mut self) -> ConsolePage {
        let form = [("email", self.email.as_str()), ("password", self.password.as_str())];
        let page = self.send(self.request(Method::POST, "/console/sign-in").form(&form)).await;
        if let Some(cookie) = page.cookie(COOKIE) {
            self.token = cookie.split(';').next().unwrap_or_default().into();
            self.csrf = OnceCell::new();
        }
        page
    }

    /// A request with the session cookie.
    pub fn request(&self, verb: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(verb, format!("{}{path}", self.base));
        if self.token.is_empty() {
            request
        } else {
            request.header("cookie", format!("{COOKIE}={}", self.token))
        }
    }

    /// Sends a request.
    pub async fn send(&self, request: RequestBuilder) -> ConsolePage {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        ConsolePage { status, headers, bytes: response.bytes().await.unwrap().to_vec() }
    }

    /// Gets a page.
    pub async fn get(&self, path: &str) -> ConsolePage {
        self.send(self.request(Method::GET, path)).await
    }

    /// The CSRF token of the session; empty without a session.
    pub async fn csrf(&self) -> &str {
        let read = async || self.get("/console/account").await.hidden("_csrf").unwrap_or_default();
        self.csrf.get_or_init(read).await
    }

    /// Submits a form with the CSRF token.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> ConsolePage {
        let mut fields = fields.to_vec();
        fields.push(("_csrf", self.csrf().await));
        self.send(self.request(Method::POST, path).form(&fields)).await
    }

    /// Submits a form with the CSRF token and files.
    pub async fn upload(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, Vec<u8>)],
    ) -> ConsolePage {
        let mut form = Form::new().text("_csrf", self.csrf().await.to_owned());
        for (name, value) in fields {
            form = form.text((*name).to_owned(), (*value).to_owned());
        }
        for (name, bytes) in files {
            form = form.part((*name).to_owned(), Part::bytes(bytes.clone()).file_name("picture.png"));
        }
        self.send(self.request(Method::POST, path).multipart(form)).await
    }

    /// Submits a form without the CSRF token, with further headers.
    pub async fn post_forged(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        headers: &[(&'static str, &str)],
    ) -> ConsolePage {
        let own = headers.iter().map(|(name, value)| {
            (reqwest::header::HeaderName::from_static(name), HeaderValue::from_str(value).unwrap())
        });
        let headers: HeaderMap = own.collect();
        self.send(self.request(Method::POST, path).form(fields).headers(headers)).await
    }

    /// Creates a row with a form and returns its key.
    pub async fn create_row(&self, resource: &str, fields: &[(&str, &str)]) -> i64 {
        let page = self.upload(&format!("/console/r/{resource}"), fields, &[]).await;
        let key = page.location().trim_end_matches("?done=1").rsplit('/').next().unwrap_or_default();
        key.parse().unwrap_or_else(|_| panic!("{resource} {fields:?}: {} {}", page.status, page.text()))
    }
}
